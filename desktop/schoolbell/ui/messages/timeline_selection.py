"""Text selected across bubbles: which part of which row, and what it copies."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTextBoundaryFinder

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_html import plain_text
from schoolbell.ui.messages.timeline_row import RowLayout, shows_html
from schoolbell.ui.messages.timeline_scroll import Row
from schoolbell.ui.messages.timeline_text import utf16_length, utf16_slice


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor place: a row by key and a position in its text, UTF-16 units."""

    key: str
    position: int


def row_text(layout: RowLayout) -> str:
    """Return what can be selected in a row: its text, or the name of its file; "" for dividers."""
    if layout.text is not None:
        return layout.text.text
    item = layout.item
    if isinstance(item, MessageItem) and item.attachment is not None:
        return item.attachment.name
    return ""


def whole_text(layout: RowLayout) -> str:
    """Return the text of a row also where only its beginning is shown."""
    item = layout.item
    if not layout.folded or not isinstance(item, MessageItem):
        return row_text(layout)
    if item.notice is not None:
        return item.notice.text
    return plain_text(item.html) if shows_html(item) else words.body_words(item)


def word_at(text: str, position: int) -> tuple[int, int]:
    """Return the word around `position` as a UTF-16 range."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    length = utf16_length(text)
    finder.setPosition(min(position, length))
    start = finder.position() if finder.isAtBoundary() else finder.toPreviousBoundary()
    end = finder.toNextBoundary()
    if end < 0:
        end = length
    return max(0, start), end


class Selection:
    """From `anchor` (where the drag began) to `cursor`; empty when they are the same or None."""

    def __init__(self) -> None:
        self.anchor: Place | None = None
        self.cursor: Place | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor is None or self.cursor is None or self.anchor == self.cursor

    def clear(self) -> None:
        """Select nothing."""
        self.anchor = self.cursor = None

    def set(self, anchor: Place, cursor: Place) -> None:
        """Select from `anchor` to `cursor`, in any order."""
        self.anchor, self.cursor = anchor, cursor

    def drop_lost(self, index: Callable[[str], int]) -> None:
        """Select nothing once a row at either end is gone."""
        if any(place is not None and index(place.key) < 0 for place in (self.anchor, self.cursor)):
            self.clear()

    def ordered(self, index: Callable[[str], int]) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return ((row, position), (row, position)) from top to bottom; None when empty or rows are gone."""
        if self.anchor is None or self.cursor is None or self.anchor == self.cursor:
            return None
        one = (index(self.anchor.key), self.anchor.position)
        two = (index(self.cursor.key), self.cursor.position)
        if one[0] < 0 or two[0] < 0:
            return None
        return (one, two) if one <= two else (two, one)


def part_of(span: tuple[tuple[int, int], tuple[int, int]], at: int, length: int) -> tuple[int, int] | None:
    """Return the selected UTF-16 range of row `at` whose text has `length` units."""
    (first, start), (last, end) = span
    if at < first or at > last:
        return None
    return (start if at == first else 0, min(end, length) if at == last else length)


def copied_text(
    rows: list[Row],
    span: tuple[tuple[int, int], tuple[int, int]],
    laid_out: Callable[[Row], RowLayout],
) -> str:
    """Return the selection as plain text; more than one message is told apart by sender and time.

    A selection that reaches the end of what is shown of a long message takes the rest with it.
    """
    pieces: list[tuple[MessageItem, str]] = []
    for at in range(span[0][0], span[1][0] + 1):
        item = rows[at].item
        if not isinstance(item, MessageItem):
            continue
        layout = laid_out(rows[at])
        text = row_text(layout)
        part = part_of(span, at, utf16_length(text))
        if part is not None and part[1] > part[0]:
            copied = utf16_slice(text, *part)
            if part[1] == utf16_length(text):  # what is not shown belongs to the end of what is
                copied += whole_text(layout)[len(text) :]
            pieces.append((item, copied))
    if len(pieces) == 1:
        return pieces[0][1]
    return "\n\n".join(f"{words.copied_head(item)}\n{text}" for item, text in pieces)
