"""What both editors of announcements need of their desk, and what a draft is while it is held."""

from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.domain.announcements.drafting import LocalFile, Target


class Draft(Protocol):
    """What the drafts of each kind have in common (`DingDraft`, `NoticeDraft`): frozen structs."""

    @property
    def id(self) -> str:
        """The block id it will have."""

    @property
    def text(self) -> str:
        """What is said."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """Whom it goes to."""

    @property
    def files(self) -> tuple[LocalFile, ...]:
        """What goes beside it."""

    @property
    def due_ms(self) -> int:
        """When it goes; 0 = now."""

    @property
    def empty(self) -> bool:
        """Whether nobody would miss it."""

    @property
    def is_kept(self) -> bool:
        """Whether such a draft is kept on the disk."""

    @property
    def planned_by(self) -> tuple[object, ...]:
        """What its plan hangs on."""

    @property
    def needs_plan(self) -> bool:
        """Whether it must be known first who would get it."""

    def lacks(self, now_ms: int) -> str:
        """Return what keeps it from being sent; "" for nothing."""


class Planned(Protocol):
    """What the plans of each kind have in common."""

    @property
    def people(self) -> int:
        """How many get it."""

    @property
    def households(self) -> int:
        """How many families it asks."""

    @property
    def reaches(self) -> bool:
        """Whether there is anybody to get it."""


class Desk(Protocol):
    """What the desk of each kind can do with its drafts (`domain.ding.ports`, `domain.notices.ports`)."""

    def new(self) -> Any:
        """Return an empty draft."""

    async def plan(self, draft: Any, /) -> Any:
        """Return who would get it."""

    async def load(self, id: str, /) -> Any:
        """Return a kept draft, or None."""

    async def keep(self, draft: Any, /) -> None:
        """Keep a draft."""

    async def discard(self, id: str, /) -> None:
        """Remove a draft."""

    async def send(self, draft: Any, /) -> None:
        """Queue all copies, held or for their time."""

    async def undo(self, id: str, /) -> Any:
        """Take the copies back; return the draft, or None when it is too late."""

    async def send_now(self, id: str, /) -> None:
        """Do not hold the copies any longer."""


DraftT = TypeVar("DraftT", bound=Draft)
PlanT = TypeVar("PlanT", bound=Planned)
DeskT = TypeVar("DeskT", bound=Desk)


def altered(draft: DraftT, **parts: object) -> DraftT:
    """Return the draft with other parts."""
    return replace(draft, **parts)  # type: ignore[type-var]


class Held(Struct, Generic[DraftT], frozen=True):
    """What was sent and can still be taken back."""

    draft: DraftT
    people: int
    households: int
    until_ms: int
