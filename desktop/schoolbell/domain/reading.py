"""Reading the two databases of a profile, as every feature does it: protocols."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Reads(Protocol):
    """Reading one database: `fn` gets a connection and must not keep it."""

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` on a reader thread."""
        ...

    def read_here(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread, which is a reader thread of the other database."""
        ...

    def read_now(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread: the first paint only."""
        ...


class ChatReader(Protocol):
    """The two databases of a profile."""

    @property
    def cache(self) -> Reads:
        """What came from the server (may be rebuilt)."""
        ...

    @property
    def local(self) -> Reads:
        """What exists only here: outbox, drafts."""
        ...
