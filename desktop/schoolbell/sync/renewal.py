"""Renews the access token before it ends, so that nothing anybody does meets an expired one."""

import logging
from random import Random
from typing import Protocol

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.login import Credentials
from schoolbell.sync.backoff import Backoff

log = logging.getLogger(__name__)

_MARGIN = 0.2  # of the lifetime
_LONGEST_MARGIN = 60.0
_SHORTEST = 0.5  # seconds between two renewals, whatever the server says
_JITTER = 0.1  # of the lifetime: a class that signed in together does not come together
_ENDED = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})


class Renewable(Protocol):
    """The session whose tokens end."""

    @property
    def credentials(self) -> Credentials:
        """The pair in use."""
        ...

    async def refresh(self, stale: str) -> str:
        """Return a token newer than `stale`. Raises KnownError."""
        ...


class TokenKeeper:
    """Works where the server says how long a token lives; else, or too late, a refused request renews it."""

    def __init__(self, session: Renewable, clock: Clock, random: Random) -> None:
        self._session = session
        self._clock = clock
        self._random = random
        self._backoff = Backoff(random)

    async def run(self) -> None:
        """Renew again and again; return when tokens do not end or the session has."""
        while True:
            pair = self._session.credentials
            seconds = self._seconds_left(pair)
            if seconds is None:
                return
            await self._clock.sleep(seconds)
            while self._session.credentials is pair:  # else a request was earlier
                try:
                    await self._session.refresh(pair.access_token)
                except KnownError as error:
                    if error.code in _ENDED:
                        return  # the token in use works until the server says no
                    log.info("the token could not be renewed in time: %s", error.code)
                    await self._clock.sleep(self._backoff.after(error))
            self._backoff.reset()

    def _seconds_left(self, pair: Credentials) -> float | None:
        """Return when to renew `pair`; None when it does not end.

        The wall clock is asked for the age of a pair that was kept on the disk, and believed as far as the
        lifetime allows.
        """
        if pair.expires_in_ms is None or not pair.refresh_token:
            return None
        lifetime = pair.expires_in_ms / 1000
        left = lifetime
        if pair.expires_at_ms is not None:
            left = min(lifetime, max(0.0, (pair.expires_at_ms - self._clock.now_ms()) / 1000))
        margin = min(lifetime * _MARGIN, _LONGEST_MARGIN) + lifetime * _JITTER * self._random.random()
        return max(_SHORTEST, left - margin)
