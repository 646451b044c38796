"""How much of a long message stands in its row; the rest opens in a field of its own.

What a row costs to lay out and to paint must not depend on what somebody sends: 20,000 characters in two
directions stopped the window for a third of a second.
"""

import re
import unicodedata
from html import unescape

MOST_CHARACTERS = 2_000
MOST_LINES = 60
_BACK = 80  # characters in which an end is looked for that cuts no word
_LINE_END = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_PIECE = re.compile(r"<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)[^<>]*>|&[#\w]+;|[^<&]+|[<&]", re.IGNORECASE)
_VOID = frozenset({"br", "hr"})
_OWN_LINE = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"})


def fold(text: str, characters: int = MOST_CHARACTERS, lines: int = MOST_LINES) -> str:
    """Return what a row shows of `text`: all of it, or its beginning when it is long."""
    end = min(len(text), max(0, characters))
    for count, found in enumerate(_LINE_END.finditer(text, 0, end), 1):
        if count >= lines:
            return text[: found.start()]
    return text if end == len(text) else text[: _good_end(text, end)]


def _good_end(text: str, end: int) -> int:
    """Return where to cut at or before `end`: behind a word, never inside what looks like one character."""
    for at in range(end, max(0, end - _BACK), -1):
        if text[at].isspace():
            return at
    at = end
    while at > end - _BACK and at > 0 and _joined(text[at - 1], text[at]):
        at -= 1
    return at


def _joined(left: str, right: str) -> bool:
    return "\u200d" in (left, right) or unicodedata.category(right)[0] == "M" or "🏻" <= right <= "🏿"


def fold_html(html: str, characters: int = MOST_CHARACTERS, lines: int = MOST_LINES) -> str:
    """Return what a row shows of sanitised `html`: all of it, or a beginning in which every tag is closed."""
    cut = _Cut(characters, lines)
    for piece in _PIECE.finditer(html):
        tag = (piece["tag"] or "").lower()
        left = cut.tag(tag, bool(piece["close"])) if tag else cut.words(piece.group())
        if left is not None:
            return html[: piece.start()] + left + "".join(f"</{one}>" for one in reversed(cut.opened))
    return html


class _Cut:
    """Walks over the pieces of HTML; says what is left of the first one that is too much, None until then."""

    def __init__(self, characters: int, lines: int) -> None:
        self._characters = characters
        self._lines = lines
        self._blocks = 3 * lines  # a paragraph in an item in a list is one line
        self._begun = False  # the line has words
        self.opened: list[str] = []

    def tag(self, tag: str, closes: bool) -> str | None:
        if tag in _OWN_LINE and not closes:
            self._blocks -= 1
        if tag in _VOID or (tag in _OWN_LINE and self._begun):
            self._lines -= 1
            self._begun = False
        if self._lines <= 0 or self._blocks < 0:
            return ""
        if closes and tag in self.opened:
            del self.opened[len(self.opened) - 1 - self.opened[::-1].index(tag) :]
        elif not closes and tag not in _VOID:
            self.opened.append(tag)
        return None

    def words(self, words: str) -> str | None:
        entity = len(words) > 1 and words[0] == "&"
        length = len(unescape(words)) if entity else len(words)
        kept = "pre" in self.opened
        if entity or length == 1:
            shown = words if self._characters >= length else ""
        else:
            shown = fold(words, self._characters, self._lines if kept else length + 1)
        self._characters -= length
        self._lines -= len(_LINE_END.findall(words)) if kept else 0
        self._begun = self._begun or not words.isspace()
        return shown if len(shown) < len(words) else None
