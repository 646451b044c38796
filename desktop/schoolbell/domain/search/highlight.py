"""Where the words that were looked for stand in a text, and the stretch of a long text to show."""

from collections.abc import Sequence

from schoolbell.domain.search.items import Span
from schoolbell.store.folding import letters

_BEFORE = 12  # characters kept in front of the first hit
_LONGEST = 120


def spans_of(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where `words` (folded) stand in `text`, in order, without overlaps.

    As the index sees it: what stands between letters does not count, and a Latin word is found from its
    beginning.
    """
    kept, places = letters(text)
    compact = [(letter, at) for letter, at in zip(kept, places, strict=True) if letter.isalnum()]
    joined = "".join(letter for letter, _ in compact)
    covered = [False] * len(text)
    for word in words:
        wanted = "".join(letter for letter in word if letter.isalnum())
        at = joined.find(wanted) if wanted else -1
        while at >= 0:
            first, last = compact[at][1], compact[at + len(wanted) - 1][1]
            if not _inside_word(text, first):
                covered[first : last + 1] = [True] * (last + 1 - first)
            at = joined.find(wanted, at + 1)
    return _runs(covered)


def _inside_word(text: str, at: int) -> bool:
    """Whether a Latin letter or digit stands directly before one."""
    return at > 0 and _is_latin(text[at]) and _is_latin(text[at - 1])


def _is_latin(character: str) -> bool:
    return character.isalnum() and character < "\u2fff"


def _runs(covered: list[bool]) -> tuple[Span, ...]:
    found: list[Span] = []
    start = -1
    for at, here in enumerate([*covered, False]):
        if here and start < 0:
            start = at
        elif not here and start >= 0:
            found.append((start, at))
            start = -1
    return tuple(found)


def snippet(text: str, words: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Return the stretch of a one-line `text` that shows the first hit, and the hits in it."""
    spans = spans_of(text, words)
    start = max(0, spans[0][0] - _BEFORE) if spans and spans[0][1] > _BEFORE * 2 else 0
    shown = text[start : start + _LONGEST]
    before, after = "…" if start else "", "…" if start + _LONGEST < len(text) else ""
    moved = len(before) - start
    inside = [(max(a, start), min(b, start + _LONGEST)) for a, b in spans if a < start + _LONGEST]
    return before + shown + after, tuple((a + moved, b + moved) for a, b in inside)
