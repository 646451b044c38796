"""An own DING, opened: what it says, how far it is, everybody household by household."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.announcements.items import Household, Tally
from schoolbell.domain.ding.items import SentDetail, SentRow
from schoolbell.ui.announcements.parts import Bar, BodyText, FileChips, Scroller
from schoolbell.ui.ding.filter_chip import FilterChip
from schoolbell.ui.ding.follow_menus import household_menu, page_menu
from schoolbell.ui.ding.follow_summary import FollowSummary
from schoolbell.ui.ding.follow_table import FollowHead, FollowView
from schoolbell.ui.ding.history import RemindHistory
from schoolbell.ui.ding.notice_strip import NoticeStrip
from schoolbell.ui.ding.words import channels_words, counts_words, every_words, full_moment, listed
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.field import TextField
from schoolbell.ui.widgets.question import Question
from schoolbell.viewmodels.delivery_words import never_hint, tally_words
from schoolbell.viewmodels.ding_follow import FILTERS, FollowList

_FOLDED_LINES = 3
_LINE = 22
_OPEN_LINES = 8
_NARROW = 760
_SEARCH_LEAST = 88


class FollowPage(Panel):
    """Shows a SentRow at once and its detail when that is counted."""

    remind_wanted = Signal(str)  # key
    withdraw_wanted = Signal(str)
    export_wanted = Signal(str)  # path
    chat_wanted = Signal(str)  # user id
    ding_wanted = Signal(object)  # Household
    file_chosen = Signal(object)
    link_opened = Signal(str)

    def __init__(
        self, theme: Theme, follow: FollowList, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("followPage")
        self._follow = follow
        self._now_ms = now_ms
        self._row: SentRow | None = None
        self._detail: SentDetail | None = None
        self._unfolded = False
        self.bar = Bar(theme)
        self.export = ToolButton(theme, "download", "")
        self.export.setObjectName("exportFollow")
        self.export.clicked.connect(self.ask_where)
        self.more = ToolButton(theme, "ellipsis", "")
        self.more.setObjectName("dingMore")
        self.more.clicked.connect(self._show_menu)
        self.bar.tools.addWidget(self.export)
        self.bar.tools.addWidget(self.more)

        self.trouble = NoticeStrip(theme, "circle-alert", "danger")
        self.trouble.setObjectName("followTrouble")
        self._about = Text(theme, "text_2", 12, wrap=True)
        self._about.setObjectName("dingAbout")
        self.body = BodyText(theme)
        self.body.link_opened.connect(self.link_opened)
        self._body_area = Scroller(self.body)
        self._body_area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.unfold = Button(theme, "", kind="text", size="small")
        self.unfold.setObjectName("unfoldDing")
        self.unfold.clicked.connect(self._toggle_fold)
        self.files = FileChips(theme)
        self.files.chosen.connect(self.file_chosen)
        self.summary = FollowSummary(theme, now_ms)
        self.summary.remind_wanted.connect(self._remind)

        self.told = Text(theme, "text_2", 12, wrap=True)
        self.told.setObjectName("followDelivered")
        self.never = Text(theme, "late_text", 12, wrap=True)
        self.never.setObjectName("followNever")

        self._chips: dict[str, FilterChip] = {}
        chips = QHBoxLayout()
        chips.setSpacing(8)
        group = QButtonGroup(self)
        for name in FILTERS:
            chip = FilterChip(theme)
            chip.setObjectName(f"follow_{name}")
            chip.clicked.connect(lambda _checked=False, wanted=name: follow.set_filter(wanted))
            group.addButton(chip)
            chips.addWidget(chip)
            self._chips[name] = chip
        self.search = TextField(theme, height=32, leading_icon="search")
        self.search.setObjectName("followSearch")
        self.search.setFixedWidth(168)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(follow.set_text)
        chips.addStretch(1)
        chips.addWidget(self.search)

        self.head = FollowHead(theme)
        self.view = FollowView(theme, follow.rows)
        self.view.resized.connect(self.head.place)
        self.view.chat_wanted.connect(self._chat)
        self.view.ding_wanted.connect(self.ding_wanted)
        self.view.menu_wanted.connect(self._household_menu)
        self._empty = EmptyState(theme, "")
        self._empty.setObjectName("followEmpty")
        self._table = QStackedLayout()
        self._table.addWidget(self.view)
        self._table.addWidget(self._empty)
        follow.changed.connect(self._show_rows)
        self._lay_out(chips)
        self.retranslate()

    def _lay_out(self, chips: QHBoxLayout) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 12)
        top.setSpacing(0)
        top.addWidget(self._about)
        top.addSpacing(8)
        top.addWidget(self._body_area)
        top.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        top.addSpacing(12)
        top.addWidget(self.files)
        top.addSpacing(16)
        top.addWidget(self.summary)
        top.addSpacing(14)
        top.addWidget(self.told)
        top.addWidget(self.never)
        top.addSpacing(6)
        top.addLayout(chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.trouble)
        layout.addLayout(top)
        layout.addWidget(self.head)
        layout.addLayout(self._table, 1)

    # -- what is shown --------------------------------------------------------------------------------

    def show_row(self, row: SentRow, detail: SentDetail | None) -> None:
        """Show a row; the rest comes when it is counted."""
        if row is self._row and detail is self._detail:
            return  # told of the row, then of the rest, in one turn
        if self._row is None or row.key != self._row.key:
            self._unfolded = False
            self.search.clear()
            self.view.scrollToTop()
        self._row, self._detail = row, detail
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.export.set_name(self.tr("Export as a spreadsheet"))
        self.more.set_name(self.tr("More"))
        self.search.setAccessibleName(self.tr("Search households"))
        self.head.name.set_text(self.tr("Student"))
        self.head.reach.set_text(self.tr("Contact"))
        self.view.setAccessibleName(self.tr("Who has confirmed"))
        row, detail = self._row, self._detail
        if row is None:
            return
        if not row.families:
            self.head.name.set_text(self.tr("Name"))
        self.bar.set_title(row.title)
        self.setAccessibleName(row.title)
        self._about.set_text(self._about_words(row, detail))
        self.head.people.set_text(self._people_words(row, detail))
        self.body.show_text(detail.text if detail is not None else row.title)
        self.files.show_files(detail.files if detail is not None else ())
        self.export.setEnabled(detail is not None and bool(detail.tally.households))
        self.more.setEnabled(detail is not None)
        self.summary.show_detail(detail)
        self._say_trouble(row)
        self._say_told(detail)
        self._fold()
        self._show_rows()

    def _say_trouble(self, row: SentRow) -> None:
        if row.failed:
            words = self.tr("%n copies were refused: see the outbox in Messages.", "", row.failed)
            self.trouble.say(words, "danger")
        elif row.waiting:
            words = self.tr("%n copies are still on their way; they go out by themselves.", "", row.waiting)
            self.trouble.say(words, "neutral")
        else:
            self.trouble.say("")

    def _say_told(self, detail: SentDetail | None) -> None:
        tally = detail.tally if detail is not None else Tally()
        self.view.set_told(bool(tally_words(tally)))
        for label, words in ((self.told, tally_words(tally)), (self.never, never_hint(tally))):
            label.set_text(words)
            label.setVisible(bool(words))

    def _about_words(self, row: SentRow, detail: SentDetail | None) -> str:
        if detail is None:
            return self.tr("Sent {time}").format(time=full_moment(row.ts))
        block = detail.announcement.block
        remind = ""
        if block.remind is not None and detail.reminds_left and detail.remindable:
            remind = self.tr("reminded every {pause}, {left}").format(
                pause=every_words(block.remind.every), left=self.tr("%n left", "", detail.reminds_left)
            )
        who = counts_words(block.counts) if row.families else ""
        sign = self.tr("with a signature") if block.confirm is Confirm.SIGN else ""
        until = ""
        if block.deadline:
            until = self.tr("until {time}").format(time=full_moment(block.deadline))
        return listed(
            self.tr("Sent {time}").format(time=full_moment(row.ts)),
            channels_words(block.channels),
            who, sign, until, remind,
        )  # fmt: skip

    def _people_words(self, row: SentRow, detail: SentDetail | None) -> str:
        if not row.families:
            return self.tr("State")
        if detail is None:
            return self.tr("Family")
        return self.tr("Family ({who})").format(who=counts_words(detail.announcement.block.counts))

    def _show_rows(self) -> None:
        counts = self._follow.counts()
        names = {
            "open": self.tr("Not finished {count}"),
            "read": self.tr("Read, not confirmed {count}"),
            "unread": self.tr("Unread {count}"),
            "never": self.tr("Not signed in {count}"),
            "confirmed": self.tr("Confirmed {count}"),
        }
        for name, chip in self._chips.items():
            chip.setText(names[name].format(count=counts.get(name, 0)))
            chip.setAccessibleName(chip.text())
            chip.setChecked(name == self._follow.only)
            chip.setVisible(name in counts)
        if self._chips_width() > self.width() - 48 - _SEARCH_LEAST:
            self._chips["read"].setText(self.tr("Read {count}").format(count=counts["read"]))
        self._place_search()
        if self._follow.rows.rowCount():
            self._table.setCurrentWidget(self.view)
            return
        self._table.setCurrentWidget(self._empty)
        detail = self._detail
        if detail is None:
            self._empty.set_texts(self.tr("Counting who has confirmed"))
        elif self._follow.text:
            self._empty.set_texts(self.tr("Nobody is called so"), self.tr("Try a part of the name."))
        elif not detail.tally.known and not detail.tally.households:
            self._empty.set_texts(
                self.tr("It is not known yet who has confirmed"), self.tr("It comes with the connection.")
            )
        elif self._follow.only == "open":
            self._empty.set_texts(self.tr("Everybody has confirmed"))
        else:
            self._empty.set_texts(self.tr("Nobody here"), self.tr("Choose another filter."))

    # -- long texts -----------------------------------------------------------------------------------

    def _toggle_fold(self) -> None:
        self._unfolded = not self._unfolded
        self._fold()

    def _fold(self) -> None:
        width = min(max(200, self.width() - 48), self.body.maximumWidth())
        whole = self.body.heightForWidth(width)
        wanted = _OPEN_LINES if self._unfolded else _FOLDED_LINES
        long = whole > _FOLDED_LINES * _LINE + 4
        self._body_area.setFixedHeight(min(whole, wanted * _LINE) if long else max(_LINE, whole))
        self._body_area.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._unfolded else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if not self._unfolded:
            self._body_area.verticalScrollBar().setValue(0)
        self.unfold.setVisible(long)
        self.unfold.setText(self.tr("Show less") if self._unfolded else self.tr("Show all"))
        self.unfold.setAccessibleName(self.unfold.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand over each other where there is little room."""
        super().resizeEvent(event)
        self.summary.set_narrow(self.width() < _NARROW)
        self._show_rows()
        self._fold()

    def _chips_width(self) -> int:
        metrics = QFontMetrics(self.theme.fonts.get(12, 600))
        shown = [chip for chip in self._chips.values() if not chip.isHidden()]
        return sum(metrics.horizontalAdvance(chip.text()) + 24 for chip in shown)

    def _place_search(self) -> None:
        for chip in self._chips.values():
            chip.updateGeometry()
        left = self.width() - 48 - self._chips_width() - 12
        width = 168 if left >= 168 else max(_SEARCH_LEAST, min(120, left))
        self.search.setFixedWidth(width)
        self.search.setPlaceholderText(self.tr("Name or initials") if width >= 168 else self.tr("Name"))

    # -- gestures -------------------------------------------------------------------------------------

    def _remind(self) -> None:
        if self._row is not None:
            self.remind_wanted.emit(self._row.key)

    def _show_menu(self) -> None:
        detail = self._detail
        if detail is None:
            return
        menu = page_menu(self.theme, self, detail)
        chosen = {"history": self.show_history, "export": self.ask_where, "withdraw": self.ask_withdraw}
        menu.triggered.connect(lambda action: chosen[str(action.data())]())
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def show_history(self) -> RemindHistory | None:
        """Show when and by whom it was reminded."""
        if self._detail is None:
            return None
        history = RemindHistory(self.theme, self._detail, self._now_ms(), self)
        history.show_under(self.more)
        return history

    def ask_withdraw(self) -> Question | None:
        """Ask once whether to take it back."""
        if self._row is None:
            return None
        key = self._row.key
        question = Question(self.theme, self.window())
        question.agreed.connect(lambda: self.withdraw_wanted.emit(key))
        question.ask(
            self.tr("Withdraw"),
            self.tr("Take this DING back?"),
            self.tr("Its pop-ups close everywhere, and phones read that it does not stand any more. "
                    "Who has read it has read it."),
            self.tr("Withdraw"),
            self.tr("Keep it"),
        )  # fmt: skip
        return question

    def ask_where(self) -> None:
        """Ask where the spreadsheet goes."""
        if self._row is None:
            return
        dialog = QFileDialog(self, self.tr("Export who has confirmed"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Spreadsheet (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(self.tr("ding.xlsx"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()

    def _household_menu(self, one: Household, place: QPoint) -> None:
        menu: QMenu = household_menu(self.theme, self, one)

        def act(data: object) -> None:
            if data is None:
                self.ding_wanted.emit(one)
            else:
                self.chat_wanted.emit(str(data))

        menu.triggered.connect(lambda action: act(action.data()))
        menu.popup(place)

    def _chat(self, one: Household) -> None:
        """Write to the one there is to write to; of several ask whom."""
        if len(one.people) == 1:
            self.chat_wanted.emit(one.people[0].person.user_id)
            return
        row = self._follow.rows.row_of(one.key)
        area = self.view.visualRect(self._follow.rows.index(row))
        self._household_menu(one, self.view.viewport().mapToGlobal(area.center()))
