"""Names and lines of text from the network made safe to show: cleaned, cut, with avatar letters and a hue."""

import re
import unicodedata
import zlib

NAME_LIMIT = 64  # characters of a name
LINE_LIMIT = 200  # characters of a one-line preview or quote
_MARKS_LIMIT = 4  # combining marks in a row; more only smear over the neighbours
_RAW_LIMIT = 4096  # characters looked at before cutting: hostile input costs no more than this

# Overrides, embeddings and isolates change the order of text around them (UAX #9).
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CLASS = re.compile(r"^(.)年[级級]\s*(\d{1,2})\s*班")
_TITLES = ("老师", "老師", "校长", "校長", "主任")
_SIMPLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·._-]+(?: [\u4e00-\u9fffA-Za-z0-9()·._-]+)*")
_BRACKETED = re.compile(r"[（(][^（()）]*(?:[)）]|$)")
_WORDS = re.compile(r"[^\W_]+")


def _is_cjk(character: str) -> bool:
    code = ord(character)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def clean_name(raw: object, limit: int = NAME_LIMIT) -> str:
    """Return `raw` as one visible line of at most `limit` characters, "" when nothing visible is left.

    Bidi controls, zero-width, control, private and unassigned characters go; runs of spaces become one.
    """
    if not isinstance(raw, str):
        return ""
    if len(raw) <= limit and _SIMPLE.fullmatch(raw):
        return raw
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", raw[:_RAW_LIMIT]):
        category = unicodedata.category(character)
        if category[0] == "M":
            marks += 1
            if marks > _MARKS_LIMIT or not kept:
                continue
        else:
            marks = 0
        if category[0] == "Z" or character in "\n\r\t":
            if kept and kept[-1] != " ":
                kept.append(" ")
        elif category[0] != "C" and character not in "\u115f\u1160\u2800\u3164\uffa0":  # blank but "letters"
            kept.append(character)
    return "".join(kept).strip()[:limit].rstrip()


def clean_text(raw: object) -> str:
    """Return message text that keeps its lines and emoji but cannot reorder or hide what stands around it."""
    if not isinstance(raw, str):
        return ""
    if raw.replace("\n", "").isprintable():  # false for every control, bidi or separator character
        return raw
    return "".join(
        character
        for character in raw.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
        if character in "\n\t"
        or (character not in _BIDI and unicodedata.category(character) not in ("Cc", "Cs"))
    )


def one_line(raw: object, limit: int = LINE_LIMIT) -> str:
    """Return the text of `raw` on one line, cut to `limit` characters."""
    if not isinstance(raw, str):
        return ""
    return " ".join(clean_text(raw[:_RAW_LIMIT]).split())[:limit]


def localpart(user_id: str) -> str:
    """Return what stands between "@" and ":" of a user id; the whole id when it has no such form."""
    return user_id[1:].partition(":")[0] if user_id.startswith("@") else user_id


def hue_of(identifier: str) -> int:
    """Return 1…8, always the same for the same id (avatar colours)."""
    return zlib.crc32(identifier.encode("utf-8", "surrogatepass")) % 8 + 1


def person_initials(name: str) -> str:
    """Return what stands in a person's avatar: the last two CJK characters, else initials of two words.

    What stands in brackets says whose father somebody is, and is not the name.
    """
    name = _BRACKETED.sub(" ", name).strip() or name
    for title in _TITLES:
        if name.endswith(title) and len(name) > len(title):
            name = name[: -len(title)]
            break
    cjk = [character for character in name if _is_cjk(character)]
    if cjk:
        return "".join(cjk[-2:])
    words: list[str] = _WORDS.findall(name)
    if len(words) >= 2:
        return _upper(words[0][0] + words[-1][0])
    return _upper(words[0][:2]) if words else ""


def room_initials(name: str) -> str:
    """Return what stands in a room's avatar: "三2" of "三年级2班 家校群", else the first two characters."""
    found = _CLASS.match(name)
    if found:
        return (found.group(1) + found.group(2))[:2]
    words: list[str] = _WORDS.findall(name)
    if not words:
        return ""
    if _is_cjk(words[0][0]):
        return words[0][:2]
    return _upper(words[0][0] + words[1][0] if len(words) >= 2 else words[0][:2])


def _upper(letters: str) -> str:
    return letters.upper() if len(letters.upper()) == len(letters) else letters
