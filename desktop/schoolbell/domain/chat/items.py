"""The frozen items a messages view shows: rooms, timeline rows, readers. Views read attributes only."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from schoolbell.sync.transfers import VoiceFacts


class Role(StrEnum):
    """A person's role as the roster says (a label, never a power; 2-protocol "Roster")."""

    NONE = ""
    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    HEAD_TEACHER = "head_teacher"
    PRINCIPAL = "principal"
    OFFICE = "office"
    OFFICER = "officer"


class RoomKind(StrEnum):
    """What a room is, judged by authority; CHAT for rooms anybody else made."""

    CHAT = "chat"
    DIRECT = "direct"
    SCHOOL = "school"
    CLASS = "class"
    GROUP = "group"
    NOTICES = "notices"
    HOMEWORK = "homework"
    LIVE = "live"
    STAFF = "staff"
    STAFF_ALL = "staff_all"
    DESK = "desk"
    REPORTS = "reports"


class SendState(StrEnum):
    """How far an own message has come."""

    NONE = ""  # not ours
    WAITING = "waiting"  # in the outbox
    SENT = "sent"  # acknowledged by the server
    WEDGED = "wedged"  # refused; needs Retry or Delete


class MessageKind(StrEnum):
    """Which picture a message row has."""

    TEXT = "text"
    EMOTE = "emote"
    NOTICE = "notice"
    IMAGE = "image"
    FILE = "file"
    VOICE = "voice"
    REDACTED = "redacted"
    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"


# The kinds of rows whose attachment can be opened and saved.
FILES = frozenset({MessageKind.IMAGE, MessageKind.FILE, MessageKind.VOICE})


class Person(Struct, frozen=True):
    """Somebody as shown beside a message or in a list."""

    user_id: str
    name: str  # already cleaned of bidi controls and cut to 64 characters
    role: Role = Role.NONE
    hue: int = 1  # 1…8, avatar colour
    initials: str = ""  # text inside the avatar, at most two characters


class RoomItem(Struct, frozen=True):
    """One row of the room list."""

    key: str  # room id
    name: str
    kind: RoomKind
    hue: int
    initials: str
    preview: str  # last message as one line
    preview_prefix: str  # "mention" | "draft" | "failed" | "waiting" | "" (words are the view's)
    ts: int  # ms of the last message, 0 when unknown
    unread: int
    unread_is_floor: bool  # True: "20+"
    mentions: int
    muted: bool
    direct: Person | None = None  # the other person of a direct chat
    failed: int = 0  # wedged outbox rows of this room
    preview_kind: MessageKind = MessageKind.TEXT  # IMAGE, FILE, REDACTED … : the view puts a word before
    preview_sender: str = ""  # who said it, "" for myself, in direct chats and where nobody said it


class Quote(Struct, frozen=True):
    """The message that is replied to, as shown inside the reply."""

    event_id: str
    sender: str  # display name
    body: str


class Reaction(Struct, frozen=True):
    """All equal reactions on one message."""

    symbol: str
    count: int
    own: bool


class Part(Struct, frozen=True):
    """One part of a large file."""

    mxc: str
    size: int  # bytes
    sha256: str  # hex digits


class Audio(Struct, frozen=True):
    """What the sender of something to be heard says of it; nothing of it is trusted."""

    duration: int = 0  # ms, 0 when unknown
    waveform: tuple[int, ...] = ()  # 0…1024 each, at most 100; () when unknown
    voice: bool = False  # somebody recorded it as a message


class Attachment(Struct, frozen=True):
    """A file or image; it is fetched on demand (`MediaEngine.fetch`), never while painting."""

    name: str
    mimetype: str
    size: int  # bytes, 0 when unknown
    mxc: str
    width: int = 0  # px as claimed by the sender, clamped
    height: int = 0
    sha256: str = ""  # hex digits, "" when the sender did not say
    parts: tuple[Part, ...] = ()  # of a large file, which has no `mxc` of its own
    thumbnail_mxc: str = ""  # a small picture of it that the sender made
    local_path: str = ""  # an own file that is not sent yet
    audio: Audio | None = None  # it is to be heard

    @property
    def key(self) -> str:
        """What its download is known by (`Transfer.key`)."""
        return f"{self.parts[0].mxc if self.parts else self.mxc}#{self.sha256}"

    @classmethod
    def note(cls, name: str, mimetype: str, size: int, path: str, voice: VoiceFacts | None) -> "Attachment":
        """Return a voice note of this computer as something that can be played."""
        audio = Audio(voice.duration, voice.waveform, voice=True) if voice is not None else Audio(voice=True)
        return cls(name, mimetype, size, "", local_path=path, audio=audio)


