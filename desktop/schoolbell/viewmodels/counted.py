"""Plural texts outside of QObjects, in a form that lupdate finds."""

from PySide6.QtCore import QCoreApplication


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
