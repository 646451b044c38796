"""A small school in a real cache: two classes' groups, a roster, members with names."""

from tests.fakes.domain_engine import ME

OFFICE = "@office1:school.test"
SCHOOL, CLASS, GROUP, HOMEWORK, CHAT = "!school:x", "!class:x", "!group:x", "!homework:x", "!chat:x"
LI, WANG, CHEN = "@s1:school.test", "@g1:school.test", "@t2:school.test"
POWER = {
    "users": {ME: 50, CHEN: 50},
    "users_default": 0,
    "state_default": 100,
    "events": {"m.room.redaction": 0, "m.space.child": 100, "org.schoolbell.room": 100},
}
ROSTER = {
    ME: {"role": "teacher", "name": "周敏", "initials": "zm"},
    CHEN: {"role": "teacher", "name": "陈静", "initials": "cj"},
    LI: {"role": "student", "name": "李明", "initials": "lm"},
    WANG: {"role": "guardian", "name": "李建国", "relation": "father", "children": [LI]},
}


def room_state(engine, kind, *, by=OFFICE, room_type=None, name="", members=(), children=(), roster=None):
    """State events of one room."""
    create = {"room_version": "12"}
    if room_type:
        create["type"] = room_type

    def state(type_, content, key="", sender=by):
        return engine.event(type_, content, sender, state_key=key)

    events = [state("m.room.create", create), state("m.room.power_levels", POWER)]
    events.append(state("m.room.name", {"name": name}))
    if kind:
        events.append(state("org.schoolbell.room", {"v": 1, "kind": kind, "key": f"{kind}/1"}))
    for child in children:
        events.append(state("m.space.child", {"via": ["school.test"]}, child))
    for user in members:
        events.append(state("m.room.member", {"membership": "join", "displayname": user[1:3]}, user, user))
    for user, entry in (roster or {}).items():
        events.append(state("org.schoolbell.member", {"v": 1, **entry}, user[1:]))
    return events


def school_rooms(engine):
    """Results of all rooms for one sliding-sync answer."""

    def result(state, joined=1, **more):
        return {"initial": True, "required_state": state, "timeline": [], "joined_count": joined, **more}

    everybody = (ME, CHEN, LI, WANG, OFFICE)
    school = room_state(
        engine, "school", room_type="m.space", name="实验小学", members=[ME], children=[CLASS]
    )
    a_class = room_state(
        engine, "class", room_type="m.space", name="三年级2班", members=[ME], children=[GROUP, HOMEWORK],
        roster=ROSTER,
    )  # fmt: skip
    return {
        SCHOOL: result(school),
        CLASS: result(a_class),
        GROUP: result(
            room_state(engine, "group", name="三年级2班 家校群", members=everybody), 5, bump_stamp=9
        ),
        HOMEWORK: result(
            room_state(engine, "homework", name="三年级2班 作业", members=everybody), 5, bump_stamp=8
        ),
        CHAT: result(room_state(engine, "", by=CHEN, name="语文教研组", members=[ME, CHEN]), 2, bump_stamp=7),
    }


def messages(engine, count, room_sender=CHEN, **more):
    """Plain text messages "m1" … in order, 10 minutes apart."""
    from tests.fakes.domain_engine import START

    return [
        engine.text(f"m{number}", room_sender, ts=START + number * 600_000, **more)
        for number in range(1, count + 1)
    ]
