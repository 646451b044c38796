"""Forgeries by bare HTTP in an imported school, read back by the real engine: refused, or plain text.

The homeserver runs without our policy module and without limits: what the module forbids besides is left out.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.domain.authority import RULES
from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.school_knowledge import SchoolKnowledge, load
from schoolbell.matrix.transport import Transport
from schoolbell.store import members, relations, rooms, timeline, verdicts
from schoolbell_demo.homeserver import Account, HttpError, Synapse
from tests import servers
from tests.office.schools import new_school, rooms_by_key
from tests.synapse.test_engine import Token
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse

BLOCKS = tuple(sorted(RULES))
RESERVED = ("ding", "notice", "assignment", "live", "exam", "form", "lesson", "review", "extension", "remind")
POWER = "m.room.power_levels"
ROSTER = "org.schoolbell.member"
LABEL = "org.schoolbell.room"


def block(*names: str) -> dict[str, object]:
    """A readable message with these blocks."""
    blocks = {f"org.schoolbell.{name}": {"v": 1, "id": "01J9ZS3V5T8Q4M2N6P7R0W1X2Y"} for name in names}
    return {"msgtype": "m.text", "body": "🔔 明天停课,请确认", **blocks}


@dataclass
class Imported:
    """A school that the office has made: rooms by key, people by letter and number, and their machines."""

    server: Synapse
    space: str
    rooms: Mapping[str, str]
    accounts: dict[str, Account]
    office: str  # the creator's token
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def group(self) -> str:
        return self.rooms["class/Pc/group"]

    @property
    def class_space(self) -> str:
        return self.rooms["class/Pc"]

    def send(self, who: str, room: str, content: Mapping[str, object], kind: str = "m.room.message") -> str:
        """Send by bare HTTP and return the event id."""
        return servers.send(self.server, self.accounts[who], room, content, kind)

    def state(self, who: str, room: str, kind: str, content: Mapping[str, object], key: str = "") -> str:
        """Set state by bare HTTP and return the event id."""
        return servers.send_state(self.server, self.accounts[who], room, kind, content, key)

    def refused(self, attempt: Callable[..., object], *arguments: object) -> None:
        """The homeserver says no."""
        with pytest.raises(HttpError) as fault:
            attempt(*arguments)
        assert (fault.value.status, fault.value.errcode) == (403, "M_FORBIDDEN"), arguments

    def by_office(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Do something as the office account that made all rooms."""
        return self.server.call(method, f"/_matrix/client/v3/rooms/{path}", body, token=self.office)

    def levels(self, who: str, room: str, **changed: object) -> dict[str, object]:
        """Return the room's power levels with some users' levels changed (None: taken out)."""
        content = dict(servers.get_state(self.server, self.accounts[who], room, POWER))
        users = dict(content["users"])  # type: ignore[call-overload]
        for name, level in changed.items():
            users[self.accounts[name].user_id] = level
        content["users"] = {user: level for user, level in users.items() if level is not None}
        return content


def read(world: World, event_id: str) -> dict[str, bool] | None:
    """Return block → whether it acts, None while the event is not here."""

    def look(conn: Any) -> dict[str, bool] | None:
        row = timeline.by_ids(conn, [event_id]).get(event_id)
        if row is None:
            return None
        return {name: one.allowed for (_, name), one in verdicts.of_events(conn, [row.rowid]).items()}

    return world.cache.read_now(look)


def acting(world: World, event_id: str) -> set[str]:
    """Return the blocks of a stored event that act."""
    found = read(world, event_id)
    assert found is not None, "not here"
    return {name for name, acts in found.items() if acts}


def known(world: World) -> SchoolKnowledge:
    """Return authority and roster as that machine knows them."""
    return world.cache.read_now(lambda conn: load(conn, world.anchors))


