"""Text inside a bubble: links, numbers and mentions found once, laid out, drawn and hit-tested."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.tokens import Tokens

_CHIP_PAD = 4  # px left and right of a mention
BODY_LINE = 22  # px, line height of 14-px text
MOST_SPANS = 100  # links and mentions of one message; laying out 1,600 stopped the window for 0.4 s
_TRAILING = ".,;:!?'\")]}>"
_LINK = re.compile(
    r"(?P<url>(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+)"
    r"|(?P<mail>(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}"
    r"@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){0,8}\.[A-Za-z]{2,63})"
    r"|(?P<tel>(?<![\d\w.])(?:"
    r"\+\d{1,3}[ \-]?\d(?:[ \-]?\d){6,12}"  # with country code
    r"|1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}"  # mobile, mainland
    r"|09\d{2}[ \-]?\d{3}[ \-]?\d{3}"  # mobile, Taiwan
    r"|0\d{2,3}-\d{3,4}[ \-]?\d{4}"  # landline with area code
    r"|[48]00-?\d{3}-?\d{4}"  # service lines
    r")(?!\d))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with a meaning; `start` and `end` in UTF-16 units, as Qt counts."""

    start: int
    end: int
    url: str = ""  # "" for a mention


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for char in text if char > "\uffff")


def utf16_slice(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` where positions are UTF-16 units; half a pair is dropped."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * end].decode("utf-16-le", "ignore")


def find_links(text: str) -> list[Span]:
    """Return web addresses, mail addresses and telephone numbers of `text` with a URL for each."""
    spans = []
    last = start = 0
    for match in islice(_LINK.finditer(text), MOST_SPANS):
        words = match.group()
        if match.lastgroup != "tel":
            words = words.rstrip(_TRAILING)
        start += utf16_length(text[last : match.start()])
        last = match.start()
        end = start + utf16_length(words)
        if match.lastgroup == "url":
            url = words if "://" in words else f"https://{words}"
        elif match.lastgroup == "mail":
            url = f"mailto:{words}"
        else:
            url = "tel:" + re.sub(r"[ \-]", "", words)
        spans.append(Span(start, end, url))
    return spans


def find_mentions(text: str, names: tuple[str, ...]) -> list[Span]:
    """Return where "@name" stands in `text` for each of `names`; the longest name wins."""
    if not names or "@" not in text:
        return []
    wanted = sorted((name for name in names if name), key=len, reverse=True)
    if not wanted:
        return []
    pattern = "@(?:" + "|".join(re.escape(name) for name in wanted) + ")"
    spans = []
    last = start = 0
    for match in islice(re.finditer(pattern, text), MOST_SPANS):
        start += utf16_length(text[last : match.start()])
        last = match.start()
        spans.append(Span(start, start + utf16_length(match.group())))
    return spans


class TextBlock(Protocol):
    """What a row needs from its text, whichever way it is laid out. Points are local to the block."""

    text: str  # selectable plain text
    size: QSizeF

    def draw(
        self, painter: QPainter, at: QPointF, selected: tuple[int, int] | None, clip: QRectF | None = None
    ) -> None:
        """Draw with its top-left corner at `at`; `selected` in UTF-16 units.

        No more than the lines that lie in `clip` (as `at`) are drawn; None for all of them.
        """
        ...

    def position_at(self, point: QPointF) -> int:
        """Return the cursor position nearest to `point`, 0 … length in UTF-16 units."""
        ...

    def links(self) -> list[tuple[str, QRectF]]:
        """Return (url, rectangle) of every piece of a link; a broken link has several pieces."""
        ...


def selection_format(tokens: Tokens) -> QTextCharFormat:
    """Return how selected text looks: a veil that shows on both bubble colours."""
    veil = QColor(tokens.accent)
    veil.setAlpha(110 if tokens.dark else 80)
    result = QTextCharFormat()
    result.setBackground(veil)
    return result


class PlainBlock:
    """Plain text through QTextLayout, wrapped at `width` px, lines `line_height` px apart.

    Behind `most_lines` it ends: then `text` is what stands in them, and `is_cut`.
    """

    def __init__(
        self,
        text: str,
        width: float,
        tokens: Tokens,
        fonts: Fonts,
        *,
        mentions: tuple[str, ...] = (),
        tail: str = "",
        color: QColor | None = None,
        size: int = 14,
        line_height: int = BODY_LINE,
        with_links: bool = True,
        most_lines: int | None = None,
    ) -> None:
        self.text = text
        self.is_cut = False
        self._tokens = tokens
        self._length = utf16_length(text)
        self._color = color or tokens.text_1
        self._chips = find_mentions(text, mentions)
        self._links = [span for span in find_links(text) if with_links and not self._in_chip(span)]
        self._veil = selection_format(tokens)
        font = fonts.get(size)
        shown = text.replace("\r\n", "\n\u200b").replace("\n", "\u2028") + (f"  {tail}" if tail else "")
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        right_to_left = shown.isascii() is False and Qt.LayoutDirection.RightToLeft == _direction(shown)
        absolute = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        option.setAlignment(absolute)
        self._layout = QTextLayout(shown, font)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats(self._formats(fonts, size, utf16_length(shown)))
        self._arrange(width, font, line_height, right_to_left, most_lines)
        self._chip_rects = [rect for span in self._chips for rect in self._rects(span)]

    def _in_chip(self, span: Span) -> bool:
        return any(chip.start < span.end and span.start < chip.end for chip in self._chips)

    def _formats(self, fonts: Fonts, size: int, total: int) -> list[QTextLayout.FormatRange]:
        ranges = []
        ends = {span.end for span in self._chips}
        for span in self._chips:
            look = QTextCharFormat()
            look.setFont(fonts.get(size, STRONG))
            look.setForeground(self._tokens.accent_text)
            ranges.append(_format_range(span.start, span.end, look))
            # Room for the chip's padding, kept out of the text so that positions stay those of the body.
            ranges.append(_format_range(span.end - 1, span.end, _spaced(look, fonts.get(size, STRONG))))
            if span.start > 0 and span.start not in ends:
                ranges.append(_format_range(span.start - 1, span.start, _spaced(None, fonts.get(size))))
        for span in self._links:
            look = QTextCharFormat()
            look.setForeground(self._tokens.accent_text)
            ranges.append(_format_range(span.start, span.end, look))
        if total > self._length:
            look = QTextCharFormat()
            look.setFont(fonts.get(11))
            look.setForeground(self._tokens.text_3)
            ranges.append(_format_range(self._length, total, look))
        return ranges

    def _arrange(
        self, width: float, font: QFont, line_height: int, right_to_left: bool, most_lines: int | None
    ) -> None:
        metrics = QFontMetricsF(font)
        baseline = round((line_height - metrics.height()) / 2 + metrics.ascent())
        layout = self._layout
        layout.beginLayout()
        starts = {chip.start for chip in self._chips}
        widest = 0.0
        count = end = 0
        while True:
            if count == most_lines and end < self._length:
                self.text = utf16_slice(self.text, 0, end)
                self._length, self.is_cut = utf16_length(self.text), True
                break
            line = layout.createLine()
            if not line.isValid():
                break
            indent = _CHIP_PAD if line.textStart() in starts else 0
            line.setLineWidth(width - indent)
            end = line.textStart() + line.textLength()
            line.setPosition(QPointF(indent, count * line_height + baseline - line.ascent()))
            widest = max(widest, line.naturalTextWidth() + indent)
            count += 1
        layout.endLayout()
        widest = float(min(width, ceil(widest)))
        if right_to_left:
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                line.setPosition(QPointF(widest - line.naturalTextWidth(), line.y()))
        self._line_height = line_height
        self.size = QSizeF(widest, max(1, count) * line_height)

    def _rects(self, span: Span) -> list[QRectF]:
        rects: list[QRectF] = []
        line = self._layout.lineForTextPosition(span.start)
        while line.isValid() and line.textStart() < span.end:
            index = line.lineNumber()
            first = max(span.start, line.textStart())
            last = min(span.end, line.textStart() + line.textLength())
            if first < last:
                start, end = cursor_x(line, first), cursor_x(line, last)
                left, right = min(start, end), max(start, end)
                rects.append(QRectF(left, index * self._line_height, right - left, self._line_height))
            if index + 1 == self._layout.lineCount():
                break
            line = self._layout.lineAt(index + 1)
        return rects

    def draw(
        self, painter: QPainter, at: QPointF, selected: tuple[int, int] | None, clip: QRectF | None = None
    ) -> None:
        """Draw chips, then text, then the veil over selected text."""
        if self._chip_rects:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tokens.accent_tint_2)
            for rect in self._chip_rects:
                painter.drawRoundedRect(rect.translated(at).adjusted(-_CHIP_PAD, 0, 0, 0), 4, 4)
        painter.setPen(self._color)
        ranges = []
        if selected is not None and selected[1] > selected[0]:
            ranges.append(_format_range(selected[0], min(selected[1], self._length), self._veil))
        room = QRectF() if clip is None else clip.adjusted(0, -self._line_height, 0, self._line_height)
        self._layout.draw(painter, at, ranges, room)

    def position_at(self, point: QPointF) -> int:
        """Return the nearest cursor position; the tail counts as the end."""
        count = self._layout.lineCount()
        if count == 0 or point.y() < 0:
            return 0
        index = int(point.y() // self._line_height)
        if index >= count:
            return self._length
        line = self._layout.lineAt(index)
        return min(self._length, int(line.xToCursor(point.x())))

    def links(self) -> list[tuple[str, QRectF]]:
        """Return the pieces of all links."""
        return [(span.url, rect) for span in self._links for rect in self._rects(span)]


def cursor_x(line: object, position: int) -> float:
    """Return the x of a cursor position in a QTextLine."""
    result = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(result[0] if isinstance(result, tuple) else result)


def _format_range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = start
    result.length = max(0, end - start)
    result.format = look
    return result


def _spaced(look: QTextCharFormat | None, font: QFont) -> QTextCharFormat:
    """Return `look` with room for a chip's padding after each character."""
    result = QTextCharFormat(look) if look is not None else QTextCharFormat()
    wide = QFont(font)
    wide.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _CHIP_PAD)
    result.setFont(wide)
    return result


def _direction(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first strong character."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def ceil(value: float) -> int:
    """Return `value` rounded up to a whole px."""
    return int(-(-value // 1))
