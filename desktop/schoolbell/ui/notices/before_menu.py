"""The menu of earlier notices: drafts and appointments to go on with, sent ones to begin from or follow."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.domain.notices.items import NoticeLists, NoticeRow

_MOST_ROWS = 12


class BeforeMenu(QMenu):
    """Each signal names the row that was chosen."""

    draft_wanted = Signal(object)  # NoticeRow: a draft, or what is to be a draft again
    again_wanted = Signal(object)
    follow_wanted = Signal(object)

    def __init__(self, lists: NoticeLists, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBeforeMenu")
        self._add(self.tr("Drafts"), lists.drafts)
        self._add(self.tr("Scheduled"), lists.scheduled)
        self._add(self.tr("Sent"), lists.sent)
        if self.isEmpty():
            self.addAction(self.tr("No notices yet")).setEnabled(False)

    def _add(self, name: str, rows: Sequence[NoticeRow]) -> None:
        if rows:
            self.addSection(name)
        for row in rows[:_MOST_ROWS]:
            title = (row.title or self.tr("Without a title")).replace("&", "&&")
            if row.state != "sent":
                entry = self.addAction(title)
                entry.triggered.connect(lambda _checked=False, one=row: self.draft_wanted.emit(one))
                continue
            more = self.addMenu(title)
            again = more.addAction(self.tr("Begin a new one from it (without its files)"))
            again.triggered.connect(lambda _checked=False, one=row: self.again_wanted.emit(one))
            follow = more.addAction(self.tr("See how far it is"))
            follow.triggered.connect(lambda _checked=False, one=row: self.follow_wanted.emit(one))

    def open_under(self, anchor: QWidget) -> None:
        """Open below the button."""
        self.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