@pytest.fixture(scope="module")
def imported(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Return a school that every test may attack: no forgery may change what others see."""

    return asyncio.run(import_small(homeserver, tmp_path_factory.mktemp("forged-school")))


async def import_small(
    homeserver: Synapse, folder: Any, students: Callable[[str], list[list[str]]] | None = None
) -> Imported:
    """Let the office make a small school; `students` are other rows of that sheet, by the number's prefix."""
    school = await new_school(homeserver, folder)
    if students is not None:
        school.sheets["学生"] = students(school.prefix)
        school.write_roster()
    report = await school.run()
    people = {}
    for one in report.accounts:
        localpart = one.user_id[1:].split(":")[0]
        if one.password is not None:
            name = localpart[0] + localpart[1:].removeprefix(school.prefix)
            people[name] = await asyncio.to_thread(homeserver.login, localpart, one.password)
    return Imported(
        homeserver, report.space, rooms_by_key(school, report), people, school.config.room_token()
    )


@pytest.fixture
async def school(imported: Imported, tmp_path: Any) -> AsyncIterator[Imported]:
    """The school, with machines that end with the test."""
    async with AsyncExitStack() as stack:
        imported.stack = stack
        yield imported


async def machine(school: Imported, who: str, folder: Any, *, device: bool = False) -> World:
    """Start the client of somebody and wait until every desk and room is here; `device`: a new sign-in."""
    account = school.accounts[who]
    if device:
        localpart = account.user_id[1:].split(":")[0]
        account = await asyncio.to_thread(school.server.login, localpart, account.password)
    client = await school.stack.enter_async_context(httpx.AsyncClient(trust_env=False))
    transport = Transport(client, school.server.base_url, Token(account.access_token))
    world = World(folder / who, transport, account.user_id, clock=SystemClock(), anchors=(school.space,))
    school.stack.push_async_callback(world.close)
    await world.live()

    def complete() -> bool:
        authority = known(world).authority
        return {RoomKind.CLASS, RoomKind.GROUP, RoomKind.DESK} <= {r.kind for r in authority.rooms.values()}

    await until(complete, "the school is here")
    return world


async def arrives(world: World, event_id: str) -> set[str]:
    """Wait for an event, page back for it if need be, and return which of its blocks act."""
    await until(lambda: read(world, event_id) is not None, f"{event_id} arrives")
    return acting(world, event_id)


# -- students --------------------------------------------------------------------------------------------


async def test_the_honest_ding_acts_and_the_students_is_text(school: Imported, tmp_path: Any) -> None:
    reader = await machine(school, "g12", tmp_path)
    honest = school.send("t1", school.group, block("ding"))
    forged = school.send("s01", school.group, block(*BLOCKS))
    assert await arrives(reader, honest) == {"ding"}
    assert await arrives(reader, forged) == {"ack", "withdraw"}, "what anybody may say in a group"
    assert [t for t in reader.texts(school.group) if t.startswith("🔔")][-1] == "🔔 明天停课,请确认"


@pytest.mark.parametrize("room", ["class/Pc/notices", "notices", "class/Pc/homework"])
def test_a_student_cannot_write_where_teachers_write(imported: Imported, room: str) -> None:
    for sender in ("s01", "g11"):
        imported.refused(imported.send, sender, imported.rooms[room], block("notice", "assignment"))


@pytest.mark.parametrize("room", ["class/Pc/staff", "staff_all", "reports", "desk/P02"])
def test_a_student_cannot_write_in_rooms_of_others(imported: Imported, room: str) -> None:
    imported.refused(imported.send, "s01", imported.rooms[room], block(*BLOCKS))
    submission = {"v": 1, "assignment": "x", "attempt": 1}
    imported.refused(imported.send, "s01", imported.rooms[room], submission, "org.schoolbell.submission")
    path = f"/_matrix/client/v3/join/{quote(imported.rooms[room])}"
    imported.refused(
        lambda: imported.server.call("POST", path, {}, token=imported.accounts["s01"].access_token)
    )


async def test_blocks_of_a_student_and_a_guardian_in_a_desk_are_text(school: Imported, tmp_path: Any) -> None:
    desk = school.rooms["desk/P01"]
    reader = await machine(school, "t2", tmp_path)
    for sender in ("s01", "g11"):
        forged = school.send(sender, desk, block(*BLOCKS))
        allowed = {"ack", "withdraw", "submission", "intent", "contest", "quiz_answer"}
        assert await arrives(reader, forged) == allowed
        assert not allowed & set(RESERVED)
        for kind in ("review", "extension"):
            school.refused(school.send, sender, desk, {"v": 1}, f"org.schoolbell.{kind}")
    reviewed = school.send("t1", desk, {"v": 1, "verdict": "accepted"}, "org.schoolbell.review")
    assert await arrives(reader, reviewed) == {"review"}


async def test_blocks_in_a_direct_chat_are_text_whoever_sends_them(school: Imported, tmp_path: Any) -> None:
    reader = await machine(school, "t1", tmp_path)
    people = school.accounts
    direct = servers.new_room(school.server, people["s01"], [people["t1"]], is_direct=True)
    for sender in ("s01", "t1"):
        forged = school.send(sender, direct, block(*BLOCKS))
        assert await arrives(reader, forged) == set()
    assert known(reader).authority.kind_of(direct) is RoomKind.CHAT


async def test_a_students_own_room_is_a_chat(school: Imported, tmp_path: Any) -> None:
    """Labelled as a group, with the teacher in it at 100, and the parent named: linking it is refused."""
    reader = await machine(school, "t1", tmp_path)
    people = school.accounts
    label = {"v": 1, "kind": "group", "key": "class/Pc/group"}
    own = servers.new_room(
        school.server,
        people["s01"],
        [people["t1"]],
        name="一班 家校群",
        initial_state=[
            {"type": LABEL, "state_key": "", "content": label},
            {"type": "m.space.parent", "state_key": school.class_space, "content": {"canonical": True}},
        ],
        power_level_content_override={"users": {people["t1"].user_id: 100}},
    )
    link = {"via": [school.server.server_name]}
    school.refused(school.state, "s01", school.class_space, "m.space.child", link, own)
    school.refused(school.state, "t1", school.class_space, "m.space.child", link, own)
    forged = school.send("s01", own, block(*BLOCKS))
    assert await arrives(reader, forged) == set()
    assert known(reader).authority.kind_of(own) is RoomKind.CHAT


async def test_a_students_own_school_gives_nobody_anything(school: Imported, tmp_path: Any) -> None:
    """A space that calls itself the school, holds the real class and says that the student is principal."""
    reader = await machine(school, "g11", tmp_path)
    people, student = school.accounts, school.accounts["s01"]
    link = {"via": [school.server.server_name]}
    roster = {"v": 1, "role": "principal", "name": "顾长明"}
    own = servers.new_room(
        school.server,
        student,
        [people["g11"]],
        name="小小学校",
        creation_content={"type": "m.space"},
        initial_state=[
            {"type": LABEL, "state_key": "", "content": {"v": 1, "kind": "school", "key": "school"}},
            {"type": "m.space.child", "state_key": school.class_space, "content": link},
            {"type": "m.space.child", "state_key": school.group, "content": link},
            {"type": ROSTER, "state_key": student.user_id[1:], "content": roster},
        ],
    )
    forged = school.send("s01", school.group, block("ding"))
    assert await arrives(reader, forged) == set()
    await until(lambda: reader.cache.read_now(lambda conn: rooms.summary(conn, own)) is not None)
    knowledge = known(reader)
    assert knowledge.authority.kind_of(own) is RoomKind.CHAT
    assert own not in knowledge.authority.school_room(school.class_space).parents  # type: ignore[union-attr]
    assert knowledge.directory.person(student.user_id, school.group).role is Role.STUDENT


async def test_a_students_own_roster_is_refused_or_not_read(school: Imported, tmp_path: Any) -> None:
    student = school.accounts["s01"].user_id
    entry = {"v": 1, "role": "teacher", "name": "李老师"}
    for space in (school.space, school.class_space):
        for key in (student[1:], student):
            school.refused(school.state, "s01", space, ROSTER, entry, key)
    school.refused(school.state, "s01", school.group, ROSTER, entry, student[1:])
    reader = await machine(school, "g11", tmp_path)
    assert known(reader).directory.person(student, school.group).role is Role.STUDENT


async def test_edits_by_others_change_nothing(school: Imported, tmp_path: Any) -> None:
    reader = await machine(school, "g11", tmp_path)
    ding = school.send("t1", school.group, block("ding"))

    def edit(**more: object) -> dict[str, object]:
        new = {**block("ding"), "body": "明天照常上课"}
        return {
            **new,
            "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": ding},
            **more,
        }

    assert await arrives(reader, ding) == {"ding"}
    by_student = school.send("s01", school.group, edit())
    by_colleague = school.send("t2", school.group, edit())
    of_another_type = school.send("t1", school.group, edit(), "org.schoolbell.notice")
    assert await arrives(reader, by_student) == set()
    await arrives(reader, by_colleague)
    await arrives(reader, of_another_type)

    def shown(conn: Any) -> Any:
        row = timeline.by_ids(conn, [ding])[ding]
        return relations.for_events(conn, [row.rowid]).get(row.rowid)

    summary = reader.cache.read_now(shown)
    assert summary is None or summary.edit is None
    assert acting(reader, ding) == {"ding"}
    own = school.send("t1", school.group, edit())
    assert await arrives(reader, own) == {"ding"}
    assert reader.cache.read_now(shown).edit.event_id == own


