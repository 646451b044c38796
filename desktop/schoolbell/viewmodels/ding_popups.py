"""What the DING pop-up talks to: the stack that is to be on the screen, and answers to it."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.domain.ding.items import ASIDE_MS, Popup, ReceivedRow, Signature
from schoolbell.domain.ding.ports import DingBox
from schoolbell.viewmodels.bridge import Bridge

GOING_MS = 3000  # how long it is said that somebody else of the family has confirmed


class PopupItem(Struct, frozen=True):
    """One pop-up of the stack."""

    popup: Popup
    state: str = "open"  # "done": somebody of the family confirmed; "withdrawn": it does not stand any more

    @property
    def key(self) -> str:
        """Of the DING."""
        return self.popup.row.key

    @property
    def row(self) -> ReceivedRow:
        """Its row."""
        return self.popup.row


class PopupPresenter(QObject):
    """`changed` carries the stack; slots never block and never raise."""

    changed = Signal(object)  # tuple of PopupItem, the most urgent first
    sounded = Signal()  # a pop-up that nobody has heard yet is on the screen
    failed = Signal(str, dict)  # ErrorCode value, details
    reply_wanted = Signal(str, str)  # room id, event id
    open_wanted = Signal(str)  # key: the whole of it, in the window

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._box: DingBox | None = None
        self._subscriptions: list[Subscription] = []
        self._wanted: tuple[Popup, ...] = ()
        self._items: tuple[PopupItem, ...] = ()
        self._going: dict[str, PopupItem] = {}
        self._mine: set[str] = set()  # confirmed or put aside here: they go at once
        self._told: dict[str, int] = {}  # key → seq of what was on the screen
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GOING_MS)
        self._timer.timeout.connect(self._gone)

    @property
    def items(self) -> tuple[PopupItem, ...]:
        """The stack as told last."""
        return self._items

    def attach(self, box: DingBox) -> None:
        """Follow what is to pop up."""
        self._box = box
        self._subscriptions = [
            box.popups_changed.subscribe(self._on_popups),
            box.lists_changed.subscribe(lambda _lists: self._look()),
        ]

    def stop(self) -> None:
        """Take everything from the screen and follow nothing."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions.clear()
        self._box = None
        self._timer.stop()
        self._wanted, self._going = (), {}
        if self._items:
            self._items = ()
            self.changed.emit(())

    # -- what is on the screen ------------------------------------------------------------------------

    def _on_popups(self, popups: tuple[Popup, ...]) -> None:
        known = {popup.row.key for popup in popups}
        for popup in self._wanted:
            if popup.row.key not in known and popup.row.key not in self._mine:
                self._leaves(popup)
        self._wanted = popups
        self._mine &= known
        self._bridge.later("popups", self._tell)

    def _look(self) -> None:
        """Somebody else may have confirmed what is on the screen: say so before it goes."""
        before = len(self._going)
        for popup in self._wanted:
            if popup.row.key not in self._mine:
                self._leaves(popup)
        if len(self._going) != before:
            self._bridge.later("popups", self._tell)

    def _leaves(self, popup: Popup) -> None:
        """Keep a pop-up a little longer with the reason why it goes, where there is one."""
        if self._box is None or popup.row.key in self._going:
            return
        row = next((row for row in self._box.lists.received if row.key == popup.row.key), None)
        if row is None or row.waiting or row.confirmed_ts:
            return
        state = "withdrawn" if row.withdrawn else "done" if row.done_by else ""
        if state:
            self._going[row.key] = PopupItem(replace(popup, row=row), state)
            self._timer.start()

    def _gone(self) -> None:
        self._going.clear()
        self._tell()

    def _tell(self) -> None:
        shown = [
            self._going.get(popup.row.key) or PopupItem(popup)
            for popup in self._wanted
            if popup.row.key not in self._mine
        ]
        keys = {item.key for item in shown}
        items = (*(item for key, item in self._going.items() if key not in keys), *shown)
        if items == self._items:
            return
        self._items = items
        self.changed.emit(items)
        self._announce(items)

    def _announce(self, items: Sequence[PopupItem]) -> None:
        """Remember what is on the screen; what is new there makes one sound."""
        opened = [item.popup for item in items if item.state == "open"]
        new = [popup for popup in opened if self._told.get(popup.row.key) != popup.seq]
        for popup in new:
            self._told[popup.row.key] = popup.seq
            if self._box is not None:
                self._box.pops_up(popup.row.key)
        if any(not popup.heard for popup in new):
            self.sounded.emit()

    # -- gestures -------------------------------------------------------------------------------------

    def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Confirm, with a signature where one is wanted; the pop-up goes when that is on disk."""
        if self._box is not None:
            self._bridge.run(self._confirm(self._box, key, signature), self._on_known, f"confirm {key}")

    async def _confirm(self, box: DingBox, key: str, signature: Signature | None) -> None:
        await box.confirm(key, signature)
        self._hide((key,))

    def put_aside(self, keys: Sequence[str]) -> None:
        """Close pop-ups for five minutes."""
        if self._box is not None:
            self._bridge.run(self._put_aside(self._box, tuple(keys)), self._on_known, "put aside")

    async def _put_aside(self, box: DingBox, keys: tuple[str, ...]) -> None:
        await box.put_aside(keys, ASIDE_MS)
        for key in keys:
            self._told.pop(key, None)  # it rings again when it comes back
        self._hide(keys)

    def _hide(self, keys: Sequence[str]) -> None:
        self._mine.update({popup.row.key for popup in self._wanted} & set(keys))
        self._bridge.later("popups", self._tell)

    def dismiss(self, key: str) -> None:
        """Close one that says why it goes."""
        if self._going.pop(key, None) is not None:
            self._mine.add(key)
            self._tell()

    def reply(self, key: str) -> None:
        """Ask to write to its sender."""
        item = next((item for item in self._items if item.key == key), None)
        if item is not None:
            self.reply_wanted.emit(item.popup.room_id, item.popup.event_id)

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))

