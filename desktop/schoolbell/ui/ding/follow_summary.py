"""How far an own DING is, at a glance: three counts, the bar, and the button that reminds the rest."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.ding.items import LEAST_PAUSE_MS, SentDetail
from schoolbell.ui.announcements.parts import Card
from schoolbell.ui.ding.list_delegate import colours, paint_parts
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.words import day_and_time, wait_words
from schoolbell.viewmodels.counted import Counted

FollowUnits = Counted("FollowUnits")


class Dot(QWidget):
    """A dot in the colour of one part of the bar."""

    def __init__(self, theme: Theme, at: int) -> None:
        super().__init__()
        self._theme = theme
        self._at = at
        self.setFixedSize(8, 8)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours(self._theme.tokens)[self._at])
        painter.drawEllipse(QRectF(0, 0, 8, 8))
        painter.end()


class Figure(Panel):
    """One count with its name and a note."""

    def __init__(self, theme: Theme, at: int, edges: str) -> None:
        super().__init__(theme, "", edges)
        self._name = Text(theme, "text_2", 13)
        self.number = Text(theme, "text_1", 24, strong=True)
        self.note = Text(theme, "text_3", 12)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(Dot(theme, at))
        first.addWidget(self._name)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.number)
        second.addWidget(self.note, 0, Qt.AlignmentFlag.AlignBottom)
        second.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0 if not edges else 16, 0, 12, 0)
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addLayout(second)
        self.note.setContentsMargins(0, 0, 0, 5)

    def show_count(self, name: str, count: int, note: str) -> None:
        """Show another count."""
        self._name.set_text(name)
        self.number.set_text(str(count))
        self.note.set_text(note)
        self.setAccessibleName(f"{name} {count} {note}")


class PartsBar(Panel):
    """Confirmed · read · unread as a bar of 6 px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedHeight(6)
        self._parts = (0, 0, 0)

    def show_parts(self, parts: tuple[int, int, int]) -> None:
        """Show other parts."""
        self._parts = parts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_parts(painter, QRectF(self.rect()), self._parts, self.theme.tokens)
        painter.end()


