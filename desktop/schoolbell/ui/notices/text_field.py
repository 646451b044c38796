"""Where the text of a notice is written: bold, lists and links; what is pasted is plain."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextListFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from schoolbell.ui.messages.intake import offers_files, taken
from schoolbell.ui.messages.timeline_text import BODY_LINE
from schoolbell.ui.notices import rich_text
from schoolbell.ui.notices.rich_text import Rich
from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.theme import Theme

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _LinkColor(QSyntaxHighlighter):
    """Paints links in the theme's colour, which is no part of what is written (and of what can be undone)."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.color = QColor()

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        for fragment in rich_text.fragments(block):
            if fragment.charFormat().isAnchor():
                self.setFormat(fragment.position() - block.position(), fragment.length(), self.color)


class RichField(QTextEdit):
    """Tab leaves it; Ctrl+B is bold; Enter on an empty item ends its list."""

    focused = Signal()
    files_taken = Signal(object)  # Taken

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._preedit = ""
        self._links = _LinkColor(self.document())
        self._even_lines()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(12)
        self.document().setIndentWidth(22)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme: ground, letters and links."""
        tokens = self._theme.tokens
        self.setFont(self._theme.fonts.get(14))
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        look.setColor(QPalette.ColorRole.Text, tokens.text_1)
        look.setColor(QPalette.ColorRole.PlaceholderText, tokens.text_3)
        self.setPalette(look)
        self.viewport().setAutoFillBackground(False)
        self._links.color = tokens.accent_text
        self._links.rehighlight()

    def _bold_look(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFontWeight(self._theme.fonts.get(14, STRONG).weight())
        return look

    def _even_lines(self) -> None:
        """Give every paragraph the line height of bubbles; those that are begun later take it over."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        look = QTextBlockFormat()
        look.setLineHeight(BODY_LINE, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor.mergeBlockFormat(look)

    # -- words ----------------------------------------------------------------------------------------

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return bool(self._preedit)

    def rich(self) -> Rich:
        """Return what is written."""
        return rich_text.read(self.document())

    def show_rich(self, rich: Rich) -> None:
        """Show other words; `rich.html` must be sanitised. Without a signal."""
        was = self.blockSignals(True)
        self.document().setUndoRedoEnabled(False)  # other words cannot be undone into these
        self.clear()
        self.setCurrentCharFormat(QTextCharFormat())
        rich_text.fill(self.document(), rich, self._bold_look())
        self._even_lines()
        self.document().setUndoRedoEnabled(True)
        self.blockSignals(was)

    # -- formatting -----------------------------------------------------------------------------------

    @property
    def bold(self) -> bool:
        """Whether what is chosen, or is typed next, is bold."""
        return rich_text.is_bold(self.currentCharFormat())

    def set_bold(self, bold: bool) -> None:
        """Make what is chosen, or is typed next, bold or not."""
        look = self._bold_look()
        if not bold:
            look.setFontWeight(self._theme.fonts.get(14).weight())
        self.mergeCurrentCharFormat(look)

    @property
    def list_style(self) -> QTextListFormat.Style | None:
        """The kind of list the caret is in, None for none."""
        return rich_text.list_style(self.textCursor().block())

    def set_list(self, style: QTextListFormat.Style | None) -> None:
        """Make the chosen paragraphs a list of a kind, or none."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        if style is None:
            for block in self._chosen_blocks(cursor):
                self._take_out(block)
        else:
            cursor.createList(style)
        cursor.endEditBlock()

    def _chosen_blocks(self, cursor: QTextCursor) -> list[QTextBlock]:
        block = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        found = []
        while block.isValid() and block.blockNumber() <= last:
            found.append(block)
            block = block.next()
        return found

    @staticmethod
    def _take_out(block: QTextBlock) -> None:
        if rich_text.list_style(block) is None:
            return
        block.textList().remove(block)
        cursor = QTextCursor(block)
        look = block.blockFormat()
        look.setIndent(0)
        cursor.setBlockFormat(look)

    @property
    def link(self) -> str:
        """The address of the link at the caret, "" for none."""
        return self.textCursor().charFormat().anchorHref()

    def set_link(self, address: str) -> None:
        """Lead to `address` ("": nowhere) from what is chosen, the link at the caret, or the address."""
        cursor = self.textCursor()
        if not cursor.hasSelection() and self.link:
            self._choose_link(cursor)
        plain = self._bold_look() if rich_text.is_bold(cursor.charFormat()) else QTextCharFormat()
        look = QTextCharFormat(plain)
        if address:
            look.merge(rich_text.as_link(address))
        if cursor.hasSelection():
            cursor.setCharFormat(look)
            cursor.setPosition(cursor.selectionEnd())
        elif address:
            cursor.insertText(address.removeprefix("mailto:"), look)
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(plain)

    @staticmethod
    def _choose_link(cursor: QTextCursor) -> None:
        """Choose the whole link that the caret stands in."""
        for fragment in rich_text.fragments(cursor.block()):
            if fragment.position() < cursor.position() <= fragment.position() + fragment.length():
                end = fragment.position() + fragment.length()
                cursor.setPosition(fragment.position())
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                return

    # -- events ---------------------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            if self.composing:
                event.accept()  # the input method's Enter: it chooses a word
                return
            block = self.textCursor().block()
            if block.textList() is not None and not block.text():
                self._take_out(block)
                return
        if event.matches(QKeySequence.StandardKey.Bold):
            self.set_bold(not self.bold)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from shortcuts while an input method composes."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            composing = self.composing and event.key() in (*_ENTERS, Qt.Key.Key_Escape)
            if composing or event.matches(QKeySequence.StandardKey.Bold):
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
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit()
