"""Texts for others (room names, slips, reminders) in the school's language, filled in from one table."""

import tomllib
from collections.abc import Mapping
from string import Formatter

from schoolbell.base.errors import BugError

LANGUAGES = ("zh_CN", "zh_TW", "en")


class Texts:
    """The texts of one language, addressed as `section.name`."""

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language = language
        self._table = dict(table)

    def get(self, key: str, /, **values: object) -> str:
        """Return the text at `key` with its {placeholders} filled in; BugError when one is missing."""
        try:
            return self._table[key].format_map(values)
        except KeyError as missing:
            raise BugError(f"text {key} lacks {missing}") from missing

    def keys(self) -> frozenset[str]:
        """Return all keys, to compare languages."""
        return frozenset(self._table)

    def placeholders(self, key: str) -> frozenset[str]:
        """Return the names that the text at `key` wants."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._table[key]) if name)


def parse_texts(language: str, document: str) -> Texts:
    """Read a TOML document of tables of strings, e.g. `resources/texts/zh_CN.toml`."""
    table: dict[str, str] = {}
    for section, entries in tomllib.loads(document).items():
        for name, text in entries.items():
            table[f"{section}.{name}"] = str(text)
    return Texts(language, table)
