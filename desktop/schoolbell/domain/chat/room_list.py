"""The list of chats: one item per room, sorted by the last message and filtered."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from schoolbell.base.diffs import Diff, between
from schoolbell.base.observable import Observable
from schoolbell.domain import late_edits
from schoolbell.domain.chat import unsent
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import MessageKind, RoomItem, RoomKind
from schoolbell.domain.chat.ports import Changes, ChatReader
from schoolbell.domain.chat.unsent import NOTHING, Local, Unsent
from schoolbell.domain.names import clean_name, hue_of, one_line, room_initials
from schoolbell.domain.refresher import Refresher, Run
from schoolbell.domain.school import DESK_ROOM_TYPE
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import last_said, rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import RoomRow, content_of

FILTERS = ("all", "unread", "mentions", "class", "direct")
# Not chats: what happens in them has panes of its own.
_ELSEWHERE = frozenset({RoomKind.SCHOOL, RoomKind.CLASS, RoomKind.HOMEWORK, RoomKind.LIVE})


class _Entry(Struct, frozen=True):
    """One room with what its item was made of."""

    row: RoomRow
    local: Local
    generation: int
    item: RoomItem | None  # None: not shown here
    of_class: bool = False


class RoomList:
    """All rooms as items. Belongs to the loop's thread; reads happen on reader threads.

    `diffs` speak of the filtered list, `counted` of all rooms (unread messages without muted rooms).
    """

    def __init__(
        self, reader: ChatReader, me: str, knowledge: Callable[[], SchoolKnowledge], run: Run
    ) -> None:
        self.diffs: Observable[list[Diff[RoomItem]]] = Observable()
        self.counted: Observable[Mapping[str, int]] = Observable()
        self._reader = reader
        self._me = me
        self._knowledge = knowledge
        self._refresher = Refresher(self._refresh, run)
        self._entries: dict[str, _Entry] = {}
        self._changed: set[str] | None = set()  # None: everything
        self._filter = "all"
        self._open = ""
        self._shown: tuple[RoomItem, ...] = ()

    @property
    def items(self) -> tuple[RoomItem, ...]:
        """The filtered items as of the last diffs."""
        return self._shown

    def everything(self) -> list[RoomItem]:
        """Return all items whatever the filter, the newest first."""
        items = [entry.item for entry in self._entries.values() if entry.item is not None]
        return sorted(items, key=lambda item: (-item.ts, item.name, item.key))

    def item(self, room_id: str) -> RoomItem | None:
        """Return one room's item whatever the filter, None for what is no chat."""
        entry = self._entries.get(room_id)
        return entry.item if entry is not None else None

    # -- what to do -----------------------------------------------------------------------------------

    def show_now(self, rows: Sequence[RoomRow]) -> None:
        """Build from rows that were just read, in this thread: the first paint."""
        here = self._reader.local.read_now(unsent.read)
        left = here.leftover
        gone = self._reader.cache.read_now(lambda conn: last_said.many(conn, self._me, left)) if left else ()
        self._take(self._build(rows, here.by_room(gone), self._knowledge()))

    def poke(self) -> None:
        """Read everything again (the school's knowledge changed)."""
        self._changed = None
        self._refresher.poke()

    def close(self) -> None:
        """Read no more."""
        self._refresher.end()

    def on_changes(self, changes: Changes) -> None:
        """Read the rooms again that `changes` touch."""
        touched = changes.rooms | changes.outbox | changes.timelines
        if touched:
            if self._changed is not None:
                self._changed |= touched
            self._refresher.poke()

    def set_filter(self, name: str) -> None:
        """Show one of FILTERS; anything else is "all"."""
        self._filter = name if name in FILTERS else "all"
        self._show()

    def set_open(self, room_id: str) -> None:
        """Name the open room: reading it does not take it out of the filtered list."""
        self._open = room_id
        self._show()

    # -- reading --------------------------------------------------------------------------------------

    async def _refresh(self) -> None:
        changed, self._changed = self._changed, set()
        knowledge = self._knowledge()
        try:
            here = await self._reader.local.read(unsent.read)
            built, present = await self._reader.cache.read(
                lambda conn: self._read(conn, changed, here, knowledge)
            )
        except BaseException:
            self._changed = None  # whatever was asked for is read at the next change
            raise
        if present is not None:
            self._entries = {room_id: e for room_id, e in self._entries.items() if room_id in present}
        self._take(built)

    def _read(
        self,
        conn: Connection,
        changed: set[str] | None,
        here: Unsent,
        knowledge: SchoolKnowledge,
    ) -> tuple[dict[str, _Entry], set[str] | None]:
        """Read and build on a reader thread; also return which rooms exist, if all were read."""
        local = here.by_room(last_said.many(conn, self._me, here.leftover))
        if changed is not None:
            some = late_edits.of_rooms(conn, rooms.summaries_of(conn, changed).values())
            return self._build(some, local, knowledge), None
        rows = late_edits.of_rooms(conn, rooms.summaries(conn))
        return self._build(rows, local, knowledge), {row.room_id for row in rows}

    def _build(
        self, rows: Iterable[RoomRow], local: Mapping[str, Local], knowledge: SchoolKnowledge
    ) -> dict[str, _Entry]:
        built: dict[str, _Entry] = {}
        for row in rows:
            here = local.get(row.room_id, NOTHING)
            known = self._entries.get(row.room_id)
            if (
                known is not None
                and known.generation == knowledge.generation
                and known.local == here
                and known.row == row
            ):
                continue
            item = self._item(row, here, knowledge)
            of_class = bool(knowledge.authority.class_of(row.room_id))
            built[row.room_id] = _Entry(row, here, knowledge.generation, item, of_class)
        return built

    def _take(self, built: Mapping[str, _Entry]) -> None:
        self._entries.update(built)
        self._show()

    def _show(self) -> None:
        shown = sorted(
            (e.item for e in self._entries.values() if e.item is not None and self._wanted(e, e.item)),
            key=lambda item: (-item.ts, item.name, item.key),
        )
        diffs: list[Diff[RoomItem]] = between(self._shown, shown, lambda item: item.key)
        self._shown = tuple(shown)
        if diffs:
            self.diffs.emit(diffs)
        self.counted.emit(self._counts())

    def _wanted(self, entry: _Entry, item: RoomItem) -> bool:
        if item.key == self._open and self._filter in ("unread", "mentions"):
            return True
        match self._filter:
            case "unread":
                return item.unread > 0
            case "mentions":
                return item.mentions > 0
            case "class":
                return entry.of_class
            case "direct":
                return item.kind in (RoomKind.DIRECT, RoomKind.DESK)
        return True

    def _counts(self) -> dict[str, int]:
        items = [entry.item for entry in self._entries.values() if entry.item is not None]
        return {
            "unread": sum(item.unread for item in items if not item.muted),
            "mentions": sum(item.mentions for item in items),
            "failed": sum(item.failed for item in items),
        }

    # -- building -------------------------------------------------------------------------------------

    def _item(self, row: RoomRow, local: Local, knowledge: SchoolKnowledge) -> RoomItem | None:
        kind = knowledge.authority.kind_of(row.room_id)
        if row.membership != "join" or row.room_type == "m.space" or kind in _ELSEWHERE:
            return None
        if row.room_type == DESK_ROOM_TYPE and row.last is None:
            return None  # a desk that nobody has written in; by its type, the first paint judges no desks
        directory = knowledge.directory
        direct = None
        if kind is RoomKind.CHAT and row.direct_user:
            kind = RoomKind.DIRECT
            hero = next((name for user, name, _ in row.heroes if user == row.direct_user), "")
            direct = directory.person(row.direct_user, row.room_id, hero)
        name = direct.name if direct is not None else _room_name(row, knowledge)
        prefix, preview, preview_kind, preview_sender = self._preview(row, local, knowledge, kind)
        return RoomItem(
            key=row.room_id,
            name=name,
            kind=kind,
            hue=direct.hue if direct is not None else hue_of(row.room_id),
            initials=direct.initials if direct is not None else room_initials(name),
            preview=preview,
            preview_prefix=prefix,
            ts=row.last.ts if row.last is not None else 0,
            unread=row.unread,
            unread_is_floor=row.unread_floor and row.unread > 0,
            mentions=row.mentions,
            muted=row.muted,
            direct=direct,
            failed=local.failed,
            preview_kind=preview_kind,
            preview_sender=preview_sender,
        )

    def _preview(
        self, row: RoomRow, local: Local, knowledge: SchoolKnowledge, kind: RoomKind
    ) -> tuple[str, str, MessageKind, str]:
        text_kind = MessageKind.TEXT
        if local.draft:
            return "draft", local.draft, text_kind, ""
        if local.waiting is not None:
            return ("failed" if local.failed else "waiting"), local.waiting, text_kind, ""
        prefix = "failed" if local.failed else "mention" if row.mentions else ""
        last = row.last
        if last is None:
            return prefix, "", text_kind, ""
        if last.redacted_by is not None:
            return prefix, "", MessageKind.REDACTED, ""
        parsed = parse(last.type, last.content, content_of(row.last_edit) if row.last_edit else None)
        body = one_line(parsed.body)
        if not body and parsed.attachment is not None and parsed.kind is not MessageKind.VOICE:
            body = parsed.attachment.name
        sender = ""
        if last.sender != self._me and kind is not RoomKind.DIRECT:
            sender = knowledge.directory.person(last.sender, row.room_id, row.last_name).name
        return prefix, body, parsed.kind, sender


def _room_name(row: RoomRow, knowledge: SchoolKnowledge) -> str:
    name = clean_name(row.name)
    if name:
        return name
    people = [knowledge.directory.person(user, row.room_id, name).name for user, name, _ in row.heroes[:4]]
    return clean_name(", ".join(people)) or clean_name(row.room_id) or "?"
