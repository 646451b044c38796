"""What the window says about the connection: the banner above the timeline, the strip below the list."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.base.errors import LOCAL, ErrorCode
from schoolbell.domain.chat.ports import SyncState, SyncStatus
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark

# What waiting does not help against: said in words instead of "No connection".
_TO_MEND = LOCAL | {ErrorCode.PROXY, ErrorCode.PROXY_SCRIPT}
_TROUBLE = frozenset({SyncState.OFFLINE, SyncState.SIGNED_OUT, SyncState.REFUSED})


class ConnectionBanner(Panel):
    """Hidden while live; else why there is no connection, seconds to the next try, and what to press.

    That the account is said to belong to another school goes before: only signing in again decides it. What
    was said of this account's data comes last and stays until somebody has `read` it.
    `monotonic` gives the seconds that `SyncStatus.retry_at` is measured in.
    """

    retry = Signal()
    sign_in = Signal()
    read = Signal()

    def __init__(self, theme: Theme, monotonic: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_subtle", "b", parent)
        self.setObjectName("connectionBanner")
        self.setFixedHeight(36)
        self._monotonic = monotonic
        self._status: SyncStatus | None = None
        self._school_changed = False
        self._said: ErrorCode | None = None
        self._mark = IconMark(theme, "wifi-off", "text_2", 16)
        self.words = Text(theme, "text_1", 13)
        self.words.setObjectName("connectionWords")
        self.words.set_elided()
        self.countdown = Text(theme, "text_2", 13)
        self.countdown.setObjectName("connectionCountdown")
        self.button = Button(theme, "", kind="text", size="small")
        self.button.setObjectName("reconnect")
        self.button.clicked.connect(self._pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 12, 1)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.countdown)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def sizeHint(self) -> QSize:
        """Return the fixed height."""
        return QSize(300, 36)

    def show_status(self, status: SyncStatus | None) -> None:
        """Follow the connection."""
        self._status = status
        self.retranslate()

    def set_school_changed(self, changed: bool) -> None:
        """Say that the account now names another school than the one it was signed in to."""
        self._school_changed = changed
        self.retranslate()

    def say(self, code: ErrorCode | None) -> None:
        """Say what `code` stands for while there is nothing more pressing; None says no more."""
        self._said = code
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        status = self._status
        shown = status is not None and status.state in _TROUBLE
        self.setVisible(shown or self._school_changed or self._said is not None)
        self.words.setToolTip("")
        if self._school_changed:
            self._say_changed()
            return
        if not shown or status is None:
            self._timer.stop()
            self.countdown.set_text("")
            self._say_what_happened()
            return
        if status.state is SyncState.OFFLINE and status.error in _TO_MEND:
            self._explain(status.error)
            self._timer.start()
        elif status.state is SyncState.OFFLINE:
            self._mark.set_icon("wifi-off", "text_2")
            self.words.set_text(
                self.tr("No connection. You can go on writing; everything is sent when it is back.")
            )
            if status.error is not None:
                self.words.setToolTip(error_words(status.error).title)
            self.button.setText(self.tr("Reconnect now"))
            self._timer.start()
        elif status.state is SyncState.SIGNED_OUT:
            self._mark.set_icon("circle-alert", "danger_text")
            self.words.set_text(self.tr("You have been signed out. Nothing on this computer is lost."))
            self.button.setText(self.tr("Sign in again"))
            self._timer.stop()
        else:
            self._explain(status.error)
            self._timer.stop()
        self.button.setAccessibleName(self.button.text())
        self._tick()

    def _explain(self, code: ErrorCode | None) -> None:
        words = error_words(code)
        self._mark.set_icon("circle-alert", "danger_text")
        self.words.set_text(self.tr("{what}. {advice}").format(what=words.title, advice=words.advice))
        self.button.setText(self.tr("Try again"))

    def _say_what_happened(self) -> None:
        if self._said is None:
            return
        words = error_words(self._said)
        self._mark.set_icon("info", "text_2")
        self.words.set_text(self.tr("{what}. {advice}").format(what=words.title, advice=words.advice))
        self.button.setText(self.tr("OK"))
        self.button.setAccessibleName(self.button.text())

    def _say_changed(self) -> None:
        self._mark.set_icon("circle-alert", "danger_text")
        self.words.set_text(
            self.tr("This account was moved to another school. Until you sign in again, yours stays.")
        )
        self.button.setText(self.tr("Sign in again"))
        self.button.setAccessibleName(self.button.text())
        self._timer.stop()
        self.countdown.set_text("")

    def _tick(self) -> None:
        status = self._status
        if status is None or status.state is not SyncState.OFFLINE or not status.retry_at:
            self.countdown.set_text("")
            return
        seconds = max(0, round(status.retry_at - self._monotonic()))
        self.countdown.set_text(
            self.tr("Next try in %n second(s)", "", seconds) if seconds else self.tr("Connecting …")
        )

    def _pressed(self) -> None:
        signed_out = self._status is not None and self._status.state is SyncState.SIGNED_OUT
        shown = self._status is not None and self._status.state in _TROUBLE
        if signed_out or self._school_changed:
            self.sign_in.emit()
        elif shown:
            self.retry.emit()
        else:
            self.read.emit()


class OfflineStrip(Panel):
    """At the foot of the list: offline, how many wait, how many failed; a click opens the outbox."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_subtle", "t", parent)
        self.setObjectName("offlineStrip")
        self.setFixedHeight(40)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._status: SyncStatus | None = None
        self._mark = IconMark(theme, "cloud-off", "text_2", 16)
        self.words = Text(theme, "text_1", 13)
        self.words.set_elided()
        self.failed = Button(theme, "", kind="text", size="small")
        self.failed.setObjectName("openOutbox")
        self.failed.clicked.connect(self.clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 1, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.failed, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def sizeHint(self) -> QSize:
        """Return the fixed height."""
        return QSize(200, 40)

    def show_status(self, status: SyncStatus | None) -> None:
        """Follow the connection and the outbox."""
        self._status = status
        self.retranslate()

    def set_open(self, opened: bool) -> None:
        """Tint the strip while the outbox is shown."""
        self.set_surface("selected" if opened else "bg_subtle", "t")

    def retranslate(self) -> None:
        """Set all texts."""
        status = self._status
        offline = status is not None and status.state in (SyncState.OFFLINE, SyncState.SIGNED_OUT)
        shown = status is not None and (offline or status.wedged > 0)
        self.setVisible(shown)
        if not shown or status is None:
            return
        icon, color = ("cloud-off", "text_2") if offline else ("circle-alert", "danger_text")
        self._mark.set_icon(icon, color)
        if offline and status.error in _TO_MEND:
            self.words.set_text(error_words(status.error).title)
        elif not offline:
            self.words.set_text(self.tr("Not everything was sent"))
        elif status.waiting:
            self.words.set_text(self.tr("Offline · %n waiting", "", status.waiting))
        else:
            self.words.set_text(self.tr("Offline"))
        if status.wedged:
            self.failed.setText(self.tr("%n failed", "", status.wedged))
        else:
            self.failed.setText(self.tr("Outbox"))
        self.failed.setAccessibleName(self.failed.text())
        self.failed.setVisible(bool(status.wedged or status.waiting))
        self.setAccessibleName(self.words.full_text())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the outbox."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
