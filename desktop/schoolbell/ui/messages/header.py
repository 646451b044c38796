"""Above the timeline: the room's name, who is in it, and the buttons that work."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import RoomHeader, RoomKind
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton


class RoomHeaderBar(Panel):
    """Title, "86 people · 4 teachers · 40 guardians · 42 students", days, search, details toggle."""

    details_toggled = Signal(bool)
    day_wanted = Signal()
    search_wanted = Signal()
    level_wanted = Signal(str, QPoint)  # room id, place on the screen: what of it is told

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "b", parent)
        self.setObjectName("roomHeader")
        self.setFixedHeight(56)
        self._header: RoomHeader | None = None
        self._typing = ""
        self.title = Text(theme, "text_1", 16, strong=True)
        self.title.setObjectName("roomTitle")
        self.title.set_elided()
        self.subtitle = Text(theme, "text_3", 12)
        self.subtitle.setObjectName("roomSubtitle")
        self.subtitle.set_elided()
        self.search = ToolButton(theme, "search", "")
        self.search.setObjectName("roomFind")
        self.search.clicked.connect(self.search_wanted)
        self.days = ToolButton(theme, "calendar", "")
        self.days.setObjectName("jumpToDay")
        self.days.clicked.connect(self.day_wanted)
        self.details = ToolButton(theme, "panel-right", "")
        self.details.setObjectName("detailsToggle")
        self.details.setCheckable(True)
        self.details.clicked.connect(lambda: self.details_toggled.emit(self.details.isChecked()))
        self.level = ToolButton(theme, "bell", "")
        self.level.setObjectName("roomLevel")
        self.level.clicked.connect(self._ask_level)
        self._levels = False
        words = QVBoxLayout()
        words.setContentsMargins(0, 9, 0, 7)
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 12, 0)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addWidget(self.level, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.days, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.details, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Return the fixed height."""
        return QSize(300, 56)

    def show_header(self, header: RoomHeader | None) -> None:
        """Show another room, or none."""
        self._header = header
        self.retranslate()

    def offer_levels(self) -> None:
        """There is a server that keeps what of a room is told."""
        self._levels = True
        self.retranslate()

    def show_level(self, level: str) -> None:
        """Show what of this room is told ("all", "mentions", "none")."""
        self.level.set_icon("bell-off" if level == "none" else "at-sign" if level == "mentions" else "bell")

    def _ask_level(self) -> None:
        if self._header is not None:
            below = self.level.mapToGlobal(QPoint(0, self.level.height() + 4))
            self.level_wanted.emit(self._header.key, below)

    def retranslate(self) -> None:
        """Set all texts."""
        header = self._header
        self.level.set_name(self.tr("Notifications of this chat"))
        self.level.setVisible(header is not None and self._levels)
        self.details.set_name(self.tr("Details"))
        self.details.setVisible(header is not None)
        self.search.set_name(self.tr("Search in this chat (Ctrl+F)"))
        self.search.setVisible(header is not None)
        self.days.set_name(self.tr("Go to a day (Ctrl+G)"))
        self.days.setVisible(header is not None)
        self.title.set_text(header.name if header else "")
        self.subtitle.set_text(self._people(header) if header else "")

    def _people(self, header: RoomHeader) -> str:
        if header.kind is RoomKind.DIRECT:
            return self.tr("Only the two of you")
        parts = [self.tr("%n people", "", header.members)] if header.members else []
        if header.teachers:
            parts.append(self.tr("%n teachers", "", header.teachers))
        if header.guardians:
            parts.append(self.tr("%n guardians", "", header.guardians))
        if header.students:
            parts.append(self.tr("%n students", "", header.students))
        return " · ".join(parts)
