"""The details column of an own notice: how far it is, who is open, chase, export, change, withdraw."""

from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from schoolbell.domain.notices.items import NoticeDetail
from schoolbell.system.filenames import safe_name
from schoolbell.ui.messages import timeline_notice_words as card_words
from schoolbell.ui.messages.details import DetailsPage
from schoolbell.ui.notices.follow_list import FollowList
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.question import Question
from schoolbell.ui.widgets.segments import Segments
from schoolbell.viewmodels.delivery_words import never_hint
from schoolbell.viewmodels.notices import FILTERS, NoticesPresenter


class NoticeFollowPage(DetailsPage):
    """`ding_wanted` names who is open; `change_wanted` the notice to be changed."""

    ding_wanted = Signal(object, str, str)  # user ids, text, event id
    change_wanted = Signal(str)  # key

    def __init__(self, theme: Theme, presenter: NoticesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("noticeFollow")
        self._presenter = presenter
        self._detail: NoticeDetail | None = None
        self.heading = Text(theme, "text_1", 14, strong=True, wrap=True)
        self.numbers = Text(theme, "text_2", 12, wrap=True)
        self.never = Text(theme, "late_text", 12, wrap=True)
        self.never.setObjectName("noticeNever")
        self.missing = Text(theme, "danger_text", 12)
        self.retry = Button(theme, "", kind="text", size="small")
        self.retry.setObjectName("noticeRetry")
        self.retry.clicked.connect(self._retry)
        self.filters = Segments(theme, dict.fromkeys(FILTERS, ""), spread=True)
        self.filters.choose(presenter.only)
        self.filters.chosen.connect(presenter.set_filter)
        self.list = FollowList(theme, presenter.follow)
        self.ding = Button(theme, "", kind="delete", icon="bell-ring")
        self.ding.setObjectName("noticeDingOpen")
        self.ding.clicked.connect(self._ding)
        self.more = ToolButton(theme, "ellipsis", "")
        self.more.setObjectName("noticeMore")
        self.more.clicked.connect(self._offer)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        again = QHBoxLayout()
        again.addWidget(self.missing)
        again.addWidget(self.retry)
        again.addStretch(1)
        top.addWidget(self.heading)
        top.addWidget(self.numbers)
        top.addWidget(self.never)
        top.addLayout(again)
        top.addWidget(self.filters)
        foot = Panel(theme, "", "t")
        foot.setFixedHeight(57)
        actions = QHBoxLayout(foot)
        actions.setContentsMargins(16, 1, 12, 0)
        actions.addWidget(self.ding, 1)
        actions.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(foot)
        presenter.detail_changed.connect(self.show_detail)
        self.retranslate()

    def title(self) -> str:
        """Return the heading of the column."""
        detail = self._detail
        return card_words.follow_words(detail.facts) if detail is not None else self.tr("Notice")

    def retranslate(self) -> None:
        """Set all texts."""
        self.retry.setText(card_words.retry_words())
        self.more.set_name(self.tr("More"))
        self.list.setAccessibleName(self.tr("Families by class"))
        self.show_detail(self._detail)

    def show_detail(self, detail: NoticeDetail | None) -> None:
        """Show a notice; None while it is read."""
        self._detail = detail
        count = detail.facts.count if detail is not None else None
        self.ding.setEnabled(count is not None)
        hint = never_hint(detail.tally) if detail is not None else ""
        self.never.set_text(hint)
        self.never.setVisible(bool(hint))
        self.missing.hide()
        self.retry.hide()
        if detail is None or count is None:
            self.heading.set_text(detail.facts.title if detail is not None else "")
            self.numbers.set_text("")
            return
        facts = detail.facts
        self.heading.set_text(facts.title)
        numbers = (
            card_words.done_words(facts, count), card_words.rest_words(facts, count),
            card_words.total_words(count),
        )  # fmt: skip
        self.numbers.set_text(" · ".join(numbers))
        if facts.n > facts.copies or count.failed:
            self.missing.set_text(card_words.part_words(facts))
            self.missing.show()
            self.retry.setVisible(count.failed > 0)
        left = card_words.open_count(facts, count)
        items = self.filters.items
        items["open"].set_words(self.tr("open"), left)
        items["done"].set_words(self.tr("done"), count.done)
        items["all"].set_words(self.tr("all"))
        self.ding.setText(card_words.ding_words(facts, count))
        self.ding.setAccessibleName(self.ding.text())
        self.ding.setEnabled(bool(left) and not facts.withdrawn)

    def _retry(self) -> None:
        if self._detail is not None:
            self._presenter.retry(self._detail.facts.key)

    def _ding(self) -> None:
        detail = self._detail
        if detail is not None:
            event = detail.announcement.copies[0].event_id
            self.ding_wanted.emit(detail.open_users, detail.facts.title, event)

    def menu(self) -> QMenu:
        """Return what else can be done with the notice."""
        menu = QMenu(self)
        detail = self._detail
        if detail is None:
            return menu
        menu.addAction(self.tr("Export as a spreadsheet …")).triggered.connect(self._choose_file)
        if not detail.facts.withdrawn:
            key = detail.facts.key
            change = menu.addAction(self.tr("Change the text …"))
            change.triggered.connect(lambda: self.change_wanted.emit(key))
            menu.addAction(self.tr("Withdraw …")).triggered.connect(self._ask_withdraw)
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def _choose_file(self) -> None:
        detail = self._detail
        if detail is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{safe_name(detail.facts.title) or 'notice'}.xlsx"
        dialog = QFileDialog(self, self.tr("Export"), str(Path(folder) / name), "XLSX (*.xlsx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._presenter.export)
        dialog.open()

    def _ask_withdraw(self) -> None:
        detail = self._detail
        if detail is None:
            return
        key = detail.facts.key
        question = Question(self.theme, self)
        question.agreed.connect(lambda: self._presenter.withdraw(key))
        question.ask(
            self.tr("Withdraw"), self.tr("Withdraw this notice?"),
            self.tr("Every class sees that it does not stand any more. This cannot be undone."),
            self.tr("Withdraw"), self.tr("Keep it"),
        )  # fmt: skip
