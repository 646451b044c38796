"""A small school as authority sees it: one school, two classes, their rooms, two office accounts."""

from msgspec.structs import replace

from schoolbell.domain.authority import Creation, Link, RoomFacts

OFFICE, OFFICE2 = "@office1:school.test", "@office2:school.test"
TEACHER, LEFT = "@t1001:school.test", "@t1002:school.test"
STUDENT, GUARDIAN = "@s2026030101:school.test", "@g3101:school.test"
SCHOOL, CLASS2, CLASS1 = "!school", "!class2", "!class1"
GROUP, NOTICES, HOMEWORK, LIVE, STAFF, DESK = "!group", "!notices", "!homework", "!live", "!staff", "!desk"
STAFF_ALL, ALL_NOTICES = "!staff_all", "!all_notices"

ROOM_POWER = {
    "users": {TEACHER: 50, LEFT: 50},
    "users_default": 0,
    "state_default": 100,
    "events": {"m.space.child": 100, "org.schoolbell.room": 100, "org.schoolbell.ack": -1},
}
DESK_POWER = {
    "users": {STUDENT: 0, GUARDIAN: 0},
    "users_default": 50,
    "events_default": 0,
    "state_default": 100,
}


def made(kind, *, by=OFFICE, room_type="", power=None, links=(), label_by=None, key=""):
    """A room as the office (or somebody else) made it."""
    power = ROOM_POWER if power is None else power
    return RoomFacts(
        creation=Creation(by, "12", room_type, frozenset({OFFICE2}) if by == OFFICE else frozenset()),
        label={"v": 1, "kind": kind, "key": key or f"{kind}/1"},
        label_sender=label_by or by,
        label_power=power,
        links=tuple(Link(child, by, power) for child in links),
        power=power,
    )


def school():
    """Facts of the whole school by room id."""
    return {
        SCHOOL: made("school", room_type="m.space", links=(CLASS1, CLASS2, STAFF_ALL, ALL_NOTICES)),
        CLASS1: made("class", room_type="m.space"),
        CLASS2: made("class", room_type="m.space", links=(GROUP, NOTICES, HOMEWORK, LIVE, STAFF, DESK)),
        GROUP: made("group"),
        NOTICES: made("notices"),
        HOMEWORK: made("homework"),
        LIVE: made("live"),
        STAFF: made("staff"),
        DESK: made("desk", room_type="org.schoolbell.desk", power=DESK_POWER, key="desk/2026030101"),
        STAFF_ALL: made("staff_all"),
        ALL_NOTICES: made("notices"),
    }


def linked(facts, parent, child, *, by, power=None):
    """The same facts with one more m.space.child entry, set by `by`."""
    room = facts[parent]
    link = Link(child, by, room.power if power is None else power)
    return {**facts, parent: replace(room, links=(*room.links, link))}
