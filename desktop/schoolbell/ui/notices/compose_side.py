"""Beside a notice that is written: its card as families will see it, and what happens to it."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person
from schoolbell.domain.notices.items import Confirm, NoticeDraft
from schoolbell.ui.announcements.parts import Scroller
from schoolbell.ui.notices.preview import Preview
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.words import role_text

WIDE = 296


class ComposeSide(Panel):
    """`WIDE` px beside the form, or the form's whole place where the window is narrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_list", "l", parent)
        self.setObjectName("noticeSide")
        self.me: Person | None = None
        self.heading = Text(theme, "text_1", 14, strong=True)
        self.writer = Text(theme, "text_2", 12)
        self.writer.setObjectName("noticePreviewSender")
        self.preview = Preview(theme)
        self.note = Text(theme, "text_3", 12, wrap=True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(0)
        for widget, gap in ((self.heading, 12), (self.writer, 8), (self.preview, 12), (self.note, 0)):
            column.addWidget(widget)
            column.addSpacing(gap)
        column.addStretch(1)
        holder = QVBoxLayout(self)
        holder.setContentsMargins(1, 0, 0, 0)
        holder.addWidget(Scroller(inner))
        self.stand_beside(True)
        self.retranslate()

    def stand_beside(self, beside: bool) -> None:
        """Stand beside the form, or in its place."""
        self.set_surface("bg_list", "l" if beside else "")
        self.setMinimumWidth(WIDE if beside else 0)
        self.setMaximumWidth(WIDE if beside else 16_777_215)
        policy = QSizePolicy.Policy.Fixed if beside else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)

    def retranslate(self) -> None:
        """Set all texts."""
        self.heading.set_text(self.tr("What families see"))
        self._show_sender()

    def _show_sender(self) -> None:
        me = self.me
        parts = (me.name, role_text(me.role)) if me is not None else ()
        self.writer.set_text(" · ".join(part for part in parts if part))
        self.writer.setVisible(bool(self.writer.full_text()))

    def set_me(self, me: Person | None) -> None:
        """Say who writes."""
        if me != self.me:
            self.me = me
            self._show_sender()

    def show_draft(self, draft: NoticeDraft, now_ms: int) -> None:
        """Show a draft as families will see it."""
        self.preview.show_draft(draft, now_ms, self.tr("Title"))
        self.note.set_text(
            self.tr("A change reaches every class. Who has signed need not sign again.")
            if draft.edits or draft.confirm is Confirm.SIGN
            else self.tr("On a phone families read the text and confirm with ✅.")
        )
