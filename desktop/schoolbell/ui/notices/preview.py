"""What families will see of a draft: the card as it is painted in the timeline."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from schoolbell.domain.announcements.formatting import readable
from schoolbell.domain.chat.items import MessageItem, MessageKind, NoticeFacts, NoticeFile, Person
from schoolbell.domain.notices.items import NoticeDraft
from schoolbell.ui.messages.timeline_notice import lay_notice, paint_notice
from schoolbell.ui.messages.timeline_notice_words import spoken
from schoolbell.ui.messages.timeline_row import RowLayout
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme

_NOBODY = Person("", "")


class Preview(QWidget):
    """Paints one card; nothing in it can be pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts = NoticeFacts("", "", "", "none", 0)
        self._now_ms = 0
        self.setObjectName("noticePreview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def show_draft(self, draft: NoticeDraft, now_ms: int, title: str) -> None:
        """Show a draft; `title` stands where it has none yet."""
        scope = {"school": "school", "reports": "bureau"}
        kinds = {scope.get(target.kind, "class") for target in draft.targets}
        self._now_ms = now_ms
        self._facts = NoticeFacts(
            "", draft.title.strip() or title, draft.text, draft.confirm.value, now_ms,
            scope=next(iter(kinds)) if len(kinds) == 1 else "class", deadline=draft.deadline,
            wanted=draft.confirm.value != "none",
            html=readable(draft.html),
            files=tuple(NoticeFile(file.name, file.size, None, "preview") for file in draft.files),
        )  # fmt: skip
        self.setAccessibleName(spoken(self._facts, now_ms))
        self._fit()

    def _fit(self) -> None:
        """Be as high as the card is at this width."""
        self.setFixedHeight(max(40, self._lay(self.width()).height + 1))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _lay(self, width: int) -> RowLayout:
        item = MessageItem("", "", MessageKind.TEXT, _NOBODY, False, self._now_ms, "", notice=self._facts)
        row = RowLayout(item, width)
        theme = self._theme
        row.height = round(lay_notice(row, item, 0, width, 0, theme.tokens, theme.fonts, self._now_ms))
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        row, theme, dpr = self._lay(self.width()), self._theme, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.notice is not None:
            paint_notice(painter, row.notice, theme.tokens, theme.fonts, dpr)
        if row.text is not None:
            row.text.draw(painter, row.text_at, None, QRectF(self.rect()))
        for mark in row.marks:
            pixmap = icon_pixmap(mark.icon, mark.color, round(mark.rect.width()), dpr)
            painter.drawPixmap(mark.rect.topLeft(), pixmap)
        for line in row.words:
            painter.setFont(line.font)
            painter.setPen(line.color)
            painter.drawText(line.rect, 0x0081, line.text)
        painter.end()
