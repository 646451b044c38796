"""How much of a file its writer keeps in memory: little, and much while a great deal is being written."""

from sqlite3 import Connection

from schoolbell.base.clock import Clock

_EVERYDAY_KIB = 2 * 1024
_BULK_KIB = 64 * 1024
_BULK_ROWS = 1500  # written by one transaction: an answer of some hundred events
_BULK_SECONDS = 10.0


class PageCache:
    """Sets `PRAGMA cache_size` of one writing connection by what its transactions write.

    The file's pages are in the operating system's cache too, so an everyday write costs the same with few of
    its own; only where thousands of rows go to random places of an index do many of them pay.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._written = connection.total_changes
        self._large_until: float | None = None
        self._set(_EVERYDAY_KIB)

    def before_write(self) -> None:
        """A transaction is about to begin: make the cache larger or smaller if it is time.

        Raises sqlite3.Error as any statement does.
        """
        rows = self._connection.total_changes - self._written
        self._written += rows
        now = self._clock.monotonic()
        if rows >= _BULK_ROWS:
            if self._large_until is None:
                self._set(_BULK_KIB)
            self._large_until = now + _BULK_SECONDS
        elif self._large_until is not None and now >= self._large_until:
            self._large_until = None
            self._set(_EVERYDAY_KIB)

    def _set(self, kib: int) -> None:
        self._connection.execute(f"PRAGMA cache_size = -{kib}")
