"""The box of a DING's text: the words, the files under them, how much room is left."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from schoolbell.domain.ding.items import TEXT_LIMIT, LocalFile
from schoolbell.ui.messages.intake import offers_files, taken
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.draft_file import draft_file
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.flow import FlowLayout
from schoolbell.viewmodels.playing import Playing

_LEAST = 168  # px without files
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DingText(QPlainTextEdit):
    """Enter is a new line, Ctrl+Enter sends, never while an input method composes."""

    submitted = Signal()
    files_taken = Signal(object)  # Taken
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dingText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self._preedit = ""

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            if self.composing:
                event.accept()  # the input method's Enter: it chooses a word
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
                return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from shortcuts while an input method composes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = event.key()
            if key in _ENTERS or (key == Qt.Key.Key_Escape and self.composing):
                event.accept()
                return True
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return offers_files(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        found = taken(source)
        if found is not None:
            self.files_taken.emit(found)
        elif source.hasText():
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class TextBox(Panel):
    """Words and files of one draft."""

    typed = Signal(str)
    submitted = Signal()
    files_taken = Signal(object)  # Taken
    attach_wanted = Signal(bool)  # files of any kind, or (True) pictures
    file_removed = Signal(object)  # LocalFile

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("dingTextBox")
        self._loading = False
        self.input = DingText()
        self.input.setMinimumHeight(66)
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.input.textChanged.connect(self._changed)
        self.input.submitted.connect(self.submitted)
        self.input.files_taken.connect(self.files_taken)
        self.input.focused.connect(lambda _focused: self.update())
        self._files: tuple[LocalFile, ...] = ()
        self._tray = QWidget()
        self._flow = FlowLayout(self._tray, spacing=8)
        self._tray.hide()
        self.attach = ToolButton(theme, "paperclip", "", edge=28, icon_size=18)
        self.attach.setObjectName("dingAttach")
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(False))
        self.picture = ToolButton(theme, "image", "", edge=28, icon_size=18)
        self.picture.setObjectName("dingPicture")
        self.picture.clicked.connect(lambda: self.attach_wanted.emit(True))
        self.voice = ToolButton(theme, "mic", "", edge=28, icon_size=18)
        self.voice.setObjectName("dingVoice")
        self.playing: Playing | None = None  # plays voice notes of the draft
        self.counter = Text(theme, "text_3", 12)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.attach)
        tools.addWidget(self.picture)
        tools.addWidget(self.voice)
        tools.addStretch(1)
        tools.addWidget(self.counter)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 4)
        layout.setSpacing(6)
        layout.addWidget(self.input, 1)
        layout.addWidget(self._tray)
        layout.addLayout(tools)
        tools.setContentsMargins(-4, 0, 0, 0)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.input.setPlaceholderText(self.tr("What everybody must know. Short texts are read."))
        self.input.setAccessibleName(self.tr("Text"))
        self.attach.set_name(self.tr("Attach files"))
        self.picture.set_name(self.tr("Attach pictures"))
        self.voice.set_name(self.tr("Record a voice note"))
        self._count()

    def add_bar(self, bar: QWidget) -> None:
        """Put another feature's bar above the tools."""
        self._column.insertWidget(2, bar)

    def restyle(self) -> None:
        """Follow the theme's fonts."""
        self.input.setFont(self.theme.fonts.get(14))

    def sizeHint(self) -> QSize:
        """Return room for some lines, more with files."""
        return QSize(400, self.minimumHeight())

    # -- what is shown --------------------------------------------------------------------------------

    def load(self, text: str) -> None:
        """Show another draft's text."""
        self._loading = True
        self.input.setPlainText(text)
        self.input.moveCursor(self.input.textCursor().MoveOperation.End)
        self._loading = False
        self._count()

    def show_files(self, files: Sequence[LocalFile]) -> None:
        """Show the files of the draft."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, file in enumerate(self._files):
            chip = draft_file(self.theme, self.playing, file, self.file_removed.emit, self._tray)
            self._flow.insert_widget(at, chip)
            chip.show()
        self._tray.setVisible(bool(files))
        self._tray.setAccessibleName(self.tr("%n attachment(s)", "", len(files)))
        self._fit()

    def _fit(self) -> None:
        """Let the box be as high as its files need."""
        width = max(200, self.width() - 24)
        extra = self._flow.heightForWidth(width) if self._files else 0
        self._tray.setFixedHeight(extra)
        self.setMinimumHeight(_LEAST + (extra + 6 if extra else 0))

    def _changed(self) -> None:
        self._count()
        if not self._loading:
            self.typed.emit(self.input.toPlainText())

    def _count(self) -> None:
        count = len(self.input.toPlainText())
        self.counter.set_text(self.tr("{count} / {limit}").format(count=count, limit=TEXT_LIMIT))
        over = count > TEXT_LIMIT
        self.counter.set_color("danger_text" if over else "text_3")
        self.counter.set_strong(over)
        self.counter.setAccessibleName(
            self.tr("{count} of {limit} characters").format(count=count, limit=TEXT_LIMIT)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; its border is the focus."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.input.hasFocus()
        painter.setBrush(tokens.bg_input)
        painter.setPen(QPen(tokens.focus if focused else tokens.line_strong, 2 if focused else 1))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()
