"""Which message a chat was last spoken in by: not own copies of what went to many chats at once.

A DING to a class stands in each family's desk; to its sender these are one thing, in a pane of its own, and
no news in two dozen chats. Such a copy has a block `org.schoolbell.*` with `n` > 1; its files are messages of
their own beside it, known by their hash.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of

_MARK = b"org.schoolbell."
_PREFIX = "org.schoolbell."
_FILE = "org.schoolbell.file"


def goes_to_many(content: Mapping[str, Any]) -> bool:
    """Whether a message is one of several copies."""
    return any(_n(block) > 1 for block in _blocks(content))


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
    if files:
        beside = _attached_to_copies(conn, room, me)
        return next((rowid for rowid, sha256 in files.items() if sha256 not in beside), last)
    return last


def _attached_to_copies(conn: Connection, room: int, me: str) -> set[str]:
    """Return the hashes of the files of own copies in a room; a large file may come long after its copy."""
    found = conn.execute(
        "SELECT e.raw FROM announcement a JOIN event e ON e.id = a.event WHERE a.room = ? AND a.sender = ?",
        (room, me),
    )
    contents = (content_of(raw) for (raw,) in found)
    return {sha256 for content in contents if goes_to_many(content) for sha256 in _attached(content)}


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
