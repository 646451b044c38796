"""Title's neighbour: the text of a notice with lists, files and a count."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from schoolbell.domain.notices.items import TEXT_LIMIT, LocalFile
from schoolbell.ui.announcements.parts import RemovableFile
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton


class _Field(QPlainTextEdit):
    """Plain text; Tab leaves it."""

    focused = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(12)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.fonts.get(14))
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        look.setColor(QPalette.ColorRole.Text, tokens.text_1)
        look.setColor(QPalette.ColorRole.PlaceholderText, tokens.text_3)
        self.setPalette(look)
        self.viewport().setAutoFillBackground(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()


class NoticeEditor(Panel):
    """`text_changed` follows typing; `attach_wanted` asks for files."""

    text_changed = Signal(str)
    attach_wanted = Signal()
    removed = Signal(object)  # LocalFile

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("noticeEditor")
        self.bullets = ToolButton(theme, "list", "", edge=28, icon_size=18)
        self.bullets.clicked.connect(lambda: self._begin_lines(False))
        self.numbers = ToolButton(theme, "list-ordered", "", edge=28, icon_size=18)
        self.numbers.clicked.connect(lambda: self._begin_lines(True))
        self.attach = ToolButton(theme, "paperclip", "", edge=28, icon_size=18)
        self.attach.setObjectName("noticeAttach")
        self.attach.clicked.connect(self.attach_wanted)
        self.count = Text(theme, "text_3", 12)
        self.field = _Field(theme)
        self.field.setObjectName("noticeText")
        self.field.setMinimumHeight(104)
        self.field.textChanged.connect(self._typed)
        self.field.focused.connect(self.update)
        self._files: tuple[LocalFile, ...] = ()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(12, 0, 12, 12)
        self._list.setSpacing(8)
        bar = Panel(theme, "", "b")
        bar.setFixedHeight(36)
        tools = QHBoxLayout(bar)
        tools.setContentsMargins(8, 0, 12, 1)
        tools.setSpacing(4)
        for tool in (self.bullets, self.numbers, self.attach):
            tools.addWidget(tool)
        tools.addStretch(1)
        tools.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.field, 1)
        layout.addLayout(self._list)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.bullets.set_name(self.tr("List with dots"))
        self.numbers.set_name(self.tr("Numbered list"))
        self.attach.set_name(self.tr("Attach files"))
        self.field.setAccessibleName(self.tr("Text of the notice"))
        self.field.setPlaceholderText(self.tr("What families should know"))
        self._count_text()

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self.field.toPlainText():
            self.field.setPlainText(text)

    def show_files(self, files: Sequence[LocalFile]) -> None:
        """Show the files of the draft."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for file in self._files:
            row = RemovableFile(self.theme, file.name, file.size, self)
            row.removed.connect(lambda one=file: self.removed.emit(one))
            self._list.addWidget(row)

    def _typed(self) -> None:
        self._count_text()
        self.text_changed.emit(self.field.toPlainText())

    def _count_text(self) -> None:
        count = len(self.field.toPlainText())
        self.count.set_text(self.tr("%n characters", "", count) if count else "")
        self.count.set_color("danger_text" if count > TEXT_LIMIT else "text_3")

    def _begin_lines(self, numbered: bool) -> None:
        """Begin the chosen lines, or the current one, as items of a list."""
        cursor = self.field.textCursor()
        document = self.field.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        number = 1
        before = first.previous()
        if numbered and before.isValid():
            head = before.text().partition(".")[0]
            number = int(head) + 1 if head.isascii() and head.isdecimal() and len(head) < 3 else 1
        block = first
        while block.isValid() and block.blockNumber() <= last:
            cursor.setPosition(block.position())
            cursor.insertText(f"{number}. " if numbered else "• ")
            number += 1
            block = block.next()
        cursor.endEditBlock()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, outlined while one writes."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.field.hasFocus()
        painter.setPen(QPen(tokens.focus, 2) if focused else QPen(tokens.line_strong, 1))
        painter.setBrush(tokens.bg_input)
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()
