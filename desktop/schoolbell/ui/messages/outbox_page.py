"""The outbox of all rooms: what failed, with what to do about it, and what still waits."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from schoolbell.ui.errors import error_words
from schoolbell.ui.messages.details import DetailsPage
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import EmptyState, IconMark
from schoolbell.ui.words import day_and_time

_SHOWN = 50


class OutboxEntry(Protocol):
    """What the page reads of one outbox row."""

    @property
    def key(self) -> str:
        """Local id."""
        ...

    @property
    def room_name(self) -> str:
        """Where it goes."""
        ...

    @property
    def body(self) -> str:
        """The text, a reaction's symbol, "" for a recall."""
        ...

    @property
    def ts(self) -> int:
        """When it was written, ms."""
        ...

    @property
    def wedged(self) -> bool:
        """Whether the server refused it."""
        ...

    @property
    def error(self) -> str:
        """ErrorCode value when wedged."""
        ...


class OutboxSource(Protocol):
    """Where the outbox page gets its rows."""

    @property
    def changed(self) -> SignalInstance:
        """Carries a tuple of OutboxEntry."""
        ...

    def refresh(self) -> None:
        """Read the rows again; `changed` follows."""
        ...

    def retry(self, local_id: str) -> None:
        """Try a refused row again."""
        ...

    def delete(self, local_id: str) -> None:
        """Give a row up."""
        ...


class OutboxRow(Panel):
    """One message that is not sent."""

    retry = Signal(str)
    delete = Signal(str)

    def __init__(self, theme: Theme, item: OutboxEntry, place: int, now_ms: Callable[[], int]) -> None:
        super().__init__(theme, "", "b")
        self._item = item
        self._place = place
        self._now_ms = now_ms
        mark = IconMark(
            theme,
            "circle-alert" if item.wedged else "clock",
            "danger_text" if item.wedged else "text_3",
            16,
        )
        self._room = Text(theme, "text_1", 14, strong=True)
        self._body = Text(theme, "text_2", 13)
        self._note = Text(theme, "danger_text" if item.wedged else "text_3", 12)
        for text in (self._room, self._body, self._note):
            text.set_elided()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._room)
        words.addWidget(self._body)
        words.addWidget(self._note)
        self._retry = Button(theme, "", kind="secondary", size="small", icon="rotate-cw")
        self._delete = Button(theme, "", kind="delete", size="small")
        if item.wedged:
            self._retry.setObjectName("outboxRetry")
            self._delete.setObjectName("outboxDelete")
            self._retry.clicked.connect(lambda: self.retry.emit(item.key))
            self._delete.clicked.connect(lambda: self.delete.emit(item.key))
            buttons = QHBoxLayout()
            buttons.setSpacing(8)
            buttons.addWidget(self._retry)
            buttons.addWidget(self._delete)
            buttons.addStretch(1)
            words.addSpacing(8)
            words.addLayout(buttons)
        else:
            self._retry.setParent(self)
            self._delete.setParent(self)
            self._retry.hide()
            self._delete.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        item = self._item
        self._room.set_text(item.room_name)
        self._body.set_text(" ".join(item.body.split()) or self.tr("Recall of a message"))
        if item.wedged:
            self._note.set_text(error_words(item.error).title)
        else:
            self._note.set_text(
                self.tr("{time} · number {place} in line").format(
                    time=day_and_time(item.ts, self._now_ms()), place=self._place
                )
            )
        self._retry.setText(self.tr("Retry"))
        self._delete.setText(self.tr("Delete"))
        for button in (self._retry, self._delete):
            button.setAccessibleName(button.text())
        self.setAccessibleName(f"{item.room_name} {self._body.full_text()} {self._note.full_text()}")


class SectionHeader(Panel):
    """A title with a count, 28 high."""

    def __init__(self, theme: Theme, title: str, count: int, color: str) -> None:
        super().__init__(theme, "bg_subtle", "")
        self.setFixedHeight(28)
        name = Text(theme, color, 12)
        name.set_text(title)
        number = Text(theme, color, 12)
        number.set_text(str(count))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.addWidget(name, 1)
        layout.addWidget(number)


class OutboxPage(DetailsPage):
    """Failed first, then waiting in the order of sending."""

    retry = Signal(str)
    delete = Signal(str)

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("outboxPage")
        self._now_ms = now_ms
        self._items: tuple[OutboxEntry, ...] = ()
        self._area = QScrollArea()
        self._area.setObjectName("outboxArea")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._empty = EmptyState(theme, "")
        self._note = Text(theme, "text_3", 12, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._empty, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.addWidget(self._note)
        layout.addLayout(foot)
        self.retranslate()

    def title(self) -> str:
        """Return the heading."""
        return self.tr("Outbox")

    def show_items(self, items: Sequence[OutboxEntry]) -> None:
        """Show what is not sent yet, in the order of sending."""
        if tuple(items) == self._items:
            return
        self._items = tuple(items)
        self._fill()

    def retranslate(self) -> None:
        """Set all texts."""
        self._note.set_text(
            self.tr("Everything is kept on this computer; closing the program loses nothing.")
        )
        self._empty.set_texts(
            self.tr("Everything is sent"), self.tr("What waits for the network appears here.")
        )
        self._area.setAccessibleName(self.tr("Outbox"))
        self._fill()

    def _fill(self) -> None:
        failed = [item for item in self._items if item.wedged]
        waiting = [item for item in self._items if not item.wedged]
        content = QWidget()
        content.setAutoFillBackground(False)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for title, color, items in (
            (self.tr("Not sent"), "danger_text", failed),
            (self.tr("Waiting for the network"), "text_2", waiting),
        ):
            if not items:
                continue
            rows.addWidget(SectionHeader(self.theme, title, len(items), color))
            for place, item in enumerate(items[:_SHOWN], start=1):
                row = OutboxRow(self.theme, item, place, self._now_ms)
                row.retry.connect(self.retry)
                row.delete.connect(self.delete)
                rows.addWidget(row)
        rows.addStretch(1)
        self._area.setWidget(content)
        self._area.setVisible(bool(self._items))
        self._empty.setVisible(not self._items)
