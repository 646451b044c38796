"""What the window needs from notices, and what these need of the engine beyond DING's, as protocols."""

from collections.abc import Sequence
from typing import Protocol

from schoolbell.base.observable import Observable
from schoolbell.domain.announcements.blocks import Signature
from schoolbell.domain.announcements.ports import AnnouncementEngine, Knowledge
from schoolbell.domain.notices.items import (
    NoticeDetail,
    NoticeDraft,
    NoticeLists,
    NoticePlan,
    Pinned,
    Target,
)


class NoticeEngine(AnnouncementEngine, Protocol):
    """The part of the sync engine that notices use."""

    async def retry(self, local_id: str) -> None:
        """Try a refused row again."""
        ...


class NoticeBoard(Protocol):
    """Notices of one account (`domain.notices.board`). Belongs to the loop's thread.

    Everything that writes raises KnownError where the disk refuses, and returns after its local transaction.
    """

    lists_changed: Observable[NoticeLists]
    detail_changed: Observable[NoticeDetail | None]
    pinned_changed: Observable[tuple[Pinned, ...]]  # of the open room

    @property
    def lists(self) -> NoticeLists:
        """Own notices, drafts and appointments as told last."""
        ...

    def show_room(self, room_id: str) -> None:
        """Tell what stands on top of this room, now and whenever it changes; "" for none."""
        ...

    def open(self, key: str) -> None:
        """Follow one notice: `detail_changed` tells it now and whenever it changes; "" ends it."""
        ...

    async def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Give my word under a copy (with a signature where one is wanted), once."""
        ...

    async def withdraw(self, key: str) -> None:
        """Take an own notice back everywhere."""
        ...

    async def retry(self, key: str) -> None:
        """Try those copies (and edits) again that the server refused."""
        ...


class NoticeDesk(Protocol):
    """Writing notices (`domain.notices.writing`). Belongs to the loop's thread; raises KnownError (disk)."""

    changed: Observable[None]

    @property
    def may_write(self) -> bool:
        """Whether there is any room for a notice of this account."""
        ...

    def new(self, targets: Sequence[Target] = ()) -> NoticeDraft:
        """Return an empty draft with an id of its own."""
        ...

    def targets(self, text: str = "", most: int = 40) -> tuple[Target, ...]:
        """Return places whose name contains `text`; "": all, my own classes first."""
        ...

    def target_near(self, room_id: str) -> Target | None:
        """Return the class that a room belongs to as a chip, None where no notice of mine may go."""
        ...

    async def plan(self, draft: NoticeDraft) -> NoticePlan:
        """Return where it would go and how many it asks, each household once."""
        ...

    async def load(self, id: str) -> NoticeDraft | None:
        """Return a kept draft."""
        ...

    async def change(self, key: str) -> NoticeDraft | None:
        """Return a draft that changes an own notice which is out."""
        ...

    async def again(self, key: str) -> NoticeDraft | None:
        """Return a new draft that begins as an own notice which is out."""
        ...

    async def keep(self, draft: NoticeDraft) -> None:
        """Keep a draft; an empty one is removed."""
        ...

    async def discard(self, id: str) -> None:
        """Remove a draft and the copies of its files."""
        ...

    async def send(self, draft: NoticeDraft) -> None:
        """Queue all copies (or edits) in one transaction, held for HOLD_MS (or until `due_ms`)."""
        ...

    async def undo(self, id: str) -> NoticeDraft | None:
        """Take a held or scheduled notice back as a draft; None when it is too late."""
        ...

    async def send_now(self, id: str) -> None:
        """Do not hold it any longer."""
        ...


__all__ = ["Knowledge", "NoticeBoard", "NoticeDesk", "NoticeEngine"]
