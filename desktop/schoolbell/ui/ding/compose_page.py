"""Writing a DING: whom, what, how it is confirmed, when it goes; beside it what they will see."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person
from schoolbell.domain.ding.items import TEXT_LIMIT, DingDraft, Plan, Target
from schoolbell.ui.announcements.ask_files import ask_files
from schoolbell.ui.announcements.parts import Bar, Scroller
from schoolbell.ui.ding.compose_options import Options
from schoolbell.ui.ding.compose_side import GuardCard, Preview, WhoGets
from schoolbell.ui.ding.compose_text import TextBox
from schoolbell.ui.ding.recipients import RecipientsField
from schoolbell.ui.ding.suggestions import Suggestions
from schoolbell.ui.ding.words import DingWords, coming_moment, counts_words
from schoolbell.ui.messages.intake import DropSheet, Taken
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.attachments import VoiceAttachments
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.draft_question import DraftQuestion
from schoolbell.ui.widgets.key_cap import KeyCap
from schoolbell.ui.words import day_and_time
from schoolbell.viewmodels.ding_compose import ComposePresenter
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder

SIDE = 280
_NARROW = 860  # px: narrower than this, what stands beside the form stands in it


class ComposePage(Panel):
    """`closed` puts the editor away; the draft is kept."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        presenter: ComposePresenter,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("dingComposer")
        self._presenter = presenter
        self._now_ms = now_ms
        self._narrow = False
        self._stops: list[QWidget] = []
        self._suggested_beside: tuple[Target, ...] | None = None
        self.bar = Bar(theme)
        self._saved = Text(theme, "text_3", 12)
        self._saved.setObjectName("dingSaved")
        self.bar.beside.addWidget(self._saved)
        self.discard = ToolButton(theme, "trash-2", "")
        self.discard.setObjectName("dingDiscard")
        self.discard.clicked.connect(self.ask_discard)
        self.close_button = ToolButton(theme, "x", "")
        self.close_button.setObjectName("dingClose")
        self.close_button.clicked.connect(self.closed)
        self.bar.tools.addWidget(self.discard)
        self.bar.tools.addWidget(self.close_button)

        self.to = RecipientsField(theme, presenter.complete, self)
        self.to.added.connect(presenter.add_target)
        self.to.removed.connect(presenter.remove_target)
        self.suggestions = Suggestions(theme)
        self.suggestions.chosen.connect(presenter.add_target)
        self.text = TextBox(theme)
        self.text.typed.connect(presenter.set_text)
        self.text.submitted.connect(self._send)
        self.text.files_taken.connect(self._take)
        self.text.attach_wanted.connect(
            lambda pictures: ask_files(self, pictures=pictures, chosen=presenter.add_files)
        )
        self.text.file_removed.connect(presenter.remove_file)
        self.options = Options(theme, presenter, now_ms)
        self.options.setParent(self)
        self.who = WhoGets(theme)
        self.guard = GuardCard(theme, now_ms)
        self.guard.later_wanted.connect(presenter.set_due)
        self.guard.now_wanted.connect(self._send)
        self.preview = Preview(theme)
        self._preview_title = Text(theme, "text_1", 14, strong=True)
        self._lay_out()
        self.drop = DropSheet(theme, self, lambda: True)
        self.drop.dropped.connect(self._take)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._send_by_key)

        presenter.replaced.connect(self._replaced)
        presenter.changed.connect(self._changed)
        presenter.plan_changed.connect(self._show_plan)
        presenter.saved.connect(lambda _draft: self._show_saved())
        self.retranslate()

    def set_voice(self, recorder: Recorder, playing: Playing) -> None:
        """From now on voice notes can be recorded into the draft."""
        self.text.playing = playing
        self.voice = VoiceAttachments(
            self.theme, self, "ding", self._presenter, recorder, playing, self._now_ms, self.text.voice,
            self.text.add_bar,
        )  # fmt: skip
        self.text.file_removed.connect(self.voice.taken_out)

    # -- places ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._to_label, self._text_label = Text(self.theme, "text_2", 14), Text(self.theme, "text_2", 14)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 56)
        grid.setColumnStretch(1, 1)
        for row, label in ((0, self._to_label), (2, self._text_label)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setFixedHeight(34)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.to, 0, 1)
        grid.addWidget(self.suggestions, 1, 1)
        grid.addWidget(self.text, 2, 1)
        rule = Panel(self.theme, "", "t")
        rule.setFixedHeight(1)
        options = QGridLayout()
        options.setHorizontalSpacing(16)
        options.setVerticalSpacing(12)
        options.setColumnMinimumWidth(0, 56)
        options.setColumnStretch(1, 1)
        self.options.add_rows(options, 0)
        self._columns = (grid, options)
        form = QWidget()
        self._form = QVBoxLayout(form)
        self._form.setContentsMargins(24, 20, 24, 20)
        self._form.setSpacing(16)
        self._form.addLayout(grid, 1)
        self._form.addWidget(rule)
        self._form.addLayout(options)
        self.area = Scroller(form)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        inner = QWidget()
        self._beside = QVBoxLayout(inner)
        self._beside.setContentsMargins(16, 16, 16, 16)
        self._beside.setSpacing(12)
        self.side = Panel(self.theme, "bg_list", "l")
        self.side.setFixedWidth(SIDE)
        holder = QVBoxLayout(self.side)
        holder.setContentsMargins(1, 0, 0, 0)
        holder.addWidget(Scroller(inner))
        for widget in (self.who, self.guard, self._preview_title, self.preview):
            self._beside.addWidget(widget)
        self._beside.addStretch(1)

        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.area, 1)
        middle.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(middle, 1)
        layout.addWidget(self._make_foot())

    def _make_foot(self) -> Panel:
        foot = Panel(self.theme, "", "t")
        foot.setFixedHeight(60)
        self.hint = Text(self.theme, "text_2", 13, wrap=True)
        self.hint.setObjectName("dingHint")
        self.keep = Button(self.theme, "", kind="secondary")
        self.keep.setObjectName("keepDraft")
        self.keep.clicked.connect(self._presenter.save)
        self.send = Button(self.theme, "", kind="danger", icon="bell-ring")
        self.send.setObjectName("sendDing")
        self.send.clicked.connect(self._send)
        self._key = KeyCap(self.theme, "Ctrl Enter")
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(24, 1, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.hint, 1)
        for widget in (self.keep, self.send, self._key):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands beside the form into it where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.side.setVisible(not narrow)
        self._key.setVisible(not narrow)
        if narrow:
            self._form.insertWidget(0, self.guard)
            for at, widget in enumerate((self.who, self._preview_title, self.preview)):
                self._form.insertWidget(4 + at, widget)
        else:
            for at, widget in enumerate((self.who, self.guard, self._preview_title, self.preview)):
                self._beside.insertWidget(at, widget)

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("New DING"))
        self.bar.set_title(self.tr("New DING"))
        self.discard.set_name(self.tr("Delete this draft"))
        self.close_button.set_name(self.tr("Close; the draft is kept"))
        self._to_label.set_text(self.tr("To"))
        self._text_label.set_text(self.tr("Text"))
        self._preview_title.set_text(self.tr("What they will see"))
        self.keep.setText(self.tr("Keep as draft"))
        self.keep.setAccessibleName(self.keep.text())
        self._fit_labels()
        self._show_saved()
        self._show_plan(self._presenter.plan)

    def _fit_labels(self) -> None:
        """Give both grids the same column of labels, wide enough for this language."""
        labels = (self._to_label, self._text_label, *self.options.labels)
        width = max(56, *(label.sizeHint().width() for label in labels))
        for grid in self._columns:
            grid.setColumnMinimumWidth(0, width)
        for label in labels:
            label.setFixedWidth(width)

    def _show_saved(self) -> None:
        saved = self._presenter.saved_ms
        time = day_and_time(saved, self._now_ms())
        self._saved.set_text(self.tr("draft saved {time}").format(time=time) if saved else "")
        self._saved.setAccessibleName(self._saved.full_text())

    def set_me(self, me: Person | None) -> None:
        """Say who writes, for the picture of what others see."""
        self.preview.me = me
        self.preview.retranslate()

    # -- what is shown --------------------------------------------------------------------------------

    def _replaced(self, draft: DingDraft) -> None:
        self._suggested_beside = None
        self.text.load(draft.text)
        self.area.verticalScrollBar().setValue(0)
        self.to.line.clear()
        self.to.hide_list()

    def _changed(self, draft: DingDraft) -> None:
        self.to.show_targets(draft.targets)
        if draft.targets != self._suggested_beside:  # not at every key: it looks through the whole roster
            self._suggested_beside = draft.targets
            self.suggestions.show_targets(self._presenter.complete(""))
        self._order_stops()
        self.text.show_files(draft.files)
        self.options.show_draft(draft)
        self.preview.show_draft(draft)
        self._show_sending()

    def _order_stops(self) -> None:
        """Let the Tab key go through the form from top to bottom, then to what stands beside and below."""
        text, guard = self.text, self.guard
        stops: list[QWidget] = [
            self.discard, self.close_button, *self.to.stops(), *self.suggestions.stops(), text.input,
            text.attach, text.picture, text.voice, *self.options.stops(), guard.later, guard.now, self.keep,
            self.send,
        ]  # fmt: skip
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _show_plan(self, plan: Plan | None) -> None:
        self.suggestions.show_plan(plan)
        self.who.show_plan(plan)
        if plan is not None:
            self.options.show_plan(plan)
        self._show_sending()

    def _show_sending(self) -> None:
        presenter = self._presenter
        draft, plan = presenter.draft, presenter.plan
        self.guard.show_plan(plan, wanted=not draft.due_ms)
        refusal = presenter.refusal
        people = plan.people if plan is not None else 0
        words = DingWords.tr("%n people", "", people)
        if not people:
            self.send.setText(self.tr("Send"))
        elif draft.due_ms:
            self.send.setText(self.tr("Schedule for {people}").format(people=words))
        else:
            self.send.setText(self.tr("Send to {people}").format(people=words))
        self.send.setAccessibleName(self.send.text())
        self.send.setEnabled(not refusal)
        self.guard.now.setEnabled(not refusal)
        self.discard.setEnabled(not presenter.draft.empty)
        self.keep.setEnabled(not presenter.draft.empty)
        self.hint.set_text(self._hint_words(refusal, draft))
        self.hint.set_color("danger_text" if refusal in ("long", "due", "nobody") else "text_2")

    def _hint_words(self, refusal: str, draft: DingDraft) -> str:
        match refusal:
            case "to":
                return self.tr("Choose who gets it.")
            case "text":
                return self.tr("Write what they must know.")
            case "long":
                return self.tr("The text is too long by %n character(s).", "", len(draft.text) - TEXT_LIMIT)
            case "due":
                return self.tr("The time it should go out is over.")
            case "nobody":
                return self.tr("None of them can be reached from this account.")
            case "recording":
                return self.tr("A voice note is being recorded.")
        who = counts_words(draft.counts)
        if draft.due_ms:
            when = coming_moment(draft.due_ms, self._now_ms())
            return self.tr("Goes out {time}; {who}.").format(time=when, who=who)
        text = self.tr("{who}. It can be taken back for 10 seconds.").format(who=who)
        return text[:1].upper() + text[1:]

    # -- gestures -------------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Put the cursor where something is missing: whom, else what."""
        wanted = self.text.input if self._presenter.draft.targets else self.to.line
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send_by_key(self) -> None:
        if not (self.text.input.composing or self.to.line.composing):
            self._send()

    def _send(self) -> None:
        self.to.hide_list()
        if not self._presenter.refusal:
            self._presenter.send()
            self._show_sending()

    def _take(self, found: Taken) -> None:
        if found.paths:
            self._presenter.add_files(found.paths)
        elif found.make is not None:
            self._presenter.add_picture(self.tr("picture"), found.mimetype, found.make)

    def ask_discard(self) -> DraftQuestion | None:
        """Ask once before what was written goes."""
        if self._presenter.draft.empty:
            self._discard()
            return None
        question = DraftQuestion(self.theme, self.window())
        question.agreed.connect(self._discard)
        return question

    def _discard(self) -> None:
        self._presenter.discard()
        self.closed.emit()
