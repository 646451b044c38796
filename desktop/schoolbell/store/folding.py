"""Folding of text for search: variant characters (简/繁), full width, case and accents become one."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# Nothing that can be seen: zero width, soft hyphen, bidi controls, the emoji variation selector.
_UNSEEN = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff"
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_COMPATIBLE = range(0xF900, 0xFB00)  # ideographs that stand twice in Unicode


@cache
def _variants() -> dict[int, int | None]:
    """Return what stands for which character; read once, when text is first folded.

    `variants.txt` has one group of equivalent characters per line, the one that stands for all of them first.
    """
    table: dict[int, int | None] = dict.fromkeys(map(ord, _UNSEEN))
    table.update((code, code - 0xFEE0) for code in _FULL_WIDTH)
    for line in Path(__file__).with_name("variants.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            table.update((ord(other), ord(line[0])) for other in line[1:])
    for code in _COMPATIBLE:
        plain = unicodedata.normalize("NFC", chr(code))
        if len(plain) == 1 and ord(plain) != code:
            table[code] = table.get(ord(plain), ord(plain))
    return table


@cache
def _folded_characters() -> frozenset[str]:
    return frozenset(map(chr, _variants()))


def folded(text: str) -> str:
    """Return `text` with one character for all variants of it, without what cannot be seen.

    Case and accents stay: the index's tokenizer folds them.
    """
    if text.isascii() or _folded_characters().isdisjoint(text):
        return text  # most of what is written simplified; `translate` is slow where a character stays
    return text.translate(_variants())


def plain(text: str) -> str:
    """Return `text` folded so that two texts that search holds for the same are equal, for comparing here."""
    return letters(text)[0]


def letters(text: str) -> tuple[str, list[int]]:
    """Return `text` folded wholly, and for each character of it where it stands in `text`."""
    kept: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for letter in _letter(character):
            kept.append(letter)
            places.append(at)
    return "".join(kept), places


@lru_cache(4096)
def _letter(character: str) -> str:
    if character.isascii():
        return character.lower()
    lower = folded(character).casefold()
    if not lower or lower > "\u2fff":
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
