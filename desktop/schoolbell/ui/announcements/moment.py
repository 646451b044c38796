"""A moment to come: a day from a calendar and a time."""

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.announcements.popover import Popover
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.field import TextField
from schoolbell.ui.widgets.month import Month

_STEP = 5  # minutes
_SHAPES = ("H:mm", "HH:mm", "H.mm", "Hmm", "HHmm", "H")


def read_time(text: str) -> QTime:
    """Return the time somebody typed ("7:30", "730", full-width digits too); invalid where it is none."""
    plain = text.strip().translate(str.maketrans("０１２３４５６７８９：．", "0123456789:."))
    for shape in _SHAPES:
        time = QTime.fromString(plain, shape)
        if time.isValid():
            return time
    return QTime()


class TimeField(TextField):
    """Hours and minutes; Up and Down go by five minutes."""

    changed = Signal(QTime)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, height=32, parent=parent)
        self._time = QTime(7, 30)
        self.setFixedWidth(72)
        self.setMaxLength(5)
        self.editingFinished.connect(self._finished)

    def show_time(self, time: QTime) -> None:
        """Show another time."""
        self._time = time
        self.setText(time.toString("HH:mm"))

    def _finished(self) -> None:
        time = read_time(self.text())
        if time.isValid() and time != self._time:
            self.show_time(time)
            self.changed.emit(time)
        else:
            self.show_time(self._time)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        steps = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.show_time(self._time.addSecs(step * 60))
        self.changed.emit(self._time)


class DayPopover(Popover):
    """The calendar under the button."""

    chosen = Signal(QDate)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("dingCalendar")
        self.month = Month(theme, QDate.currentDate(), ahead=True)
        self.month.chosen.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.month)

    def _choose(self, date: QDate) -> None:
        self.close_popover()
        self.chosen.emit(date)


class MomentField(Panel):
    """`changed` carries ms; `today` is asked when the calendar opens."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._ts = 0
        self._now = 0
        self._calendar: DayPopover | None = None
        self.day = Button(theme, "", kind="secondary", icon="calendar")
        self.day.clicked.connect(self._open)
        self.time = TimeField(theme)
        self.time.changed.connect(self._take_time)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.day)
        layout.addWidget(self.time)
        self.retranslate()

    @property
    def calendar(self) -> DayPopover | None:
        """The calendar, once it was opened."""
        return self._calendar

    def show_moment(self, ts: int, now: int) -> None:
        """Show `ts` (ms); `now` says what today is."""
        self._ts, self._now = ts, now
        self.time.show_time(self._moment().time())
        self.retranslate()

    def _moment(self) -> QDateTime:
        return QDateTime.fromMSecsSinceEpoch(self._ts or self._now)

    def retranslate(self) -> None:
        """Set all texts."""
        shape = self.tr("ddd d MMMM", "date format of a day with its weekday")
        self.day.setText(QLocale().toString(self._moment().date(), shape))
        self.day.setAccessibleName(self.tr("Day: {day}").format(day=self.day.text()))
        self.time.setAccessibleName(self.tr("Time"))
        self.day.updateGeometry()

    def _open(self) -> None:
        if self._calendar is None or self._calendar.parentWidget() is not self.window():
            self._calendar = DayPopover(self.theme, self)
            self._calendar.chosen.connect(self._take_day)
        if not self._calendar.isHidden():
            self._calendar.close_popover()
            return
        self._calendar.show_under(self.day)
        today = QDateTime.fromMSecsSinceEpoch(self._now).date()
        self._calendar.month.start(today, self._moment().date())

    def _take_day(self, date: QDate) -> None:
        self._tell(QDateTime(date, self._moment().time()))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_time(self, time: QTime) -> None:
        self._tell(QDateTime(self._moment().date(), time))

    def _tell(self, moment: QDateTime) -> None:
        self._ts = moment.toMSecsSinceEpoch()
        self.retranslate()
        self.changed.emit(self._ts)
