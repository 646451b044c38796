"""Who has read a message and who has not: tabs, filters, people by class, export."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.chat.items import ReadLists, Role
from schoolbell.ui.controls import Select
from schoolbell.ui.messages.details import DetailsPage
from schoolbell.ui.messages.people_list import PeopleView
from schoolbell.ui.messages.people_rows import (
    PeopleModel,
    as_csv,
    class_words,
    classes_of,
    grouped,
    roles_of,
    select,
)
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.words import day_and_time
from schoolbell.viewmodels.words import role_text

UNREAD, READ = 0, 1


class Tabs(QTabBar):
    """Tabs of 40 px, the current one blue and underlined."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the width of the words in bold and the gap to the next tab."""
        metrics = QFontMetrics(self._theme.fonts.get(14, 600))
        return QSize(metrics.horizontalAdvance(self.tabText(index)) + 24, 40)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: tabs are not cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, the underline and the focus."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            area = self.tabRect(index).adjusted(0, 0, -24, 0)
            chosen = index == self.currentIndex()
            painter.setFont(self._theme.fonts.get(14, 600 if chosen else 400))
            painter.setPen(tokens.accent_text if chosen else tokens.text_2)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if chosen:
                painter.fillRect(area.left(), self.height() - 2, area.width(), 2, tokens.accent)
            if chosen and self.hasFocus():
                painter.setPen(QPen(tokens.focus, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area.adjusted(-3, 6, 3, -7), 4, 4)
        painter.end()


class ReadBar(Panel):
    """A thin bar: how much of all has been read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setFixedHeight(4)
        self._part = 0.0

    def set_part(self, part: float) -> None:
        """Show a part between 0 and 1."""
        self._part = max(0.0, min(1.0, part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and bar."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.track)
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        if self._part > 0:
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self._part, 4), 2, 2)
        painter.end()


class ReadsPage(DetailsPage):
    """Shows ReadLists; stays where it is when they change under it."""

    exported = Signal(str)  # path
    export_failed = Signal()

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("readsPage")
        self._now_ms = now_ms
        self._lists: ReadLists | None = None
        self._folded: frozenset[str] = frozenset()
        self._model = PeopleModel(self)

        self.body = Text(theme, "text_2", 13, wrap=True)
        self.body.setMaximumHeight(44)
        self.about = Text(theme, "text_3", 12)
        self.about.set_elided()
        self.share = Text(theme, "text_2", 12, strong=True)
        line = QHBoxLayout()
        line.addWidget(self.about, 1)
        line.addWidget(self.share)
        self.bar = ReadBar(theme)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.body)
        head.addLayout(line)
        head.addSpacing(2)
        head.addWidget(self.bar)

        self.tabs = Tabs(theme)
        self.tabs.setObjectName("readTabs")
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.currentChanged.connect(lambda _index: self._fill())
        tab_bar = Panel(theme, "", "b")
        tabs = QHBoxLayout(tab_bar)
        tabs.setContentsMargins(16, 0, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)

        self.classes = Select(theme)
        self.classes.setObjectName("classFilter")
        self.roles = Select(theme)
        self.roles.setObjectName("roleFilter")
        for box in (self.classes, self.roles):
            box.currentIndexChanged.connect(lambda *_: self._fill())
        filters = QHBoxLayout()
        filters.setContentsMargins(16, 8, 16, 8)
        filters.setSpacing(8)
        filters.addWidget(self.classes)
        filters.addWidget(self.roles)
        filters.addStretch(1)

        self.view = PeopleView(theme, self._model)
        self.view.setObjectName("readersView")
        self.view.group_toggled.connect(self._toggle)
        self._empty = EmptyState(theme, "")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

        self.export = Button(theme, "", kind="secondary", icon="download")
        self.export.setObjectName("exportReads")
        self.export.clicked.connect(self._ask_where)
        foot = Panel(theme, "", "t")
        foot.setFixedHeight(57)
        self._foot = below = QHBoxLayout(foot)
        below.setContentsMargins(16, 1, 16, 0)
        below.setSpacing(8)
        below.addStretch(1)
        below.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(tab_bar)
        layout.addLayout(filters)
        layout.addLayout(self._stack, 1)
        layout.addWidget(foot)
        self.retranslate()

    def title(self) -> str:
        """Return the heading."""
        return self.tr("Read and unread")

    @property
    def lists(self) -> ReadLists | None:
        """What is shown."""
        return self._lists

    def add_action(self, button: QWidget) -> None:
        """Put another feature's button at the right end of the foot."""
        self._foot.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_lists(self, lists: ReadLists | None) -> None:
        """Show `lists`; None while they are being fetched."""
        other = lists is None or self._lists is None or lists.event_id != self._lists.event_id
        self._lists = lists
        if other:
            self._folded = frozenset()
            self.tabs.setCurrentIndex(UNREAD)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts and rows."""
        lists = self._lists
        read = len(lists.read) if lists else 0
        unread = len(lists.unread) if lists else 0
        total = read + unread
        self.body.set_text(" ".join(lists.body.split()) if lists else "")
        sent = day_and_time(lists.ts, self._now_ms()) if lists else ""
        about = self.tr("Sent {time} · {people}").format(time=sent, people=self.tr("%n people", "", total))
        self.about.set_text(about if lists else "")
        self.share.set_text(self.tr("%n read", "", read) if lists else "")
        self.bar.set_part(read / total if total else 0.0)
        self.tabs.setTabText(UNREAD, self.tr("Unread {count}").format(count=unread))
        self.tabs.setTabText(READ, self.tr("Read {count}").format(count=read))
        self.tabs.setAccessibleName(self.title())
        self.export.setText(self.tr("Export"))
        self.export.setAccessibleName(self.tr("Export the read lists"))
        self.export.setEnabled(total > 0)
        self.classes.setAccessibleName(self.tr("Class"))
        self.roles.setAccessibleName(self.tr("Role"))
        self.view.setAccessibleName(self.tr("People"))
        self._fill_filters()
        self._fill()

    def rows_shown(self) -> int:
        """Return how many rows the list shows, headers included."""
        return self._model.rowCount()

    def _fill_filters(self) -> None:
        everybody = [*self._lists.unread, *self._lists.read] if self._lists else []
        wanted: list[tuple[Select, str, list[tuple[str, object]]]] = [
            (
                self.classes,
                self.tr("All classes"),
                [(class_words(name), name) for name in classes_of(everybody)],
            ),
            (self.roles, self.tr("All roles"), [(role_text(role), role) for role in roles_of(everybody)]),
        ]
        for box, every, entries in wanted:
            chosen = box.currentData()
            box.blockSignals(True)
            box.clear()
            box.addItem(every, None)
            for words, data in entries:
                box.addItem(words, data)
            at = box.findData(chosen) if chosen is not None else 0
            box.setCurrentIndex(max(0, at))
            box.blockSignals(False)
            box.updateGeometry()

    def _fill(self) -> None:
        lists = self._lists
        if lists is None:
            self._model.show([])
            self._empty.set_texts(
                self.tr("Fetching the lists"), self.tr("The school's server is asked once.")
            )
            self._stack.setCurrentIndex(1)
            return
        unread = self.tabs.currentIndex() == UNREAD
        people = lists.unread if unread else lists.read
        class_name = self.classes.currentData()
        role = self.roles.currentData()
        shown = select(
            people,
            class_name if isinstance(class_name, str) else None,
            Role(role) if isinstance(role, str) else None,
        )
        self._model.show(grouped(shown, self._folded, self._now_ms()))
        if not shown:
            if people:
                self._empty.set_texts(self.tr("Nobody fits these filters"), self.tr("Choose another class."))
            elif unread:
                self._empty.set_texts(self.tr("Everybody has read it"))
            else:
                self._empty.set_texts(self.tr("Nobody has read it yet"), self.tr("Readers appear here."))
        self._stack.setCurrentIndex(0 if shown else 1)

    def _toggle(self, name: str) -> None:
        self._folded = self._folded ^ {name}
        self._fill()

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the read lists"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Spreadsheet text (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.tr("read-lists.csv"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write both lists to `path` as CSV in UTF-8 with a byte order mark (spreadsheets expect it)."""
        if self._lists is None:
            return
        try:
            Path(path).write_text(as_csv(self._lists, self._now_ms()), encoding="utf-8-sig", newline="")
        except OSError:
            self.export_failed.emit()
            return
        self.exported.emit(path)
