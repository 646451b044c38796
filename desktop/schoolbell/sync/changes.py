"""What one committed transaction changed: frozen, published after commit, read by domain objects."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from schoolbell.base.errors import ErrorCode


class Changes(Struct, frozen=True):
    """Ids of what is different now. Readers re-read; rows carry a revision so that this stays cheap."""

    timelines: frozenset[str] = frozenset()  # room ids whose events, order, relations or echoes changed
    rooms: frozenset[str] = frozenset()  # room ids whose summary (name, unread, preview, membership) changed
    receipts: frozenset[str] = frozenset()  # room ids
    members: frozenset[str] = frozenset()  # room ids whose member list changed
    state: frozenset[tuple[str, str]] = frozenset()  # (room id, event type)
    outbox: frozenset[str] = frozenset()  # room ids
    typing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # room id → user ids, all of them
    account_data: frozenset[str] = frozenset()  # types
    projections: Mapping[str, object] = field(default_factory=dict)  # projection name → its own Changes

    def __bool__(self) -> bool:
        return bool(
            self.timelines or self.rooms or self.receipts or self.members or self.state
            or self.outbox or self.typing or self.account_data or self.projections
        )

    def merged(self, other: "Changes") -> "Changes":
        """Return both together; where both name a mapping key the later one wins."""
        return Changes(
            timelines=self.timelines | other.timelines,
            rooms=self.rooms | other.rooms,
            receipts=self.receipts | other.receipts,
            members=self.members | other.members,
            state=self.state | other.state,
            outbox=self.outbox | other.outbox,
            typing={**self.typing, **other.typing},
            account_data=self.account_data | other.account_data,
            projections={**self.projections, **other.projections},
        )


class SyncState(StrEnum):
    """States of the sync loop."""

    STOPPED = "stopped"
    CONNECTING = "connecting"  # first response not here yet
    LIVE = "live"
    OFFLINE = "offline"  # waits, `retry_at` says until when
    SIGNED_OUT = "signed_out"  # token is gone for good; the outbox is kept
    REFUSED = "refused"  # e.g. no sliding sync: only a person can change that


class SyncStatus(Struct, frozen=True):
    """What the status line shows."""

    state: SyncState
    error: ErrorCode | None = None
    retry_at: float = 0.0  # clock.monotonic() of the next try when OFFLINE
    waiting: int = 0  # outbox rows not yet acknowledged
    wedged: int = 0
