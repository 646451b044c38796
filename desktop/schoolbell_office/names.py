"""Pinyin initials of names (李明 → lm); some surnames sound differently from the usual reading."""

# Characters whose reading as a surname differs from the common one (《现代汉语词典》 surname readings).
_SURNAMES = {
    "单": "s", "單": "s", "解": "x", "仇": "q", "查": "z", "曾": "z", "任": "r", "区": "o",
    "區": "o", "朴": "p", "盖": "g", "蓋": "g", "缪": "m", "繆": "m", "乐": "y", "樂": "y",
    "冼": "x", "翟": "z", "种": "c", "召": "s", "秘": "b", "员": "y", "員": "y", "繁": "p",
    "折": "s", "黑": "h", "尉迟": "yc", "尉遲": "yc", "长孙": "zs", "長孫": "zs", "万俟": "mq", "澹台": "tt",
    "澹臺": "tt", "宿": "s", "隗": "w", "燕": "y", "葛": "g",
}  # fmt: skip


def initials(name: str) -> str:
    """Return the lower-case initials of `name`: pinyin for Chinese signs, first letters for other words."""
    compact = name.strip()
    for length in (2, 1):
        surname = compact[:length]
        if len(compact) > length and surname in _SURNAMES:
            return _SURNAMES[surname] + _plain(compact[length:])
    return _plain(compact)


def _plain(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=lambda other: _words(other))
    return "".join(parts)


def _words(text: str) -> str:
    """Return the first letters of words that are not Chinese."""
    return "".join(word[0].lower() for word in text.replace("·", " ").split() if word[0].isalnum())
