"""A moment to choose: a day and a time, by keyboard or from a calendar."""

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.sheet import css
from schoolbell.ui.theme.theme import Theme


class MomentField(QDateTimeEdit):
    """`chosen` carries ms since the epoch whenever somebody changes it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setting = False
        self.setCalendarPopup(True)
        self.setFixedHeight(32)
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.dateTimeChanged.connect(self._changed)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def ms(self) -> int:
        """The moment that is shown."""
        return int(self.dateTime().toMSecsSinceEpoch())

    def show_ms(self, ms: int) -> None:
        """Show a moment, without a signal."""
        self._setting = True
        self.setDateTime(QDateTime.fromMSecsSinceEpoch(ms))
        self._setting = False

    def _changed(self) -> None:
        if not self._setting:
            self.chosen.emit(self.ms)

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.fonts.get(13, tabular=True))
        self.setStyleSheet(
            f"QDateTimeEdit {{ background: {css(tokens.bg_input)}; color: {css(tokens.text_1)};"
            f" border: 1px solid {css(tokens.line_strong)}; border-radius: 8px; padding: 0 8px; }}"
            "QDateTimeEdit::drop-down { border: 0; width: 24px; }"
            "QDateTimeEdit::down-arrow { image: none; }"
            f"QDateTimeEdit:focus {{ border: 2px solid {css(tokens.focus)}; padding: 0 7px; }}"
            f"QDateTimeEdit:disabled {{ background: {css(tokens.bg_subtle)};"
            f" color: {css(tokens.text_disabled)}; border-color: {css(tokens.line)}; }}"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._theme.tokens
        color = tokens.text_2 if self.isEnabled() else tokens.text_disabled
        painter = QPainter(self)
        pixmap = icon_pixmap("calendar", color, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 22, (self.height() - 14) // 2, pixmap)
        painter.end()


def evening(now_ms: int, days: int, hour: int = 18) -> int:
    """Return the ms of `hour` o'clock so many days from now."""
    day = QDateTime.fromMSecsSinceEpoch(now_ms).date().addDays(days)
    return int(QDateTime(day, QTime(hour, 0)).toMSecsSinceEpoch())
