"""What is asked of those who get a DING, when it goes, how often they are reminded, and by which ways."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from schoolbell.domain.announcements.blocks import Confirm, Counts, Remind
from schoolbell.domain.ding.items import DingDraft, Plan
from schoolbell.ui.announcements.moment import MomentField
from schoolbell.ui.controls import Radio, Select
from schoolbell.ui.ding.channels import Channels
from schoolbell.ui.ding.switch import Switch
from schoolbell.ui.ding.words import DingWords, every_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.flow import FlowLayout
from schoolbell.ui.widgets.segments import Segments
from schoolbell.viewmodels.ding_compose import ComposePresenter

EVERY = (5, 15, 30, 60, 120, 240, 24 * 60)  # minutes
MOST = (1, 2, 3, 5, 10)


class Options(Panel):
    """Rows of a form; `add_rows` puts them under the rows of `grid` that are there."""

    def __init__(self, theme: Theme, presenter: ComposePresenter, now_ms: Callable[[], int]) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self._now_ms = now_ms
        self._plan = Plan()
        self._draft = DingDraft("")
        self.labels: list[Text] = []
        self.confirm = Segments(theme, {"tap": "check", "sign": "signature"})
        self.confirm.setObjectName("dingConfirmKind")
        self.confirm.chosen.connect(lambda name: presenter.set_confirm(Confirm(name)))
        self._confirm_note = Text(theme, "text_3", 12)
        self._confirm_note.set_elided()

        self._radios: dict[Counts, Radio] = {}
        self._who = QWidget()
        who = FlowLayout(self._who, spacing=12)
        group = QButtonGroup(self)
        for at, counts in enumerate(Counts):
            radio = Radio(theme)
            radio.setObjectName(f"counts_{counts}")
            radio.clicked.connect(lambda _checked=False, wanted=counts: presenter.set_counts(wanted))
            group.addButton(radio)
            who.insert_widget(at, radio)
            self._radios[counts] = radio

        self.when = Segments(theme, {"now": "", "later": ""})
        self.when.setObjectName("dingWhen")
        self.when.chosen.connect(self._choose_when)
        self.due = MomentField(theme)
        self.due.setObjectName("dingDue")
        self.due.changed.connect(presenter.set_due)
        self._due_note = Text(theme, "text_3", 12)
        self._due_note.set_elided()

        self.until = Segments(theme, {"open": "", "until": ""})
        self.until.setObjectName("dingUntil")
        self.until.chosen.connect(self._choose_until)
        self.deadline = MomentField(theme)
        self.deadline.setObjectName("dingDeadline")
        self.deadline.changed.connect(presenter.set_deadline)

        self.remind = Switch(theme)
        self.remind.setObjectName("dingRemind")
        self.remind.clicked.connect(lambda _checked: self._take_remind())
        self._every_word = Text(theme, "text_1", 14)
        self.every = Select(theme, 32)
        self.every.setObjectName("dingEvery")
        self._most_word = Text(theme, "text_1", 14)
        self.most = Select(theme, 32)
        self.most.setObjectName("dingMost")
        for box in (self.every, self.most):
            box.activated.connect(lambda _index: self._take_remind())
        self._remind_note = Text(theme, "text_3", 12)
        self._remind_note.set_elided()
        self.channels = Channels(theme)
        self.channels.chosen.connect(presenter.set_channel)
        self.hide()  # its rows stand in the form's grid

    def add_rows(self, grid: QGridLayout, first: int) -> None:
        """Put label and controls of each option into `grid`, from row `first` down."""
        rows = (
            self._row(self.confirm, self._confirm_note),
            self._who,
            self._row(self.when, self.due, self._due_note),
            self._row(self.until, self.deadline),
            self._row(
                self.remind, self._every_word, self.every, self._most_word, self.most, self._remind_note
            ),
            self.channels,
        )
        for at, row in enumerate(rows):
            label = Text(self.theme, "text_2", 14)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setFixedHeight(44 if row is self.channels else 26 if row is self._who else 32)
            self.labels.append(label)
            grid.addWidget(label, first + at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row, first + at, 1)
        self.retranslate()

    def _row(self, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        elided = False
        for widget in widgets:
            last = isinstance(widget, Text) and widget is widgets[-1]
            layout.addWidget(widget, 1 if last else 0)
            elided |= last
        if not elided:
            layout.addStretch(1)
        return holder

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        return [
            *self.confirm.items.values(), *self._radios.values(), *self.when.items.values(), self.due.day,
            self.due.time, *self.until.items.values(), self.deadline.day, self.deadline.time, self.remind,
            self.every, self.most, *self.channels.cards.values(),
        ]  # fmt: skip

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        names = (
            self.tr("Confirm"),
            self.tr("Who counts"),
            self.tr("Goes out"),
            self.tr("Deadline"),
            self.tr("Remind"),
            self.tr("Ways"),
        )
        for label, name in zip(self.labels, names, strict=False):
            label.set_text(name)
        self.confirm.items["tap"].set_words(self.tr("By a press"))
        self.confirm.items["sign"].set_words(self.tr("By signature"))
        self.confirm.setAccessibleName(self.tr("How it is confirmed"))
        words = {
            Counts.GUARDIAN: self.tr("One guardian per family"),
            Counts.STUDENT: self.tr("The student"),
            Counts.EITHER: self.tr("Either of them"),
        }
        for counts, radio in self._radios.items():
            radio.setText(words[counts])
            radio.updateGeometry()
        self.when.items["now"].set_words(self.tr("Now"))
        self.when.items["later"].set_words(self.tr("At a time"))
        self.when.setAccessibleName(self.tr("When it goes out"))
        self.until.items["open"].set_words(self.tr("No deadline"))
        self.until.items["until"].set_words(self.tr("Until"))
        self.until.setAccessibleName(self.tr("Until when it must be confirmed"))
        self.remind.setAccessibleName(self.tr("Remind who has not confirmed"))
        self._every_word.set_text(self.tr("every", "every 2 hours, at most 3 times"))
        self._most_word.set_text(self.tr("at most", "every 2 hours, at most 3 times"))
        self.every.setAccessibleName(self.tr("Pause between two reminders"))
        self.most.setAccessibleName(self.tr("How many reminders at most"))
        self._fill()
        self._show()

    def _fill(self) -> None:
        self.every.clear()
        for minutes in EVERY:
            self.every.addItem(every_words(minutes), minutes)
        self.most.clear()
        for times in MOST:
            self.most.addItem(DingWords.tr("%n time(s)", "", times), times)

    # -- what is shown --------------------------------------------------------------------------------

    def show_draft(self, draft: DingDraft) -> None:
        """Show what a draft says."""
        self._draft = draft
        self._show()

    def show_plan(self, plan: Plan) -> None:
        """Show what the office and the server can do for it."""
        self._plan = plan
        self._show()

    def _show(self) -> None:
        draft, plan, now = self._draft, self._plan, self._now_ms()
        self.confirm.choose("sign" if draft.confirm is Confirm.SIGN else "tap")
        self._confirm_note.set_text(
            self.tr("They sign with mouse, pen or finger")
            if draft.confirm is Confirm.SIGN
            else self.tr("The pop-up stays until confirmed")
        )
        self._radios[draft.counts].setChecked(True)
        self.when.choose("later" if draft.due_ms else "now")
        self.due.setEnabled(bool(draft.due_ms))
        self.due.show_moment(draft.due_ms or self._proposal(), now)
        self._due_note.set_text(self._due_words())
        late = bool(draft.due_ms) and (draft.due_ms <= now or not plan.can_schedule)
        self._due_note.set_color("late_text" if late else "text_3")
        self.until.choose("until" if draft.deadline else "open")
        self.deadline.setVisible(bool(draft.deadline))
        self.deadline.show_moment(draft.deadline or self._deadline_proposal(), now)
        remind = draft.remind
        self.remind.setChecked(remind is not None)
        for box, value in (
            (self.every, remind.every if remind else 0),
            (self.most, remind.max if remind else 0),
        ):
            box.setEnabled(remind is not None)
            at = box.findData(value)
            if at >= 0:
                box.setCurrentIndex(at)
        self._remind_note.set_text(self._remind_words())
        self.channels.show_channels(draft.channels, plan.gateways, private=plan.private)

    def _due_words(self) -> str:
        draft = self._draft
        if not draft.due_ms:
            return ""
        if draft.due_ms <= self._now_ms():
            return self.tr("This time is over")
        if not self._plan.can_schedule:
            return self.tr("This computer must be on then")
        return self.tr("Also while this computer is off")

    def _remind_words(self) -> str:
        if self._draft.remind is None:
            return ""
        if self._plan.private:
            return self.tr("not in direct chats")
        return "" if self._plan.office else self.tr("while this computer is on")

    def _proposal(self) -> int:
        """Return when it goes out if nothing else is said: tomorrow 7:30."""
        if self._plan.guard.later_ms:
            return self._plan.guard.later_ms
        return _at(self._now_ms(), 1, QTime(7, 30))

    def _deadline_proposal(self) -> int:
        """Return the evening of the day it goes out, or noon of the next one."""
        begin = self._draft.due_ms or self._now_ms()
        evening = _at(begin, 0, QTime(18, 0))
        return evening if evening - begin > 2 * 3_600_000 else _at(begin, 1, QTime(12, 0))

    # -- gestures -------------------------------------------------------------------------------------

    def _choose_when(self, name: str) -> None:
        self._presenter.set_due(self._proposal() if name == "later" else 0)
        if name == "later":
            self.due.time.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_until(self, name: str) -> None:
        self._presenter.set_deadline(self._deadline_proposal() if name == "until" else 0)

    def _take_remind(self) -> None:
        if not self.remind.isChecked():
            self._presenter.set_remind(None)
            return
        every, most = self.every.currentData(), self.most.currentData()
        if self._draft.remind is None:
            every, most = 120, 3
        self._presenter.set_remind(Remind(int(every or 120), int(most or 3)))


def _at(ts: int, days: int, time: QTime) -> int:
    date: QDate = QDateTime.fromMSecsSinceEpoch(ts).date().addDays(days)
    return QDateTime(date, time).toMSecsSinceEpoch()
