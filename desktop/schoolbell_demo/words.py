"""The client's own words in the language of the tour, read from the compiled translations."""

import re

from PySide6.QtCore import QTranslator

from schoolbell.system.resources import resource


class Words:
    """Looks up what the client shows for an English source text."""

    def __init__(self, language: str) -> None:
        self._translator = QTranslator()
        path = resource("i18n", f"schoolbell_{language}.qm")
        if not self._translator.load(str(path)):
            raise FileNotFoundError(str(path))

    def of(self, context: str, source: str, count: int = -1) -> str:
        """Return the translation, the source itself where English needs none; `%n` is filled with `count`."""
        found = self._translator.translate(context, source, None, count) or source
        return found.replace("%n", str(count)) if count >= 0 else found

    def around(self, context: str, source: str, count: int = -1) -> str:
        """Return the longest piece of the translation between its placeholders."""
        found = self._translator.translate(context, source, None, count) or source
        return max(re.split(r"%n|\{\w+\}", found), key=len)
