"""Which message a chat was last spoken in by: not own copies of what went to many chats at once.

A DING to a class stands in each family's desk; to its sender these are one thing, in a pane of its own, and
no news in two dozen chats. Such a copy has a block `org.schoolbell.*` with `n` > 1; its files are messages of
their own beside it: the first after it with the same hash.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of

_MARK = b"org.schoolbell."
_PREFIX = "org.schoolbell."
_FILE = "org.schoolbell.file"
_LOWEST = -(1 << 62)


def goes_to_many(content: Mapping[str, Any]) -> bool:
    """Whether a message is one of several copies."""
    return any(_n(block) > 1 for block in _blocks(content))


def many(conn: Connection, me: str, batches: Collection[str]) -> set[str]:
    """Return those of `batches` (ids of blocks) of which a copy is here that went to many chats."""
    if not batches:
        return set()
    found = conn.execute(
        "SELECT a.id, e.raw FROM announcement a JOIN event e ON e.id = a.event"
        " WHERE a.sender = ? AND a.kind IN ('ding', 'notice') AND a.id IN (SELECT value FROM json_each(?))",
        (me, json.dumps(list(batches))),
    )
    return {id for id, raw in found if goes_to_many(content_of(raw))}


def newest(conn: Connection, room: int, me: str) -> int | None:
    """Return the newest message of a room (rowid) that is not an own copy of many, nor a file of one."""
    files: dict[int, str] = {}  # own messages with a file, newest first → its hash
    last: int | None = None
    for rowid, sender, raw in _newest_first(conn, room):
        content = content_of(raw) if sender == me and _MARK in raw else {}
        if goes_to_many(content):
            continue
        if not (sha256 := _hash(content)):
            last = rowid
            break
        files[rowid] = sha256
    beside = _beside_copies(conn, room, me, set(files.values())) if files else set()
    return next((rowid for rowid in files if rowid not in beside), last)


def _beside_copies(conn: Connection, room: int, me: str, wanted: set[str]) -> set[int]:
    """Return the messages (rowids) that carry the files of own copies in a room, among files of `wanted`.

    Of each copy it is the first message with the file after it, however long after; what has it once more, or
    had it before, is said as anything else.
    """
    copies: dict[str, dict[str, tuple[int, int]]] = {}  # hash → announcement → (ord, idx) of its first copy
    for id, raw, ord_, idx in conn.execute(
        f"SELECT a.kind || a.id, e.raw, coalesce(c.ord, {_LOWEST}), e.idx FROM announcement a"
        " JOIN event e ON e.id = a.event LEFT JOIN chunk c ON c.id = e.chunk"
        " WHERE a.room = ? AND a.sender = ?",
        (room, me),
    ):
        content = content_of(raw)
        for sha256 in _attached(content) & wanted if goes_to_many(content) else ():
            found = copies.setdefault(sha256, {})
            found[id] = min(found.get(id, (ord_, idx)), (ord_, idx))
    if not copies:
        return set()
    left = {sha256: sorted(found.values()) for sha256, found in copies.items()}
    first = min(places[0] for places in left.values())
    beside: set[int] = set()
    for rowid, raw, ord_, idx in conn.execute(
        "SELECT e.id, e.raw, c.ord, e.idx FROM chunk c JOIN event e ON e.chunk = c.id"
        " WHERE c.room = ? AND c.ord >= ? AND e.shown = 1 AND e.sender = ? AND instr(e.raw, ?) > 0"
        " ORDER BY c.ord, e.idx",
        (room, first[0], me, _FILE.encode()),
    ):
        places = left.get(_hash(content_of(raw)))
        if places and places[0] < (ord_, idx):
            places.pop(0)
            beside.add(rowid)
    return beside


def _newest_first(conn: Connection, room: int) -> Iterator[tuple[int, str, bytes]]:
    chunks = conn.execute("SELECT id FROM chunk WHERE room = ? ORDER BY ord DESC", (room,)).fetchall()
    for (chunk,) in chunks:
        yield from conn.execute(
            "SELECT id, sender, raw FROM event WHERE chunk = ? AND shown = 1 ORDER BY idx DESC", (chunk,)
        )


def _blocks(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for key, block in content.items():
        if key.startswith(_PREFIX) and isinstance(block, dict):
            yield block


def _n(block: Mapping[str, Any]) -> int:
    n = block.get("n")
    return n if type(n) is int else 1


def _attached(content: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for block in _blocks(content):
        listed = block.get("attachments")
        for one in listed if isinstance(listed, list) else ():
            sha256 = one.get("sha256") if isinstance(one, dict) else None
            if isinstance(sha256, str):
                found.add(sha256)
    return found


def _hash(content: Mapping[str, Any]) -> str:
    block = content.get(_FILE)
    sha256 = block.get("sha256") if isinstance(block, dict) else None
    return sha256 if isinstance(sha256, str) else ""
