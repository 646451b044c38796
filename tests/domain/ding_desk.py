"""A teacher who writes DINGs without a network: real databases, a scripted engine, schools of any size."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from schoolbell.base.observable import Observable
from schoolbell.base.texts import parse_texts
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.ding.writing import Writing
from schoolbell.domain.school_knowledge import load
from schoolbell.domain.verdicts import Verdicts
from schoolbell.sync import chosen
from schoolbell.sync.ingest import Ingest
from tests.domain.chat_school import OFFICE, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START, ScriptedEngine

TEXTS = {
    language: parse_texts(language, Path(f"resources/texts/{language}.toml").read_text("utf-8"))
    for language in ("zh_CN", "zh_TW", "en")
}


def state(engine, type_, content, key="", sender=OFFICE):
    return engine.event(type_, content, sender, state_key=key, ts=START - 30 * 86_400_000)


def room(engine, kind, *, name="", room_type=None, members=(), children=(), roster=None, levels=None,
         default=0, label=None, policy=None):  # fmt: skip
    """One room's result as the office makes it."""
    create = {"room_version": "12"} | ({"type": room_type} if room_type else {})
    power = {"users": levels or {}, "users_default": default, "state_default": 100,
             "events": {"m.space.child": 100, "org.schoolbell.room": 100}}  # fmt: skip
    events = [
        state(engine, "m.room.create", create),
        state(engine, "m.room.power_levels", power),
        state(engine, "m.room.name", {"name": name}),
        state(
            engine, "org.schoolbell.room", {"v": 1, "kind": kind, "key": f"{kind}/{name}", **(label or {})}
        ),
    ]
    events += [state(engine, "m.space.child", {"via": ["school.test"]}, child) for child in children]
    events += [
        state(engine, "m.room.member", {"membership": "join", "displayname": user[1:3]}, user, user)
        for user in members
    ]
    for user, entry in (roster or {}).items():
        events.append(state(engine, "org.schoolbell.member", {"v": 1, **entry}, user[1:]))
    if policy is not None:
        events.append(state(engine, "org.schoolbell.policy", {"v": 1, **policy}))
    return {"initial": True, "required_state": events, "timeline": [], "joined_count": len(members)}


@dataclass
class SmallSchool:
    """Rooms by key and people, collected class by class; `result()` is one sync answer's rooms."""

    engine: ScriptedEngine
    policy: dict | None = None
    principal: bool = False  # ME is one: no groups, the notices, all classes
    rooms: dict = field(default_factory=dict)
    staff: dict = field(default_factory=lambda: {ME: {"role": "teacher", "name": "周敏", "initials": "zm"}})
    classes: list = field(default_factory=list)

    def add_class(self, key, name, families, *, teachers=(ME,), desks=True):
        """`families`: student → guardians (user ids)."""
        space, group = f"!{key}:x", f"!{key}-group:x"
        lead = dict.fromkeys(teachers, 50)
        roster = {user: {"role": "teacher", "name": user[1:]} for user in teachers}
        guardians = {}
        for number, (student, parents) in enumerate(families.items(), 1):
            roster[student] = {"role": "student", "name": f"学生{student[2:].split(':')[0]}",
                               "initials": "xs", "number": f"{key}{number:02}"}  # fmt: skip
            for parent in parents:
                guardians.setdefault(parent, []).append(student)
        for parent, children in guardians.items():
            roster[parent] = {"role": "guardian", "name": f"家长{parent[2:].split(':')[0]}",
                              "relation": "mother", "children": children}  # fmt: skip
        children = [group, f"!{key}-notices:x"]
        everybody = [*teachers, *families, *guardians, OFFICE]
        self.rooms[group] = room(self.engine, "group", name=f"{name} 家校群", members=everybody, levels=lead)
        heads = lead | ({ME: 50} if self.principal else {})
        self.rooms[f"!{key}-notices:x"] = room(
            self.engine, "notices", name=f"{name} 公告", members=everybody, levels=heads
        )
        for student, parents in families.items() if desks else ():
            desk = desk_of(student)
            children.append(desk)
            low = dict.fromkeys((student, *parents), 0)
            self.rooms[desk] = room(
                self.engine, "desk", name="课桌", room_type="org.schoolbell.desk", levels=low, default=50,
                members=(*teachers, student, *parents), label={"student": student},
            )  # fmt: skip
        self.rooms[space] = room(
            self.engine, "class", name=name, room_type="m.space", members=[ME], children=children,
            roster=roster, label={"number": key},
        )  # fmt: skip
        self.classes.append(space)
        return space

    def add_staff(self, users):
        """Colleagues in the school's list and in the staff's room."""
        for user, name, initials in users:
            self.staff[user] = {"role": "teacher", "name": name, "initials": initials, "subject": "语文"}

    def result(self):
        """Return the whole answer."""
        notices, staff_all = "!notices:x", "!staffall:x"
        if self.principal:
            self.staff[ME] = {"role": "principal", "name": "顾长明", "initials": "gcm"}
        rooms = dict(self.rooms)
        rooms[staff_all] = room(self.engine, "staff_all", name="教职工", members=list(self.staff), default=50)
        rooms[notices] = room(
            self.engine, "notices", name="全校通知", members=[ME], levels={ME: 50} if self.principal else {}
        )
        rooms[SCHOOL] = room(
            self.engine, "school", name="实验小学", room_type="m.space", members=[ME], roster=self.staff,
            children=[*self.classes, staff_all, notices], policy=self.policy,
        )  # fmt: skip
        return rooms


