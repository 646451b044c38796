"""A month to choose a day from, by mouse and keyboard."""

from PySide6.QtCore import QDate, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton

_CELL = 36
_WEEKS = 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_FIRST = QDate(2000, 1, 1)


class _Day(QPushButton):
    """One day; `today` is outlined, a day of another month is pale."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.date = QDate()
        self.today = self.inside = False
        self.setFixedSize(_CELL, _CELL)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_CELL, _CELL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the month knows where the next day is

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setBrush(tokens.press if self.isDown() else tokens.hover)
            painter.drawRoundedRect(area, 8, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        elif self.today:
            painter.setPen(QPen(tokens.accent_text, 1))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        color = tokens.text_1 if self.inside else tokens.text_3
        if not self.isEnabled():
            color = tokens.text_disabled
        elif self.today:
            color = tokens.accent_text
        painter.setFont(self._theme.fonts.get(14))
        painter.setPen(color)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.date.day()))
        painter.end()


class Month(Panel):
    """Days up to `today`, or `ahead` the days of a year from it; `chosen` names the one that was taken.

    Page keys turn months, arrows go by days.
    """

    chosen = Signal(QDate)

    def __init__(
        self, theme: Theme, today: QDate, parent: QWidget | None = None, *, ahead: bool = False
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("month")
        self._today = today
        self._ahead = ahead
        self._shown = QDate(today.year(), today.month(), 1)
        self.title = Text(theme, "text_1", 14, strong=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before = ToolButton(theme, "chevron-left", "", edge=28, icon_size=16)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after = ToolButton(theme, "chevron-right", "", edge=28, icon_size=16)
        self.after.clicked.connect(lambda: self._turn(1))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.before)
        head.addWidget(self.title, 1)
        head.addWidget(self.after)
        grid = QGridLayout()
        grid.setSpacing(0)
        self._names = [Text(theme, "text_3", 12) for _ in range(7)]
        for column, name in enumerate(self._names):
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(name, 0, column)
        self._days = [_Day(theme, self) for _ in range(7 * _WEEKS)]
        for at, day in enumerate(self._days):
            grid.addWidget(day, 1 + at // 7, at % 7)
            day.clicked.connect(lambda _checked=False, one=day: self.chosen.emit(one.date))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(grid)
        self.retranslate()

    @property
    def shown(self) -> QDate:
        """The first day of the month in view."""
        return self._shown

    def day(self, date: QDate) -> QPushButton | None:
        """Return the button of a day, None when its month is not in view."""
        return next((one for one in self._days if one.date == date), None)

    def start(self, today: QDate, at: QDate | None = None) -> None:
        """Show the month of `at`, else of `today`, and put the keyboard on it."""
        self._today = today
        self._go_to(at or today)

    @property
    def _bounds(self) -> tuple[QDate, QDate]:
        return (self._today, self._today.addYears(1)) if self._ahead else (_FIRST, self._today)

    def retranslate(self) -> None:
        """Set all texts and the first day of the week."""
        self.setAccessibleName(self.tr("Days"))
        self.before.set_name(self.tr("Month before"))
        self.after.set_name(self.tr("Next month"))
        self._fill()

    def _fill(self) -> None:
        reader = QLocale()
        first, last = self._bounds
        first_day = reader.firstDayOfWeek().value
        for at, name in enumerate(self._names):
            of_week = (first_day - 1 + at) % 7 + 1
            name.set_text(reader.dayName(of_week, QLocale.FormatType.NarrowFormat))
        self.title.set_text(
            reader.toString(self._shown, self.tr("MMMM yyyy", "date format of a month's title"))
        )
        begin = self._shown.addDays(-((self._shown.dayOfWeek() - first_day) % 7))
        spoken = self.tr("dddd, MMMM d, yyyy", "date format of a day that is spoken")
        for at, day in enumerate(self._days):
            day.date = begin.addDays(at)
            day.inside = day.date.month() == self._shown.month()
            day.today = day.date == self._today
            day.setEnabled(first <= day.date <= last)
            day.setAccessibleName(reader.toString(day.date, spoken))
            day.update()
        self.after.setEnabled(self._shown.addMonths(1) <= last)
        self.before.setEnabled(self._shown > first)

    def _turn(self, months: int) -> None:
        self._shown = self._shown.addMonths(months)
        self._fill()

    def _go_to(self, date: QDate) -> None:
        first, last = self._bounds
        date = max(first, min(date, last))
        self._shown = QDate(date.year(), date.month(), 1)
        self._fill()
        day = self.day(date)
        if day is not None:
            day.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by days and months; Enter chooses."""
        focused = self.focusWidget()
        date = focused.date if isinstance(focused, _Day) else self._today
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go_to(date.addDays(_STEPS[key]))
        elif key in _MONTHS:
            far = 12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._go_to(date.addMonths(_MONTHS[key] * far))
        elif key == Qt.Key.Key_Home:
            self._go_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, _Day):
            focused.click()
        else:
            super().keyPressEvent(event)
