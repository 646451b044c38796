"""What the office writes about a school: room, roster, account and policy contents, as they are on the wire.

Every struct is the `content` of one Matrix event type (or account data type) named by its constant. Unknown
fields are ignored here and must be kept by whoever writes a content back; `v` is the version of the shape,
1 today. All of it comes from the network: decode leniently, a content that does not fit counts as absent.
"""

from typing import Final, Literal, TypeAlias

import msgspec

ROOM_TYPE: Final = "org.schoolbell.room"
MEMBER_TYPE: Final = "org.schoolbell.member"
SCHOOL_TYPE: Final = "org.schoolbell.school"
POLICY_TYPE: Final = "org.schoolbell.policy"
DESK_INDEX_TYPE: Final = "org.schoolbell.desk"
DESK_ROOM_TYPE: Final = "org.schoolbell.desk"
SPACE_ROOM_TYPE: Final = "m.space"
BIG_ROOM_RULE: Final = "org.schoolbell.big"

RoomKindWord: TypeAlias = Literal[
    "school", "class", "group", "notices", "homework", "live", "staff", "staff_all", "desk", "reports"
]
RoleWord: TypeAlias = Literal[
    "student", "guardian", "teacher", "head_teacher", "principal", "office", "officer"
]

# A child of another kind under such a parent is not part of the school.
ALLOWED_CHILDREN: Final[dict[str, frozenset[str]]] = {
    "school": frozenset({"class", "notices", "staff_all", "reports"}),
    "class": frozenset({"group", "notices", "homework", "live", "staff", "desk"}),
}
# Roles that an entry in a class space may grant; the others count only in the school space.
CLASS_ROLES: Final = frozenset({"student", "guardian", "teacher"})


class RoomContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """State `org.schoolbell.room` (state key ""): what this room is.

    `kind` is a RoomKindWord; `key` is stable over imports, e.g. `desk/2026030112`, `class/2026-0701`,
    `class/2026-0701/group`, `school`. `student` (desks) is a user id. `number` and `grade` describe a class.
    """

    v: int
    kind: str
    key: str
    student: str | None = None
    number: str | None = None
    grade: str | None = None


class MemberContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """State `org.schoolbell.member` of a school or class space: one line of the roster.

    The state key is the user id without its leading "@" (with it only that user could write the entry); `{}`
    means removed. `initials` are the pinyin initials of `name`, lower case. `number` is the student or staff
    number, never a phone. `children` are user ids: in a class space only those of that class. `relation` is
    father, mother, grandfather, grandmother or guardian. `classes` (head teachers, school space only) are the
    room ids of the class spaces that this person leads.
    """

    v: int
    role: str
    name: str
    initials: str = ""
    number: str | None = None
    subject: str | None = None
    children: tuple[str, ...] = ()
    relation: str | None = None
    classes: tuple[str, ...] = ()


class SchoolContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Account data `org.schoolbell.school`, written by the office for every account.

    `anchors` are the room ids of the school spaces this account belongs to; `office` is the base URL of the
    office's service or absent; `first_sign_in` is true until the client has set a password of the person's
    own and writes false.
    """

    v: int
    anchors: tuple[str, ...] = ()
    office: str | None = None
    first_sign_in: bool = False


class QuietHours(msgspec.Struct, frozen=True, kw_only=True):
    """Local times "HH:MM" between which only urgent things may ring; may span midnight."""

    start: str
    end: str


class DingLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How often DINGs may be sent and repeated: per sender and day; minutes between reminders; reminders."""

    per_day: int
    remind_minutes: int
    remind_max: int


class PolicyContent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """State `org.schoolbell.policy` (state key "") of the school space.

    `language` is that of texts for others (zh_CN, zh_TW, en), `timezone` an IANA name, `seats`
    how many people may be in one live class at once.
    """

    v: int
    language: str = "zh_CN"
    timezone: str = "Asia/Shanghai"
    quiet_hours: QuietHours | None = None
    ding: DingLimits | None = None
    seats: int | None = None


def member_key(user_id: str) -> str:
    """Return the state key of a person's roster entry: the user id without the leading "@"."""
    return user_id.removeprefix("@")


def member_user(state_key: str) -> str:
    """Return the user id that a roster entry's state key stands for."""
    return "@" + state_key.removeprefix("@")
