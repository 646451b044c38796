"""The office's own book, durable at every entry: due times, SMS and calls with their attempts, reports."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.store.database import Connection, Database

_MIGRATIONS = Path(__file__).parent / "migrations" / "ledger"
_ERRAND = "SELECT key, sender, id, user_id, kind, attempt, due_ms, tries FROM errand"
KEEP_MS = 100 * 86_400_000


class Errand(Struct, frozen=True):
    """One SMS or call to one person about one DING; `key` is the same at every try."""

    key: str
    sender: str
    id: str
    user_id: str
    kind: str
    attempt: int
    due_ms: int
    tries: int = 0


class Ended(Struct, frozen=True):
    """One errand that is over and that the sender was not told of yet."""

    key: str
    sender: str
    id: str
    user_id: str
    kind: str
    state: str
    reason: str
    done_ms: int


class Report(Struct, frozen=True):
    """One event that tells a sender; kept until the server has it, so that it is the same at every try."""

    sender: str
    id: str
    number: int
    room_id: str
    content: bytes
    made_ms: int


class Standing(Struct, frozen=True):
    """How many errands there are, for the health line."""

    open: int = 0
    sent: int = 0
    failed: int = 0


def errand_key(sender: str, id: str, kind: str, user_id: str, attempt: int) -> str:
    """Return what the gateway drops doubles by: one per DING, channel, recipient and attempt."""
    text = json.dumps([sender, id, kind, user_id, attempt], ensure_ascii=False)
    return "sb-" + hashlib.sha256(text.encode()).hexdigest()[:40]


class Ledger:
    """The file `ledger.db`. Every method is one transaction, durable when it returns; raises KnownError."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._database = Database(path, _MIGRATIONS, durable=True, clock=clock)
        self._clock = clock

    def open(self) -> None:
        """Open or make the file; what is older than a hundred days goes."""
        self._database.open()
        self._database.path.chmod(0o600)
        before = self._clock.now_ms() - KEEP_MS

        def tidy(conn: Connection) -> None:
            conn.execute("DELETE FROM duty WHERE due_ms < ?", (before,))
            conn.execute("DELETE FROM errand WHERE due_ms < ? AND state != 'open'", (before,))
            conn.execute("DELETE FROM report WHERE made_ms < ?", (before,))

        self._database.write_now(tidy)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # -- duties

    async def done(self, kind: str, keys: Iterable[str]) -> set[str]:
        """Return which duties of a kind are done."""
        wanted = json.dumps(list(keys))

        def read(conn: Connection) -> set[str]:
            rows = conn.execute(
                "SELECT key FROM duty WHERE kind = ? AND done_ms IS NOT NULL"
                " AND key IN (SELECT value FROM json_each(?))",
                (kind, wanted),
            )
            return {row[0] for row in rows}

        return await self._database.read(read)

    async def expect(self, kind: str, dues: Iterable[tuple[str, int]]) -> None:
        """Note when duties (key, ms) are due; what is done stays done."""
        rows = [(kind, key, due) for key, due in dues]
        if rows:
            await self._database.write(
                lambda conn: conn.executemany(
                    "INSERT INTO duty (kind, key, due_ms) VALUES (?, ?, ?) ON CONFLICT (kind, key)"
                    " DO UPDATE SET due_ms = excluded.due_ms WHERE done_ms IS NULL",
                    rows,
                )
            )

    async def settle(self, kind: str, key: str, due_ms: int) -> None:
        """A duty is done."""
        now = self._clock.now_ms()
        await self._database.write(lambda conn: _settle(conn, kind, key, due_ms, now))

    # -- errands

    async def plan(
        self, kind: str, key: str, due_ms: int, errands: Sequence[Errand], *, since_ms: int, most: int
    ) -> int:
        """Enter errands and, in the same transaction, that their escalation was planned; return how many.

        Who has `most` errands of the kind since `since_ms` gets no more: entered as dropped.
        """
        now = self._clock.now_ms()

        def write(conn: Connection) -> int:
            entered = 0
            for one in errands:
                count = conn.execute(
                    "SELECT count(*) FROM errand WHERE user_id = ? AND kind = ? AND due_ms >= ?"
                    " AND state IN ('open', 'sent')",
                    (one.user_id, one.kind, since_ms),
                ).fetchone()[0]
                full = count >= most
                entered += not full
                conn.execute(
                    "INSERT INTO errand (key, sender, id, user_id, kind, attempt, due_ms, state, next_ms,"
                    " done_ms, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (
                        one.key, one.sender, one.id, one.user_id, one.kind, one.attempt, one.due_ms,
                        "dropped" if full else "open", now, now if full else None, "limit" if full else "",
                    ),
                )  # fmt: skip
            _settle(conn, kind, key, due_ms, now)
            return entered

        return await self._database.write(write)

    async def waiting(self, most: int) -> list[Errand]:
        """Return errands that are to be tried now, oldest first."""
        now = self._clock.now_ms()

        def read(conn: Connection) -> list[Errand]:
            rows = conn.execute(
                f"{_ERRAND} WHERE state = 'open' AND next_ms <= ? ORDER BY next_ms, due_ms, key LIMIT ?",
                (now, most),
            )
            return [Errand(*row) for row in rows]

        return await self._database.read(read)

    async def next_try(self) -> int | None:
        """Return when (ms) the next errand may be tried, None when none is open."""
        return await self._database.read(
            lambda conn: conn.execute("SELECT min(next_ms) FROM errand WHERE state = 'open'").fetchone()[0]
        )

    async def end(self, key: str, state: str, reason: str = "") -> None:
        """An errand is "sent", "failed" or "dropped"."""
        now = self._clock.now_ms()
        await self._database.write(
            lambda conn: conn.execute(
                "UPDATE errand SET state = ?, reason = ?, done_ms = ?, tries = tries + ? WHERE key = ?",
                (state, reason, now, int(state != "dropped"), key),
            )
        )

    async def later(self, key: str, next_ms: int, reason: str, *, tried: bool) -> None:
        """An errand is to be tried again, not before `next_ms`."""
        await self._database.write(
            lambda conn: conn.execute(
                "UPDATE errand SET next_ms = ?, reason = ?, tries = tries + ? WHERE key = ?",
                (next_ms, reason, int(tried), key),
            )
        )

    # -- reports

    async def untold(self) -> list[Ended]:
        """Return errands that are over and that no report tells, the oldest first."""

        def read(conn: Connection) -> list[Ended]:
            rows = conn.execute(
                "SELECT key, sender, id, user_id, kind, state, reason, coalesce(done_ms, due_ms) FROM errand"
                " WHERE report IS NULL AND state != 'open' ORDER BY 8, key"
            )
            return [Ended(*row) for row in rows]

        return await self._database.read(read)

    async def busy(self) -> set[tuple[str, str]]:
        """Return the DINGs (sender, id) of which an errand is to be tried now."""
        now = self._clock.now_ms()

        def read(conn: Connection) -> set[tuple[str, str]]:
            rows = conn.execute(
                "SELECT DISTINCT sender, id FROM errand WHERE state = 'open' AND next_ms <= ?", (now,)
            )
            return set(rows.fetchall())

        return await self._database.read(read)

    async def last_report(self, sender: str, id: str) -> int:
        """Return when (ms) the last report about a DING was made, 0 for never."""
        return await self._database.read(
            lambda conn: conn.execute(
                "SELECT coalesce(max(made_ms), 0) FROM report WHERE sender = ? AND id = ?", (sender, id)
            ).fetchone()[0]
        )

    async def report(
        self, sender: str, id: str, contents: Sequence[tuple[str, bytes]], keys: Iterable[str]
    ) -> None:
        """Keep (room id, content) as the next reports of a DING; they tell of the errands `keys`.

        No contents: there is nothing to tell of these.
        """
        now, told = self._clock.now_ms(), json.dumps(list(keys))

        def write(conn: Connection) -> None:
            last: int = conn.execute(
                "SELECT coalesce(max(number), 0) FROM report WHERE sender = ? AND id = ?", (sender, id)
            ).fetchone()[0]
            conn.executemany(
                "INSERT INTO report (sender, id, number, room_id, content, made_ms)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (sender, id, number, room_id, content, now)
                    for number, (room_id, content) in enumerate(contents, last + 1)
                ],
            )
            conn.execute(
                "UPDATE errand SET report = ? WHERE key IN (SELECT value FROM json_each(?))",
                (last + 1 if contents else 0, told),
            )

        await self._database.write(write)

    async def unsent(self) -> list[Report]:
        """Return the reports that the server does not have yet, in order."""

        def read(conn: Connection) -> list[Report]:
            rows = conn.execute(
                "SELECT sender, id, number, room_id, content, made_ms FROM report WHERE sent_ms IS NULL"
                " ORDER BY made_ms, sender, id, number"
            )
            return [Report(*row) for row in rows]

        return await self._database.read(read)

    async def reported(self, one: Report) -> None:
        """The server has a report, or will never take it."""
        now = self._clock.now_ms()
        await self._database.write(
            lambda conn: conn.execute(
                "UPDATE report SET sent_ms = ? WHERE sender = ? AND id = ? AND number = ?",
                (now, one.sender, one.id, one.number),
            )
        )

    async def standing(self) -> Standing:
        """Return how many errands are open, sent and failed."""

        def read(conn: Connection) -> Standing:
            found = dict(conn.execute("SELECT state, count(*) FROM errand GROUP BY state").fetchall())
            return Standing(found.get("open", 0), found.get("sent", 0), found.get("failed", 0))

        return await self._database.read(read)


def _settle(conn: Connection, kind: str, key: str, due_ms: int, now: int) -> None:
    conn.execute(
        "INSERT INTO duty (kind, key, due_ms, done_ms) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key)"
        " DO UPDATE SET done_ms = coalesce(done_ms, excluded.done_ms)",
        (kind, key, due_ms, now),
    )
