"""The office's own SQLite file: first passwords until used, phone numbers, the timetable, who left."""

import os
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell_office.desired import WantedUser
from schoolbell_office.model import Lesson

_VERSION = 2
_SCHEMA = """
CREATE TABLE account(
  user_id TEXT PRIMARY KEY, role TEXT NOT NULL, name TEXT NOT NULL, class_name TEXT, phone TEXT NOT NULL,
  password TEXT, made_ms INTEGER, written INTEGER NOT NULL DEFAULT 0, printed_ms INTEGER,
  signed_in INTEGER NOT NULL DEFAULT 0, left_ms INTEGER, seen_ms INTEGER
) STRICT;
CREATE TABLE lesson(
  class_number TEXT NOT NULL, weekday INTEGER NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL,
  subject TEXT NOT NULL, teacher TEXT NOT NULL
) STRICT;
PRAGMA user_version = 2;
"""
_SECOND = "ALTER TABLE account ADD COLUMN seen_ms INTEGER; PRAGMA user_version = 2;"
# Easily read off paper: no 0/O, 1/l/I, no vowels that make words.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as the office knows it.

    `password` is the first password until the person has signed in, `made_ms` when it was made, `written`
    whether the server has it, `printed_ms` when its slip was printed, `left_ms` when the person left,
    `seen_ms` when the office first saw the account do something since that password was made.
    """

    user_id: str
    role: str
    name: str
    class_name: str | None
    phone: str
    password: str | None
    made_ms: int | None
    written: bool
    printed_ms: int | None
    signed_in: bool
    left_ms: int | None
    seen_ms: int | None = None

    @property
    def used(self) -> bool:
        """Whether somebody has signed in, as far as the office knows."""
        return self.signed_in or self.seen_ms is not None


def new_password() -> str:
    """Return a first password of 12 characters in groups (57 bits), e.g. `k7mq-93xd-vt2p`."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


class OfficeDatabase:
    """Opens or makes the file (0600). Every method is one transaction, durable when it returns."""

    def __init__(self, path: Path) -> None:
        """Raises KnownError: DATABASE_NEWER, DATABASE_CORRUPT, READ_ONLY."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
            self._connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.OperationalError) as fault:
            raise KnownError(ErrorCode.READ_ONLY, {"file": str(path)}) from fault
        try:
            self._open()
        except sqlite3.DatabaseError as fault:
            self._connection.close()
            raise KnownError(ErrorCode.DATABASE_CORRUPT, {"file": str(path)}) from fault
        except KnownError:
            self._connection.close()
            raise

    def _open(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version > _VERSION:
            raise KnownError(ErrorCode.DATABASE_NEWER, {"version": version, "file": str(self._path)})
        if version == 0:
            self._connection.executescript("BEGIN IMMEDIATE;" + _SCHEMA + "COMMIT;")
        elif version == 1:
            self._connection.executescript("BEGIN IMMEDIATE;" + _SECOND + "COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _run(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                cursor.executemany(statement, rows)
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def accounts(self) -> dict[str, AccountRow]:
        """Return all accounts ever imported, by user id."""
        rows = self._connection.execute(
            "SELECT user_id, role, name, class_name, phone, password, made_ms, written, printed_ms, "
            "signed_in, left_ms, seen_ms FROM account ORDER BY rowid"
        )
        return {
            user_id: AccountRow(
                user_id,
                role,
                name,
                group,
                phone,
                password,
                made,
                bool(written),
                printed,
                bool(signed_in),
                left,
                seen,
            )
            for user_id, role, name, group, phone, password, made, written, printed, signed_in, left, seen
            in rows
        }

    def remember(self, users: Iterable[WantedUser]) -> None:
        """Write what the roster says of people; passwords stay."""
        self._run(
            "INSERT INTO account(user_id, role, name, class_name, phone) VALUES(?,?,?,?,?) "
            "ON CONFLICT DO UPDATE SET role=excluded.role, name=excluded.name, "
            "class_name=excluded.class_name, phone=excluded.phone, left_ms=NULL",
            ((one.user_id, one.role, one.name, one.class_name, one.phone) for one in users),
        )

    def give_passwords(self, user_ids: Iterable[str], now_ms: int) -> None:
        """Make a first password for each; it counts as not yet on the server and not yet printed."""
        self._run(
            "UPDATE account SET password=?, made_ms=?, written=0, printed_ms=NULL, signed_in=0, seen_ms=NULL "
            "WHERE user_id=?",
            ((new_password(), now_ms, user_id) for user_id in user_ids),
        )

    def password_written(self, user_id: str) -> None:
        """The server has the account's first password."""
        self._run("UPDATE account SET written=1 WHERE user_id=?", [(user_id,)])

    def slips_printed(self, user_ids: Iterable[str], now_ms: int) -> None:
        """The slips of these accounts are in a file."""
        self._run("UPDATE account SET printed_ms=? WHERE user_id=?", ((now_ms, one) for one in user_ids))

    def signed_in(self, user_ids: Iterable[str]) -> None:
        """These people have a password of their own: forget the first one."""
        self._run(
            "UPDATE account SET password=NULL, signed_in=1 WHERE user_id=?", ((one,) for one in user_ids)
        )

    def seen(self, user_ids: Iterable[str], now_ms: int) -> None:
        """These accounts were seen doing something: somebody has signed in."""
        self._run(
            "UPDATE account SET seen_ms=? WHERE user_id=? AND seen_ms IS NULL",
            ((now_ms, one) for one in user_ids),
        )

    def left(self, user_ids: Iterable[str], now_ms: int) -> None:
        """These people left the school: forget phone and password."""
        self._run(
            "UPDATE account SET left_ms=?, password=NULL, phone='' WHERE user_id=?",
            ((now_ms, one) for one in user_ids),
        )

    def replace_lessons(self, lessons: Iterable[Lesson]) -> None:
        """Keep the week's timetable."""
        rows = [
            (one.class_number, one.weekday, one.starts, one.ends, one.subject, one.teacher) for one in lessons
        ]
        with closing(self._connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("DELETE FROM lesson")
            cursor.executemany("INSERT INTO lesson VALUES(?,?,?,?,?,?)", rows)
            cursor.execute("COMMIT")

    def lessons(self) -> list[Lesson]:
        """Return the week's timetable, in order."""
        rows = self._connection.execute("SELECT * FROM lesson ORDER BY class_number, weekday, starts")
        return [Lesson(*row) for row in rows]