class NoticeFile(Struct, frozen=True):
    """A file of a notice; the message `event_id` carries it ("" while that has not come)."""

    name: str
    size: int  # bytes
    attachment: Attachment | None = None
    event_id: str = ""


class NoticeCount(Struct, frozen=True):
    """How far an own notice is, in households (of a signature only who signed is done)."""

    total: int
    done: int
    read: int
    unread: int
    families: bool = False  # households are families, not single people
    known: bool = True
    waiting: int = 0  # copies (or edits of them) on their way
    failed: int = 0  # that the server refused


class NoticeFacts(Struct, frozen=True):
    """What a notice's card shows. Times are ms, 0 = none."""

    key: str
    title: str
    text: str
    confirm: str  # "none" | "tap" | "sign"
    ts: int
    scope: str = "class"  # "class" | "school" | "bureau"
    deadline: int = 0
    edited: bool = False
    withdrawn: bool = False
    wanted: bool = False  # my word
    confirmed_ts: int = 0  # my word
    done_by: str = ""  # who gave it for my family
    done_ts: int = 0
    files: tuple[NoticeFile, ...] = ()
    also: tuple[str, ...] = ()  # classes that have the other copies
    copies: int = 1  # that are here
    n: int = 1  # that were meant
    count: NoticeCount | None = None  # of own ones, None while it is not counted
    html: str = ""  # `text` with its formatting, sanitised; "" for plain


class MessageItem(Struct, frozen=True):
    """One message row."""

    key: str  # local id for what was sent here, else event id; stable from echo to remote
    event_id: str  # "" until acknowledged
    kind: MessageKind
    sender: Person
    own: bool
    ts: int
    body: str
    html: str = ""  # sanitised, "" for plain
    quote: Quote | None = None
    reactions: tuple[Reaction, ...] = ()
    attachment: Attachment | None = None
    mentions_me: bool = False
    mentions: tuple[str, ...] = ()  # display names to paint as chips where "@name" stands in body
    edited: bool = False
    first_in_group: bool = True  # show avatar and name line
    last_in_group: bool = True
    state: SendState = SendState.NONE
    error: str = ""  # ErrorCode value when wedged
    unread: int = -1  # own messages: how many have not read it; -1 not known
    can_edit: bool = False
    can_redact: bool = False
    notice: NoticeFacts | None = None  # it is a notice that acts: a card
    late: str = ""  # later words, of an edit after the end of what it changes: they do not act


class DayItem(Struct, frozen=True):
    """A divider that names a day; `ts` is any moment of it."""

    key: str
    ts: int


class NewItem(Struct, frozen=True):
    """The "new messages below" divider."""

    key: str = "new"


class GapItem(Struct, frozen=True):
    """A stretch of history that is not here yet; shown as loading, filled when it is looked at."""

    key: str
    chunk: int
    failed: bool = False


class StateItem(Struct, frozen=True):
    """A line about the room: `what` selects the words, `names` fill them in.

    "joined", "left": the people, one or many. "invited", "removed", "banned", "muted", "unmuted": by whom,
    then one or many people. "renamed": by whom, the new name. "created", "topic", "avatar", "encrypted",
    "closed" (all are muted), "opened": by whom.
    """

    key: str
    what: str
    names: tuple[str, ...]
    ts: int
    until: int = 0  # ms, of a mute; 0 = until lifted


TimelineItem = MessageItem | DayItem | NewItem | GapItem | StateItem


class RoomHeader(Struct, frozen=True):
    """What stands above the timeline."""

    key: str
    name: str
    kind: RoomKind
    members: int
    teachers: int
    guardians: int
    students: int
    can_send: bool
    encrypted: bool = False
    pinned: tuple[Quote, ...] = ()
    can_react: bool = False
    muted_until: int | None = None  # my own mute: ms, 0 = until lifted; None: I am not muted
    closed: bool = False  # all are muted but the teachers


class RoomMutes(Struct, frozen=True):
    """Who may not write in a room for now, and what I may change of it."""

    room_id: str
    muted: Mapping[str, int] = {}  # user id → until (ms; 0 = until lifted)
    closed: bool = False  # all but the teachers are
    may: bool = False  # I may mute
    below: frozenset[str] = frozenset()  # those members whom I may mute


class Reader(Struct, frozen=True):
    """One row of the read / unread lists."""

    key: str  # user id
    person: Person
    class_name: str
    read_ts: int  # ms, 0 = unread or unknown
    about: bool = False  # the position could not be resolved: time only "about"
    known: bool = True  # False: private receipts, "not known"
    never_signed_in: bool = False


class ReadLists(Struct, frozen=True):
    """Who has and who has not read one event; the sender and office accounts are not counted."""

    event_id: str
    body: str
    ts: int
    read: tuple[Reader, ...]
    unread: tuple[Reader, ...]
