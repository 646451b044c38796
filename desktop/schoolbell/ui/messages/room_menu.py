"""The menu of one room: what of it is told. It opens once the room's level is known."""

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, SignalInstance
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.domain.chat.items import RoomHeader
from schoolbell.ui.messages.header import RoomHeaderBar
from schoolbell.ui.messages.room_list import RoomView
from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme

_ICONS = {"all": "bell", "mentions": "at-sign", "none": "bell-off"}


class LevelSource(Protocol):
    """Where levels ("all", "mentions", "none") come from and go to."""

    @property
    def told(self) -> SignalInstance:
        """Emitted with room id and level: the answer to `ask`."""
        ...

    def ask(self, room_id: str) -> None:
        """Have the level of a room told."""
        ...

    def choose(self, room_id: str, level: str) -> None:
        """Set the level of a room."""
        ...


class RoomMenu(QObject):
    """`ask` opens the menu of a room at a place."""

    def __init__(self, theme: Theme, source: LevelSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._source = source
        self._widget = parent
        self._asked: tuple[str, QPoint] | None = None
        self._header: RoomHeaderBar | None = None
        self._open = ""
        source.told.connect(self._told)

    def bind(self, rooms: RoomView, header: RoomHeaderBar) -> None:
        """Open it from the room list and from the open room's header, whose icon shows the level."""
        self._header = header
        rooms.menu_wanted.connect(self.ask)
        header.level_wanted.connect(self.ask)
        header.offer_levels()

    def show_open(self, header: RoomHeader | None) -> None:
        """Follow which room is open."""
        room_id = header.key if header is not None else ""
        before, self._open = self._open, room_id
        if room_id and room_id != before:
            self._source.ask(room_id)

    def refresh(self) -> None:
        """The levels are others now, chosen on another device."""
        if self._open:
            self._source.ask(self._open)

    def ask(self, room_id: str, position: QPoint) -> None:
        """Open the menu of `room_id` at `position` (of the screen)."""
        self._asked = room_id, position
        self._source.ask(room_id)

    def _told(self, room_id: str, level: str) -> None:
        if self._header is not None and room_id == self._open:
            self._header.show_level(level)
        asked = self._asked
        if asked is None or asked[0] != room_id:
            return
        self._asked = None
        self.build(room_id, level).popup(asked[1])

    def build(self, room_id: str, level: str) -> QMenu:
        """Return the menu; the level in force is checked."""
        menu = QMenu(self._widget)
        menu.setObjectName("roomMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSection(self.tr("Notify me of"))
        group = QActionGroup(menu)
        words = {
            "all": self.tr("All messages"),
            "mentions": self.tr("Only when I am mentioned"),
            "none": self.tr("Nothing (muted)"),
        }
        for name, text in words.items():
            action = menu.addAction(icon(_ICONS[name], self._theme.tokens.text_2, 16), text)
            action.setObjectName(f"level_{name}")
            action.setCheckable(True)
            action.setChecked(name == level)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, picked=name: self._source.choose(room_id, picked))
        return menu
