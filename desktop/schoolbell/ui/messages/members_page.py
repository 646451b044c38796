"""The members of the open room: search by name, grouped by role, who is muted, a menu for each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person, Role, RoomMutes
from schoolbell.ui.messages.details import DetailsPage
from schoolbell.ui.messages.people_list import PeopleView
from schoolbell.ui.messages.people_rows import PeopleModel, PeopleRow, PersonRow
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.field import TextField
from schoolbell.viewmodels.mute_words import muted_words

_ORDER = (
    Role.PRINCIPAL, Role.HEAD_TEACHER, Role.TEACHER, Role.OFFICE, Role.OFFICER, Role.GUARDIAN, Role.STUDENT,
    Role.NONE,
)  # fmt: skip


class MembersPage(DetailsPage):
    """Teachers first, then families, by name within a role."""

    retranslated = Signal()

    def __init__(
        self, theme: Theme, now_ms: Callable[[], int] = lambda: 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("membersPage")
        self._now_ms = now_ms
        self._people: tuple[Person, ...] = ()
        self._mutes = RoomMutes("")
        self.more: list[Callable[[QMenu, Person], None]] = []  # what puts entries into a member's menu
        self._model = PeopleModel(self)
        self.search = TextField(theme, "", height=32, leading_icon="search")
        self.search.setObjectName("memberSearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.view = PeopleView(theme, self._model)
        self.view.setObjectName("membersView")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._offer)
        self.view.person_chosen.connect(lambda _person: self._offer_current())
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
        self._head = field
        layout.addLayout(field)
        layout.addLayout(self._stack, 1)
        self._whole = layout
        self.retranslate()

    def title(self) -> str:
        """Return the heading."""
        return self.tr("Members")

    def show_people(self, people: Sequence[Person]) -> None:
        """Show the members of a room."""
        self._people = tuple(people)
        self._fill()

    def show_mutes(self, mutes: RoomMutes) -> None:
        """Show who of them is muted."""
        if mutes != self._mutes:
            self._mutes = mutes
            self._fill()

    def add_action(self, button: QWidget) -> None:
        """Put another feature's button under the search."""
        self._head.addSpacing(8)
        self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def add_foot(self, foot: QWidget) -> None:
        """Put another feature's line under the list."""
        self._whole.addWidget(foot)

    def person_menu(self, person: Person) -> QMenu | None:
        """Return the menu of a member, None where there is nothing to offer."""
        menu = QMenu(self)
        menu.setObjectName("personMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for put in self.more:
            put(menu, person)
        if menu.isEmpty():
            menu.deleteLater()
            return None
        return menu

    def _offer(self, place: QPoint) -> None:
        """Offer the menu of the person at `place`, by mouse or menu key."""
        person = self.person_at(place)
        menu = self.person_menu(person) if person is not None else None
        if menu is not None:
            menu.popup(self.view.viewport().mapToGlobal(place))

    def _offer_current(self) -> None:
        row = self.view.visualRect(self.view.currentIndex())
        self._offer(QPoint(row.left() + 16, row.bottom() - 4))

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
        self.retranslated.emit()

    def _fill(self) -> None:
        wanted = self.search.text().strip().casefold()
        found = [person for person in self._people if wanted in person.name.casefold()]
        found.sort(key=lambda person: (_ORDER.index(person.role), person.name))
        rows: list[PeopleRow] = [PersonRow(person, self._note(person), "") for person in found]
        self._model.show(rows)
        if not self._people:
            self._empty.set_texts(self.tr("Fetching the members"))
        elif not found:
            self._empty.set_texts(self.tr("Nobody found"), self.tr("Try a shorter name."))
        self._stack.setCurrentIndex(0 if found else 1)

    def _note(self, person: Person) -> str:
        until = self._mutes.muted.get(person.user_id)
        return muted_words(until, self._now_ms()) if until is not None else ""