async def test_an_edit_after_the_end_changes_nothing(school: Imported, tmp_path: Any) -> None:
    """The server takes it, also one that moves the end to later; the one in time acts."""
    reader, homework = await machine(school, "g11", tmp_path), school.rooms["class/Pc/homework"]

    def handed_out(closes: int) -> dict[str, object]:
        words = block("assignment")
        return words | {"org.schoolbell.assignment": {"v": 1, "id": "01", "closes": closes}}

    def edit(target: str, closes: int) -> dict[str, object]:
        new = handed_out(closes)
        return {**new, "m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": target}}

    now = SystemClock().now_ms()
    closed = school.send("t1", homework, handed_out(now - 60_000))
    late = school.send("t1", homework, edit(closed, now + 3_600_000))
    again = school.send("t1", homework, edit(closed, now + 3_600_000))
    still_open = school.send("t1", homework, handed_out(now + 3_600_000))
    in_time = school.send("t1", homework, edit(still_open, now + 7_200_000))
    assert await arrives(reader, in_time) == {"assignment"}
    assert await arrives(reader, still_open) == {"assignment"}
    assert await arrives(reader, closed) == {"assignment"}, "what was handed out stays"
    assert await arrives(reader, late) == set()
    assert await arrives(reader, again) == set(), "nor does a second one follow the first"


