"""A class whose teacher announces something: blocks, copies, confirmations as they come over the wire."""

import asyncio
from functools import partial

from schoolbell.base.ids import new_ulid
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.school_knowledge import load
from schoolbell.domain.verdicts import Verdicts
from schoolbell.sync.ingest import Ingest
from tests.domain.chat_school import CHEN, CLASS, GROUP, LI, OFFICE, POWER, SCHOOL, WANG, room_state
from tests.fakes.domain_engine import ME, START

MOTHER, KID, KID_FATHER = "@g2:school.test", "@s2:school.test", "@g3:school.test"
DESK_LI, DESK_KID, STAFF_ALL = "!desk-li:x", "!desk-kid:x", "!staffall:x"
ROSTER = {
    ME: {"role": "teacher", "name": "周敏", "initials": "zm"},
    CHEN: {"role": "teacher", "name": "陈静", "initials": "cj"},
    LI: {"role": "student", "name": "李明", "initials": "lm", "number": "2"},
    WANG: {"role": "guardian", "name": "李建国", "relation": "father", "children": [LI]},
    MOTHER: {"role": "guardian", "name": "王芳", "relation": "mother", "children": [LI]},
    KID: {"role": "student", "name": "张浩宇", "initials": "zhy", "number": "4"},
    KID_FATHER: {"role": "guardian", "name": "张强", "relation": "father", "children": [KID]},
}
FAMILIES = (LI, WANG, MOTHER, KID, KID_FATHER)


def _desk(engine, student, family):
    users = dict.fromkeys((student, *family), 0)
    power = POWER | {"users": users, "users_default": 50}
    state = room_state(engine, "desk", room_type="org.schoolbell.desk", name="课桌",
                       members=(ME, CHEN, student, *family))  # fmt: skip
    for event in state:
        if event["type"] == "m.room.power_levels":
            event["content"] = power
    return state


def school(engine):
    """Results of all rooms: a class of two families with group and desks, and the staff room."""

    def result(state, joined, **more):
        return {"initial": True, "required_state": state, "timeline": [], "joined_count": joined, **more}

    everybody = (ME, CHEN, *FAMILIES, OFFICE)
    top = room_state(engine, "school", room_type="m.space", name="实验小学", members=[ME],
                     children=[CLASS, STAFF_ALL])  # fmt: skip
    space = room_state(engine, "class", room_type="m.space", name="三年级2班", members=[ME],
                       children=[GROUP, DESK_LI, DESK_KID], roster=ROSTER)  # fmt: skip
    staff = room_state(engine, "staff_all", name="教职工", members=[ME, CHEN, OFFICE])
    return {
        SCHOOL: result(top, 1),
        CLASS: result(space, 1),
        GROUP: result(room_state(engine, "group", name="家校群", members=everybody), len(everybody)),
        STAFF_ALL: result(staff, 3),
        DESK_LI: result(_desk(engine, LI, (WANG, MOTHER)), 5),
        DESK_KID: result(_desk(engine, KID, (KID_FATHER,)), 4),
    }


def equip(engine):
    """Let the scripted engine judge and project as the real one does."""
    engine.ingest = Ingest(engine.me, (Announcements(),), judge=Verdicts((SCHOOL,)))
    return engine


def ding(text="明早线上上课", *, id=None, room=True, mentions=(), ts=START, **block):
    """Content of a DING message."""
    to = {"room": True} if room else {"mentions": True}
    found = {"v": 1, "id": id or new_ulid(ts), "text": text, "to": to, "confirm": "tap", "n": 1, **block}
    mentioned = {"room": True} if room else {"user_ids": list(mentions)}
    return {"msgtype": "m.text", "body": text, "m.mentions": mentioned, "org.schoolbell.ding": found}


def notice(title="春季流感预防", text="请签字", *, id=None, ts=START, **block):
    """Content of a notice message."""
    found = {"v": 1, "id": id or new_ulid(ts), "title": title, "text": text, "to": {"room": True},
             "confirm": "tap", "n": 1, **block}  # fmt: skip
    return {"msgtype": "m.text", "body": f"{title}\n{text}", "org.schoolbell.notice": found}


def confirm(engine, event_id, sender, *, key="✅", ts=None):
    """One reaction ✅."""
    relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
    return engine.event("m.reaction", {"m.relates_to": relation}, sender, ts=ts)


def knowledge(engine):
    """Authority and directory as the cache knows them now."""
    return engine.files.cache.read_now(partial(load, anchors=(SCHOOL,)))


async def settle():
    """Let whatever is due run."""
    for _ in range(5):
        await asyncio.sleep(0)
