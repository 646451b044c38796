"""The row under the search field: groups on the left; whose, where and since when on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from schoolbell.domain.chat.items import Person
from schoolbell.domain.search.items import Group
from schoolbell.ui.controls import Select
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.chip import Chip
from schoolbell.viewmodels.search import SearchState
from schoolbell.viewmodels.search_words import count_words, group_words

DAYS = (0, 7, 30, 365)
_HEIGHT = 41


class SearchFilters(Panel):
    """Tells what is chosen; shows what the state says."""

    group_wanted = Signal(object)  # Group | None
    room_wanted = Signal(str)
    days_wanted = Signal(int)
    sender_dropped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_raised", "b", parent)
        self.setObjectName("searchFilters")
        self.setFixedHeight(_HEIGHT)
        self._state: SearchState | None = None
        self._choices: list[tuple[str, str]] = []
        self.chips: dict[Group | None, Chip] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 1)
        layout.setSpacing(4)
        group = QButtonGroup(self)
        for name in (None, *Group):
            chip = Chip(theme)
            chip.setObjectName(f"search_{name or 'all'}")
            chip.clicked.connect(lambda _checked=False, wanted=name: self.group_wanted.emit(wanted))
            group.addButton(chip)
            layout.addWidget(chip)
            self.chips[name] = chip
        self.chips[None].setChecked(True)
        layout.addStretch(1)
        self.person = Chip(theme)
        self.person.setObjectName("searchSender")
        self.person.clicked.connect(self.sender_dropped)
        self.person.hide()
        self.room = Select(theme)
        self.room.setObjectName("searchRoom")
        self.room.setMaximumWidth(150)
        self.room.activated.connect(lambda at: self.room_wanted.emit(self.room.itemData(at)))
        self.days = Select(theme)
        self.days.setObjectName("searchDays")
        self.days.activated.connect(lambda at: self.days_wanted.emit(DAYS[at]))
        for control in (self.person, self.room, self.days):
            layout.addWidget(control)
            layout.addSpacing(4)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.room.setAccessibleName(self.tr("In which chat"))
        self.days.setAccessibleName(self.tr("Since when"))
        chosen = max(0, self.days.currentIndex())
        self.days.clear()
        self.days.addItems(
            [self.tr("Any time"), self.tr("Last 7 days"), self.tr("Last 30 days"), self.tr("Last 12 months")]
        )
        self.days.setCurrentIndex(chosen)
        self._fill_rooms()
        self._name_chips()

    def set_rooms(self, choices: Sequence[tuple[str, str]]) -> None:
        """Take the (room id, name) to choose from."""
        self._choices = list(choices)
        self._fill_rooms()

    def show_state(self, state: SearchState) -> None:
        """Show which filters are set, and how much is in each group."""
        self._state = state
        question = state.found.question
        for name, chip in self.chips.items():
            chip.setChecked(name == question.only)
            usable = not question.filtered or name not in (Group.ROOMS, Group.PEOPLE)
            chip.setVisible(usable or name == question.only)
        self.days.setCurrentIndex(DAYS.index(state.days))
        at = self.room.findData(question.room_id)
        if at >= 0 and at != self.room.currentIndex():
            self.room.setCurrentIndex(at)
        self._name_sender(state.sender)
        self._name_chips()

    def _fill_rooms(self) -> None:
        chosen = self._state.found.question.room_id if self._state is not None else ""
        self.room.clear()
        self.room.addItem(self.tr("All chats"), "")
        for room_id, name in self._choices:
            self.room.addItem(name, room_id)
        self.room.setCurrentIndex(max(0, self.room.findData(chosen)))
        self.room.updateGeometry()

    def _name_sender(self, person: Person | None) -> None:
        self.person.setVisible(person is not None)
        if person is not None:
            self.person.setText(self.tr("From {name} ✕").format(name=person.name))
            self.person.setAccessibleName(
                self.tr("Only messages of {name}; press to show everybody's").format(name=person.name)
            )
            self.person.updateGeometry()

    def _name_chips(self) -> None:
        for name, chip in self.chips.items():
            words = self.tr("All") if name is None else group_words(name)
            count = 0
            if self._state is not None and name is not None:
                count = self._state.found.counts.get(name, 0)
            if count:
                words = self.tr("{group} {count}").format(group=words, count=count_words(count))
            chip.setText(words)
            chip.setAccessibleName(words)
            chip.updateGeometry()
