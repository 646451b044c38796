"""When it is this client's turn to come back, after the server's end has hung up on all of it."""

from collections.abc import Collection
from random import Random

from schoolbell.base.observable import Observable

_WINDOW = 30.0  # seconds over which a school comes back
_LATER = 10.0  # seconds by which each next window begins later, as long as nobody is there
_LATEST = 30.0


class Outage:
    """One moment for everything this client asks for again: two moments would be two chances to be early.

    A server that restarts hangs up on all connections of all clients at once. Each client draws its turn from
    a window as wide as the school needs; whoever found nobody draws from a later one. A single connection
    that ends while the other stands is this line's own affair, and is tried again at once.
    Belongs to the loop's thread; all moments are seconds of a monotonic clock.
    """

    def __init__(self, random: Random, *, of: Collection[str]) -> None:
        self.turned: Observable[float] = Observable()  # a turn was drawn
        self.seen: Observable[None] = Observable()  # somebody was answered before it
        self._random = random
        self._all = frozenset(of)
        self._lost: set[str] = set()
        self._turn = 0.0
        self._failures = 0
        self._impatient = False

    @property
    def turn(self) -> float:
        """Until when nothing is asked that can wait; 0.0 when that is not known or somebody is impatient."""
        return 0.0 if self._impatient or self._lost != self._all else self._turn

    def failed(self, connection: str, now: float, *, again: bool, wish: float = 0.0) -> float | None:
        """Say when `connection` asks again; None: as soon as it likes, nothing speaks for an outage.

        `again`: it failed before since it was answered. `wish` is how many seconds the server asked for.
        """
        self._lost.add(connection)
        self._impatient = False
        if not again and self._lost != self._all:
            return None
        if now >= self._turn:
            first = max(wish, min(self._failures * _LATER, _LATEST))
            self._failures += 1
            self._turn = now + first + _WINDOW * self._random.random()
            self.turned.emit(self._turn)
        return max(self._turn, now + wish)

    def answered(self, connection: str) -> None:
        """`connection` stands."""
        self._lost.discard(connection)
        if not self._lost:
            self._turn, self._failures = 0.0, 0

    def answered_otherwise(self) -> None:
        """A request that belongs to no connection went through: whoever waits for a turn need not.

        A first failure of one connection has no turn; hurried, its second one would look like an outage.
        """
        if self._turn:
            self.seen.emit(None)

    def hurry(self) -> None:
        """Somebody does not want to wait: what is sent may go once, whoever's turn it is."""
        self._impatient = True

    def hold(self) -> None:
        """It went in vain."""
        self._impatient = False
