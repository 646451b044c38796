"""Plural texts outside of QObjects, in a form that lupdate finds."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

_NAMED = 3  # so many people are named each


class Counted:
    """Translates `%n` texts of one context. Bind it to a name equal to the context.

    `pyside6-lupdate` knows plurals only from calls of `tr`, and takes the name before the dot as the context:
    `RoomRow = Counted("RoomRow")`, then `RoomRow.tr("%n unread", "", count)`.
    """

    def __init__(self, context: str) -> None:
        self._context = context

    def tr(self, source: str, comment: str, count: int) -> str:
        """Return `source` for `count` in the reader's language, `%n` filled in."""
        return QCoreApplication.translate(self._context, source, comment, count)


People = Counted("People")


def people_words(names: Sequence[str]) -> str:
    """Return a few names as a list; of many the first, and how many more: "Li Na and 64 others"."""
    if len(names) <= _NAMED:
        return QLocale().createSeparatedList(list(names))
    text = People.tr("{name} and %n others", "{total}: all of them together", len(names) - 1)
    return text.format(name=names[0], total=len(names))
