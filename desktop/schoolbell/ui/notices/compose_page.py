"""Writing a notice, in place of the conversation: where to, title, text, what is asked, until when."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.notices.items import TITLE_LIMIT, Confirm, NoticeDraft, NoticePlan, NoticeRow
from schoolbell.ui.announcements.parts import Bar, Scroller
from schoolbell.ui.controls import CheckBox
from schoolbell.ui.errors import error_words
from schoolbell.ui.notices import words
from schoolbell.ui.notices.editor import NoticeEditor
from schoolbell.ui.notices.moment_field import MomentField, evening
from schoolbell.ui.notices.places_field import PlacesField
from schoolbell.ui.notices.preview import Preview
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.draft_question import DraftQuestion
from schoolbell.ui.widgets.field import TextField
from schoolbell.ui.widgets.segments import Segments
from schoolbell.ui.words import clock_time
from schoolbell.viewmodels.notices import NoticesPresenter
from schoolbell.viewmodels.notices_compose import NoticeComposePresenter

_SIDE = 296
_FOLD_BELOW = 860  # px of the page: below it the preview is hidden
_WIDEST = 640
_MOST_ROWS = 12
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
        self._folder = ""
        self._error: tuple[str, dict[str, object]] | None = None
        self._make_bar()
        self._make_fields()
        self._make_foot()
        self._lay()
        self._connect()
        self.retranslate()

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
        self.until.setObjectName("noticeHasDeadline")
        self.deadline = MomentField(theme)
        self.deadline.setObjectName("noticeDeadline")
        self.pin = CheckBox(theme)
        self.pin.setObjectName("noticePin")
        self.when = Segments(theme, {"now": "", "later": "clock"})
        self.due = MomentField(theme)
        self.due.setObjectName("noticeDue")
        self.due_note = Text(theme, "text_3", 12)
        self.due_note.set_elided()
        self.labels = [Text(theme, "text_2", 13) for _ in range(6)]

    def _make_foot(self) -> None:
        self.summary = Text(self.theme, "text_2", 13)
        self.summary.set_elided()
        self.save = Button(self.theme, "", kind="secondary")
        self.save.setObjectName("noticeSave")
        self.send = Button(self.theme, "", kind="primary", icon="megaphone")
        self.send.setObjectName("noticeSend")
        self.foot = Panel(self.theme, "bg_canvas", "t")
        self.foot.setFixedHeight(60)
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(24, 1, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.summary, 1)
        row.addWidget(self.save)
        row.addWidget(self.send)

    def _lay(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        counts = _row(self.households, self.note, stretch=1)
        first = QVBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.places)
        first.addLayout(counts)
        ask = _row(self.asks, self.ask_note, stretch=1)
        end = _row(self.until, self.deadline, None, self.pin)
        due = _row(self.when, self.due, self.due_note, stretch=2)
        rows: list[QWidget | QHBoxLayout | QVBoxLayout] = [first, self.title, self.editor, ask, end, due]
        for at, (label, field) in enumerate(zip(self.labels, rows, strict=True)):
            label.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(label, at, 0, _LABEL)
            if isinstance(field, QWidget):
                grid.addWidget(field, at, 1)
            else:
                grid.addLayout(field, at, 1)
        grid.setRowStretch(2, 1)
        self.side = Panel(self.theme, "bg_list", "l")
        self.side.setFixedWidth(_SIDE)
        self.preview_title = Text(self.theme, "text_1", 14, strong=True)
        self.preview = Preview(self.theme)
        self.preview_note = Text(self.theme, "text_3", 12, wrap=True)
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(17, 20, 16, 16)
        beside.setSpacing(12)
        for widget in (self.preview_title, self.preview, self.preview_note):
            beside.addWidget(widget)
        beside.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(Scroller(inner), 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        compose = self._compose
        self.places.added.connect(compose.add_target)
        self.places.removed.connect(compose.remove_target)
        self.title.textEdited.connect(compose.set_title)
        self.editor.text_changed.connect(compose.set_text)
        self.editor.attach_wanted.connect(self._choose_files)
        self.editor.removed.connect(compose.remove_file)
        self.asks.chosen.connect(lambda name: compose.set_confirm(Confirm(name)))
        self.until.clicked.connect(lambda on: compose.set_deadline(self.deadline.ms if on else 0))
        self.deadline.chosen.connect(compose.set_deadline)
        self.pin.clicked.connect(compose.set_pin)
        self.when.chosen.connect(lambda name: compose.set_due(self.due.ms if name == "later" else 0))
        self.due.chosen.connect(compose.set_due)
        self.save.clicked.connect(compose.save)
        self.send.clicked.connect(compose.send)
        compose.replaced.connect(self._replaced)
        compose.changed.connect(self._show)
        compose.plan_changed.connect(self._show_plan)
        compose.saved.connect(lambda _ms: self._name_bar())
        compose.failed.connect(self._failed)
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
        self.asks.items["none"].set_words(self.tr("read it"))
        self.asks.items["tap"].set_words(self.tr("confirm"))
        self.asks.items["sign"].set_words(self.tr("sign"))
        self.until.setText(self.tr("Deadline"))
        self.deadline.setAccessibleName(self.tr("Deadline"))
        self.pin.setText(self.tr("Keep it on top"))
        self.when.setAccessibleName(names[5])
        self.when.items["now"].set_words(self.tr("now"))
        self.when.items["later"].set_words(self.tr("later"))
        self.due.setAccessibleName(self.tr("When it is sent"))
        self.before.setText(self.tr("Earlier notices"))
        self.discard.set_name(self.tr("Delete this draft"))
        self.close_button.set_name(self.tr("Close; the draft is kept"))
        self.save.setText(self.tr("Save draft"))
        self.preview_title.set_text(self.tr("What families see"))
        self._name_bar()
        self._show(self._compose.draft)
        self._show_plan(self._compose.plan)

    def _name_bar(self) -> None:
        edits = bool(self._compose.draft.edits)
        self.bar.set_title(self.tr("Change the notice") if edits else self.tr("New notice"))
        ms = self._compose.saved_ms
        self.bar.note.set_text(self.tr("Draft saved {time}").format(time=clock_time(ms)) if ms else "")

    # -- the draft ------------------------------------------------------------------------------------

    def _replaced(self, draft: NoticeDraft) -> None:
        self._error = None
        self.title.setText(draft.title)
        self.editor.show_text(draft.text)
        now = self._clock.now_ms()
        self.deadline.show_ms(draft.deadline or evening(now, _DAYS))
        self.due.show_ms(draft.due_ms or evening(now, 1, 8))
        self._name_bar()

    def _show(self, draft: NoticeDraft) -> None:
        edits = bool(draft.edits)
        self.places.show_targets(draft.targets)
        self.editor.show_files(draft.files)
        self.asks.choose(draft.confirm.value)
        self.until.setChecked(bool(draft.deadline))
        self.deadline.setEnabled(bool(draft.deadline))
        self.pin.setChecked(draft.pin)
        self.when.choose("later" if draft.due_ms else "now")
        self.due.setEnabled(bool(draft.due_ms))
        for widget in (self.places, self.asks, self.when, self.editor.attach):
            widget.setEnabled(not edits)
        self.ask_note.set_text(
            "" if draft.confirm is Confirm.NONE else self.tr("One guardian of each family answers")
        )
        self.preview.show_draft(draft, self._clock.now_ms(), self.tr("Title"))
        self.preview_note.set_text(
            self.tr("A change reaches every class. Who has signed need not sign again.")
            if edits or draft.confirm is Confirm.SIGN
            else self.tr("On a phone families read the text and confirm with ✅.")
        )
        self.send.setText(
            self.tr("Send the change") if edits else self.tr("Schedule") if draft.due_ms else self.tr("Send")
        )
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
        refusal = compose.refusal
        self.send.setEnabled(not refusal)
        kept = not compose.empty and not compose.draft.edits
        self.save.setEnabled(kept)
        self.discard.setEnabled(kept)
        text = words.refusal_words(refusal) or words.summary_words(compose.plan)
        if self._error is not None:
            found = error_words(*self._error)
            text = self.tr("{what}. {advice}").format(what=found.title, advice=found.advice)
        self.summary.set_color("danger_text" if self._error is not None else "text_2")
        self.summary.set_text(text)

    def _failed(self, code: str, details: dict[str, object]) -> None:
        self._error = code, details
        self._show_state()

    # -- gestures -------------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Put the cursor where one writes first."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Attach files"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, paths: list[str]) -> None:
        if paths:
            self._folder = str(Path(paths[0]).parent)
            self._compose.add_files([Path(path) for path in paths])

    def ask_discard(self) -> DraftQuestion:
        """Ask once before what was written goes."""
        question = DraftQuestion(self.theme, self.window())
        question.agreed.connect(self._discard)
        return question

    def _discard(self) -> None:
        self._compose.discard()
        self.closed.emit()

    def before_menu(self) -> QMenu:
        """Return the menu of drafts, appointments and what was sent."""
        menu = QMenu(self)
        menu.setObjectName("noticeBeforeMenu")
        lists = self._notices.lists
        parts = (
            (self.tr("Drafts"), lists.drafts), (self.tr("Scheduled"), lists.scheduled),
            (self.tr("Sent"), lists.sent),
        )  # fmt: skip
        for name, rows in parts:
            if rows:
                menu.addSection(name)
            for row in rows[:_MOST_ROWS]:
                entry = menu.addAction(row.title or self.tr("Without a title"))
                entry.triggered.connect(lambda _checked=False, one=row: self._open_row(one))
        if menu.isEmpty():
            menu.addAction(self.tr("No notices yet")).setEnabled(False)
        return menu

    def _offer_before(self) -> None:
        menu = self.before_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.before.mapToGlobal(QPoint(0, self.before.height() + 4)))

    def _open_row(self, row: NoticeRow) -> None:
        if row.state == "draft":
            self._compose.load(row.id)
        elif row.state in ("scheduled", "held"):
            self._compose.undo(row.id)
        else:
            self.opened_sent.emit(row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; the draft is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window there is no room for the preview."""
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= _FOLD_BELOW)


def _row(*widgets: QWidget | None, stretch: int = -1) -> QHBoxLayout:
    """Return widgets side by side; None is a gap that grows, `stretch` the one that takes the rest."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for at, widget in enumerate(widgets):
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if at == stretch else 0)
    if stretch < 0 and None not in widgets:
        row.addStretch(1)
    return row
