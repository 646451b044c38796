"""When and by whom an own DING was reminded."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from schoolbell.domain.ding.items import SentDetail
from schoolbell.ui.announcements.parts import Scroller
from schoolbell.ui.announcements.popover import Popover
from schoolbell.ui.panel import Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.words import day_and_time

_SHOWN = 8
_LINE = 24


class RemindHistory(Popover):
    """The newest first; deletes itself when it closes."""

    def __init__(self, theme: Theme, detail: SentDetail, now_ms: int, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("remindHistory")
        self._detail = detail
        self._now = now_ms
        self.lines: list[str] = []
        title = Text(theme, "text_1", 14, strong=True)
        title.set_text(self.tr("Reminders so far"))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        reminders = sorted(detail.announcement.reminders, key=lambda one: one.ts, reverse=True)
        for at, one in enumerate(reminders):
            own = one.sender == detail.announcement.sender
            words = (
                day_and_time(one.ts, now_ms),
                self.tr("by yourself") if own else self.tr("by the school's office"),
            )
            for place, (text, color) in enumerate(zip(words, ("text_1", "text_2"), strict=True)):
                label = Text(theme, color, 13)
                label.set_text(text)
                grid.addWidget(label, at, place)
            self.lines.append(" ".join(words))
        grid.setColumnStretch(1, 1)
        area = Scroller(inner)
        area.setFixedHeight(min(_SHOWN, max(1, len(reminders))) * _LINE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(area)
        self.setMinimumWidth(240)
        self.setAccessibleName(title.full_text())
        self.setAccessibleDescription(", ".join(self.lines))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.closed.connect(self.deleteLater)

    def show_under(self, anchor: QWidget) -> None:
        """Take the keyboard too, so that Escape closes."""
        super().show_under(anchor)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
