"""Fetches what is missing of the last two weeks in all rooms: a DING may stand where nobody looked."""

from functools import partial

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.store import gaps
from schoolbell.store.database import Database
from schoolbell.sync.engine import Engine
from schoolbell_office.cases import HORIZON_MS
from schoolbell_office.hands import REFUSED


class Filling:
    """One request at a time, with rests as long as the server took. Belongs to the loop's thread."""

    def __init__(self, engine: Engine, cache: Database, clock: Clock) -> None:
        self._engine = engine
        self._cache = cache
        self._clock = clock
        self._given_up: set[int] = set()  # chunks whose history is refused, or answered with nothing

    async def run(self) -> None:
        """Fill all gaps that matter. Raises KnownError where the server is away."""
        while True:
            since = self._clock.now_ms() - HORIZON_MS
            found = await self._cache.read(
                partial(gaps.most_wanted, since=since, first=None, without=tuple(self._given_up))
            )
            if found is None:
                return
            started = self._clock.monotonic()
            try:
                moved = await self._engine.history.fill(found.room_id, found.chunk)
            except KnownError as error:
                if error.code not in REFUSED:
                    raise
                moved = False
            if not moved:
                self._given_up.add(found.chunk)
            await self._clock.sleep(self._clock.monotonic() - started)
