"""What stands on top of a room: the newest standing notice in one line, and the way to the others."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from schoolbell.domain.notices.items import Pinned
from schoolbell.ui.messages import timeline_notice_words as card_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.empty import IconMark


class PinnedBar(Panel):
    """36 px under the header; hidden where nothing stands. `opened` carries a Pinned."""

    opened = Signal(object)

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_subtle", "b", parent)
        self.setObjectName("pinnedBar")
        self._now_ms = now_ms
        self._pinned: tuple[Pinned, ...] = ()
        self._mark = IconMark(theme, "megaphone", "accent_text", 16)
        self.words = Text(theme, "text_1", 13)
        self.words.set_elided()
        self.note = Text(theme, "text_2", 12)
        self.look = Button(theme, "", kind="text", size="small")
        self.look.setObjectName("pinnedOpen")
        self.look.clicked.connect(self._open_first)
        self.more = ToolButton(theme, "chevron-down", "", edge=28, icon_size=16)
        self.more.setObjectName("pinnedMore")
        self.more.clicked.connect(self._offer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 12, 1)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.look)
        layout.addWidget(self.more)
        self.setFixedHeight(36)
        self.hide()

    def retranslate(self) -> None:
        """Set all texts."""
        self.show_pinned(self._pinned)

    def show_pinned(self, pinned: Sequence[Pinned]) -> None:
        """Show the first of `pinned`; nothing: the bar goes."""
        self._pinned = tuple(pinned)
        self.setVisible(bool(pinned))
        if not pinned:
            return
        first, now = pinned[0], self._now_ms()
        facts = first.facts
        text = " ".join(facts.text.split())
        words = f"{facts.title} · {text}" if text else facts.title
        self.words.set_text(words)
        state = card_words.state_words(facts, now)
        note = state or (card_words.deadline_words(facts.deadline, now) if facts.deadline else "")
        self.note.set_text(note)
        self.note.set_color("done_text" if state else "text_2")
        if facts.wanted:
            action = card_words.sign_words() if facts.confirm == "sign" else card_words.confirm_words()
        else:
            action = self.tr("Open")
        self.look.setText(action)
        self.look.setAccessibleName(f"{action}: {facts.title}")
        self.more.setVisible(len(pinned) > 1)
        self.more.set_name(self.tr("%n more notices", "", len(pinned) - 1))
        spoken = card_words.head_words(facts)
        self.setAccessibleName(self.tr("{kind} on top: {text}").format(kind=spoken, text=words))

    def _open_first(self) -> None:
        if self._pinned:
            self.opened.emit(self._pinned[0])

    def menu(self) -> QMenu:
        """Return the menu of all that stands on top."""
        menu = QMenu(self)
        for one in self._pinned:
            entry = menu.addAction(f"{one.facts.title}  ·  {one.sender}")
            entry.triggered.connect(lambda _checked=False, pinned=one: self.opened.emit(pinned))
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
