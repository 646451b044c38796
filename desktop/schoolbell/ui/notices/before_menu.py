"""The menu of earlier notices: drafts and appointments to go on with, sent ones to begin from or follow."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.domain.notices.items import NoticeLists, NoticeRow

_MOST_ROWS = 12


class BeforeMenu(QMenu):
    """Each signal names the row that was chosen."""

    draft_wanted = Signal(object)  # NoticeRow
    back_wanted = Signal(object)
    now_wanted = Signal(object)
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
            if row.edits:
                title = self.tr("{title} (a change)").format(title=title)
            if row.state == "draft":
                self._offer(self, title, self.draft_wanted, row)
                continue
            more = self.addMenu(title)
            if row.state == "sent":
                self._offer(
                    more, self.tr("Begin a new one from it (without its files)"), self.again_wanted, row
                )
                self._offer(more, self.tr("See how far it is"), self.follow_wanted, row)
            else:
                self._offer(more, self.tr("Take it back and change it"), self.back_wanted, row)
                self._offer(more, self.tr("Send now"), self.now_wanted, row)

    @staticmethod
    def _offer(menu: QMenu, name: str, wanted: SignalInstance, row: NoticeRow) -> None:
        menu.addAction(name).triggered.connect(lambda: wanted.emit(row))

    def open_under(self, anchor: QWidget) -> None:
        """Open below the button."""
        self.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
