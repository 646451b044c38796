"""What DING needs from below, and what the window needs from DING, as protocols."""

from collections.abc import Sequence
from typing import Protocol

from schoolbell.base.observable import Observable
from schoolbell.domain.announcements.ports import AnnouncementEngine as DingEngine
from schoolbell.domain.announcements.ports import Knowledge
from schoolbell.domain.ding.items import DingDraft, Lists, Plan, ReceivedDetail, SentDetail, Signature, Target


class DingBox(Protocol):
    """Received DINGs, own ones and pop-ups of one account (`domain.ding.box`). Belongs to the loop's thread.

    Everything that writes raises KnownError where the disk refuses, and returns after its local transaction.
    """

    lists_changed: Observable[Lists]
    detail_changed: Observable[ReceivedDetail | SentDetail | None]
    popups_changed: Observable[tuple[ReceivedDetail, ...]]  # to be shown now, the most urgent first

    @property
    def lists(self) -> Lists:
        """The lists as told last."""
        ...

    def open(self, key: str) -> None:
        """Follow one DING: `detail_changed` tells it now and whenever it changes; "" ends it."""
        ...

    async def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Say that a received DING arrived (with a signature where one is wanted)."""
        ...

    async def put_aside(self, keys: Sequence[str], ms: int) -> None:
        """Close pop-ups for a while; they come back, after a restart too."""
        ...

    def pops_up(self, key: str) -> None:
        """A pop-up is on the screen: its sound is heard once."""
        ...

    async def remind(self, key: str) -> None:
        """Remind those of an own DING who have not confirmed. Raises KnownError(RATE_LIMITED) too early."""
        ...

    async def withdraw(self, key: str) -> None:
        """Take an own DING back: its pop-ups close, phones read that it does not stand any more."""
        ...


class DingDesk(Protocol):
    """Writing DINGs (`domain.ding.writing`). Belongs to the loop's thread; raises KnownError (disk)."""

    def new(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> DingDraft:
        """Return an empty draft with an id of its own."""
        ...

    def targets(self, text: str, most: int = 12) -> tuple[Target, ...]:
        """Return recipients whose name, pinyin initials or number begin so; "": what is near at hand."""
        ...

    async def plan(self, draft: DingDraft) -> Plan:
        """Return who would get it, each person once, and what speaks against sending it now."""
        ...

    async def load(self, id: str) -> DingDraft | None:
        """Return a kept draft."""
        ...

    async def keep(self, draft: DingDraft) -> None:
        """Keep a draft; an empty one is removed."""
        ...

    async def discard(self, id: str) -> None:
        """Remove a draft and the copies of its files."""
        ...

    async def send(self, draft: DingDraft) -> None:
        """Queue all copies in one transaction, held for HOLD_MS (or until `due_ms`)."""
        ...

    async def undo(self, id: str) -> DingDraft | None:
        """Take a held or scheduled DING back as a draft; None when it is too late."""
        ...

    async def send_now(self, id: str) -> None:
        """Do not hold it any longer."""
        ...


__all__ = ["DingBox", "DingDesk", "DingEngine", "Knowledge"]
