"""Geometry of what a message answers: two lines, sender and beginning, inside its bubble."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from schoolbell.domain.chat.items import Quote
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_row import RowLayout, Words
from schoolbell.ui.messages.timeline_text import ceil
from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.tokens import Tokens


def quote_width(quote: Quote, fonts: Fonts) -> float:
    """Return the px that the wider of the two lines takes, with bar and padding."""
    name = QFontMetricsF(fonts.get(12, STRONG)).horizontalAdvance(quote.sender)
    body = QFontMetricsF(fonts.get(12)).horizontalAdvance(_quoted(quote))
    return ceil(max(name, body)) + 2 * m.QUOTE_PAD_X + m.QUOTE_BAR


def lay_quote(row: RowLayout, rect: QRectF, quote: Quote, tokens: Tokens, fonts: Fonts) -> None:
    """Put the words of a quote into `rect`, each line shortened to it."""
    left = rect.left() + m.QUOTE_BAR + m.QUOTE_PAD_X
    room = rect.right() - m.QUOTE_PAD_X - left
    top = rect.top() + m.QUOTE_PAD_Y
    name_font, body_font = fonts.get(12, STRONG), fonts.get(12)
    elide = Qt.TextElideMode.ElideRight
    name = QFontMetricsF(name_font).elidedText(quote.sender, elide, room + 1)
    body = QFontMetricsF(body_font).elidedText(_quoted(quote), elide, room + 1)
    color = tokens.text_2
    row.words.append(Words(QRectF(left, top, room + 1, m.LINE), name, name_font, color))
    row.words.append(Words(QRectF(left, top + m.LINE, room + 1, m.LINE), body, body_font, color))


def _quoted(quote: Quote) -> str:
    """Return what stands in a quote; of a message that is not here yet, what a click does."""
    known = quote.sender or quote.body
    return _one_line(quote.body) if known else words.quote_words(quote)


def _one_line(text: str) -> str:
    return " ".join(text[:300].split())
