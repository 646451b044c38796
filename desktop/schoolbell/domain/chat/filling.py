"""Fetching what is missing in one room: each place once at a time, what failed not again unasked."""

from collections.abc import Iterable

from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.ports import ChatEngine

PAGES_AT_ONCE = 5  # server pages fetched for one step when they hold nothing to show


class Filling:
    """`failed` are chunks whose gap could not be fetched. Belongs to the loop's thread."""

    def __init__(self, room_id: str) -> None:
        self.failed: set[int] = set()
        self._room_id = room_id
        self._under_way: set[int] = set()
        self._tries: dict[int, int] = {}  # chunk → pages fetched without being asked

    async def fetch(self, engine: ChatEngine, chunk: int, *, cross: bool) -> bool:
        """Fetch one page before `chunk` (`cross`: from the gap's older side); False while one is under way.

        Raises KnownError.
        """
        if chunk in self._under_way:
            return False
        self._under_way.add(chunk)
        try:
            if cross:
                await engine.history.cross(self._room_id, chunk)
            else:
                await engine.paginate(self._room_id, chunk)
        except KnownError:
            self.failed.add(chunk)
            raise
        finally:
            self._under_way.discard(chunk)
        self.failed.discard(chunk)
        return True

    def unasked(self, chunks: Iterable[int]) -> list[int]:
        """Return those of `chunks` that may be fetched though nobody asked, and count it."""
        found = [
            chunk
            for chunk in chunks
            if chunk not in self.failed
            and chunk not in self._under_way
            and self._tries.get(chunk, 0) < PAGES_AT_ONCE
        ]
        for chunk in found:
            self._tries[chunk] = self._tries.get(chunk, 0) + 1
        return found

    def retry(self) -> bool:
        """Forget what failed (the connection is back); whether there was anything."""
        if not self.failed:
            return False
        self.failed.clear()
        self._tries.clear()
        return True
