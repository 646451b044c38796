"""What the DING pane talks to: the three lists, the one that is open, what is done with it."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.domain.announcements.items import Tally
from schoolbell.domain.ding.items import ASIDE_MS, Lists, ReceivedDetail, SentDetail, Signature
from schoolbell.domain.ding.ports import DingBox
from schoolbell.viewmodels import ding_rows
from schoolbell.viewmodels.announcement_table import TableWriter
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_follow import FollowList, Initials
from schoolbell.viewmodels.ding_rows import DingRow, ListRow, describe_ding
from schoolbell.viewmodels.listmodel import ItemListModel

TABS = ("received", "sent", "scheduled")


class Counts(Struct, frozen=True):
    """What stands beside the tabs."""

    waiting: int = 0
    scheduled: int = 0


def _unknown(_user_id: str) -> str:
    return ""


class DingPresenter(QObject):
    """`received`, `sent` and `scheduled` are lists of rows with sections; slots never block and never raise.

    `initials` gives pinyin initials of a user id for the search in a follow list.
    """

    counts_changed = Signal(object)  # Counts
    badge_changed = Signal(int)  # how many wait for my word, for rail and tray
    opened = Signal(object)  # DingRow that is open, again when it changes; None when none is
    detail_changed = Signal(object)  # ReceivedDetail | SentDetail | None of the open one
    failed = Signal(str, dict)  # ErrorCode value, details
    confirmed = Signal(str)  # key: the word is in the outbox
    put_aside_done = Signal(str)
    reminded = Signal(str)
    withdrawn = Signal(str)
    exported = Signal(str)  # path

    def __init__(
        self, bridge: Bridge, clock: Clock, initials: Initials = _unknown, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._models: dict[str, ItemListModel[ListRow]] = {
            name: ItemListModel(describe_ding, self) for name in TABS
        }
        self.follow = FollowList(bridge, initials, self)
        self._bridge = bridge
        self._clock = clock
        self._box: DingBox | None = None
        self._subscriptions: list[Subscription] = []
        self._lists = Lists()
        self._filters = dict.fromkeys(TABS, "all")
        self._text = ""
        self._key = ""
        self._row: DingRow | None = None
        self._detail: ReceivedDetail | SentDetail | None = None
        self._counts = Counts()
        self._badge = 0
        self._today = 0
        self._tables = TableWriter()

    # -- life -----------------------------------------------------------------------------------------

    def attach(self, box: DingBox) -> None:
        """Follow what the account has (once, inside the loop)."""
        self._box = box
        self._subscriptions = [
            box.lists_changed.subscribe(self._on_lists),
            box.detail_changed.subscribe(self._on_detail),
        ]
        self._on_lists(box.lists)
        if self._key:
            box.open(self._key)

    def stop(self) -> None:
        """Follow nothing any more; the models keep their last rows."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions.clear()
        self._box = None
        self._tables.stop()

    @property
    def attached(self) -> bool:
        """Whether the lists are those of the account (before: nothing is known yet)."""
        return self._box is not None

    # -- lists ----------------------------------------------------------------------------------------

    def model(self, tab: str) -> ItemListModel[ListRow]:
        """Return the rows of one of TABS."""
        return self._models[tab]

    @property
    def counts(self) -> Counts:
        """As told last."""
        return self._counts

    @property
    def text(self) -> str:
        """What is searched for in the lists."""
        return self._text

    def filter_of(self, tab: str) -> str:
        """Return which rows of `tab` are shown."""
        return self._filters[tab]

    def set_filter(self, tab: str, only: str) -> None:
        """Show only some rows of a tab (`ding_rows.RECEIVED_FILTERS`, `SENT_FILTERS`)."""
        if self._filters[tab] != only:
            self._filters[tab] = only
            self._fill()

    def set_text(self, text: str) -> None:
        """Show only rows in which all words of `text` stand."""
        if text != self._text:
            self._text = text
            self._fill()

    def look_at_day(self) -> None:
        """Set the sections again when another day has begun (call about once a minute)."""
        if self._clock.now_ms() // 60_000 != self._today:
            self._fill()

    def _on_lists(self, lists: Lists) -> None:
        self._lists = lists
        self._fill()
        self._counts = Counts(lists.waiting, len(lists.scheduled))
        self._bridge.later("ding counts", lambda: self.counts_changed.emit(self._counts))
        if lists.waiting != self._badge:
            self._badge = lists.waiting
            self._bridge.later("ding badge", lambda: self.badge_changed.emit(self._badge))
        self._follow_row()

    def _fill(self) -> None:
        now, text = self._clock.now_ms(), self._text
        self._today = now // 60_000
        received, sent = self._filters["received"], self._filters["sent"]
        rows = {
            "received": ding_rows.received_rows(self._lists, received, text),
            "sent": ding_rows.sent_rows(self._lists, sent, text, now),
            "scheduled": ding_rows.scheduled_rows(self._lists, text, now),
        }
        for name, wanted in rows.items():
            self._bridge.show(self._models[name], wanted)

    # -- the open one ---------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """Of the open row, or ""."""
        return self._key

    @property
    def row(self) -> DingRow | None:
        """The open row as told last."""
        return self._row

    @property
    def detail(self) -> ReceivedDetail | SentDetail | None:
        """Of the open row, None while it is read."""
        return self._detail

    def open(self, key: str) -> None:
        """Open a row; "" closes. `opened` and `detail_changed` follow."""
        if key == self._key:
            return
        self._key, self._detail = key, None
        self._row = ding_rows.row_of(self._lists, key) if key else None
        self.opened.emit(self._row)
        self.detail_changed.emit(None)
        if self._box is not None:
            self._box.open(key)

    def open_sent(self, id: str) -> bool:
        """Open an own DING by its block id; False while it is not in the list."""
        row = next((row for row in self._lists.sent if row.id == id), None)
        if row is not None:
            self.open(row.key)
        return row is not None

    def _follow_row(self) -> None:
        if not self._key:
            return
        row = ding_rows.row_of(self._lists, self._key)
        if row != self._row:
            self._row = row
            self._bridge.later("ding opened", lambda: self.opened.emit(self._row))

    def _on_detail(self, detail: ReceivedDetail | SentDetail | None) -> None:
        if detail is not None and detail.row.key != self._key:
            return  # of the one before
        self._detail = detail
        if isinstance(detail, SentDetail):
            self.follow.show(self._key, detail.tally)
        self._bridge.later("ding detail", self._tell_detail)

    def _tell_detail(self) -> None:
        self.detail_changed.emit(self._detail)

    # -- gestures -------------------------------------------------------------------------------------

    def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Say that a received DING arrived; `confirmed` follows."""
        self._do(lambda box: box.confirm(key, signature), lambda: self.confirmed.emit(key), f"confirm {key}")

    def put_aside(self, key: str) -> None:
        """Be reminded of a received DING in five minutes."""
        self._do(
            lambda box: box.put_aside((key,), ASIDE_MS), lambda: self.put_aside_done.emit(key), f"aside {key}"
        )

    def remind(self, key: str) -> None:
        """Remind those who have not confirmed; `reminded` follows."""
        self._do(lambda box: box.remind(key), lambda: self.reminded.emit(key), f"remind {key}")

    def withdraw(self, key: str) -> None:
        """Take an own DING back; `withdrawn` follows."""
        self._do(lambda box: box.withdraw(key), lambda: self.withdrawn.emit(key), f"withdraw {key}")

    def export(self, path: str) -> None:
        """Write the follow list of the open DING to `path` as XLSX; `exported` follows."""
        detail = self._detail
        if isinstance(detail, SentDetail):
            self._run(self._export(Path(path), detail.row.title, detail.tally), "ding export")

    async def _export(self, path: Path, title: str, tally: Tally) -> None:
        await self._tables.write(path, title, tally)
        self.exported.emit(str(path))

    # -- inside ---------------------------------------------------------------------------------------

    def _do(
        self, what: Callable[[DingBox], Coroutine[Any, Any, None]], then: Callable[[], None], once: str
    ) -> None:
        if self._box is None:
            return

        async def run(box: DingBox) -> None:
            await what(box)
            then()

        self._run(run(self._box), once)

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str) -> None:
        self._bridge.run(coroutine, self._on_known, once)

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
