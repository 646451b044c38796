"""Full-text search: cutting text into words (CJK runs into overlapping pairs), index and query."""

import re
from collections.abc import Iterable

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rooms import EVENT_COLUMNS, event_row
from schoolbell.store.rows import EventRow

# Raised when `words` cuts differently: the index must then be built again, since taking text out of a
# contentless index needs exactly the words that went in.
VERSION = 1

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"\w+")
_MOST = 8000  # characters of one message


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    return f" {' '.join([run[at : at + 2] for at in range(len(run))])} "


def words(text: str) -> str:
    """Return `text` as the index takes it: 作业本 becomes 作业 业本 本, so that every two characters are a
    word.
    """
    text = text[:_MOST]
    return text if text.isascii() else _CJK.sub(_pairs, text)


def expression(query: str) -> str:
    """Return the FTS5 expression for what a person typed: all words must occur; the last letters
    may be a start.
    """
    terms = []
    for part in query[:200].split():
        at = 0
        for match in _CJK.finditer(part):
            terms += _letters(part[at : match.start()])
            run = match.group()
            if len(run) == 1:
                terms.append(f'"{run}"*')
            else:
                terms.append('"' + " ".join(run[at_ : at_ + 2] for at_ in range(len(run) - 1)) + '"')
            at = match.end()
        terms += _letters(part[at:])
    return " AND ".join(terms)


def _letters(text: str) -> list[str]:
    return [f'"{word}"*' for word in _LATIN.findall(text)]


def add(conn: Connection, rows: Iterable[tuple[int, str, int]]) -> None:
    """Index (event rowid, text, room number); rows must be new to the index. Sorted here, which is
    faster.
    """
    conn.executemany(
        "INSERT INTO search (rowid, body, room) VALUES (?, ?, ?)",
        [(rowid, words(text), f"room{room}") for rowid, text, room in sorted(rows)],
    )


class Queue:
    """Text that goes into the index when its transaction ends: at once is much faster than bit by bit.

    What is tried in a savepoint is queued in a layer of its own, which goes when the savepoint is undone.
    """

    def __init__(self) -> None:
        self._layers: list[dict[int, tuple[str, int]]] = [{}]

    def push(self) -> None:
        """Begin a layer."""
        self._layers.append({})

    def pop(self, *, keep: bool) -> None:
        """End the newest layer."""
        layer = self._layers.pop()
        if keep:
            self._layers[-1].update(layer)

    def put(self, rowid: int, text: str, room: int) -> None:
        """Index `text` for an event; "" for nothing."""
        self._layers[-1][rowid] = (text, room)

    def replace(self, conn: Connection, rowid: int, old: str, new: str, room: int) -> None:
        """Let the event be found by `new` instead of `old`; either may be ""."""
        waiting = any(rowid in layer for layer in self._layers)
        if old and not waiting:
            remove(conn, rowid, old, room)
        if new or waiting:
            self.put(rowid, new, room)

    def flush(self, conn: Connection) -> None:
        """Write it all, the transaction's last act on the index."""
        layer = self._layers[0]
        add(conn, [(rowid, text, room) for rowid, (text, room) in layer.items() if text])
        layer.clear()


def remove(conn: Connection, rowid: int, text: str, room: int) -> None:
    """Take an event out again; `text` must be what was indexed."""
    conn.execute(
        "INSERT INTO search (search, rowid, body, room) VALUES ('delete', ?, ?, ?)",
        (rowid, words(text), f"room{room}"),
    )


def find(
    conn: Connection, query: str, *, room_id: str | None = None, before: int | None = None, limit: int = 50
) -> list[EventRow]:
    """Return messages with all words of `query`, newest first; `before` is a rowid to go on
    from.
    """
    match = expression(query)
    if not match:
        return []
    match = f"body : ({match})"
    if room_id is not None:
        room = rooms.number(conn, room_id)
        if room is None:
            return []
        match += f' AND room : "room{room}"'
    found = conn.execute(
        f"SELECT {EVENT_COLUMNS} FROM (SELECT rowid AS hit FROM search WHERE search MATCH ? AND rowid < ?"
        " ORDER BY rowid DESC LIMIT ?) JOIN event e ON e.id = hit JOIN chunk c ON c.id = e.chunk"
        " ORDER BY hit DESC",
        (match, before if before is not None else (1 << 63) - 1, limit),
    )
    return [event_row(row) for row in found]
