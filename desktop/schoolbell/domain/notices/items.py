"""The frozen items that composing and following notices show. Times are ms, 0 = none."""

import msgspec
from msgspec import Struct

from schoolbell.domain.announcements.blocks import TEXT_LIMIT, TITLE_LIMIT, Confirm, Counts, Signature
from schoolbell.domain.announcements.drafting import HOLD_MS, LocalFile, Target
from schoolbell.domain.announcements.items import Announcement, Household, Standing, Tally
from schoolbell.domain.chat.items import NoticeFacts

MOST_BYTES = 60_000  # of a copy's text; servers refuse 65,536 bytes with all that goes around it


class NoticeDraft(Struct, frozen=True):
    """What stands in the composer; kept as JSON in local.db under `id`.

    `id` is the block id it will have; of a change of a notice that is out only its batch's, and `edits` is
    that notice's key.
    """

    id: str
    title: str = ""
    text: str = ""
    targets: tuple[Target, ...] = ()
    files: tuple[LocalFile, ...] = ()
    confirm: Confirm = Confirm.TAP
    counts: Counts = Counts.GUARDIAN
    due_ms: int = 0  # 0 = now
    deadline: int = 0
    pin: bool = True
    edits: str = ""
    html: str = ""  # `text` with its formatting, "" for plain

    @property
    def empty(self) -> bool:
        """Whether nobody would miss it."""
        return not (self.title.strip() or self.text.strip() or self.files)

    @property
    def is_kept(self) -> bool:
        """Whether such a draft is kept on the disk."""
        return bool(self.id)

    @property
    def planned_by(self) -> tuple[object, ...]:
        """What its plan hangs on."""
        return self.targets, self.due_ms, len(self.files)

    @property
    def needs_plan(self) -> bool:
        """Whether it must be known where it would go first."""
        return True

    def lacks(self, now_ms: int) -> str:
        """Return what keeps it from being sent: "to", "title", "text", "long", "due"; "" for nothing."""
        if not self.targets and not self.edits:
            return "to"
        if not self.title.strip():
            return "title"
        if not self.text.strip() and not self.files and not self.edits:
            return "text"
        if self.too_many or len(self.title.strip()) > TITLE_LIMIT:
            return "long"
        return "due" if 0 < self.due_ms <= now_ms else ""

    @property
    def too_many(self) -> int:
        """How many characters of the text must go, about, before servers take it; 0 when they do."""
        over = max(0, len(self.text) - TEXT_LIMIT)
        if not self.fits:
            kept = len(self.text) * MOST_BYTES // self._bytes
            over = max(over, len(self.text) - kept)
        return over

    @property
    def fits(self) -> bool:
        """Whether servers take a copy or an edit: it has the text for people and for programs."""
        return self._bytes <= MOST_BYTES

    @property
    def _bytes(self) -> int:
        return 2 * len(msgspec.json.encode(self.text)) + 2 * len(msgspec.json.encode(self.html))


class NoticePlan(Struct, frozen=True):
    """Where a draft would go and how many it asks, each household once."""

    copies: int = 0
    classes: int = 0
    schools: int = 0  # of a bureau's notice
    people: int = 0
    households: int = 0
    twice: int = 0  # households with children in several of the classes: they get and answer it once
    missing: tuple[str, ...] = ()  # names of chosen places where this account may not write
    can_schedule: bool = False

    @property
    def reaches(self) -> bool:
        """Whether there is any place it would go to."""
        return bool(self.copies)


class NoticeRow(Struct, frozen=True):
    """One own notice, a draft, or an appointed one."""

    key: str
    id: str
    title: str
    ts: int  # sent, saved or due
    state: str  # "sent" | "held" | "scheduled" | "draft"
    confirm: str = "tap"
    total: int = 0  # households
    done: int = 0
    read: int = 0
    unread: int = 0
    copies: int = 0
    n: int = 0
    waiting: int = 0
    failed: int = 0
    withdrawn: bool = False
    held_until: int = 0
    edits: bool = False  # the draft of a change of what is out


class NoticeLists(Struct, frozen=True):
    """Own notices, the newest first."""

    sent: tuple[NoticeRow, ...] = ()
    scheduled: tuple[NoticeRow, ...] = ()
    drafts: tuple[NoticeRow, ...] = ()


class ClassPart(Struct, frozen=True):
    """One class (or school) of a notice with its households, those first that are not done."""

    name: str
    households: tuple[Household, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.standing is Standing.CONFIRMED for one in self.households)


class NoticeDetail(Struct, frozen=True):
    """A notice that is followed."""

    facts: NoticeFacts
    announcement: Announcement
    tally: Tally
    classes: tuple[ClassPart, ...] = ()
    own: bool = False

    @property
    def open_users(self) -> tuple[str, ...]:
        """Those who can still complete a household that is not done."""
        return tuple(
            one.person.user_id
            for household in self.tally.households
            if household.standing is not Standing.CONFIRMED
            for one in household.people
            if one.counts
        )


class Pinned(Struct, frozen=True):
    """A standing notice on top of a room; it is found at (`room_id`, `event_id`)."""

    facts: NoticeFacts
    room_id: str
    event_id: str
    sender: str  # display name


__all__ = [
    "HOLD_MS", "TEXT_LIMIT", "TITLE_LIMIT", "ClassPart", "Confirm", "Counts", "LocalFile", "NoticeDetail",
    "NoticeDraft", "NoticeFacts", "NoticeLists", "NoticePlan", "NoticeRow", "Pinned", "Signature", "Target",
]  # fmt: skip
