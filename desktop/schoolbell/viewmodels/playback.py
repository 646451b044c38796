"""How far something to be heard is played, as views see it."""

from enum import StrEnum

from msgspec import Struct


class PlayState(StrEnum):
    """What something to be heard does now."""

    IDLE = "idle"
    LOADING = "loading"
    PLAYING = "playing"
    PAUSED = "paused"
    FAILED = "failed"


class Playback(Struct, frozen=True):
    """How far one thing is. `position` and `duration` are ms, `duration` 0 while it is not known."""

    key: str
    state: PlayState = PlayState.IDLE
    position: int = 0
    duration: int = 0
    rate: float = 1.0
    error: str = ""  # ErrorCode value
