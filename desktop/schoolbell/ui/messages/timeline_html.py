"""Formatted text inside a bubble: sanitised HTML laid out by QTextDocument, which never loads anything."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextLayout,
    QTextOption,
)

from schoolbell.ui.messages.timeline_text import (
    BODY_LINE,
    MOST_SPANS,
    Span,
    ceil,
    cursor_x,
    selection_format,
    utf16_length,
)
from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.sheet import css
from schoolbell.ui.theme.tokens import Tokens

_PERSON_LINK = "https://matrix.to/#/@"
_FUZZY = Qt.HitTestAccuracy.FuzzyHit


class _QuietDocument(QTextDocument):
    """A document that never loads anything: pictures in HTML stay empty."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        # For nothing at all, Qt would open the file by itself: give it a picture of one clear pixel.
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        nothing.fill(Qt.GlobalColor.transparent)
        return nothing


def plain_text(html: str) -> str:
    """Return what sanitised HTML says, as HtmlBlock does; nothing is laid out for it."""
    document = _QuietDocument()
    document.setUndoRedoEnabled(False)
    document.setHtml(html)
    return document.toPlainText()


def read_html(html: str) -> tuple[str, list[Span]]:
    """Return what sanitised HTML says, items of lists with their numbers or dots, and where its links are.

    The links of mentions are none.
    """
    document = _QuietDocument()
    document.setUndoRedoEnabled(False)
    document.setHtml(html)
    lines: list[str] = []
    links: list[Span] = []
    start = 0  # of the paragraph, UTF-16 units
    block = document.begin()
    while block.isValid():
        listed = block.textList()
        head = "" if listed is None else _item_head(listed.itemText(block))
        lines.append(head + block.text().replace("\u2028", "\n").replace("\u00a0", " "))
        for fragment in _fragments_of(block):
            url = fragment.charFormat().anchorHref()
            if url and not url.startswith(_PERSON_LINK) and len(links) < MOST_SPANS:
                at = start + len(head) + fragment.position() - block.position()
                links.append(Span(at, at + fragment.length(), url))
        start += utf16_length(lines[-1]) + 1
        block = block.next()
    return "\n".join(lines), links


def _item_head(numbered: str) -> str:
    return f"{numbered} " if numbered[:1].isalnum() else "• "


def _fragments_of(block: QTextBlock) -> Iterator[QTextFragment]:
    iterator = block.begin()
    while not iterator.atEnd():
        yield iterator.fragment()
        iterator += 1


