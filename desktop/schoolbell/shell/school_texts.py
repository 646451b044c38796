"""Texts for others in the school's language, read from the resources when the first one is needed."""

from functools import lru_cache

from PySide6.QtCore import QLocale

from schoolbell.base.texts import LANGUAGES, Texts, parse_texts
from schoolbell.shell.i18n import match_language
from schoolbell.system.resources import resource


def school_texts(language: str) -> Texts:
    """Return the texts in `language`, that of the school; the window's where the school has not said."""
    return _load(language if language in LANGUAGES else match_language([QLocale().name()]))


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> Texts:
    return parse_texts(language, resource("resources", "texts", f"{language}.toml").read_text("utf-8"))
