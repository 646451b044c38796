"""SQLite files: opening, migrating, one writer thread, a pool of readers. Nothing else opens one."""

import asyncio
import logging
import queue
import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from sqlite3 import Connection, Row
from typing import TypeVar

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import BugError, ErrorCode, KnownError
from schoolbell.store.page_cache import PageCache

__all__ = ["Connection", "Database", "Row", "attempt"]

T = TypeVar("T")
log = logging.getLogger(__name__)

_SLOW_SECONDS = 0.040
_READERS = 2
_AUTOCHECKPOINT_PAGES = 8000
_BUSY_MS = 5000
_CHECKED_BYTES = 16 << 20  # a durable file up to this size is checked whole at each start: a few ms
_NAME = re.compile(r"(\d{4})_\w+\.sql")
_CODES = {
    sqlite3.SQLITE_FULL: ErrorCode.DISK_FULL,
    sqlite3.SQLITE_IOERR: ErrorCode.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorCode.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: ErrorCode.READ_ONLY,
    sqlite3.SQLITE_PERM: ErrorCode.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: ErrorCode.DATABASE_CORRUPT,
    sqlite3.SQLITE_NOTADB: ErrorCode.DATABASE_CORRUPT,
    sqlite3.SQLITE_BUSY: ErrorCode.PROFILE_IN_USE,
    sqlite3.SQLITE_LOCKED: ErrorCode.PROFILE_IN_USE,
}
# Extended codes that mean something else than their family: the disk cannot give back what it took.
_UNREADABLE = frozenset(
    {
        sqlite3.SQLITE_IOERR_READ,
        sqlite3.SQLITE_IOERR_SHORT_READ,
        sqlite3.SQLITE_IOERR_DATA,
        sqlite3.SQLITE_IOERR_CORRUPTFS,
    }
)


def _code(error: sqlite3.Error | UnicodeDecodeError) -> ErrorCode | None:
    if isinstance(error, UnicodeDecodeError):  # the schema's own text: SQLite's message quotes it
        return ErrorCode.DATABASE_CORRUPT
    number = getattr(error, "sqlite_errorcode", None)
    if number is None and "decode to UTF-8" in str(error):  # Python's own: a flipped bit in a text
        return ErrorCode.DATABASE_CORRUPT
    if number in _UNREADABLE:
        return ErrorCode.DATABASE_CORRUPT
    return _CODES.get((number or 0) & 0xFF)


