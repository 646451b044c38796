"""The bar while a voice note is recorded: time, level, Cancel, Done, Send; and the way back from Cancel."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice import words
from schoolbell.ui.voice.wave_view import LevelView
from schoolbell.ui.widgets.button import Button
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.recording import MOST_MS, WARN_MS, Outcome, Recorder, RecordState

UNDO_MS = 8_000


class _Dot(QWidget):
    """The red dot of a recording."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(10, 10)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.danger)
        painter.drawEllipse(self.rect())
        painter.end()


class RecordBar(Panel):
    """Follows `recorder` while it records for a place of `kind`; there is "Send" as well while `sends()`."""

    undone = Signal(object)  # OutgoingFile: it is wanted again
    ended = Signal()  # the keyboard was here and belongs elsewhere now

    def __init__(
        self,
        theme: Theme,
        recorder: Recorder,
        kind: str,
        *,
        sends: Callable[[], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("recordBar")
        self._recorder = recorder
        self._kind = kind
        self._sends = sends
        self._busy = False
        self._gone: OutgoingFile | None = None
        self.time = Text(theme, "text_1", 14)
        self.time.setFont(theme.fonts.get(14, tabular=True))
        self.level = LevelView(theme)
        self.note = Text(theme, "text_2", 12)
        self.cancel = Button(theme, "", kind="text", size="small")
        self.cancel.setObjectName("voiceCancel")
        self.cancel.clicked.connect(recorder.cancel)
        self.done = Button(theme, "", kind="secondary" if sends is not None else "tonal", size="small")
        self.done.setObjectName("voiceDone")
        self.done.clicked.connect(lambda: recorder.finish())
        self.send = Button(theme, "", kind="tonal", size="small")
        self.send.setObjectName("voiceSend")
        self.send.clicked.connect(lambda: recorder.finish(Outcome.SEND))
        self.send.hide()
        self._words = Text(theme, "text_2", 13)
        self._words.set_elided()
        self.undo = Button(theme, "", kind="text", size="small", icon="undo-2")
        self.undo.setObjectName("voiceUndo")
        self.undo.clicked.connect(self._undo)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._row(_Dot(theme), self.time, (self.level, 1), self.note, self.cancel,
                                        self.done, self.send))  # fmt: skip
        self._stack.addWidget(self._row((self._words, 1), self.undo))
        self.setFixedHeight(36)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(UNDO_MS)
        self._over.timeout.connect(self.forget)
        recorder.changed.connect(self._changed)
        self.retranslate()
        self.hide()

    @staticmethod
    def _row(*parts: QWidget | tuple[QWidget, int]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.setSpacing(8)
        for part in parts:
            widget, stretch = part if isinstance(part, tuple) else (part, 0)
            layout.addWidget(widget, stretch)
        return row

    def sizeHint(self) -> QSize:
        return QSize(320, 36)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Recording a voice note"))
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Esc"))
        self.done.setText(self.tr("Done"))
        self.send.setText(self.tr("Send"))
        self.undo.setText(self.tr("Undo"))
        self._words.set_text(words.discarded_words())
        self._fill()

    def restyle(self) -> None:
        """Follow the theme's fonts."""
        self.time.setFont(self.theme.fonts.get(14, tabular=True))

    @property
    def recording(self) -> bool:
        """Whether a note of this place is recorded now."""
        mine = self._recorder.place.kind == self._kind
        return mine and self._recorder.state is RecordState.RECORDING

    @property
    def focused(self) -> bool:
        """Whether the keyboard is here."""
        at = self.window().focusWidget()
        return at is not None and (at is self or self.isAncestorOf(at)) and self.isVisible()

    def _changed(self) -> None:
        if self._recorder.place.kind != self._kind:
            return
        before, self._busy = self._busy, self._recorder.state is not RecordState.IDLE
        focused = self.focused
        if self._busy and not before:
            self.forget()
            self._stack.setCurrentIndex(0)
            self.show()
            self._fill()  # what is disabled takes no keyboard
            self.done.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._busy and focused and self._recorder.state is RecordState.FINISHING:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # its buttons let go of the keyboard
        elif before and not self._busy:
            if self._gone is None:
                self.hide()
            if focused:
                self.ended.emit()
        self._fill()

    def _fill(self) -> None:
        recorder = self._recorder
        elapsed = recorder.elapsed
        self.time.set_text(words.clock(elapsed))
        self.level.show_levels(recorder.levels)
        note = ""
        if elapsed >= WARN_MS:
            note = words.left_words(MOST_MS - elapsed)
        elif recorder.silent:
            note = self.tr("The microphone hears nothing. Is it switched off?")
        self.note.set_text(note)
        self.note.set_color("danger_text" if elapsed >= WARN_MS else "text_2")
        if self._sends is not None:
            self.send.setVisible(self._sends())
        running = recorder.state is RecordState.RECORDING
        for button in (self.cancel, self.done, self.send):
            button.setEnabled(running)

    # -- discarded ------------------------------------------------------------------------------------

    def show_discarded(self, file: OutgoingFile) -> None:
        """Say that a note is discarded, and offer it again for a while, or until the program ends."""
        self.forget()
        self._gone = file
        self._recorder.settle(file.key)  # it does not come back after quitting
        self._stack.setCurrentIndex(1)
        self.show()
        self._over.start()

    def _undo(self) -> None:
        file, self._gone = self._gone, None
        self._over.stop()
        self.hide()
        if file is not None:
            self._recorder.claim(file.key)
            self.undone.emit(file)

    def forget(self) -> None:
        """What was discarded is not wanted any more."""
        file, self._gone = self._gone, None
        self._over.stop()
        if file is not None:
            self._recorder.forget(file.key)
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels."""
        if event.key() == Qt.Key.Key_Escape and self.recording:
            self._recorder.cancel()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from shortcuts while it cancels a recording."""
        escape = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if escape and event.key() == Qt.Key.Key_Escape and self.recording:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)
