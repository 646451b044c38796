"""The left column of DING: heading, tabs, search, and the list of the tab."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.ui.controls import Select
from schoolbell.ui.ding.list_view import DingListView
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.field import TextField
from schoolbell.ui.widgets.segments import Segments
from schoolbell.viewmodels.ding import TABS, Counts, DingPresenter
from schoolbell.viewmodels.ding_rows import RECEIVED_FILTERS, SENT_FILTERS

WIDTH = 288


class ListColumn(Panel):
    """`chosen` asks to open a row, `new_wanted` to write one."""

    chosen = Signal(str)
    new_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        presenter: DingPresenter,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_list", "r", parent)
        self.setObjectName("dingList")
        self._presenter = presenter
        self._counts = Counts()
        self._tab = "received"
        self._title = Text(theme, "text_1", 16, strong=True)
        self.find_button = ToolButton(theme, "search", "", icon_size=18)
        self.find_button.setObjectName("dingFind")
        self.find_button.setCheckable(True)
        self.find_button.clicked.connect(self.toggle_search)
        self.new = Button(theme, "", kind="delete", size="small", icon="plus")
        self.new.setObjectName("newDing")
        self.new.clicked.connect(self.new_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self.find_button)
        head.addWidget(self.new)
        bar = QWidget()
        bar.setFixedHeight(56)
        bar.setLayout(head)

        self.tabs = Segments(theme, dict.fromkeys(TABS, ""), spread=True)
        self.tabs.setObjectName("dingTabs")
        self.tabs.chosen.connect(self.show_tab)
        self._tab_bar = QWidget()
        tabs = QHBoxLayout(self._tab_bar)
        tabs.setContentsMargins(12, 0, 12, 8)
        tabs.addWidget(self.tabs)

        self.field = TextField(theme, height=32, leading_icon="search")
        self.field.setObjectName("dingSearch")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(presenter.set_text)
        self.only = Select(theme, 32)
        self.only.setObjectName("dingFilter")
        self.only.activated.connect(self._filter)
        self._search = QWidget()
        search = QHBoxLayout(self._search)
        search.setContentsMargins(12, 0, 12, 8)
        search.setSpacing(8)
        search.addWidget(self.field, 1)
        search.addWidget(self.only)
        self._search.hide()

        self.views = {name: DingListView(theme, presenter.model(name), now_ms) for name in TABS}
        self._can_write = True
        self._stack = QStackedLayout()
        self._empty = EmptyState(theme, "")
        self._empty.setObjectName("dingListEmpty")
        self._empty.action.connect(self._empty_action)
        self._stack.addWidget(self._empty)
        for name, view in self.views.items():
            view.setObjectName(f"ding_{name}")
            view.chosen.connect(self.chosen)
            self._stack.addWidget(view)
            model = presenter.model(name)
            for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                signal.connect(self._show_list)
                signal.connect(self._show_tabs)

        self.foot = QVBoxLayout()
        self.foot.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._tab_bar)
        layout.addWidget(self._search)
        layout.addLayout(self._stack, 1)
        layout.addLayout(self.foot)
        self.setFixedWidth(WIDTH)
        self.tabs.choose("received")
        self.retranslate()

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self._title.set_text(self.tr("DING", "the pane of urgent messages"))
        self.find_button.set_name(self.tr("Search and filter (Ctrl+F)"))
        self.new.setText(self.tr("New"))
        self.new.setAccessibleName(self.tr("New DING"))
        self.new.setToolTip(self.tr("New DING (Ctrl+N)"))
        self.tabs.setAccessibleName(self.tr("Which DINGs"))
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search these DINGs"))
        self.only.setAccessibleName(self.tr("Show only"))
        for name, words in self._names().items():
            self.views[name].setAccessibleName(words)
        self._fill_filter()
        self.set_counts(self._counts)
        self._show_list()

    def _names(self) -> dict[str, str]:
        return {
            "received": self.tr("Received"),
            "sent": self.tr("Sent"),
            "scheduled": self.tr("Scheduled"),
        }

    def set_counts(self, counts: Counts) -> None:
        """Show numbers beside the tabs."""
        self._counts = counts
        names = self._names()
        self.tabs.items["received"].set_words(names["received"], counts.waiting, pressing=True)
        self.tabs.items["sent"].set_words(names["sent"])
        self.tabs.items["scheduled"].set_words(names["scheduled"], counts.scheduled)

    def set_can_write(self, allowed: bool) -> None:
        """Offer to write a DING, or not; who may not and never did has nothing but what was received."""
        self._can_write = allowed
        self.new.setVisible(allowed)
        self._show_tabs()

    def _show_tabs(self, *_: object) -> None:
        own = any(self._presenter.model(name).rowCount() for name in TABS if name != "received")
        shown = self._can_write or own or (self._narrowed and not self._tab_bar.isHidden())
        if not shown and self._tab != "received":
            self.show_tab("received")
        self._tab_bar.setVisible(shown)

    # -- tabs and search ------------------------------------------------------------------------------

    @property
    def tab(self) -> str:
        """Which list is shown."""
        return self._tab

    @property
    def view(self) -> DingListView:
        """The list that is shown."""
        return self.views[self._tab]

    def show_tab(self, name: str) -> None:
        """Show one of the lists."""
        self._tab = name
        self.tabs.choose(name)
        self._fill_filter()
        self._show_list()

    def set_open(self, key: str) -> None:
        """Mark the open row."""
        for view in self.views.values():
            view.set_open(key)

    def toggle_search(self, shown: bool) -> None:
        """Show or hide search and filter; hidden, they are off."""
        self._search.setVisible(shown)
        self.find_button.setChecked(shown)
        if shown:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.field.clear()
        for name in TABS:
            self._presenter.set_filter(name, "all")
        self._fill_filter()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the search."""
        if event.key() == Qt.Key.Key_Escape and not self._search.isHidden():
            self.toggle_search(False)
            return
        super().keyPressEvent(event)

    def _fill_filter(self) -> None:
        words = {
            "all": self.tr("All"),
            "waiting": self.tr("Waiting for me"),
            "deadline": self.tr("With a deadline"),
            "open": self.tr("Not finished"),
            "done": self.tr("Finished"),
        }
        names = {"received": RECEIVED_FILTERS, "sent": SENT_FILTERS}.get(self._tab, ())
        self.only.clear()
        for name in names:
            self.only.addItem(words[name], name)
        self.only.setVisible(bool(names))
        self.only.setCurrentIndex(max(0, self.only.findData(self._presenter.filter_of(self._tab))))

    def _filter(self, index: int) -> None:
        self._presenter.set_filter(self._tab, str(self.only.itemData(index)))

    # -- nothing there --------------------------------------------------------------------------------

    @property
    def _narrowed(self) -> bool:
        return bool(self._presenter.text.strip()) or self._presenter.filter_of(self._tab) != "all"

    def _empty_action(self) -> None:
        if self._narrowed:
            self.toggle_search(False)
        else:
            self.new_wanted.emit()

    def _show_list(self, *_: object) -> None:
        view = self.view
        if self._presenter.model(self._tab).rowCount():
            self._stack.setCurrentWidget(view)
            return
        self._stack.setCurrentWidget(self._empty)
        new = self.tr("New DING") if not self.new.isHidden() else ""
        if not self._presenter.attached:
            self._empty.set_texts(self.tr("Your DINGs are on their way"))
        elif self._narrowed:
            self._empty.set_texts(self.tr("Nothing fits"), "", self.tr("Show all"))
        elif self._tab == "received":
            self._empty.set_texts(
                self.tr("No DING for you"), self.tr("New ones pop up, and they appear here.")
            )
        elif self._tab == "sent":
            self._empty.set_texts(
                self.tr("Nothing sent yet"), self.tr("A DING stays on the screen until it is confirmed."), new
            )
        else:
            self._empty.set_texts(
                self.tr("Nothing scheduled"), self.tr("Choose a time when you write a DING."), new
            )