class HtmlBlock:
    """Sanitised HTML through QTextDocument; only for messages that carry a formatted body."""

    def __init__(
        self,
        html: str,
        width: float,
        tokens: Tokens,
        fonts: Fonts,
        *,
        tail: str = "",
        color: QColor | None = None,
        most_lines: int = 0,
    ) -> None:
        """Lay `html` out in `width` px; of more than `most_lines` (0: any number) the beginning."""
        self._color = color or tokens.text_1
        self._tokens = tokens
        self._document = _QuietDocument()
        document = self._document
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setIndentWidth(20)
        document.setDefaultFont(fonts.get(14))
        link, code, quiet = css(tokens.accent_text), css(tokens.quote_other), css(tokens.text_2)
        document.setDefaultStyleSheet(
            f"a {{ color: {link}; text-decoration: none; }} code, pre {{ background: {code}; }}"
            f"blockquote {{ color: {quiet}; margin-left: 8px; }} p {{ margin: 0 0 4px 0; }}"
        )
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)
        document.setHtml(html)
        self.is_cut = bool(most_lines) and self._cut(width, most_lines)
        self.text = document.toPlainText()
        self._length = utf16_length(self.text)
        self._arrange_lines()
        self._paint_mentions(fonts)
        if tail:
            look = QTextCharFormat()
            look.setFont(fonts.get(11))
            look.setForeground(tokens.text_3)
            cursor = QTextCursor(document)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(f"  {tail}", look)
        # Fixed line heights put the room above the letters; half of it belongs below.
        self._lift = round((BODY_LINE - QFontMetricsF(fonts.get(14)).height()) / 2)
        document.setTextWidth(width)
        natural = min(width, ceil(document.idealWidth()))
        document.setTextWidth(natural)
        self.size = QSizeF(natural, max(float(BODY_LINE), float(ceil(document.size().height()))))
        self._links = self._find_links()

    def draw(
        self, painter: QPainter, at: QPointF, selected: tuple[int, int] | None, clip: QRectF | None = None
    ) -> None:
        """Draw the document."""
        context = QAbstractTextDocumentLayout.PaintContext()
        if clip is not None:
            context.clip = clip.translated(-at).translated(0, self._lift)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._color)
        context.palette = palette
        if selected is not None and selected[1] > selected[0]:
            chosen = QAbstractTextDocumentLayout.Selection()
            cursor = QTextCursor(self._document)
            cursor.setPosition(min(selected[0], self._length))
            cursor.setPosition(min(selected[1], self._length), QTextCursor.MoveMode.KeepAnchor)
            chosen.cursor = cursor
            chosen.format = selection_format(self._tokens)
            context.selections = [chosen]
        painter.save()
        painter.translate(at - QPointF(0, self._lift))
        self._document.documentLayout().draw(painter, context)
        painter.restore()

    def position_at(self, point: QPointF) -> int:
        """Return the nearest cursor position."""
        found = self._document.documentLayout().hitTest(point + QPointF(0, self._lift), _FUZZY)
        return max(0, min(found, self._length))

    def links(self) -> list[tuple[str, QRectF]]:
        """Return the pieces of all links."""
        return self._links

    def _cut(self, width: float, most: int) -> bool:
        """Take away what stands behind `most` lines; return whether there was any."""
        document = self._document
        document.setTextWidth(width)
        left = most
        block = document.begin()
        while block.isValid():
            document.documentLayout().blockBoundingRect(block)  # which lays it out
            lines = block.layout().lineCount()
            if lines > left:
                start = block.layout().lineAt(left).textStart() if left else 0
                cursor = QTextCursor(document)
                cursor.setPosition(max(0, block.position() + start - 1))
                cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                cursor.insertText("…")
                return True
            left -= lines
            block = block.next()
        return False

    def _arrange_lines(self) -> None:
        """Give every block the line height of plain text."""
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(BODY_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(spacing)

    def _paint_mentions(self, fonts: Fonts) -> None:
        """Turn links to people into chips."""
        look = QTextCharFormat()
        look.setFont(fonts.get(14, STRONG))
        look.setForeground(self._tokens.accent_text)
        look.setBackground(self._tokens.accent_tint_2)
        for fragment in self._fragments():
            if fragment.charFormat().anchorHref().startswith(_PERSON_LINK):
                cursor = QTextCursor(self._document)
                cursor.setPosition(fragment.position())
                end = fragment.position() + fragment.length()
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(look)

    def _fragments(self) -> list[QTextFragment]:
        found: list[QTextFragment] = []
        block = self._document.begin()
        while block.isValid():
            found += _fragments_of(block)
            block = block.next()
        return found

    def _find_links(self) -> list[tuple[str, QRectF]]:
        found = []
        for fragment in self._fragments():
            url = fragment.charFormat().anchorHref()
            if not url:
                continue
            block = self._document.findBlock(fragment.position())
            origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
            first = fragment.position() - block.position()
            for rect in _line_rects(block.layout(), first, first + fragment.length()):
                found.append((url, rect.translated(origin - QPointF(0, self._lift))))
        return found


def _line_rects(layout: QTextLayout, start: int, end: int) -> list[QRectF]:
    rects = []
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            one, two = cursor_x(line, first), cursor_x(line, last)
            rects.append(QRectF(min(one, two), line.y(), abs(two - one), line.height()))
    return rects
