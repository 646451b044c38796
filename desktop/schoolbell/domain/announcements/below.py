"""What writing an announcement needs from below besides the engine: files, a server that sends later."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

from schoolbell.base.observable import Observable
from schoolbell.store.outbox import NewRow
from schoolbell.sync.chosen import Chosen, Prepared


class Files(Protocol):
    """The part of the media engine that announcements use; everything raises KnownError."""

    async def copy_in(self, path: Path) -> Chosen:
        """Copy a small file into the profile's folder, keep a large one where it lies."""
        ...

    async def prepare(self, chosen: Chosen) -> Prepared:
        """Read a chosen file through: what its message says, and its hash."""
        ...

    def settled(self, paths: Collection[str]) -> None:
        """These copies are named by a draft now, or nobody needs them."""
        ...

    def queued(self) -> None:
        """Files came into the outbox."""
        ...


class Later(Protocol):
    """A server that sends events at an appointed time by itself."""

    changed: Observable[None]  # a row was given to the server or is done

    def can(self, due_ms: int, events: int) -> bool:
        """Whether the server, as far as is known, takes so many events for then."""
        ...

    async def give(self, rows: Sequence[NewRow], due_ms: int, also: Callable[[Any], None]) -> None:
        """Keep `rows` and do `also` in one local transaction; then let the server have them."""
        ...

    async def take_back(self, batch: str, also: Callable[[Any], None]) -> bool:
        """Cancel all of `batch` at the server, then forget it and do `also` in one local transaction.

        False when it is too late. Raises KnownError when the server cannot be asked; then nothing is changed.
        """
        ...

    async def hurry(self, batch: str) -> None:
        """Send all of `batch` now. Raises KnownError."""
        ...


__all__ = ["Chosen", "Files", "Later", "Prepared"]
