"""The menu of one message: copy, reply, react, edit, recall, who has read."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.domain.chat.items import FILES, MessageItem, MessageKind, SendState
from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme

Extra = Callable[[MessageItem], tuple[str, str, Callable[[], object]] | None]  # icon, words, what it does
REACTIONS = ("👍", "❤️", "🌹", "✅", "👏", "🎉")


class MessageMenu(QObject):
    """Builds the menu for a message; every choice is a signal with the message."""

    copy = Signal(object)
    reply = Signal(object)
    react = Signal(object, str)
    edit = Signal(object)
    recall = Signal(object)
    reads = Signal(object)
    retry = Signal(object)
    delete = Signal(object)
    file = Signal(object, str)  # "open" | "save"

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._widget = parent
        self.extras: list[Extra] = []  # entries of other features
        self.more: list[Callable[[QMenu, MessageItem], None]] = []  # what puts more than one entry there

    def build(
        self, item: MessageItem, selected: str, can_send: bool, can_react: bool | None = None
    ) -> QMenu:
        """Return the menu for `item`; `selected` is the text that is selected in the timeline.

        `can_react` None: as `can_send`. Who is muted may still react and confirm.
        """
        menu = QMenu(self._widget)
        menu.setObjectName("messageMenu")
        color = self._theme.tokens.text_2

        def add(name: str, words: str, call: Callable[[], object]) -> None:
            action = menu.addAction(icon(name, color, 16), words)
            action.triggered.connect(lambda: call())

        unsent = item.state in (SendState.WAITING, SendState.WEDGED)
        shown = item.kind not in (MessageKind.REDACTED, MessageKind.ENCRYPTED, MessageKind.UNKNOWN)
        if item.attachment is not None and item.kind in FILES:
            add("eye", self.tr("Open"), lambda: self.file.emit(item, "open"))
            if not unsent:
                add("download", self.tr("Save as"), lambda: self.file.emit(item, "save"))
        if selected or (shown and item.body):
            words = self.tr("Copy selection") if selected else self.tr("Copy")
            add("copy", words, lambda: self.copy.emit(item))
        if item.state is SendState.WEDGED:
            add("rotate-cw", self.tr("Retry"), lambda: self.retry.emit(item))
        if shown and can_send and not unsent:
            add("reply", self.tr("Reply"), lambda: self.reply.emit(item))
        if shown and not unsent and (can_send if can_react is None else can_react):
            reactions = menu.addMenu(icon("smile", color, 16), self.tr("React"))
            for symbol in REACTIONS:
                action = reactions.addAction(symbol)
                action.triggered.connect(lambda _checked=False, picked=symbol: self.react.emit(item, picked))
        if shown and can_send and item.can_edit:
            add("pencil", self.tr("Edit"), lambda: self.edit.emit(item))
        if item.own and not unsent and shown:
            add("eye", self.tr("Who has read it"), lambda: self.reads.emit(item))
        for extra in self.extras if shown and not unsent else ():
            if entry := extra(item):
                add(*entry)
        for put in self.more if not unsent else ():
            put(menu, item)
        if unsent:
            menu.addSeparator()
            add("trash-2", self.tr("Delete"), lambda: self.delete.emit(item))
        elif item.can_redact and shown:
            menu.addSeparator()
            add("undo-2", self.tr("Recall"), lambda: self.recall.emit(item))
        return menu
