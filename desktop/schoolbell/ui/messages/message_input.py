"""The text box one writes messages in: Enter sends, never while an input method composes."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from schoolbell.ui.messages.intake import offers_files, taken

MAX_LINES = 5
_LINE = 22
_MARGIN = 5
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MessageInput(QPlainTextEdit):
    """Grows from one to five lines; knows the "@name" that is being typed."""

    submitted = Signal()
    escaped = Signal()
    edit_last_wanted = Signal()  # Up in an empty box
    mention_typed = Signal(object)  # str after "@" at the cursor, or None
    popup_key = Signal(int)  # Up, Down, Enter, Tab while a popup is open
    focus_changed = Signal(bool)
    files_taken = Signal(object)  # Taken: files or a picture were pasted or dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageInput")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)
        self.viewport().setAutoFillBackground(False)
        self._preedit = ""
        self.popup_open = False
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._look_for_mention)
        self.document().documentLayout().documentSizeChanged.connect(self._changed)

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return bool(self._preedit)

    def text(self) -> str:
        """Return what was typed, without the text an input method still composes."""
        return self.toPlainText()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition is going on."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self._look_for_mention()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter, new line on Shift+Enter, hand keys to an open popup."""
        key = Qt.Key(event.key())
        if self.composing and key in _ENTERS:
            event.accept()  # the input method's Enter: it chooses a word, it never sends
            return
        if self.popup_open and key in (*_ENTERS, Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.popup_key.emit(int(key))
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTERS:
            if modifiers == Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
                self.ensureCursorVisible()
            elif modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
                self.submitted.emit()
            return
        if key == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if key == Qt.Key.Key_Up and not self.toPlainText():
            self.edit_last_wanted.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, files and pictures are welcome."""
        return offers_files(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert text; hand files and pictures on."""
        found = taken(source)
        if found is not None:
            self.files_taken.emit(found)
        elif source.hasText():
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the box around to draw its focus."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the box around."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def event(self, event: QEvent) -> bool:
        """Keep Escape and Enter from shortcuts of the window while typing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _ENTERS or (key == Qt.Key.Key_Escape and (self.popup_open or self.composing)):
                event.accept()
                return True
        return super().event(event)

    def complete_mention(self, name: str) -> None:
        """Replace the "@…" before the cursor by "@name "."""
        cursor = self.textCursor()
        prefix = self._prefix(cursor)
        if prefix is None:
            cursor.insertText(f"@{name} ")
        else:
            cursor.movePosition(
                QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(prefix) + 1
            )
            cursor.insertText(f"@{name} ")
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """Return the height for the lines there are, one to five."""
        return QSize(200, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """Return one line."""
        return QSize(80, _LINE + 2 * _MARGIN)

    def _wanted_height(self) -> int:
        lines = max(1, round(self.document().size().height()))
        spacing = max(_LINE, self.fontMetrics().lineSpacing())
        return min(lines, MAX_LINES) * spacing + 2 * _MARGIN

    def _changed(self, *_: object) -> None:
        height = self._wanted_height()
        lines = round(self.document().size().height())
        wanted = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines > MAX_LINES
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != wanted:
            self.setVerticalScrollBarPolicy(wanted)
        if self.height() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def _prefix(self, cursor: QTextCursor) -> str | None:
        if cursor.hasSelection():
            return None
        before = cursor.block().text()[: cursor.positionInBlock()]
        at = before.rfind("@")
        if at < 0 or len(before) - at > 24:
            return None
        if at > 0 and before[at - 1].isascii() and before[at - 1].isalnum():
            return None  # an e-mail address
        typed = before[at + 1 :]
        return None if any(letter.isspace() for letter in typed) else typed

    def _look_for_mention(self) -> None:
        self.mention_typed.emit(None if self.composing else self._prefix(self.textCursor()))
