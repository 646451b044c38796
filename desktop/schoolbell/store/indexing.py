"""What goes into the search index and comes out of it: in an ingest's transaction, and when it is built anew.

While the index is built anew, newest first, it holds exactly the events whose document id is not below the
floor; everything that arrives meanwhile keeps to that.
"""

from typing import Any

from schoolbell.store import meta, search
from schoolbell.store.database import Connection
from schoolbell.store.rows import MESSAGE, content_of
from schoolbell.store.search import Document

_VERSION, _FLOOR = "search", "search/floor"
_NEWEST = (1 << 63) - 1
_MEDIA = frozenset({"m.image", "m.file", "m.audio", "m.video"})
_FILE_BLOCK = "org.schoolbell.file"


def is_file(content: dict[str, Any]) -> bool:
    """Return whether a message carries a file (a picture, a recording …)."""
    msgtype = content.get("msgtype")
    return (isinstance(msgtype, str) and msgtype in _MEDIA) or isinstance(content.get(_FILE_BLOCK), dict)


def message_text(type_: str, content: dict[str, Any]) -> str:
    """Return what search finds a message by: its body, and a file's name; "" for everything else."""
    if type_ != "m.room.message":
        return ""
    body, name, block = content.get("body"), content.get("filename"), content.get(_FILE_BLOCK)
    if name is None and block is None:
        found = _without_fallback(body) if isinstance(body, str) else ""
    else:
        names = (body, name, block.get("name") if isinstance(block, dict) else "")
        parts = dict.fromkeys(part for part in names if isinstance(part, str) and part)
        found = " ".join(map(_without_fallback, parts))
    return found.replace("\x00", " ").strip()


def _without_fallback(body: str) -> str:
    """Drop the lines of another message that older clients quote before a reply."""
    if not body.startswith("> <"):
        return body
    lines = body.split("\n")
    start = next((at for at, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join(lines[start:]) or body


def edited_content(raw: bytes) -> dict[str, Any]:
    """Return `m.new_content` of a raw edit, {} when malformed."""
    content = content_of(raw).get("m.new_content")
    return content if isinstance(content, dict) else {}


_DOCUMENT = (
    "SELECT e.id, e.type, e.raw, x.raw, e.room, e.sender, e.shown, e.redacted_by FROM event e"
    " LEFT JOIN event x ON x.id = coalesce(e.acting, e.edit) WHERE"
)


def _document(row: tuple[Any, ...]) -> Document:
    _, type_, raw, edit, room, sender, shown, redacted_by = row
    if redacted_by is not None or shown != MESSAGE:
        return Document("", room, sender)
    content = edited_content(edit) if edit is not None else content_of(raw)
    return Document(message_text(type_, content), room, sender, is_file(content))


def document_of(conn: Connection, rowid: int) -> Document:
    """Return what search should know of a stored event."""
    return _document(conn.execute(f"{_DOCUMENT} e.id = ?", (rowid,)).fetchone())


class Queue:
    """Documents that go into the index when their transaction ends: at once is much faster than bit by bit.

    What is tried in a savepoint is queued in a layer of its own, which goes when the savepoint is undone.
    """

    def __init__(self) -> None:
        self._layers: list[dict[int, Document]] = [{}]

    def push(self) -> None:
        """Begin a layer."""
        self._layers.append({})

    def pop(self, *, keep: bool) -> None:
        """End the newest layer."""
        layer = self._layers.pop()
        if keep:
            self._layers[-1].update(layer)

    def put(self, rowid: int, document: Document) -> None:
        """Index `document` for an event; one without text for nothing."""
        self._layers[-1][rowid] = document

    def replace(self, conn: Connection, rowid: int, old: Document, new: Document) -> None:
        """Let the event be found by `new` instead of `old`; either may be without text."""
        waiting = any(rowid in layer for layer in self._layers)
        if old.text and not waiting and rowid >= floor(conn):
            search.remove(conn, rowid, old)
        if new.text or waiting:
            self.put(rowid, new)

    def flush(self, conn: Connection) -> None:
        """Write it all, the transaction's last act on the index."""
        layer = self._layers[0]
        if layer:
            lowest = floor(conn)
            search.add(conn, [(rowid, document) for rowid, document in layer.items() if rowid >= lowest])
        layer.clear()


# -- building anew ---------------------------------------------------------------------------------------


def floor(conn: Connection) -> int:
    """Return the document id from which on the index is complete, 0 when it is whole."""
    return int(meta.get(conn, _FLOOR) or 0)


def is_whole(conn: Connection) -> bool:
    """Return whether everything that is stored can be found by now."""
    return floor(conn) == 0


def begin(conn: Connection) -> None:
    """Empty the index if it was built by another version; `build` then fills it."""
    if meta.get(conn, _VERSION) != str(search.VERSION):
        conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
        (something,) = conn.execute("SELECT EXISTS (SELECT 1 FROM event)").fetchone()
        meta.put(conn, _FLOOR, str(_NEWEST) if something else None)
        meta.put(conn, _VERSION, str(search.VERSION))


def build(conn: Connection, most: int) -> bool:
    """Index the newest `most` messages that are not; return whether there may be more."""
    below = floor(conn)
    if not below:
        return False
    rows = conn.execute(
        f"{_DOCUMENT} e.id < ? AND e.shown = {MESSAGE} ORDER BY e.id DESC LIMIT ?", (below, most)
    ).fetchall()
    search.add(conn, [(row[0], _document(row)) for row in rows])
    meta.put(conn, _FLOOR, str(rows[-1][0]) if len(rows) == most else None)
    return len(rows) == most