def test_a_student_cannot_take_back_what_others_said(imported: Imported) -> None:
    ding = imported.send("t1", imported.group, block("ding"))
    student = imported.accounts["s01"].access_token
    path = f"/_matrix/client/v3/rooms/{quote(imported.group)}/redact/{quote(ding)}/forged1"
    imported.refused(lambda: imported.server.call("PUT", path, {}, token=student))


@pytest.mark.parametrize("room", ["school", "class/Pc", "class/Pc/group", "class/Pc/live", "desk/P01"])
def test_a_student_grants_nobody_anything(imported: Imported, room: str) -> None:
    """A room admin: oneself, a friend, everybody, or for one type of event only."""
    target = imported.rooms[room]
    content = imported.levels("s01", target)
    raised = (
        imported.levels("s01", target, s01=100),
        imported.levels("s01", target, s02=50),
        {**content, "users_default": 100},
        {**content, "state_default": 0},
        {**content, "events": {**content["events"], "org.schoolbell.review": 0}},  # type: ignore[dict-item]
    )
    for levels in raised:
        imported.refused(imported.state, "s01", target, POWER, levels)


# -- teachers at 50 --------------------------------------------------------------------------------------

OPENINGS: dict[str, Mapping[str, object]] = {
    LABEL: {"v": 1, "kind": "homework", "key": "class/Pc/homework"},
    "m.room.join_rules": {"join_rule": "public"},
    "m.room.guest_access": {"guest_access": "can_join"},
    "m.room.history_visibility": {"history_visibility": "world_readable"},
    "m.room.encryption": {"algorithm": "m.megolm.v1.aes-sha2"},
    "m.room.tombstone": {"replacement_room": "!elsewhere"},
    "m.room.server_acl": {"allow": ["*"]},
    "m.room.canonical_alias": {"alias": ""},
    "org.schoolbell.policy": {"v": 1, "language": "en"},
}


