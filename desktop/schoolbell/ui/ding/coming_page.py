"""A DING that has not gone out: held for a few seconds, or waiting for its time."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.announcements.blocks import FileRef
from schoolbell.domain.ding.items import DingDraft, FoundFile, ScheduledRow, SentRow
from schoolbell.ui.announcements.parts import Bar, BodyText, Card, FileChips, Tag
from schoolbell.ui.ding.words import DingWords, channels_words, coming_moment, counts_words, listed
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.viewmodels.ding_rows import reach_words


class ComingPage(Panel):
    """`draft` tells what was written where that is known."""

    edit_wanted = Signal(str)  # block id: take it back into the editor
    send_wanted = Signal(str)  # block id: do not wait any longer

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("comingPage")
        self._now_ms = now_ms
        self._row: SentRow | ScheduledRow | None = None
        self._draft: DingDraft | None = None
        self.bar = Bar(theme)
        self.tag = Tag(theme)
        self.bar.beside.addWidget(self.tag)
        self._about = Text(theme, "text_2", 12)
        self._about.set_elided()
        self.body = BodyText(theme)
        self.files = FileChips(theme)
        self.files.setEnabled(False)
        card = Card(theme, "bg_subtle")
        card.setFixedHeight(120)
        self._title = Text(theme, "text_2", 14)
        self._hint = Text(theme, "text_3", 12, wrap=True)
        inside = QVBoxLayout(card)
        inside.setSpacing(4)
        inside.addStretch(1)
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(text)
        inside.addStretch(1)
        self.edit = Button(theme, "", kind="secondary", icon="pencil")
        self.edit.setObjectName("editComing")
        self.edit.clicked.connect(lambda: self._emit(self.edit_wanted))
        self.now = Button(theme, "", kind="secondary", icon="send")
        self.now.setObjectName("sendComing")
        self.now.clicked.connect(lambda: self._emit(self.send_wanted))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.now)
        buttons.addStretch(1)
        self._buttons = QWidget()
        self._buttons.setLayout(buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 16, 24, 24)
        inner.setSpacing(0)
        inner.addWidget(self._about)
        inner.addSpacing(8)
        inner.addWidget(self.body)
        inner.addSpacing(12)
        inner.addWidget(self.files)
        inner.addSpacing(16)
        inner.addWidget(card)
        inner.addSpacing(16)
        inner.addWidget(self._buttons)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)
        self.retranslate()

    def _emit(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row.id)

    def show_row(self, row: SentRow | ScheduledRow, draft: DingDraft | None) -> None:
        """Show a row that waits."""
        self._row, self._draft = row, draft
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.edit.setText(self.tr("Take back and edit"))
        self.now.setText(self.tr("Send now"))
        for button in (self.edit, self.now):
            button.setAccessibleName(button.text())
        row, draft = self._row, self._draft
        if row is None:
            return
        self.bar.set_title(row.title)
        self.setAccessibleName(row.title)
        self.body.show_text(draft.text if draft is not None else row.title)
        files = draft.files if draft is not None else ()
        self.files.show_files([FoundFile(FileRef(file.name, file.mimetype, file.size, "")) for file in files])
        households = row.households if isinstance(row, ScheduledRow) else row.total
        more = (channels_words(draft.channels), counts_words(draft.counts)) if draft is not None else ()
        self._about.set_text(listed(self.tr("Not sent yet"), reach_words(row.people, households), *more))
        self._title.set_text(self.tr("Who has confirmed appears here once it is sent"))
        if isinstance(row, ScheduledRow):
            self._hint.set_text(
                self.tr("This computer must be on then: the school's server cannot do it alone.")
                if row.here_only
                else self.tr("It goes out by itself, also while this computer is off.")
            )
        else:
            self._hint.set_text(
                self.tr("Nobody has seen it. Taken back, it is in the editor again with people and files.")
            )
        self.tick()

    def tick(self) -> None:
        """Count down."""
        row = self._row
        if isinstance(row, ScheduledRow):
            self.tag.set_text(coming_moment(row.due_ms, self._now_ms()))
        elif row is not None:
            left = max(0, -(-(row.held_until - self._now_ms()) // 1000))
            self.tag.set_text(DingWords.tr("goes in %n second(s)", "", left))
        self._buttons.setVisible(isinstance(row, ScheduledRow))
