"""Writing a notice, in place of the conversation: where to, title, text, what is asked, until when."""


from PySide6.QtCore import QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import Person
from schoolbell.domain.notices.items import TITLE_LIMIT, Confirm, NoticeDraft, NoticePlan
from schoolbell.ui.announcements.ask_files import ask_files
from schoolbell.ui.announcements.moment import MomentField
from schoolbell.ui.announcements.parts import Bar, Scroller
from schoolbell.ui.controls import CheckBox
from schoolbell.ui.messages.intake import DropSheet, Taken
from schoolbell.ui.notices import words
from schoolbell.ui.notices.before_menu import BeforeMenu
from schoolbell.ui.notices.compose_foot import ComposeFoot
from schoolbell.ui.notices.compose_side import ComposeSide
from schoolbell.ui.notices.editor import NoticeEditor
from schoolbell.ui.notices.form_rows import flow, row
from schoolbell.ui.notices.places_field import PlacesField
from schoolbell.ui.notices.rich_text import Rich
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.attachments import VoiceAttachments
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.draft_question import DraftQuestion
from schoolbell.ui.widgets.field import TextField
from schoolbell.ui.widgets.segments import Segments
from schoolbell.ui.words import clock_time
from schoolbell.viewmodels.notices import NoticesPresenter
from schoolbell.viewmodels.notices_compose import NoticeComposePresenter
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder

_FOLD_BELOW = 800  # px of the page: below it the preview stands in place of the form, when it is asked for
_WIDEST = 640
_LABEL = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_DAYS = 2


