"""What cards, the pinned bar and the follow list of notices talk to: own ones, the open one, answers."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.domain.announcements.items import Household, Standing, Tally
from schoolbell.domain.notices.items import NoticeDetail, NoticeLists, Pinned, Signature
from schoolbell.domain.notices.ports import NoticeBoard
from schoolbell.viewmodels.announcement_table import TableWriter
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.standing import person_words, standing_words


class FollowRow(Struct, frozen=True):
    """A line of the follow list: a class (`household` None) or one household of it."""

    key: str
    class_name: str
    done: int = 0  # of a class
    total: int = 0
    household: Household | None = None


FILTERS = ("open", "done", "all")


def describe_follow(row: FollowRow) -> str:
    """Return what a screen reader says of a line."""
    household = row.household
    if household is None:
        return f"{row.class_name} {row.done}/{row.total}"
    people = ", ".join(
        f"{one.person.name} {person_words(one)}" for one in household.people if one.counts
    )
    return f"{household.number} {household.name}, {standing_words(household.standing)}: {people}"


def rows_of(detail: NoticeDetail | None, only: str) -> list[FollowRow]:
    """Return the lines of a follow list, class by class."""
    rows: list[FollowRow] = []
    for part in detail.classes if detail is not None else ():
        rows.append(FollowRow(f"class/{part.name}", part.name, part.done, len(part.households)))
        for one in part.households:
            done = one.standing is Standing.CONFIRMED
            if only == "all" or done == (only == "done"):
                rows.append(FollowRow(f"{part.name}/{one.key}", part.name, household=one))
    return rows


class NoticesPresenter(QObject):
    """`follow` has the lines of the open notice. Slots never block and never raise."""

    lists_changed = Signal(object)  # NoticeLists
    pinned_changed = Signal(object)  # tuple[Pinned, ...] of the open room
    detail_changed = Signal(object)  # NoticeDetail | None of the open notice
    confirmed = Signal(str)  # key: the word is in the outbox
    withdrawn = Signal(str)
    exported = Signal(str)  # path
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.follow: ItemListModel[FollowRow] = ItemListModel(describe_follow, self)
        self._bridge = bridge
        self._board: NoticeBoard | None = None
        self._subscriptions: list[Subscription] = []
        self._lists = NoticeLists()
        self._pinned: tuple[Pinned, ...] = ()
        self._detail: NoticeDetail | None = None
        self._key = self._room = ""
        self._only = FILTERS[0]
        self._tables = TableWriter()

    # -- life -----------------------------------------------------------------------------------------

    def attach(self, board: NoticeBoard) -> None:
        """Follow what the account has (once, inside the loop)."""
        self._board = board
        self._subscriptions = [
            board.lists_changed.subscribe(self._on_lists),
            board.pinned_changed.subscribe(self._on_pinned),
            board.detail_changed.subscribe(self._on_detail),
        ]
        self._on_lists(board.lists)
        if self._room:
            board.show_room(self._room)
        if self._key:
            board.open(self._key)

    def stop(self) -> None:
        """Follow nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions.clear()
        self._board = None
        self._tables.stop()

    # -- what is shown --------------------------------------------------------------------------------

    @property
    def lists(self) -> NoticeLists:
        """Own notices, drafts and appointments."""
        return self._lists

    @property
    def pinned(self) -> tuple[Pinned, ...]:
        """What stands on top of the open room."""
        return self._pinned

    @property
    def detail(self) -> NoticeDetail | None:
        """The open notice, None while it is read."""
        return self._detail

    @property
    def only(self) -> str:
        """Which households the follow list shows."""
        return self._only

    def show_room(self, room_id: str) -> None:
        """Another room is open."""
        self._room = room_id
        if self._board is not None:
            self._board.show_room(room_id)

    def open(self, key: str) -> None:
        """Follow a notice; "" ends it."""
        if key == self._key:
            return
        self._key, self._detail = key, None
        self._fill()
        self.detail_changed.emit(None)
        if self._board is not None:
            self._board.open(key)

    def set_filter(self, only: str) -> None:
        """Show the open households, those that are done, or all."""
        self._only = only
        self._fill()

    def _fill(self) -> None:
        self._bridge.show(self.follow, rows_of(self._detail, self._only))

    def _on_lists(self, lists: NoticeLists) -> None:
        self._lists = lists
        self._bridge.later("notice lists", lambda: self.lists_changed.emit(self._lists))

    def _on_pinned(self, pinned: tuple[Pinned, ...]) -> None:
        self._pinned = pinned
        self._bridge.later("notice pinned", lambda: self.pinned_changed.emit(self._pinned))

    def _on_detail(self, detail: NoticeDetail | None) -> None:
        if detail is not None and detail.facts.key != self._key:
            return  # of the one before
        self._detail = detail
        self._fill()
        self._bridge.later("notice detail", lambda: self.detail_changed.emit(self._detail))

    # -- gestures -------------------------------------------------------------------------------------

    def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Give my word; `confirmed` follows."""
        self._do(lambda b: b.confirm(key, signature), lambda: self.confirmed.emit(key), f"confirm {key}")

    def withdraw(self, key: str) -> None:
        """Take an own notice back; `withdrawn` follows."""
        self._do(lambda b: b.withdraw(key), lambda: self.withdrawn.emit(key), f"withdraw {key}")

    def retry(self, key: str) -> None:
        """Send the copies again that the server refused."""
        self._do(lambda b: b.retry(key), lambda: None, f"retry {key}")

    def export(self, path: str) -> None:
        """Write the follow list of the open notice to `path` as XLSX; `exported` follows."""
        detail = self._detail
        if detail is not None:
            self._run(self._export(Path(path), detail.facts.title, detail.tally), "notice export")

    async def _export(self, path: Path, title: str, tally: Tally) -> None:
        await self._tables.write(path, title, tally)
        self.exported.emit(str(path))

    # -- inside ---------------------------------------------------------------------------------------

    def _do(
        self, what: Callable[[NoticeBoard], Coroutine[Any, Any, None]], then: Callable[[], None], once: str
    ) -> None:
        if self._board is None:
            return

        async def run(board: NoticeBoard) -> None:
            await what(board)
            then()

        self._run(run(self._board), once)

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str) -> None:
        self._bridge.run(coroutine, self._on_known, f"notice {once}")

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
