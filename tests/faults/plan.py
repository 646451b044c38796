"""Which request suffers which fault: drawn from a seed, so that a bad run can be run again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What may happen to one exchange. "Taken" means: the server had the whole request."""

    DELAY = "delay"  # the request waits before it goes on
    LATE_ANSWER = "late_answer"  # taken; the answer waits
    DROP = "drop"  # never taken; silence, then the end of the connection
    GHOST = "ghost"  # the connection ends at once; the request is taken later nevertheless
    CUT_REQUEST = "cut_request"  # the server sees half a body
    CUT_ANSWER = "cut_answer"  # taken; half an answer
    LOSE_ANSWER = "lose_answer"  # taken; no answer
    RESET = "reset"  # never taken; TCP RST
    RESET_ANSWER = "reset_answer"  # taken; TCP RST
    LIMIT = "limit"  # never taken; 429
    FAIL = "fail"  # never taken; 500, 502, 503 or 504
    FAIL_AFTER = "fail_after"  # taken; 502 or 504 by a gateway that lost patience
    PORTAL = "portal"  # never taken; a web page with 200
    TWICE = "twice"  # taken two times: a gateway that tries again


# A long poll suffers what a line does to it; asking twice or later would only make it long.
POLL_FAULTS = tuple(fault for fault in Fault if fault not in (Fault.GHOST, Fault.TWICE))


def kind_of(method: str, path: str) -> str:
    """Return "send", "sync", "media" or "other"."""
    if method == "PUT" and ("/send/" in path or "/redact/" in path):
        return "send"
    if path.endswith("/sync"):
        return "sync"
    return "media" if "/media/" in path else "other"


@dataclass(frozen=True, slots=True)
class Hit:
    """One fault, with what it needs."""

    fault: Fault
    seconds: float = 0.0  # to wait
    share: float = 0.5  # of the message that passes
    status: int = 0
    retry_after_ms: int = 0


@dataclass(slots=True)
class Plan:
    """`shares`: how many of each kind of request are hit, 0…1. Each kind draws from a chance of its own."""

    seed: int
    shares: Mapping[str, float] = field(
        default_factory=lambda: {"send": 0.25, "sync": 0.1, "media": 0.15, "other": 0.1}
    )
    longest_seconds: float = 0.4
    only: tuple[Fault, ...] = tuple(Fault)
    _chances: dict[str, Random] = field(default_factory=dict)

    def draw(self, kind: str) -> Hit | None:
        """Return what happens to the next request of this kind."""
        chance = self._chances.setdefault(kind, Random(f"{self.seed}/{kind}"))
        struck = chance.random() < self.shares.get(kind, 0.0)
        faults = [one for one in self.only if kind != "sync" or one in POLL_FAULTS]
        fault = chance.choice(faults) if faults else None
        seconds = chance.random() * self.longest_seconds
        share, limit = chance.random(), chance.choice((100, 400, 900))
        status = chance.choice((502, 504) if fault is Fault.FAIL_AFTER else (500, 502, 503, 504))
        if not struck or fault is None:
            return None
        return Hit(fault, seconds, share, status, limit)