class NoticeComposePage(Panel):
    """`closed` asks to show the conversation again; `opened_sent` names an own notice to be followed."""

    closed = Signal()
    opened_sent = Signal(str)  # key

    def __init__(
        self,
        theme: Theme,
        compose: NoticeComposePresenter,
        notices: NoticesPresenter,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("noticeComposer")
        self._compose = compose
        self._notices = notices
        self._clock = clock
        self._error: tuple[str, dict[str, object]] | None = None
        self._unscheduled = ""  # the draft that was taken back before its time
        self._make_bar()
        self._make_fields()
        self.foot = ComposeFoot(self.theme)
        self.summary, self.save, self.send = self.foot.summary, self.foot.save, self.foot.send
        self._lay()
        self._connect()
        self.retranslate()

    def set_voice(self, recorder: Recorder, playing: Playing) -> None:
        """From now on voice notes can be recorded into the draft."""
        self.editor.playing = playing
        self.voice = VoiceAttachments(
            self.theme, self, "notice", self._compose, recorder, playing, self._clock.now_ms,
            self.editor.voice, self.editor.add_bar,
        )  # fmt: skip
        self.editor.removed.connect(self.voice.taken_out)

    # -- making ---------------------------------------------------------------------------------------

    def _make_bar(self) -> None:
        self.bar = Bar(self.theme)
        self.bar.title.setObjectName("noticeComposerTitle")
        self.before = Button(self.theme, "", kind="text", size="small", icon="history")
        self.before.setObjectName("noticeBefore")
        self.before.clicked.connect(self._offer_before)
        self.discard = ToolButton(self.theme, "trash-2", "")
        self.discard.setObjectName("noticeDiscard")
        self.discard.clicked.connect(self.ask_discard)
        self.close_button = ToolButton(self.theme, "x", "")
        self.close_button.setObjectName("noticeClose")
        self.close_button.clicked.connect(self.closed)
        self.look = ToolButton(self.theme, "eye", "")
        self.look.setObjectName("noticeLook")
        self.look.setCheckable(True)
        self.look.toggled.connect(lambda _on: self._fold())
        self.bar.tools.addWidget(self.look)
        self.bar.tools.addWidget(self.before)
        self.bar.tools.addWidget(self.discard)
        self.bar.tools.addWidget(self.close_button)

    def _make_fields(self) -> None:
        theme = self.theme
        self.places = PlacesField(theme, self._compose.places)
        self.households = Text(theme, "accent_text", 12, strong=True)
        self.note = Text(theme, "text_2", 12)
        self.note.set_elided()
        self.title = TextField(theme, height=32)
        self.title.setObjectName("noticeTitle")
        self.title.setMaxLength(TITLE_LIMIT)
        self.editor = NoticeEditor(theme)
        self.asks = Segments(theme, {"none": "eye", "tap": "check", "sign": "signature"})
        self.ask_note = Text(theme, "text_3", 12)
        self.ask_note.set_elided()
        self.until = CheckBox(theme)
        self.until.setMinimumHeight(32)
        self.until.setObjectName("noticeHasDeadline")
        self.deadline = MomentField(theme)
        self.deadline.setObjectName("noticeDeadline")
        self.pin = CheckBox(theme)
        self.pin.setMinimumHeight(32)
        self.pin.setObjectName("noticePin")
        self.when = Segments(theme, {"now": "", "later": "clock"})
        self.due = MomentField(theme)
        self.due.setObjectName("noticeDue")
        self.due_note = Text(theme, "text_3", 12)
        self.due_note.set_elided()
        self.labels = [Text(theme, "text_2", 13) for _ in range(6)]

    def _lay(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        counts = row(self.households, self.note, stretch=1)
        first = QVBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.places)
        first.addLayout(counts)
        ask = row(self.asks, self.ask_note, stretch=1)
        end = flow(self.until, self.deadline, self.pin)
        due = row(self.when, self.due, self.due_note, stretch=2)
        rows: list[QWidget | QHBoxLayout | QVBoxLayout] = [first, self.title, self.editor, ask, end, due]
        for at, (label, field) in enumerate(zip(self.labels, rows, strict=True)):
            label.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(label, at, 0, _LABEL)
            if isinstance(field, QWidget):
                grid.addWidget(field, at, 1)
            else:
                grid.addLayout(field, at, 1)
        grid.setRowStretch(2, 1)
        self.side = ComposeSide(self.theme)
        self.form = Scroller(inner)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self.drop = DropSheet(self.theme, self, lambda: not self._compose.draft.edits)

    def _connect(self) -> None:
        compose = self._compose
        self.places.added.connect(compose.add_target)
        self.places.removed.connect(compose.remove_target)
        self.title.textEdited.connect(compose.set_title)
        self.editor.written.connect(lambda rich: compose.set_words(rich.text, rich.html))
        self.editor.files_taken.connect(self._take)
        self.drop.dropped.connect(self._take)
        self.editor.attach_wanted.connect(
            lambda pictures: ask_files(self, pictures=pictures, chosen=compose.add_files)
        )
        self.editor.removed.connect(compose.remove_file)
        self.asks.chosen.connect(lambda name: compose.set_confirm(Confirm(name)))
        self.until.clicked.connect(lambda on: compose.set_deadline(self._evening(_DAYS) if on else 0))
        self.deadline.changed.connect(compose.set_deadline)
        self.pin.clicked.connect(compose.set_pin)
        self.when.chosen.connect(lambda name: compose.set_due(self._evening(1, 8) if name == "later" else 0))
        self.due.changed.connect(compose.set_due)
        self.save.clicked.connect(compose.save)
        self.send.clicked.connect(compose.send)
        compose.replaced.connect(self._replaced)
        compose.changed.connect(self._show)
        compose.plan_changed.connect(self._show_plan)
        compose.saved.connect(lambda _draft: self._name_bar())
        compose.failed.connect(self._failed)
        compose.undone.connect(self._undone)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.send.click)

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("New notice"))
        names = (
            self.tr("Send to"), self.tr("Title"), self.tr("Text"), self.tr("Families"), self.tr("Until"),
            self.tr("When"),
        )  # fmt: skip
        for label, name in zip(self.labels, names, strict=True):
            label.set_text(name)
        self.title.setAccessibleName(names[1])
        self.title.setPlaceholderText(self.tr("What it is about"))
        self.asks.setAccessibleName(self.tr("What families are asked for"))
        self.asks.items["none"].set_words(self.tr("Read it"))
        self.asks.items["tap"].set_words(self.tr("Confirm"))
        self.asks.items["sign"].set_words(self.tr("Sign"))
        self.until.setText(self.tr("Deadline"))
        self.deadline.setAccessibleName(self.tr("Deadline"))
        self.pin.setText(self.tr("Keep it on top until the deadline"))
        self.when.setAccessibleName(names[5])
        self.when.items["now"].set_words(self.tr("Now"))
        self.when.items["later"].set_words(self.tr("At a time"))
        self.due.setAccessibleName(self.tr("When it is sent"))
        self.before.setText(self.tr("Previous notices"))
        self.discard.set_name(self.tr("Delete this draft"))
        self.close_button.set_name(self.tr("Close; the draft is kept"))
        self.look.set_name(self.tr("What families see"))
        self._name_bar()
        self._show(self._compose.draft)
        self._show_plan(self._compose.plan)

    def _name_bar(self) -> None:
        edits = bool(self._compose.draft.edits)
        self.bar.set_title(self.tr("Change the notice") if edits else self.tr("New notice"))
        ms = self._compose.saved_ms
        self.bar.note.set_text(self.tr("Draft saved {time}").format(time=clock_time(ms)) if ms else "")

    def set_me(self, me: Person | None) -> None:
        """Say who writes, for the picture of what families see."""
        self.side.set_me(me)

    # -- the draft ------------------------------------------------------------------------------------

    def _replaced(self, draft: NoticeDraft) -> None:
        self._error = None
        self.title.setText(draft.title)
        self.editor.show_rich(Rich(draft.text, draft.html))
        self.look.setChecked(False)
        self._name_bar()

    def _show(self, draft: NoticeDraft) -> None:
        edits = bool(draft.edits)
        self.places.show_targets(draft.targets)
        self.editor.show_files(draft.files)
        self.editor.show_too_many(draft.too_many)
        self.asks.choose(draft.confirm.value)
        self.until.setChecked(bool(draft.deadline))
        now = self._clock.now_ms()
        self.deadline.setVisible(bool(draft.deadline))
        self.deadline.show_moment(draft.deadline or self._evening(_DAYS), now)
        self.pin.setChecked(draft.pin)
        self.when.choose("later" if draft.due_ms else "now")
        self.due.setVisible(bool(draft.due_ms))
        self.due.show_moment(draft.due_ms or self._evening(1, 8), now)
        for widget in (self.places, self.asks, self.when):
            widget.setEnabled(not edits)
        self.editor.lock_files(edits)
        self.ask_note.set_text(
            "" if draft.confirm is Confirm.NONE else self.tr("One guardian of each family answers")
        )
        self.side.show_draft(draft, now)
        self.foot.name_send(edits=edits, later=bool(draft.due_ms))
        self._show_state()

    def _show_plan(self, plan: NoticePlan | None) -> None:
        self.households.set_text(words.plan_words(plan))
        self.note.set_text(words.plan_note(plan))
        self.note.set_color("late_text" if plan is not None and plan.missing else "text_2")
        here = plan is not None and not plan.can_schedule and bool(self._compose.draft.due_ms)
        self.due_note.set_text(self.tr("This computer must be on then") if here else "")
        self._show_state()

    def _show_state(self) -> None:
        compose = self._compose
        self.save.setEnabled(not compose.draft.empty)
        self.discard.setEnabled(not compose.draft.empty)
        unscheduled = bool(compose.draft.id) and compose.draft.id == self._unscheduled
        self.foot.show_state(compose.refusal, compose.plan, self._error, unscheduled=unscheduled)

    def _failed(self, code: str, details: dict[str, object]) -> None:
        self._error = code, details
        self._show_state()

    def _undone(self, draft: NoticeDraft) -> None:
        self._unscheduled = draft.id if draft.due_ms else ""
        self._show_state()

    # -- gestures -------------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Put the cursor where one writes first."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, found: Taken) -> None:
        if self._compose.draft.edits:
            return
        if found.paths:
            self._compose.add_files(found.paths)
        elif found.make is not None:
            self._compose.add_picture(self.tr("picture"), found.mimetype, found.make)

    def ask_discard(self) -> DraftQuestion:
        """Ask once before what was written goes."""
        question = DraftQuestion(self.theme, self.window())
        question.agreed.connect(self._discard)
        return question

    def _discard(self) -> None:
        self._compose.discard()
        self.closed.emit()

    def before_menu(self) -> BeforeMenu:
        """Return the menu of drafts, appointments and what was sent."""
        menu = BeforeMenu(self._notices.lists, self)
        menu.draft_wanted.connect(lambda one: self._compose.load(one.id))
        menu.back_wanted.connect(lambda one: self._compose.undo(one.id))
        menu.now_wanted.connect(lambda one: self._compose.send_now(one.id))
        menu.again_wanted.connect(lambda one: self._compose.begin_from(one.key))
        menu.follow_wanted.connect(lambda one: self.opened_sent.emit(one.key))
        return menu

    def _offer_before(self) -> None:
        menu = self.before_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.open_under(self.before)

    def _evening(self, days: int, hour: int = 18) -> int:
        """Return the ms of `hour` o'clock so many days from now."""
        day = QDateTime.fromMSecsSinceEpoch(self._clock.now_ms()).date().addDays(days)
        return int(QDateTime(day, QTime(hour, 0)).toMSecsSinceEpoch())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; the draft is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the preview waits behind a button."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show form and preview side by side, or one of them."""
        narrow = self.width() < _FOLD_BELOW
        self.look.setVisible(narrow)
        looking = narrow and self.look.isChecked()
        self.side.stand_beside(not narrow)
        self.side.setVisible(looking or not narrow)
        self.form.setVisible(not looking)