@pytest.mark.parametrize("kind", OPENINGS)
def test_a_teacher_neither_relabels_nor_opens_a_room(imported: Imported, kind: str) -> None:
    """In every room that a teacher is in, the desks included, where teachers are at 50 by default."""
    for key, room in imported.rooms.items():
        if key == "reports":
            continue
        imported.refused(imported.state, "t1", room, kind, OPENINGS[kind])


@pytest.mark.parametrize("space", ["school", "class/Pc"])
def test_a_teacher_adds_no_room(imported: Imported, space: str) -> None:
    label = {"type": LABEL, "state_key": "", "content": {"v": 1, "kind": "notices", "key": "x"}}
    own = servers.new_room(imported.server, imported.accounts["t1"], initial_state=[label])
    link = {"via": [imported.server.server_name]}
    imported.refused(imported.state, "t1", imported.rooms[space], "m.space.child", link, own)
    imported.refused(imported.state, "t1", imported.rooms[space], "m.space.child", {}, imported.group)


@pytest.mark.parametrize("role", ["principal", "office", "officer", "head_teacher"])
async def test_a_teacher_promotes_nobody(school: Imported, tmp_path: Any, role: str) -> None:
    """The class's roster is the teachers' to write, but such a role counts from the school space only."""
    teacher = school.accounts["t2"].user_id
    before = servers.get_state(school.server, school.accounts["t2"], school.class_space, ROSTER, teacher[1:])
    entry = {"v": 1, "role": role, "name": "周建平"}
    school.refused(school.state, "t2", school.space, ROSTER, entry, teacher[1:])
    promoted = school.state("t2", school.class_space, ROSTER, entry, teacher[1:])
    reader = await machine(school, "g11", tmp_path)
    person = known(reader).directory.person(teacher, school.group)
    assert person.role in (Role.TEACHER, Role.NONE), promoted
    assert not known(reader).authority.is_office(teacher)
    school.state("t2", school.class_space, ROSTER, before, teacher[1:])


async def test_a_teacher_raises_nobody_above_the_own_level(school: Imported, tmp_path: Any) -> None:
    for name, level in (("t1", 51), ("t1", 100), ("t2", 100), ("s01", 51), ("s01", 9007199254740991)):
        levels = school.levels("t1", school.group, **{name: level})
        school.refused(school.state, "t1", school.group, POWER, levels)
    content = school.levels("t1", school.group)
    school.refused(school.state, "t1", school.group, POWER, {**content, "users_default": 100})
    events = {**content["events"], LABEL: 50}  # type: ignore[dict-item]
    school.refused(school.state, "t1", school.group, POWER, {**content, "events": events})
    school.refused(school.state, "t1", school.group, POWER, {**content, "state_default": 50})
    for room in ("class/Pc", "class/Pc/homework", "class/Pc/live", "class/Pc/staff", "desk/P01"):
        school.refused(
            school.state, "t1", school.rooms[room], POWER, school.levels("t1", school.rooms[room], t1=100)
        )
    muted = school.state("t1", school.group, POWER, school.levels("t1", school.group, s02=-1))
    assert muted, "muting is what the level is for"
    school.state("t1", school.group, POWER, content)


# -- somebody who left -----------------------------------------------------------------------------------


