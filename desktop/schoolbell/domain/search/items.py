"""What is asked and what is found, frozen; views read attributes only."""

from dataclasses import dataclass, field
from enum import StrEnum

from schoolbell.domain.chat.items import Attachment, Person, RoomItem, RoomKind

Span = tuple[int, int]  # start and end of a hit in the text beside it, in characters


class Group(StrEnum):
    """What is found, by kind."""

    ROOMS = "rooms"
    PEOPLE = "people"
    MESSAGES = "messages"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `only` None: a few of every group. Filters leave out rooms and people."""

    text: str = ""
    only: Group | None = None
    room_id: str = ""
    sender: str = ""  # user id
    since: int | None = None  # ms since the epoch
    most: int = 3  # of each group, of messages and files

    @property
    def filtered(self) -> bool:
        """Whether only messages can be meant."""
        return bool(self.room_id or self.sender or self.since is not None)


@dataclass(frozen=True, slots=True)
class RoomLabel:
    """The room of a message as it is shown beside it."""

    room_id: str
    name: str
    kind: RoomKind
    hue: int
    initials: str


@dataclass(frozen=True, slots=True)
class RoomHit:
    """A chat whose name fits."""

    room: RoomItem
    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """Unique among all hits."""
        return f"room {self.room.key}"


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody whose name, pinyin initials or number fits."""

    person: Person
    own_name: str  # of a guardian who is shown after the child; "" when it is the shown one
    class_name: str
    number: str
    subject: str
    room_id: str  # the chat between the two of us, "" for none
    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """Unique among all hits."""
        return f"person {self.person.user_id}"


@dataclass(frozen=True, slots=True)
class MessageHit:
    """A message or a file; `text` is the stretch around the first hit, on one line."""

    event_id: str
    room: RoomLabel
    sender: Person
    own: bool
    ts: int
    text: str
    spans: tuple[Span, ...]
    attachment: Attachment | None = None  # of files: `spans` are then in its name

    @property
    def key(self) -> str:
        """Unique among all hits."""
        return f"message {self.event_id}"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question."""

    question: Question
    words: tuple[str, ...] = ()  # what was looked for, folded
    rooms: tuple[RoomHit, ...] = ()
    people: tuple[PersonHit, ...] = ()
    messages: tuple[MessageHit, ...] = ()
    files: tuple[MessageHit, ...] = ()
    counts: dict[Group, int] = field(default_factory=dict)  # in all; messages and files at most MOST_COUNTED
    whole: bool = True  # False: old messages are still being read into the index

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.rooms or self.people or self.messages or self.files)
