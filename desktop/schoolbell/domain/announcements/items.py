"""The frozen items that announcements are shown from: what was announced, to whom, who confirmed."""

from collections import Counter
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from schoolbell.domain.announcements.blocks import Block, Kind
from schoolbell.domain.chat.items import Person


class Copy(Struct, frozen=True):
    """One copy: where it stands and since when (ms)."""

    room_id: str
    event_id: str
    ts: int


class Reminder(Struct, frozen=True):
    """One reminder that counts; the same number counts once."""

    seq: int
    ts: int
    sender: str


class Announcement(Struct, frozen=True):
    """A DING or notice as its reader sees it: all copies here, the newest edit by its sender."""

    kind: Kind
    sender: str
    block: Block
    ts: int  # of the first copy
    copies: tuple[Copy, ...]
    mentions: tuple[str, ...] = ()  # user ids that copies name
    edited: bool = False
    withdrawn_ts: int = 0  # 0 = it stands
    reminders: tuple[Reminder, ...] = ()

    @property
    def id(self) -> str:
        """The block id."""
        return self.block.id

    @property
    def key(self) -> str:
        """What rows and signals know it by."""
        return f"{self.kind}/{self.sender}/{self.block.id}"


class Standing(StrEnum):
    """How far somebody, or a household, is."""

    CONFIRMED = "confirmed"
    READ = "read"
    UNREAD = "unread"


class Outcome(StrEnum):
    """What became of an SMS or a call."""

    SENT = "sent"  # the gateway took it
    REFUSED = "refused"  # the gateway never will
    NO_NUMBER = "no_number"
    LIMIT = "limit"  # of the school's for one day
    FAILED = "failed"  # the gateway did not answer, however often it was tried


class Delivered(Struct, frozen=True):
    """One channel to one person: "sms" or "call", what became of it, since when (ms)."""

    channel: str
    outcome: Outcome
    ts: int


class Addressee(Struct, frozen=True):
    """One person who is addressed."""

    person: Person
    standing: Standing
    ts: int = 0  # ms of the confirmation, else of the receipt; 0 when there is none
    about: bool = False  # the time of reading is only about right
    signed: bool = False
    counts: bool = True  # this person's word completes the household
    delivered: tuple[Delivered, ...] = ()  # SMS and call, as the office told the staff
    never: bool = False  # has never signed in, as the office told the staff
    signed_ts: int = 0  # ms of the signature


class Household(Struct, frozen=True):
    """Those who are one in confirming: a family, one colleague, one school.

    `key` is stable: the first child's user id, the person's, or the room id of a school's reports.
    """

    key: str
    name: str
    number: str
    class_name: str
    standing: Standing
    people: tuple[Addressee, ...]
    ts: int = 0  # ms of what completed it
    children: tuple[str, ...] = ()  # user ids of the students it is about

    @property
    def never(self) -> bool:
        """Whether nobody of them has ever signed in: the app cannot reach them."""
        return bool(self.people) and all(one.never for one in self.people)


class Tally(Struct, frozen=True, dict=True):
    """Everybody who is to confirm (or read) an announcement, in the order of class, number and name.

    A thousand people are counted once for each tally, not for each label that says how many.
    """

    households: tuple[Household, ...] = ()
    known: bool = True  # False: receipts or confirmations are still on their way
    families: bool = False  # households are families, not single people

    def count(self, standing: Standing) -> int:
        """Return how many households stand so."""
        return self._standings[standing]

    @cached_property
    def _standings(self) -> Counter[Standing]:
        return Counter(one.standing for one in self.households)

    @cached_property
    def people(self) -> int:
        """How many are addressed."""
        return sum(len(one.people) for one in self.households)

    @cached_property
    def never(self) -> int:
        """How many households have never signed in, as far as is known."""
        return sum(one.never for one in self.households)

    def sent_by(self, channel: str) -> tuple[int, int]:
        """Return to how many people something went by "sms" or "call", and to how many it could not."""
        return self._sent[channel, True], self._sent[channel, False]

    @cached_property
    def _sent(self) -> Counter[tuple[str, bool]]:
        return Counter(
            (one.channel, one.outcome is Outcome.SENT)
            for household in self.households
            for person in household.people
            for one in person.delivered
        )

    @property
    def done(self) -> bool:
        """Whether nothing is open."""
        return self.count(Standing.CONFIRMED) == len(self.households)