class RemindButton(Button):
    """Reminds; for five minutes after the last call it counts down inside of itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", kind="danger", icon="bell-ring")
        self.setObjectName("remindButton")
        self._look = theme
        self._left_ms = 0

    @property
    def cooling(self) -> bool:
        """Whether it is too early."""
        return self._left_ms > 0

    def set_left(self, ms: int) -> None:
        """Count down from `ms`; 0: it can be pressed."""
        self._left_ms = max(0, ms)
        self.setEnabled(not self.cooling)
        self.set_icon("timer" if self.cooling else "bell-ring")

    def sizeHint(self) -> QSize:
        """Return a width that does not change while it counts."""
        size = super().sizeHint()
        wait = QFontMetricsF(self._look.fonts.get(14, STRONG)).horizontalAdvance("0:00") + 12
        return QSize(size.width() + round(wait), size.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the countdown and how much of the pause is over."""
        if not self.cooling:
            super().paintEvent(event)
            return
        tokens, fonts = self._look.tokens, self._look.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_subtle)
        painter.drawRoundedRect(box, 7.5, 7.5)
        part = 1 - self._left_ms / LEAST_PAUSE_MS
        painter.fillRect(
            QRectF(4, self.height() - 3, (self.width() - 8) * max(0.0, min(1.0, part)), 2), tokens.line_hover
        )
        words, wait = self.text(), wait_words(-(-self._left_ms // 1000))
        font, strong = fonts.get(14), fonts.get(14, STRONG, tabular=True)
        wide, after = (
            QFontMetricsF(font).horizontalAdvance(words),
            QFontMetricsF(strong).horizontalAdvance(wait),
        )
        left = (self.width() - 16 - 6 - wide - 8 - after) / 2
        painter.drawPixmap(
            round(left),
            (self.height() - 16) // 2,
            icon_pixmap("timer", tokens.text_2, 16, self.devicePixelRatioF()),
        )
        centre = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tokens.text_2)
        painter.setFont(font)
        painter.drawText(QRectF(left + 22, 0, wide + 2, self.height()), centre, words)
        painter.setFont(strong)
        painter.drawText(QRectF(left + 30 + wide, 0, after + 2, self.height()), centre, wait)
        painter.end()


class FollowSummary(Card):
    """`remind_wanted` asks to remind those who have not confirmed."""

    remind_wanted = Signal()

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setObjectName("followSummary")
        self._now_ms = now_ms
        self._detail: SentDetail | None = None
        self.figures = (Figure(theme, 0, ""), Figure(theme, 1, "l"), Figure(theme, 2, "l"))
        self.bar = PartsBar(theme)
        self.remind = RemindButton(theme)
        self.remind.clicked.connect(self.remind_wanted)
        self.note = Text(theme, "text_3", 12)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._right = QWidget()
        right = self._beside = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.remind)
        right.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(12)
        for at, figure in enumerate(self.figures):
            self._grid.addWidget(figure, 0, at)
            self._grid.setColumnStretch(at, 1)
        self._grid.addWidget(self._right, 0, 3, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 13, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(self._grid)
        layout.addWidget(self.bar)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self.tick)
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Let the button stand under the counts where the page is narrow."""
        self._grid.removeWidget(self._right)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(across if narrow else down)
        if narrow:
            self._grid.addWidget(self._right, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self._right, 0, 3, Qt.AlignmentFlag.AlignTop)

    def show_detail(self, detail: SentDetail | None) -> None:
        """Show how far a DING is; None while that is read."""
        self._detail = detail
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        detail = self._detail
        row = detail.row if detail is not None else None
        counts = (row.confirmed, row.read, row.unread) if row is not None else (0, 0, 0)
        total = sum(counts)
        names = (self.tr("Confirmed"), self.tr("Read, not confirmed"), self.tr("Unread"))
        for at, (figure, name, count) in enumerate(zip(self.figures, names, counts, strict=True)):
            families = row is not None and row.families
            note = FollowUnits.tr("families", "", count) if families else FollowUnits.tr("people", "", count)
            if at == 0 and total:
                note = self.tr("{unit} · {percent} %").format(unit=note, percent=round(100 * count / total))
            figure.show_count(name, count, note)
        self.bar.show_parts(counts)
        self.bar.setAccessibleName(
            self.tr("{count} of {total} confirmed").format(count=counts[0], total=total)
        )
        waiting = counts[1] + counts[2]
        if row is not None and row.families:
            words = self.tr("Remind %n families", "", waiting)
        else:
            words = self.tr("Remind %n people", "", waiting)
        self.remind.setText(words)
        self.remind.setAccessibleName(words)
        self.tick()

    def tick(self) -> None:
        """Count the pause down."""
        detail = self._detail
        shown = detail is not None and detail.remindable
        self.remind.setVisible(shown)
        left = detail.next_remind_ms - self._now_ms() if detail is not None else 0
        self.remind.set_left(min(left, LEAST_PAUSE_MS) if shown else 0)
        self.note.set_text(self._note_words(detail))
        self.note.setVisible(bool(self.note.full_text()))
        if self.remind.cooling and self.isVisible():
            if not self._ticks.isActive():
                self._ticks.start()
        else:
            self._ticks.stop()

    def _note_words(self, detail: SentDetail | None) -> str:
        if detail is None:
            return ""
        if detail.row.withdrawn:
            return self.tr("Withdrawn: nobody is asked any more")
        if not detail.remindable:
            return self.tr("Everybody has confirmed")
        reminders = detail.announcement.reminders
        last = day_and_time(reminders[-1].ts, self._now_ms()) if reminders else ""
        if self.remind.cooling and last:
            return self.tr("Reminded {time}; again 5 minutes later").format(time=last)
        if self.remind.cooling:
            return self.tr("Sent just now; possible after 5 minutes")
        return self.tr("Last reminded {time}").format(time=last) if last else ""

    def showEvent(self, event: QShowEvent) -> None:
        """Count only while it is seen."""
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        self._ticks.stop()
        super().hideEvent(event)
