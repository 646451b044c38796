"""The upload tables of local.db: files of unsent messages, and what the server has of them already."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from msgspec import Struct

from schoolbell.store.database import Connection

NONE = 0  # the row waits for no file
ASIDE = 1  # it waits; later ones of its room may go before it
HOLDS = 2  # it waits, and so do those behind it


class NewUpload(Struct, frozen=True):
    """The file that a new outbox row waits for; `size` in bytes."""

    path: str
    own: bool  # a copy in the profile's own folder
    name: str
    mimetype: str
    size: int
    mtime_ns: int
    holds: bool = False  # what is written after it waits for it


class Upload(Struct, frozen=True):
    """A file on its way; `sha256` "" and no `parts` until it was read through once."""

    local_id: str
    room_id: str
    path: str
    own: bool
    name: str
    mimetype: str
    size: int
    mtime_ns: int
    sha256: str
    part_size: int
    parts: tuple[str, ...]  # sha256 of each
    holds: bool


def add(conn: Connection, local_id: str, upload: NewUpload) -> None:
    """Let the new outbox row `local_id` wait for a file; the same again changes nothing."""
    cursor = conn.execute(
        "INSERT INTO upload (local_id, path, own, name, mimetype, size, mtime_ns)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (local_id) DO NOTHING",
        (
            local_id, upload.path, int(upload.own), upload.name, upload.mimetype, upload.size,
            upload.mtime_ns,
        ),
    )  # fmt: skip
    if cursor.rowcount == 1:
        waits = HOLDS if upload.holds else ASIDE
        conn.execute("UPDATE outbox SET upload = ? WHERE local_id = ?", (waits, local_id))


def pending(conn: Connection) -> list[Upload]:
    """Return the files that rows wait for, refused ones left out, in the order of sending."""
    found = conn.execute(
        "SELECT u.local_id, o.room_id, u.path, u.own, u.name, u.mimetype, u.size, u.mtime_ns, u.sha256,"
        " u.part_size, u.parts, o.upload FROM upload u JOIN outbox o ON o.local_id = u.local_id"
        " WHERE o.state = 'waiting' AND o.upload <> 0 ORDER BY o.priority DESC, o.id"
    )
    return [_upload(*row) for row in found]


def _upload(
    local_id: str, room_id: str, path: str, own: int, name: str, mimetype: str, size: int, mtime_ns: int,
    sha256: str, part_size: int, parts: str, waits: int,
) -> Upload:  # fmt: skip
    return Upload(
        local_id, room_id, path, bool(own), name, mimetype, size, mtime_ns, sha256, part_size,
        tuple(parts.split()), waits == HOLDS,
    )  # fmt: skip


def any_left(conn: Connection) -> bool:
    """Whether any row, also a refused one, waits for a file."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM outbox WHERE upload <> 0)").fetchone()[0])


def put_plan(conn: Connection, local_id: str, sha256: str, part_size: int, parts: Sequence[str]) -> None:
    """Remember what the file is made of."""
    conn.execute(
        "UPDATE upload SET sha256 = ?, part_size = ?, parts = ? WHERE local_id = ?",
        (sha256, part_size, " ".join(parts), local_id),
    )


def step_aside(conn: Connection, local_id: str) -> None:
    """Let others of the room go before this one."""
    conn.execute("UPDATE outbox SET upload = 1 WHERE local_id = ? AND upload = 2", (local_id,))


def finish(conn: Connection, local_id: str, content: Mapping[str, Any]) -> bool:
    """Give a row the content it waited for; False when the row is gone or waits no more.

    What the row relates to by now (a reply's target got its event id meanwhile) is kept.
    """
    row = conn.execute(
        "SELECT content FROM outbox WHERE local_id = ? AND upload <> 0", (local_id,)
    ).fetchone()
    if row is None:
        return False
    before = msgspec.json.decode(row[0])
    kept = {"m.relates_to": before["m.relates_to"]} if "m.relates_to" in before else {}
    conn.execute(
        "UPDATE outbox SET content = ?, upload = 0 WHERE local_id = ?",
        (msgspec.json.encode({**content, **kept}), local_id),
    )
    return True


def draft(conn: Connection, local_id: str) -> dict[str, Any] | None:
    """Return the content that a row has while it waits, None when it is gone."""
    row = conn.execute("SELECT content FROM outbox WHERE local_id = ?", (local_id,)).fetchone()
    return cast("dict[str, Any]", msgspec.json.decode(row[0])) if row else None


def own_paths(conn: Connection) -> set[str]:
    """Return the copies in the profile's folder that are still wanted."""
    return {path for (path,) in conn.execute("SELECT path FROM upload WHERE own = 1")}


def remember(conn: Connection, sha256: str, mimetype: str, mxc: str, now_ms: int) -> None:
    """The server has these bytes."""
    conn.execute(
        "INSERT OR REPLACE INTO uploaded (sha256, mimetype, mxc, uploaded_ms) VALUES (?, ?, ?, ?)",
        (sha256, mimetype, mxc, now_ms),
    )


def known(conn: Connection, sha256: str, mimetype: str) -> tuple[str, int] | None:
    """Return where these bytes are at the server and since when (ms), None when it has them not."""
    row = conn.execute(
        "SELECT mxc, uploaded_ms FROM uploaded WHERE sha256 = ? AND mimetype = ?", (sha256, mimetype)
    ).fetchone()
    return (row[0], row[1]) if row else None


def forget(conn: Connection, sha256: str, mimetype: str) -> None:
    """The server has these bytes no more."""
    conn.execute("DELETE FROM uploaded WHERE sha256 = ? AND mimetype = ?", (sha256, mimetype))


def forget_before(conn: Connection, then_ms: int) -> None:
    """Forget what went up before `then_ms`."""
    conn.execute("DELETE FROM uploaded WHERE uploaded_ms < ?", (then_ms,))
