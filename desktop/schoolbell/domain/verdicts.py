"""Judges the blocks of stored events once, by the power levels in force at each event, and keeps the verdict.

A feature acts on a block only if its verdict says so; an edit's blocks (those of its new content) are judged
like any other, by the levels at the edit, and say nothing when the edit comes after the block's `closes`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from schoolbell.domain import late_edits
from schoolbell.domain.authority import PREFIX, Authority
from schoolbell.domain.carried import blocks_of
from schoolbell.domain.closing import block_of, closes_of, in_time
from schoolbell.domain.school_knowledge import load_authority
from schoolbell.store import effects, power, relations, timeline, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.indexing import Queue
from schoolbell.store.rows import EventRow, VerdictRow


def judge(
    conn: Connection,
    authority: Authority,
    room_id: str,
    events: Sequence[EventRow],
    *,
    again: Collection[int] = (),
) -> set[int]:
    """Judge every block of `events` (all of one room) without a verdict; return rowids of what acts anew.

    What was judged before stays as it was, even if its sender has lost the power since; but what was judged
    before its room was known as the school's, or without knowing its power levels, is judged once more, as
    are the rowids in `again`, and the edits of what has an end. Call it inside a write transaction.
    """
    events, again = _with_edits(conn, events, again)
    carried = {event.rowid: blocks for event in events if (blocks := blocks_of(event))}
    kept = verdicts.of_events(conn, carried)
    school = authority.school_room(room_id) is not None
    levels = power.at_many(conn, room_id, list(carried)) if school and carried else {}
    new: list[VerdictRow] = []
    for event in events:
        for block in carried.get(event.rowid, ()):
            known = kept.get((event.rowid, block))
            final = known is not None and known.basis != "" and event.rowid not in again
            if final or (known is not None and not school):
                continue
            basis, content = levels.get(event.rowid, ("", None))
            allowed = school and authority.may(block, room_id, event.sender, content)
            if allowed and event.rel_type == "m.replace":
                allowed = _comes_in_time(conn, event, block)
            new.append(VerdictRow(event.rowid, block, allowed, basis))
    return verdicts.put(conn, new)


def _with_edits(
    conn: Connection, events: Sequence[EventRow], again: Collection[int]
) -> tuple[Sequence[EventRow], Collection[int]]:
    """Return also the edits that were judged before the end of what they change was known."""
    ending = [
        event.event_id
        for event in events
        if event.rel_type != "m.replace"
        and any(closes_of(block_of(event.type, event.content, block)) for block in blocks_of(event))
    ]
    edits = {rowid for found in relations.edits_of(conn, ending).values() for rowid in found}
    here = {event.rowid for event in events}
    return [*events, *timeline.rows_of(conn, edits - here)], {*again, *edits}


def _comes_in_time(conn: Connection, edit: EventRow, block: str) -> bool:
    """Whether `edit` comes before the end of what it changes; True while that is not here."""
    target = edit.relates_to or ""
    original = timeline.by_ids(conn, [target]).get(target)
    if original is None:
        return True
    earlier = timeline.rows_of(conn, relations.edits_of(conn, [target]).get(target, ()))
    known = [(one.ts, block_of(one.type, one.content, block, edited=True)) for one in earlier]
    return in_time(block_of(original.type, original.content, block), sorted(known, key=_moment), edit.ts)


def _moment(edit: tuple[int, object]) -> int:
    return edit[0]


class Verdicts:
    """The judge that ingest asks (a sync.projection.Judge). `anchors` are the pinned school spaces."""

    name = "verdicts"
    version = 5  # raise it whenever RULES or what counts as a block change: all is judged anew
    mark = PREFIX.encode()

    def __init__(self, anchors: Iterable[str]) -> None:
        self._anchors = tuple(anchors)
        self._used: tuple[str, ...] = ()
        self._authority: Authority | None = None

    def pin(self, anchors: Iterable[str]) -> None:
        """Judge by other pinned school spaces from the next transaction on (any thread)."""
        self._anchors = tuple(anchors)

    def settle(
        self,
        conn: Connection,
        marked: Collection[int],
        older_power: Collection[str],
        state: Iterable[tuple[str, str]],
    ) -> frozenset[int]:
        """Judge what a transaction brought; return the events (rowids) of which a block acts otherwise now.

        `marked` are new events whose bytes contain `mark`, `older_power` rooms whose earlier power levels
        became known, `state` the (room id, type) that changed. The last step of a transaction.
        """
        anchors = self._anchors
        if anchors != self._used or any(type_ in Authority.DEPENDS_ON for _, type_ in state):
            self._authority = None
        waiting = set(marked)
        authority = self._authority
        if authority is None:
            waiting |= verdicts.pending(conn)
            if not waiting and not older_power:
                return frozenset()
            authority = load_authority(conn, anchors)
            self._used, self._authority = anchors, authority
        again: set[int] = set()
        for room_id in older_power:
            if authority.school_room(room_id) is not None:
                again |= verdicts.of_room(conn, room_id)
        return self._judge(conn, authority, waiting | again, again)

    def rebuild(self, conn: Connection) -> None:
        """Judge everything that is stored anew."""
        verdicts.forget_all(conn)
        self._used = self._anchors
        authority = self._authority = load_authority(conn, self._used)
        for rowids in verdicts.marked(conn, self.mark):
            self._judge(conn, authority, rowids, ())
        index = Queue()
        for rowids in verdicts.marked(conn, self.mark):
            effects.overrule(conn, self.acting(conn, effects.edited_of(conn, rowids)), index)
        index.flush(conn)

    def acting(self, conn: Connection, rowids: Collection[int]) -> Mapping[int, int | None]:
        """Return rowid → whose words act: of this edit (rowid), 0 the first ones, None the newest."""
        late = late_edits.of_events(conn, timeline.rows_of(conn, rowids))
        found: dict[int, int | None] = dict.fromkeys(rowids)
        for rowid, edit in late.items():
            found[rowid] = edit.acting.rowid if edit.acting is not None else 0
        return found

    def _judge(
        self, conn: Connection, authority: Authority, rowids: Collection[int], again: Collection[int]
    ) -> frozenset[int]:
        changed: set[int] = set()
        for room_id, here in verdicts.by_room(conn, rowids).items() if rowids else ():
            changed |= judge(conn, authority, room_id, timeline.rows_of(conn, here), again=again)
        return frozenset(changed)