def desk_of(student):
    return f"!desk-{student[1:].split(':')[0]}:x"


def people(letter, *numbers):
    return tuple(f"@{letter}{number}:school.test" for number in numbers)


class FakeMedia:
    """Copies into a folder and reads files through, as the media engine does; `queue` counts uploads."""

    def __init__(self, folder):
        self.folder = folder
        self.settled_paths = []
        self.uploads = 0
        self._numbers = itertools.count(1)

    async def copy_in(self, path):
        found = chosen.identify(path)
        target = self.folder / f"copy{next(self._numbers)}" / found.name
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
        return chosen.Chosen(str(target), found.name, found.size, found.mimetype, own=True)

    async def prepare(self, file):
        return chosen.prepare(file)

    def settled(self, paths):
        self.settled_paths += paths

    def queued(self):
        self.uploads += 1


class FakeLater:
    """A server that sends later, or says no."""

    def __init__(self, files, able=True):
        self.changed = Observable()
        self.files = files
        self.able = able
        self.given = {}
        self.too_late = False

    def can(self, due_ms, events):
        return self.able

    async def give(self, rows, due_ms, also):
        await self.files.local.write(also)
        self.given[rows[0].batch] = rows

    async def take_back(self, batch, also):
        if self.too_late:
            return False
        await self.files.local.write(also)
        return bool(self.given.pop(batch))

    async def hurry(self, batch):
        self.given.pop(batch)


class Desk:
    """Everything around one Writing; `again()` is a new process on the same files."""

    def __init__(self, engine, folder, *, language="zh_CN", later=None, office=None, gateways=()):
        self.engine = engine
        self.clock = FakeClock(start_ms=START)
        self.media = FakeMedia(folder)
        self.later = later
        self._rest = (lambda: TEXTS[language], lambda: office, lambda: gateways)
        self._known = None
        engine.changes.subscribe(self._forget)
        self.again()

    def _forget(self, changes):
        if changes.state:
            self._known = None

    def knowledge(self):
        if self._known is None:
            self._known = self.engine.files.cache.read_now(lambda conn: load(conn, (SCHOOL,)))
        return self._known

    def again(self):
        self.writing = Writing(
            self.engine.files,
            self.engine,
            self.media,
            self.knowledge,
            ME,
            self.clock,
            *self._rest,
            self.later,
        )

    async def take_in(self, school):
        """Have a school in the cache, judged and projected as in the program."""
        self.engine.ingest = Ingest(ME, (Announcements(),), judge=Verdicts((SCHOOL,)))
        await self.engine.deliver_all(school.result())
        self._known = None
        await self.writing._ground()