async def test_a_teacher_who_left_keeps_the_old_blocks_and_sends_no_new_ones(
    school: Imported, tmp_path: Any
) -> None:
    """Judged by the levels at the event, on a machine that saw it happen and on one that signs in later."""
    group, teacher = school.group, school.accounts["t2"]
    witness = await machine(school, "g11", tmp_path)
    old = school.send("t2", group, block("ding", "notice"))
    assert await arrives(witness, old) == {"ding", "notice"}
    content = school.levels("t2", group)
    without = {**content, "users": {u: n for u, n in content["users"].items() if u != teacher.user_id}}  # type: ignore[attr-defined]
    school.by_office("PUT", f"{quote(group)}/state/{POWER}/", without)
    new = school.send("t2", group, block("ding", "notice"))
    correction = school.send(
        "t2",
        group,
        {
            **block("ding"),
            "m.new_content": block("ding"),
            "m.relates_to": {"rel_type": "m.replace", "event_id": old},
        },
    )
    assert await arrives(witness, new) == set()
    assert await arrives(witness, correction) == set()
    assert acting(witness, old) == {"ding", "notice"}
    school.by_office("POST", f"{quote(group)}/kick", {"user_id": teacher.user_id})
    school.refused(school.send, "t2", group, block("ding"))
    await until(lambda: all(m != teacher.user_id for m in _joined(witness, group)), "the kick arrives")
    assert acting(witness, old) == {"ding", "notice"}

    for number in range(60):  # so much that a new machine gets the end of it only
        school.send("t1", group, {"msgtype": "m.text", "body": f"{number}"})
    later = await machine(school, "g12", tmp_path, device=True)
    for _ in range(10):
        if read(later, old) is not None:
            break
        await later.engine.paginate(group)
    assert acting(later, old) == {"ding", "notice"}
    assert acting(later, new) == set()
    assert acting(later, correction) == set()

    school.by_office("POST", f"{quote(group)}/invite", {"user_id": teacher.user_id})
    servers.join(school.server, teacher, group)
    school.by_office("PUT", f"{quote(group)}/state/{POWER}/", content)
    await until(lambda: _level(later, group, teacher.user_id) == 50, "back at 50")
    assert acting(later, new) == set(), "what was said in between stays text"
    assert await arrives(later, school.send("t2", group, block("ding"))) == {"ding"}


def _level(world: World, room: str, user: str) -> float:
    return known(world).authority.level(room, user)


def _joined(world: World, room: str) -> list[str]:
    return [one.user_id for one in world.cache.read_now(lambda conn: members.joined(conn, room))]


async def test_a_new_sign_in_knows_the_levels_before_the_last_change_without_paging_back(
    school: Imported, tmp_path: Any
) -> None:
    """The state of now is younger than the DING; the change in between says what was before."""
    ding = school.send("t1", school.group, block("ding"))
    forged = school.send("s02", school.group, block("ding"))
    content = school.levels("t1", school.group)
    school.state("t1", school.group, POWER, school.levels("t1", school.group, s02=-1))
    reader = await machine(school, "g11", tmp_path, device=True)
    assert await arrives(reader, ding) == {"ding"}
    assert await arrives(reader, forged) == set()
    school.state("t1", school.group, POWER, content)


async def test_a_teacher_who_was_taken_out_of_a_desk_keeps_the_review(
    school: Imported, tmp_path: Any
) -> None:
    """In a desk the level is everybody's default: membership alone keeps those out who left."""
    desk, teacher = school.rooms["desk/P02"], school.accounts["t2"]
    reader = await machine(school, "t1", tmp_path)
    old = school.send("t2", desk, {"v": 1, "verdict": "returned"}, "org.schoolbell.review")
    assert await arrives(reader, old) == {"review"}
    school.by_office("POST", f"{quote(desk)}/kick", {"user_id": teacher.user_id})
    school.refused(school.send, "t2", desk, {"v": 1, "verdict": "accepted"}, "org.schoolbell.review")
    later = await machine(school, "s02", tmp_path, device=True)
    assert await arrives(later, old) == {"review"}
    servers.join(school.server, teacher, desk)  # through the staff room, as the rule says
