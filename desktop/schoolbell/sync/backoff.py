"""How long to wait before the next try: exponential, jittered, never shorter than the server asked."""

from random import Random

from schoolbell.base.errors import ErrorCode, KnownError

_FIRST = 1.0
_CAP = 60.0
_CROWD = 30.0  # seconds over which those come back who were all told to wait until the same moment


class Backoff:
    """Counts failures in a row; jitter keeps a school's clients from coming back all at once."""

    def __init__(self, random: Random, *, first: float = _FIRST, cap: float = _CAP) -> None:
        self._random = random
        self._first = first
        self._cap = cap
        self._failures = 0

    def reset(self) -> None:
        """Something worked."""
        self._failures = 0

    def after(self, error: KnownError) -> float:
        """Return seconds to wait after `error`, by the server's own wish where it has one.

        Too many requests (429) are one account's; a server in trouble (5xx) tells everybody the same.
        """
        wish: int | None = getattr(error, "retry_after_ms", None)
        return self.next(wish, crowd=error.code is not ErrorCode.RATE_LIMITED)

    def next(self, retry_after_ms: int | None = None, *, crowd: bool = False) -> float:
        """Return seconds to wait after one more failure; `retry_after_ms` is the server's own wish.

        `crowd`: it told everybody, not only this account.
        """
        ceiling = min(self._cap, self._first * 2.0**self._failures)
        self._failures = min(self._failures + 1, 16)
        jittered = ceiling * (0.5 + self._random.random() / 2)
        if retry_after_ms is None:
            return jittered
        wish = retry_after_ms / 1000
        spread = _CROWD if crowd else min(wish * 0.1, 5.0)
        return max(jittered, wish + spread * self._random.random())
