"""The frozen items the DING pane and its pop-up show. Views read attributes only; times are ms, 0 = none."""

from msgspec import Struct

from schoolbell.domain.announcements.blocks import Confirm, Counts, Remind, Signature
from schoolbell.domain.announcements.drafting import HOLD_MS, LocalFile, Target
from schoolbell.domain.announcements.files import FoundFile
from schoolbell.domain.announcements.items import Addressee, Announcement, Household, Tally
from schoolbell.domain.chat.items import Person

LEAST_PAUSE_MS = 5 * 60_000  # between two reminders
ASIDE_MS = 5 * 60_000
TEXT_LIMIT = 500  # characters of a DING


class DingDraft(Struct, frozen=True):
    """What stands in the composer; kept as JSON in local.db under `id`, the block id it will have."""

    id: str
    text: str = ""
    targets: tuple[Target, ...] = ()
    files: tuple[LocalFile, ...] = ()
    confirm: Confirm = Confirm.TAP
    counts: Counts = Counts.GUARDIAN
    due_ms: int = 0  # 0 = now
    remind: Remind | None = Remind(120, 3)
    deadline: int = 0
    channels: tuple[str, ...] = ("app",)
    about: str = ""  # event id of the message it was made from

    @property
    def empty(self) -> bool:
        """Whether nobody would miss it."""
        return not (self.text.strip() or self.files or self.targets)

    @property
    def is_kept(self) -> bool:
        """Whether such a draft is kept on the disk."""
        return bool(self.id)

    @property
    def planned_by(self) -> tuple[object, ...]:
        """What its plan hangs on."""
        return self.targets, self.due_ms, self.counts, len(self.files)

    @property
    def needs_plan(self) -> bool:
        """Whether it must be known first who would get it."""
        return True

    def lacks(self, now_ms: int) -> str:
        """Return what keeps it from being sent: "to", "text", "long", "due"; "" for nothing."""
        if not self.targets:
            return "to"
        if not self.text.strip() and not self.files:
            return "text"
        if len(self.text) > TEXT_LIMIT:
            return "long"
        return "due" if 0 < self.due_ms <= now_ms else ""


class Group(Struct, frozen=True):
    """One line of "who gets it": guardians, students, teachers. `role` selects the words."""

    role: str
    people: int
    households: int


class Before(Struct, frozen=True):
    """A DING that some of these families already have today."""

    ts: int
    title: str
    sender: Person
    households: int


class Guard(Struct, frozen=True):
    """What speaks for another time. `later_ms` is tomorrow 7:30 in the school's time."""

    before: tuple[Before, ...] = ()
    quiet: bool = False  # now is in the school's quiet hours
    later_ms: int = 0

    def __bool__(self) -> bool:
        return bool(self.before) or self.quiet


class Plan(Struct, frozen=True):
    """Who would get a draft, each person once; recomputed as the targets change."""

    people: int = 0
    households: int = 0
    copies: int = 0
    groups: tuple[Group, ...] = ()
    private: bool = False  # goes to direct chats too: there it is an ordinary message
    unreachable: tuple[Person, ...] = ()  # no room to reach them in
    guard: Guard = Guard()
    office: bool = False  # an office reminds and schedules, also while this computer is off
    gateways: tuple[str, ...] = ()  # channels besides the app that the office has
    can_schedule: bool = False  # the server sends later by itself; else this computer must be on

    @property
    def reaches(self) -> bool:
        """Whether there is anybody to get it."""
        return bool(self.people)


class ReceivedRow(Struct, frozen=True):
    """One row of "received"."""

    key: str
    sender: Person
    subtitle: str  # subject, office: who that is
    title: str  # its text on one line
    ts: int
    deadline: int
    waiting: bool  # for my word, which counts
    confirmed_ts: int  # of my own word
    done_by: str = ""  # name of who confirmed for my family, "" for nobody else
    done_ts: int = 0
    reminders: int = 0
    withdrawn: bool = False
    place: str = ""  # class or room it came by
    files: int = 0
    to_see: bool = False  # somebody else's word counts, but I am to see it
    noted: bool = False  # I have seen it, and somebody else's word counts


class SentRow(Struct, frozen=True):
    """One row of "sent"."""

    key: str
    id: str
    title: str
    ts: int
    total: int  # households
    confirmed: int
    read: int
    unread: int
    families: bool
    known: bool
    people: int = 0
    reminders: int = 0
    withdrawn: bool = False
    held_until: int = 0  # can be taken back until then
    waiting: int = 0  # copies in the outbox
    failed: int = 0  # copies that the server refused


class ScheduledRow(Struct, frozen=True):
    """One row of "scheduled"."""

    key: str
    id: str
    title: str
    due_ms: int
    people: int
    households: int
    here_only: bool  # this computer must be on then


class DraftRow(Struct, frozen=True):
    """One row of the drafts."""

    key: str
    id: str
    title: str
    saved_ms: int
    people: int
    households: int


class Written(Struct, frozen=True):
    """What of own DINGs is only on this computer."""

    drafts: tuple[DraftRow, ...] = ()
    scheduled: tuple[ScheduledRow, ...] = ()
    held: tuple[SentRow, ...] = ()  # can still be taken back


class Lists(Struct, frozen=True):
    """Everything of the left column."""

    received: tuple[ReceivedRow, ...] = ()  # waiting ones first, by deadline, then the newest
    sent: tuple[SentRow, ...] = ()
    scheduled: tuple[ScheduledRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()

    @property
    def waiting(self) -> int:
        """How many wait for my word: the badge."""
        return sum(row.waiting for row in self.received)


class ReceivedDetail(Struct, frozen=True):
    """A DING that was received, opened; also what the pop-up shows."""

    row: ReceivedRow
    announcement: Announcement
    text: str
    files: tuple[FoundFile, ...]
    room_id: str  # where to reply
    event_id: str
    sign: bool  # a signature is wanted
    seq: int = 0  # of the newest reminder
    heard: bool = False  # this pop-up, with this reminder, was on the screen before: no sound


class SentDetail(Struct, frozen=True):
    """An own DING, opened: what the follow page shows."""

    row: SentRow
    announcement: Announcement
    tally: Tally
    text: str
    files: tuple[FoundFile, ...]
    next_remind_ms: int  # not before then
    reminds_left: int  # of the automatic ones
    by_office: bool
    remindable: bool  # somebody is open and it stands


Popup = ReceivedDetail

__all__ = [
    "ASIDE_MS", "HOLD_MS", "LEAST_PAUSE_MS", "TEXT_LIMIT", "Addressee", "Before", "Confirm", "Counts",
    "DingDraft", "DraftRow", "FoundFile", "Group", "Guard", "Household", "Lists", "LocalFile",
    "Plan", "Popup", "ReceivedDetail", "ReceivedRow", "Remind", "ScheduledRow", "SentDetail", "SentRow",
    "Signature", "Tally", "Target", "Written",
]  # fmt: skip