def _known(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> KnownError | None:
    """Return what a person may be told about `error`; None for what is our own mistake."""
    code = _code(error)
    return KnownError(code, {"file": path.name}) if code is not None else None


def attempt(connection: Connection, fn: Callable[[Connection], T]) -> T | Exception:
    """Run `fn` in a savepoint: undone, and its exception returned, when it fails.

    What the environment does to us (disk full, corrupt …) is raised: trying again in another way cannot help.
    """
    connection.execute("SAVEPOINT attempt")
    try:
        result = fn(connection)
    except Exception as error:  # the caller gets it and must look at it
        if isinstance(error, KnownError) or (isinstance(error, sqlite3.Error) and _code(error) is not None):
            raise
        connection.execute("ROLLBACK TO attempt")
        connection.execute("RELEASE attempt")
        return error
    connection.execute("RELEASE attempt")
    return result


class Database:
    """One SQLite file with numbered migrations (`0001_name.sql` …, counted in `PRAGMA user_version`).

    `durable` True is for what exists nowhere else: synced on every commit, backed up before each
    migration, kept
    and reported when corrupt. False is for what the homeserver has too: set aside and made anew when corrupt;
    `recreated` then says so. `damaged` is called, from any thread, when an open file turns out to be corrupt.
    All methods raise KnownError (DISK_FULL, READ_ONLY, DATABASE_CORRUPT,
    DATABASE_NEWER, PROFILE_IN_USE).
    """

    def __init__(
        self,
        path: Path,
        migrations_dir: Path,
        *,
        durable: bool,
        clock: Clock | None = None,
        damaged: Callable[[], None] | None = None,
    ) -> None:
        self._path = path
        self._migrations_dir = migrations_dir
        self._durable = durable
        self._clock = clock or SystemClock()
        self._damaged = damaged
        self._connection: Connection | None = None
        self._cache: PageCache | None = None
        self._here: Connection | None = None
        self._readers: queue.SimpleQueue[Connection | None] = queue.SimpleQueue()
        self._readers.put(None)  # not open
        self._all_readers: list[Connection] = []
        self._write_pool: Executor | None = None
        self._read_pool: Executor | None = None
        self.recreated = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def open(self) -> None:
        """Open (making what is missing) and migrate; blocking, once per process and file."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(ErrorCode.READ_ONLY, {"file": self._path.name}) from error
        if not self._durable and self._marker.exists():
            self._set_aside()
        try:
            self._connection = self._connect_and_migrate()
        except KnownError as error:
            if self._durable or error.code != ErrorCode.DATABASE_CORRUPT:
                raise
            self._set_aside()
            self._connection = self._connect_and_migrate()
        self._readers = queue.SimpleQueue()
        for _ in range(_READERS):
            reader = self._connect(read_only=True)
            self._all_readers.append(reader)
            self._readers.put(reader)
        self._write_pool = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._read_pool = ThreadPoolExecutor(_READERS, thread_name_prefix="store-read")

    def close(self) -> None:
        """Finish what runs, then close; closing twice is harmless."""
        for pool in (self._read_pool, self._write_pool):
            if pool is not None:
                pool.shutdown(wait=True)
        self._read_pool = self._write_pool = None
        for _ in self._all_readers:
            self._readers.get()  # a thread of the other file may still hold one
        self._readers.put(None)
        connections = [*self._all_readers, self._here, self._connection]
        self._all_readers = []
        self._here = self._connection = self._cache = None
        for connection in connections:
            if connection is not None:
                connection.close()

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on the writer thread in one BEGIN IMMEDIATE … COMMIT; if it raises nothing is kept."""
        if self._write_pool is None:
            raise BugError("the database is not open")
        return await asyncio.wrap_future(self._write_pool.submit(self._write, fn))

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on a reader thread; it sees one consistent snapshot."""
        if self._read_pool is None:
            raise BugError("the database is not open")
        return await asyncio.wrap_future(self._read_pool.submit(self._pooled_read, fn))

    def read_here(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` in this thread on a pooled connection: inside a read of another file, newer than it.

        Raises BugError when the file was closed meanwhile.
        """
        return self._pooled_read(fn)

    def read_now(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` here and now on a connection of its own: for the first paint only."""
        if self._here is None:
            self._here = self._connect(read_only=True)
        return self._read(self._here, fn)

    def write_now(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` in one transaction and wait for it: for commands without an event loop, and tests."""
        if self._write_pool is None:
            raise BugError("the database is not open")
        return self._write_pool.submit(self._write, fn).result()

    # -- on the writer and reader threads ------------------------------------------------------------------

    def _write(self, fn: Callable[[Connection], T]) -> T:
        connection = self._connection
        assert connection is not None
        assert self._cache is not None
        started = time.monotonic()
        try:
            self._cache.before_write()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = fn(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result
        except sqlite3.Error as error:
            raise self._translated(error) from error
        finally:
            self._log_slow("write", fn, started)

    def _pooled_read(self, fn: Callable[[Connection], T]) -> T:
        connection = self._readers.get()
        try:
            if connection is None:
                raise BugError("the database is not open")
            return self._read(connection, fn)
        finally:
            self._readers.put(connection)

    def _read(self, connection: Connection, fn: Callable[[Connection], T]) -> T:
        started = time.monotonic()
        try:
            connection.execute("BEGIN")
            try:
                return fn(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise self._translated(error) from error
        finally:
            self._log_slow("read", fn, started)

    def _log_slow(self, what: str, fn: Callable[[Connection], T], started: float) -> None:
        seconds = time.monotonic() - started
        if seconds > _SLOW_SECONDS:
            name = getattr(fn, "__qualname__", None) or getattr(fn, "func", fn).__class__.__qualname__
            log.info("slow %s: %s took %.0f ms", what, name, seconds * 1000)

    def _translated(self, error: sqlite3.Error | UnicodeDecodeError) -> Exception:
        known = _known(error, self._path)
        if known is None and self._write_pool is not None and str(error).startswith("no such "):
            # The migrations made what is missed here: a flipped bit in the schema has renamed it.
            known = KnownError(ErrorCode.DATABASE_CORRUPT, {"file": self._path.name})
        if known is None:
            return error
        if known.code == ErrorCode.DATABASE_CORRUPT:
            self._report_damage()
        return known

    def _report_damage(self) -> None:
        if not self._durable:
            try:
                self._marker.touch()  # the next start sets the file aside
            except OSError:
                log.warning("cannot mark %s as corrupt", self._path.name)
        if self._write_pool is not None and self._damaged is not None:
            self._damaged()

    # -- opening -------------------------------------------------------------------------------------------

    @property
    def _marker(self) -> Path:
        return self._path.with_name(self._path.name + ".corrupt")

    def _connect(self, *, read_only: bool = False) -> Connection:
        try:
            connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, cached_statements=256
            )
        except sqlite3.Error as error:
            raise self._translated(error) from error
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            connection.execute(f"PRAGMA foreign_keys = {'ON' if self._durable else 'OFF'}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cell_size_check = ON")  # damage is found where it is, not guessed at
            if read_only:
                connection.execute("PRAGMA query_only = ON")
                return connection
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if self._durable else 'NORMAL'}")
            if not self._durable:
                connection.execute(f"PRAGMA wal_autocheckpoint = {_AUTOCHECKPOINT_PAGES}")
            return connection
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise self._translated(error) from error

    def _connect_and_migrate(self) -> Connection:
        connection = self._connect()
        try:
            self._migrate(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            self._check(connection)
            self._cache = PageCache(connection, self._clock)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            raise self._translated(error) from error
        except KnownError:
            connection.close()
            raise
        return connection

    def _check(self, connection: Connection) -> None:
        """Find damage in what exists nowhere else before anything is built on it."""
        if not self._durable or self._path.stat().st_size > _CHECKED_BYTES:
            return
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise KnownError(ErrorCode.DATABASE_CORRUPT, {"file": self._path.name})

    def _migrations(self) -> list[tuple[int, Path]]:
        found = [
            (int(match[1]), path)
            for path in self._migrations_dir.iterdir()
            if (match := _NAME.fullmatch(path.name))
        ]
        return sorted(found)

    def _migrate(self, connection: Connection) -> None:
        migrations = self._migrations()
        if not migrations:
            raise BugError(f"no migrations for {self._path.name}")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        newest = migrations[-1][0]
        if version > newest:
            raise KnownError(
                ErrorCode.DATABASE_NEWER, {"file": self._path.name, "version": version, "known": newest}
            )
        for number, path in migrations:
            if number <= version:
                continue
            if self._durable and version:
                self._back_up(connection, version)
            script = path.read_text(encoding="utf-8")
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE;\n{script}\n;PRAGMA user_version = {number};\nCOMMIT;"
                )
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            version = number

    def _back_up(self, connection: Connection, version: int) -> None:
        target = sqlite3.connect(self._path.with_name(f"{self._path.name}.v{version}.backup"))
        try:
            connection.backup(target)
        finally:
            target.close()

    def set_aside(self) -> Path:
        """Move a broken file that is not open out of the way, whole; return where it is kept.

        For a durable one only a person decides on that. Raises KnownError(READ_ONLY).
        """
        if self._connection is not None:
            raise BugError("the database is open")
        return self._set_aside()

    def _set_aside(self) -> Path:
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(self._clock.now_ms() / 1000))
        target = self._path.with_name(f"{self._path.name}.broken-{stamp}")
        number = 1
        while target.exists():
            number += 1
            target = self._path.with_name(f"{self._path.name}.broken-{stamp}-{number}")
        try:
            if not self._durable:  # one is kept for a look: a cache may be large
                for old in self._path.parent.glob(f"{self._path.name}.broken-*"):
                    old.unlink(missing_ok=True)
            # The log goes first: a new file must never meet the log of the old one.
            for suffix in ("-wal", "-shm", ""):
                path = self._path.with_name(self._path.name + suffix)
                if path.exists():
                    path.replace(target.with_name(target.name + suffix))
            self._marker.unlink(missing_ok=True)
        except OSError as error:
            raise KnownError(ErrorCode.READ_ONLY, {"file": self._path.name}) from error
        log.warning("%s was broken and is set aside", self._path.name)
        self.recreated = True
        return target
