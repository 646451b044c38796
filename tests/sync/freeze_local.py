"""Writes store/frozen/local-NNNN.db that later versions must open: `python -m tests.sync.freeze_local N`."""

import shutil
import sys
import tempfile
from pathlib import Path

from schoolbell.store import drafts, outbox, uploads
from schoolbell.store.database import Connection, Database
from schoolbell.store.outbox import NewRow
from schoolbell.store.uploads import NewUpload
from tests.sync.world import MIGRATIONS

ROOM = "!a:school.test"


def fill(conn: Connection) -> None:
    """Write one row of every kind."""

    def text(body: str, target: str | None = None) -> dict[str, object]:
        relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": target}} if target else {}
        return {"msgtype": "m.text", "body": body, **relation}

    outbox.add(conn, NewRow("sb1", ROOM, "m.room.message", text("sent"), created_ms=1))
    outbox.acknowledge(conn, "sb1", "$sent")
    outbox.add(conn, NewRow("sb2", ROOM, "m.room.message", text("refused"), created_ms=2))
    outbox.wedge(conn, "sb2", "forbidden")
    outbox.add(conn, NewRow("sb3", ROOM, "m.room.message", text("* sent!", "sb1"), "sb1", created_ms=3))
    outbox.add(conn, NewRow("sb4", ROOM, "m.room.message", text("* better", "sb2"), "sb2", created_ms=4))
    outbox.add(conn, NewRow("sb5", ROOM, "m.room.message", text("recalled"), created_ms=5, device="D"))
    outbox.delete(conn, "sb5", doubtful=True)
    upload = NewUpload("/home/wang/video.mp4", False, "video.mp4", "video/mp4", 70_000_000, 7)
    file = {"msgtype": "m.video", "body": "video.mp4", "filename": "video.mp4", "info": {"size": 70_000_000}}
    outbox.add(conn, NewRow("sb6", ROOM, "m.room.message", file, created_ms=6, upload=upload))
    uploads.put_plan(conn, "sb6", "a" * 64, 8 << 20, ["b" * 64, "c" * 64])
    uploads.remember(conn, "b" * 64, "application/octet-stream", "mxc://school.test/b", 7)
    drafts.put(conn, ROOM, "还没写完", "$sent", 5)
    drafts.put_read(conn, ROOM, "$read", 6)


def freeze(number: int) -> None:
    """Make the file for migration `number`."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "local.db", MIGRATIONS / "local", durable=True)
        database.open()
        database.write_now(fill)
        database.close()
        target = Path(__file__).parent.parent / "store" / "frozen" / f"local-{number:04}.db"
        shutil.copy(Path(folder) / "local.db", target)


if __name__ == "__main__":
    freeze(int(sys.argv[1]))
