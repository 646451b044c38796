"""The members of the open room: search by name, grouped by role."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person, Role
from schoolbell.ui.messages.details import DetailsPage
from schoolbell.ui.messages.people_list import PeopleView
from schoolbell.ui.messages.people_rows import PeopleModel, PeopleRow, PersonRow
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.field import TextField

_ORDER = (
    Role.PRINCIPAL, Role.HEAD_TEACHER, Role.TEACHER, Role.OFFICE, Role.OFFICER, Role.GUARDIAN, Role.STUDENT,
    Role.NONE,
)  # fmt: skip


class MembersPage(DetailsPage):
    """Teachers first, then families, by name within a role."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("membersPage")
        self._people: tuple[Person, ...] = ()
        self._model = PeopleModel(self)
        self.search = TextField(theme, "", height=32, leading_icon="search")
        self.search.setObjectName("memberSearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.view = PeopleView(theme, self._model)
        self.view.setObjectName("membersView")
        self._empty = EmptyState(theme, "")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(16, 12, 16, 8)
        field.addWidget(self.search)
        layout.addLayout(field)
        layout.addLayout(self._stack, 1)
        self.retranslate()

    def title(self) -> str:
        """Return the heading."""
        return self.tr("Members")

    def show_people(self, people: Sequence[Person]) -> None:
        """Show the members of a room."""
        self._people = tuple(people)
        self._fill()

    def person_at(self, place: QPoint) -> Person | None:
        """Return who stands at a place of the list; at none (the menu key) the current one."""
        index = self.view.indexAt(place)
        if not index.isValid():
            index = self.view.currentIndex()
        row = self._model.row(index.row()) if index.isValid() else None
        return row.person if isinstance(row, PersonRow) else None

    def retranslate(self) -> None:
        """Set all texts."""
        self.search.setPlaceholderText(self.tr("Search members"))
        self.search.setAccessibleName(self.tr("Search members"))
        self.view.setAccessibleName(self.tr("Members"))
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().strip().casefold()
        found = [person for person in self._people if wanted in person.name.casefold()]
        found.sort(key=lambda person: (_ORDER.index(person.role), person.name))
        rows: list[PeopleRow] = [PersonRow(person, "", "") for person in found]
        self._model.show(rows)
        if not self._people:
            self._empty.set_texts(self.tr("Fetching the members"))
        elif not found:
            self._empty.set_texts(self.tr("Nobody found"), self.tr("Try a shorter name."))
        self._stack.setCurrentIndex(0 if found else 1)
