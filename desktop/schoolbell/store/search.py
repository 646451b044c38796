"""Full-text search: cutting text into words (CJK runs into overlapping pairs), index and query."""

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add as joined

from msgspec import Struct

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.folding import folded
from schoolbell.store.rooms import EVENT_COLUMNS, event_row
from schoolbell.store.rows import EventRow

# Raised when `words` or `marks` cut differently or the folding changes: the index must then be built again,
# since taking text out of a contentless index needs exactly the words that went in.
VERSION = 2
MOST_COUNTED = 1000  # "1000+" tells as much and costs a fraction

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"\w+")
_MOST = 8000  # characters of one message
_ID_BITS = 20  # of a document id behind the ms
_NEWEST = (1 << 63) - 1


class Document(Struct, frozen=True, gc=False):
    """What the index holds of one event: its text ("" for nothing) and what it can be filtered by."""

    text: str
    room: int
    sender: str
    is_file: bool = False

    @property
    def marks(self) -> str:
        """The second column: a word for the room, one for the sender, one for files."""
        return f"r{self.room} {_sender_mark(self.sender)}{' file' if self.is_file else ''}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages may be found. `since` and `until` are ms since the epoch, until not included."""

    room_id: str = ""
    sender: str = ""
    files: bool | None = None  # True: only what carries a file, False: only what does not
    since: int | None = None
    until: int | None = None


@lru_cache(4096)
def _sender_mark(sender: str) -> str:
    return f"u{zlib.crc32(sender.encode('utf-8', 'surrogatepass')):08x}"


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1:
        return f" {run} "
    return f" {' '.join(map(joined, run, run[1:]))} {run[-1]} "


def words(text: str) -> str:
    """Return `text` as the index takes it: 作業本 becomes 作业 业本 本, so that every two characters are a
    word.
    """
    text = text[:_MOST]
    return text if text.isascii() else _CJK.sub(_pairs, folded(text))


def typed_words(query: str) -> list[str]:
    """Return the words that a person typed, folded, without what separates them: each must occur."""
    return [word for word in dict.fromkeys(_WORD.findall(folded(query[:200]))) if word.strip("_")]


def expression(query: str) -> str:
    """Return the FTS5 expression for what a person typed: all words must occur as they stand; each may be
    the beginning of a longer one.
    """
    return " AND ".join(_phrase(word) for word in typed_words(query))


def _phrase(word: str) -> str:
    """Return the words of the index that stand for one word side by side: 第3课 is 第, 3, 课…"""
    parts: list[str] = []
    at = 0
    for match in _CJK.finditer(word):
        if at < match.start():
            parts.append(word[at : match.start()])
        run, at = match.group(), match.end()
        parts += [run[here : here + 2] for here in range(len(run) - 1)]
        if at < len(word) or len(run) == 1:
            parts.append(run[-1])
    if at < len(word):
        parts.append(word[at:])
    whole = len(parts[-1]) == 2 and _CJK.fullmatch(parts[-1])
    return f'"{" ".join(parts)}"{"" if whole else "*"}'


def add(conn: Connection, documents: Iterable[tuple[int, Document]]) -> None:
    """Index (event rowid, document); rows must be new to the index. Sorted here, which is faster."""
    conn.executemany(
        "INSERT INTO search (rowid, body, marks) VALUES (?, ?, ?)",
        [
            (rowid, words(one.text), one.marks)
            for rowid, one in sorted(documents, key=lambda pair: pair[0])
            if one.text
        ],
    )


def remove(conn: Connection, rowid: int, document: Document) -> None:
    """Take an event out again; `document` must be what was indexed."""
    conn.execute(
        "INSERT INTO search (search, rowid, body, marks) VALUES ('delete', ?, ?, ?)",
        (rowid, words(document.text), document.marks),
    )


def find(
    conn: Connection, query: str, only: Filter | None = None, *, before: int | None = None, limit: int = 50
) -> list[EventRow]:
    """Return messages with all words of `query`, newest first; `before` is a rowid to go on from.

    Without words, everything that the filter names a sender or files for.
    """
    only = only or Filter()
    match = _match(conn, query, only)
    if match is None:
        return []
    lowest, highest = _bounds(only)
    found = conn.execute(
        f"SELECT {EVENT_COLUMNS} FROM (SELECT rowid AS hit FROM search WHERE search MATCH ? AND rowid >= ?"
        " AND rowid < ? ORDER BY rowid DESC LIMIT ?)"
        " JOIN event e ON e.id = hit JOIN chunk c ON c.id = e.chunk ORDER BY hit DESC",
        (match, lowest, highest if before is None else min(before, highest), limit),
    )
    rows = [event_row(row) for row in found]
    return [row for row in rows if not only.sender or row.sender == only.sender]


def count(conn: Connection, query: str, only: Filter | None = None) -> int:
    """Return how many messages `find` would find in all, at most MOST_COUNTED."""
    only = only or Filter()
    match = _match(conn, query, only)
    if match is None:
        return 0
    found: int = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?"
        " AND rowid >= ? AND rowid < ? LIMIT ?)",
        (match, *_bounds(only), MOST_COUNTED),
    ).fetchone()[0]
    return found


def room_ids(conn: Connection, rowids: Iterable[int]) -> dict[int, str]:
    """Return in which room each of the found messages stands."""
    found = conn.execute(
        "SELECT e.id, r.room_id FROM event e JOIN room r ON r.id = e.room"
        " WHERE e.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    )
    return dict(found.fetchall())


def _bounds(only: Filter) -> tuple[int, int]:
    """Return the document ids between which `only` looks."""
    lowest = 0 if only.since is None else max(0, only.since) << _ID_BITS
    return lowest, _NEWEST if only.until is None else max(0, only.until) << _ID_BITS


def _match(conn: Connection, query: str, only: Filter) -> str | None:
    """Return the whole expression, None when nothing can be found."""
    terms = expression(query)
    marks: Sequence[str] = ()
    if only.room_id:
        room = rooms.number(conn, only.room_id)
        if room is None:
            return None
        marks = (f"r{room}",)
    if only.sender:
        marks = (*marks, _sender_mark(only.sender))
    if only.files:
        marks = (*marks, "file")
    if not terms and (query.strip() or not (only.sender or only.files)):
        return None
    every = [f"body : ({terms})"] if terms else []
    match = " AND ".join([*every, *(f'marks : "{mark}"' for mark in marks)])
    return f'({match}) NOT marks : "file"' if only.files is False else match
