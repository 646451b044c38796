"""What the outbox remembers of a row between transactions: where it stands, who may have it."""

from dataclasses import dataclass

from schoolbell.store import outbox

# A row acknowledged so many sync rounds and seconds ago whose echo did not come lies beyond a gap: the
# server has it.
_SETTLED_ROUNDS = 3
_SETTLED_SECONDS = 60.0


@dataclass(slots=True)
class KnownRow:
    """One row; `acknowledged` and `round` are as of the acknowledgement."""

    room_id: str
    state: str
    event_id: str | None = None
    round: int = 0  # sync round
    acknowledged: float = 0.0  # monotonic seconds
    attempted: bool = True  # the server may have it
    attempted_before: bool = True  # as of when the last try began

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows that the server does not have it."""
        return self.attempted and (self.state != outbox.WEDGED or self.attempted_before)

    @property
    def untouched(self) -> bool:
        """Whether it is here and certainly not at the server."""
        return self.state == outbox.WEDGED or not self.attempted

    def settled(self, round_: int, now: float) -> bool:
        """Whether its echo is not to be expected any more."""
        return round_ - self.round >= _SETTLED_ROUNDS and now - self.acknowledged >= _SETTLED_SECONDS
