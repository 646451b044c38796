"""Writing DINGs against a real homeserver: what others see of them, asked for by bare HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from msgspec.structs import replace

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import parse_texts
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.files import files_of
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.chat.items import Attachment, Audio, RoomItem, RoomKind
from schoolbell.domain.chat.room_list import RoomList
from schoolbell.domain.ding.items import DingDraft, LocalFile, Target
from schoolbell.domain.ding.writing import Writing
from schoolbell.domain.school_knowledge import SchoolKnowledge, load
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.transport import Transport
from schoolbell.store import announcement_drafts, delayed, outbox
from schoolbell.store.database import Connection
from schoolbell.store.rooms import summaries
from schoolbell.sync.delayed import Delayed
from schoolbell.sync.transfers import VoiceFacts
from schoolbell_demo.homeserver import HttpError
from tests import servers
from tests.synapse.test_engine import Token
from tests.synapse.test_forgeries import Imported, imported  # noqa: F401
from tests.sync.desk import Desk
from tests.sync.world import until

pytestmark = pytest.mark.synapse

TEXTS = parse_texts("zh_CN", Path("resources/texts/zh_CN.toml").read_text("utf-8"))
DING = "org.schoolbell.ding"


class Teacher(Desk):
    """A teacher's machine with what writes DINGs; `restart()` is a new process on the same files."""

    projections = (Announcements(),)

    def _build(self) -> None:
        super()._build()
        client = MatrixClient(self.transport, self.me, self.device)
        self.later = Delayed(client, self.local, self.clock, self.engine, self.media)
        self.writing = Writing(
            self, self.engine, self.media, self.known, self.me, self.clock,  # type: ignore[arg-type]
            lambda: TEXTS, lambda: None, lambda: (), self.later,
        )  # fmt: skip
        self.missed: list[str] = []
        self.later.missed.subscribe(self.missed.append)

    def known(self) -> SchoolKnowledge:
        """Return authority and roster as the cache has them now."""
        return self.cache.read_now(lambda conn: load(conn, self.anchors))

    async def live(self) -> None:
        """Start and wait for the school."""
        await super().live()

        def complete() -> bool:
            kinds = {room.kind for room in self.known().authority.rooms.values()}
            return {RoomKind.CLASS, RoomKind.GROUP, RoomKind.DESK} <= kinds

        await until(complete, "the school is here")
        self.writing.start()
        self.later.start()

    async def close(self) -> None:
        """End the process in good order."""
        await self.later.stop()
        await self.writing.stop()
        await super().close()

    def held(self) -> list[str]:
        """Return the ids of what is on its way or appointed."""
        rows = self.local.read_now(lambda conn: announcement_drafts.of_kind(conn, "ding"))
        return [row.id for row in rows if row.held]

    def draft(self, text: str, *targets: Target, **more: Any) -> DingDraft:
        """Make a draft."""
        return replace(self.writing.new(targets, text), **more)


@pytest.fixture
async def school(imported: Imported) -> AsyncIterator[Imported]:  # noqa: F811
    """The school, with machines that end with the test."""
    async with AsyncExitStack() as stack:
        imported.stack = stack
        yield imported


async def machine(school: Imported, who: str, folder: Any) -> Teacher:
    """Start the client of somebody and wait until the school is here."""
    account = school.accounts[who]
    client = await school.stack.enter_async_context(httpx.AsyncClient(trust_env=False))
    transport = Transport(client, school.server.base_url, Token(account.access_token))
    teacher = Teacher(folder / who, transport, account.user_id, clock=SystemClock(), anchors=(school.space,))
    school.stack.push_async_callback(teacher.close)
    await teacher.live()
    return teacher


async def dings(school: Imported, who: str, room: str, id: str) -> list[dict[str, Any]]:
    """Return the messages of one DING in a room as somebody else's bare HTTP sees them, oldest first."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=50"
    token = school.accounts[who].access_token
    answer = await asyncio.to_thread(school.server.call, "GET", path, token=token)
    events: list[dict[str, Any]] = answer["chunk"]  # type: ignore[assignment]
    return [one for one in reversed(events) if one["content"].get(DING, {}).get("id") == id]


async def arrives(school: Imported, who: str, room: str, id: str) -> dict[str, Any]:
    """Wait until a copy stands in a room."""
    for _ in range(400):
        found = await dings(school, who, room, id)
        if found:
            assert len(found) == 1
            return found[0]
        await asyncio.sleep(0.05)
    pytest.fail("no copy came")


def listed(teacher: Teacher) -> dict[str, RoomItem]:
    """Return the room list as it is built from the files, by room id."""
    rooms = RoomList(teacher, teacher.me, teacher.known, lambda work: work.close())  # type: ignore[arg-type]
    rooms.show_now(teacher.cache.read_now(summaries))
    return {item.key: item for item in rooms.items}


def last(teacher: Teacher, room: str) -> str:
    """Return what the row of a chat shows."""
    item = listed(teacher).get(room)
    return item.preview if item is not None else ""


def chats(teacher: Teacher) -> list[tuple[str, str, int]]:
    """Return the chats in their order, with words and time."""
    return [(item.key, item.preview, item.ts) for item in listed(teacher).values()]


def shown_ids(teacher: Teacher, room: str) -> set[str]:
    """Return the ids of the DINGs in a timeline."""
    blocks = [row.content.get(DING) for row in teacher.rows(room)]
    return {block["id"] for block in blocks if block}


def guardians(school: Imported) -> Target:
    return Target("guardians", school.class_space, "一班")


async def test_own_copies_lift_no_chat_of_the_sender_and_those_of_the_family(
    school: Imported, tmp_path: Path
) -> None:
    teacher, family = await machine(school, "t1", tmp_path), await machine(school, "g12", tmp_path)
    desk = school.rooms["desk/P02"]
    words = {"msgtype": "m.text", "body": "老师，请假一天"}
    await asyncio.to_thread(school.send, "s02", desk, words)
    await asyncio.to_thread(school.send, "t2", school.group, {**words, "body": "今天大扫除"})
    await until(lambda: last(teacher, desk) == "老师，请假一天", "what the family wrote")
    await until(lambda: last(teacher, school.group) == "今天大扫除", "what the colleague wrote")
    before = chats(teacher)
    sheet = tmp_path / "须知.pdf"
    sheet.write_bytes(b"%PDF 1.4 rules")
    files = (LocalFile(str(sheet), sheet.name, 14),)
    draft = teacher.draft("明早线上上课", Target("students", school.class_space, "一班"), files=files)
    await teacher.writing.send(draft)
    assert len(teacher.local.read_now(outbox.everything)) == 4
    assert chats(teacher) == before, "on its way"
    await teacher.writing.send_now(draft.id)
    copy = await arrives(school, "g12", desk, draft.id)
    assert copy["content"][DING]["n"] == 2
    await until(lambda: not teacher.held(), "all copies and files are out")
    await until(lambda: last(family, desk) == "须知.pdf", "the copy, then its file")
    assert chats(family)[0][0] in (desk, school.rooms["desk/P01"])
    await until(lambda: "须知.pdf" in teacher.texts(desk), "own copy and file are here as well")
    assert draft.id in shown_ids(teacher, desk)
    assert chats(teacher) == before
    await asyncio.to_thread(school.send, "s02", desk, {**words, "body": "收到"})
    await until(lambda: last(teacher, desk) == "收到", "an answer lifts it")
    assert chats(teacher)[0][0] == desk


async def test_a_role_gets_it_at_its_desks_siblings_once_with_its_file(
    school: Imported, tmp_path: Path
) -> None:
    teacher = await machine(school, "t1", tmp_path)
    sheet = tmp_path / "体检表.pdf"
    sheet.write_bytes(b"%PDF 1.4 sheet")
    files = (LocalFile(str(sheet), sheet.name, 14),)
    students = Target("students", school.class_space, "一班")
    draft = teacher.draft("明早体检，请空腹", guardians(school), deadline=1_900_000_000_000)
    plan = await teacher.writing.plan(draft)
    assert (plan.people, plan.households, plan.copies) == (2, 1, 1), "the mother has both children"
    await teacher.writing.send(draft)
    assert await dings(school, "t2", school.rooms["desk/P01"], draft.id) == []
    await teacher.writing.send_now(draft.id)
    event = await arrives(school, "g12", school.rooms["desk/P01"], draft.id)
    people = {school.accounts[who].user_id for who in ("g11", "g12")}
    assert set(event["content"]["m.mentions"]["user_ids"]) == people
    block = event["content"][DING]
    assert (block["to"], block["n"], block["text"]) == ({"mentions": True}, 1, "明早体检，请空腹")
    assert event["content"]["body"].startswith("🔔 明早体检，请空腹\n")
    assert "✅" in event["content"]["body"]
    assert await dings(school, "t2", school.rooms["desk/P02"], draft.id) == []
    assert await dings(school, "t2", school.group, draft.id) == []
    await until(lambda: teacher.held() == [], "the draft goes when all is sent")

    both = teacher.draft("请带体检表", students, files=files)
    await teacher.writing.send(both)
    await teacher.writing.send_now(both.id)
    found = []
    for number, child in (("P01", "s01"), ("P02", "s02")):
        room = school.rooms[f"desk/{number}"]
        event = await arrives(school, child, room, both.id)
        (listed,) = event["content"][DING]["attachments"]
        found.append(await file_after(school, child, room, event["event_id"]))
        assert found[-1]["org.schoolbell.file"]["sha256"] == listed["sha256"]
        assert (found[-1]["filename"], listed["name"]) == ("体检表.pdf", "体检表.pdf")
    assert found[0]["url"] == found[1]["url"], "uploaded once"
    await until(lambda: teacher.held() == [])


async def test_a_voice_note_goes_with_a_ding_and_is_one_for_phones_and_the_family(
    school: Imported, tmp_path: Path
) -> None:
    """From a draft that was kept: what is known of the note comes back with it."""
    teacher, family = await machine(school, "t1", tmp_path), await machine(school, "g11", tmp_path)
    note = tmp_path / "语音.m4a"
    note.write_bytes(b"\0\0\0\x18ftypM4A " + bytes(600))
    voice = VoiceFacts(2_400, (0, 700, 1024, 90))
    files = (LocalFile(str(note), note.name, note.stat().st_size, "audio/mp4", voice=voice),)
    desk = school.rooms["desk/P01"]
    draft = teacher.draft("请听", guardians(school), files=files)
    await teacher.writing.keep(draft)
    kept = await teacher.writing.load(draft.id)
    assert kept is not None
    assert kept.files[0].voice == voice
    await teacher.writing.send(kept)
    await teacher.writing.send_now(draft.id)
    copy = await arrives(school, "g11", desk, draft.id)
    content = await file_after(school, "g11", desk, copy["event_id"], "m.audio")
    assert content["org.matrix.msc3245.voice"] == {}
    assert content["org.matrix.msc1767.audio"] == {"duration": 2_400, "waveform": [0, 700, 1024, 90]}
    assert content["info"] == {"mimetype": "audio/mp4", "size": note.stat().st_size, "duration": 2_400}
    (listed,) = copy["content"][DING]["attachments"]
    assert content["org.schoolbell.file"]["sha256"] == listed["sha256"]
    await until(lambda: teacher.held() == [], "all is sent")

    def received() -> tuple[Attachment, ...]:
        authority = family.known().authority

        def read(conn: Connection) -> tuple[Attachment, ...]:
            found = loading.load(conn, authority, Kind.DING, teacher.me, draft.id)
            here = files_of(conn, found) if found is not None else ()
            return tuple(one.attachment for one in here if one.attachment is not None)

        return family.cache.read_now(read)

    await until(received, "the family has it")
    (heard,) = received()
    assert heard.audio == Audio(2_400, voice.waveform, voice=True)


async def file_after(
    school: Imported, who: str, room: str, event_id: str, kind: str = "m.file"
) -> dict[str, Any]:
    """Wait for the file that stands behind a message."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=10"
    token = school.accounts[who].access_token
    for _ in range(400):
        answer: dict[str, Any] = await asyncio.to_thread(school.server.call, "GET", path, token=token)
        chunk = answer["chunk"]
        ids = [event["event_id"] for event in chunk]
        for event in chunk[: ids.index(event_id)]:
            if event["content"].get("msgtype") == kind:
                content: dict[str, Any] = event["content"]
                return content
        await asyncio.sleep(0.05)
    pytest.fail("no file came behind the words")


async def test_undo_leaves_nothing_and_chat_is_not_held_up(school: Imported, tmp_path: Path) -> None:
    teacher = await machine(school, "t1", tmp_path)
    draft = teacher.draft("不发了", Target("class", school.class_space, "一班"))
    await teacher.writing.keep(draft)
    await teacher.writing.send(draft)
    await teacher.say(school.group, "说句别的")
    await until(lambda: "说句别的" in teacher.texts(school.group))
    assert await teacher.writing.undo(draft.id) == draft
    assert await teacher.writing.load(draft.id) == draft
    assert teacher.local.read_now(lambda conn: outbox.of_batch(conn, draft.id)) == []
    assert await dings(school, "g11", school.group, draft.id) == []


async def test_what_was_held_when_the_program_ended_goes_at_the_next_start(
    school: Imported, tmp_path: Path
) -> None:
    teacher = await machine(school, "t1", tmp_path)
    draft = teacher.draft("明天停课", Target("class", school.class_space, "一班"))
    await teacher.writing.send(draft)
    await teacher.restart()
    assert await dings(school, "g11", school.group, draft.id) == []
    await teacher.live()
    await teacher.writing.send_now(draft.id)  # as ten seconds do
    event = await arrives(school, "g11", school.group, draft.id)
    assert event["content"]["m.mentions"] == {"room": True}
    await until(lambda: teacher.held() == [])
    assert len(await dings(school, "g11", school.group, draft.id)) == 1


async def waiting_at_server(school: Imported, who: str, id: str) -> list[str]:
    """Return the delay ids of one DING as bare HTTP tells its sender."""
    path = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events"
    token = school.accounts[who].access_token
    answer: dict[str, Any] = await asyncio.to_thread(school.server.call, "GET", path, token=token)
    return [
        one["delay_id"] for one in answer["delayed_events"] if one["content"].get(DING, {}).get("id") == id
    ]


async def test_the_server_sends_at_the_time_and_what_it_lost_is_sent_from_here(
    school: Imported, tmp_path: Path
) -> None:
    teacher = await machine(school, "t1", tmp_path)
    everybody = Target("class", school.class_space, "一班")
    await until(lambda: teacher.later.can(teacher.clock.now_ms() + 60_000, 10), "asked for the capability")
    due = teacher.clock.now_ms() + 14_000
    kept, lost, gone = (
        teacher.draft(text, everybody, due_ms=due) for text in ("按时", "服务器丢了", "取消了")
    )
    assert (await teacher.writing.plan(kept)).can_schedule
    for draft in (kept, lost, gone):
        await teacher.writing.send(draft)

    def given() -> bool:
        rows = teacher.local.read_now(delayed.everything)
        return len(rows) == 3 and all(row.delay_id for row in rows)

    await until(given, "the server has all three")
    assert teacher.outbox(school.group) == []
    for draft in (kept, lost, gone):
        assert len(await waiting_at_server(school, "t1", draft.id)) == 1
        assert await dings(school, "g11", school.group, draft.id) == []
    rows = teacher.local.read_now(teacher.writing.written).scheduled
    assert [row.here_only for row in rows] == [False, False, False]
    # A delay id cancels without a sign-in: as if the server had dropped it for want of power.
    (delay_id,) = await waiting_at_server(school, "t1", lost.id)
    path = f"/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delay_id}"
    await asyncio.to_thread(school.server.call, "POST", path, {"action": "cancel"})
    assert await teacher.writing.undo(gone.id) == gone
    assert await teacher.writing.load(gone.id) == gone
    assert await waiting_at_server(school, "t1", gone.id) == []
    staff = school.rooms["class/Pc/staff"]
    await until(lambda: teacher.outbox(staff) == [], "the records are sent")

    event = await arrives(school, "g11", school.group, kept.id)
    assert event["origin_server_ts"] >= due - 1_000
    late = await arrives(school, "g11", school.group, lost.id)
    assert late["origin_server_ts"] >= due + 5_000 - 1_000
    await until(lambda: teacher.held() == [] and teacher.local.read_now(delayed.everything) == [])
    assert teacher.missed == [lost.id]
    for draft, number in ((kept, 1), (lost, 1), (gone, 0)):
        assert len(await dings(school, "g11", school.group, draft.id)) == number
    assert await records(school, staff, kept.id) == [[school.group]]
    assert await records(school, staff, gone.id) == [[school.group], []]


async def test_what_the_server_dropped_for_want_of_power_is_said_to_be_refused(
    school: Imported, tmp_path: Path
) -> None:
    teacher = await machine(school, "t1", tmp_path)
    await until(lambda: teacher.later.can(teacher.clock.now_ms() + 60_000, 10), "asked for the capability")
    desk = school.rooms["desk/P02"]
    child = Target("person", school.accounts["s02"].user_id, "李芳")
    draft = teacher.draft("明天带铅笔", child, due_ms=teacher.clock.now_ms() + 12_000)
    await teacher.writing.send(draft)
    await until(lambda: all(row.delay_id for row in teacher.local.read_now(delayed.everything)))
    levels = await asyncio.to_thread(
        servers.get_state, school.server, school.accounts["t1"], desk, "m.room.power_levels"
    )
    path = f"{quote(desk)}/state/m.room.power_levels"
    await asyncio.to_thread(school.by_office, "PUT", path, {**levels, "events_default": 100})
    try:

        def failed() -> bool:
            held = teacher.local.read_now(teacher.writing.written).held
            return [(row.id, row.failed) for row in held] == [(draft.id, 1)]

        for _ in range(3):  # `until` waits for ten seconds
            if not failed():
                await asyncio.sleep(7)
        await until(failed, "the copy is shown as refused")
        assert teacher.missed == [draft.id]
        assert await dings(school, "s02", desk, draft.id) == []
    finally:
        await asyncio.to_thread(school.by_office, "PUT", path, levels)


async def records(school: Imported, room: str, id: str) -> list[list[str]]:
    """Return the rooms of each record that the sender left for the office, oldest first."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=50"
    token = school.accounts["t2"].access_token
    answer: dict[str, Any] = await asyncio.to_thread(school.server.call, "GET", path, token=token)
    return [
        one["content"]["rooms"]
        for one in reversed(answer["chunk"])
        if one["type"] == "org.schoolbell.scheduled" and one["content"]["id"] == id
    ]


async def test_forged_recipients_reach_nobody(school: Imported, tmp_path: Path) -> None:
    """A teacher's draft that names the whole school, a stranger, no class; a student's that names anybody."""
    teacher = await machine(school, "t2", tmp_path)
    forged = (
        Target("school", school.space, "全校"),
        Target("class", "!elsewhere", "别的班"),
        Target("guardians", school.rooms["staff_all"], "不是班级"),
        Target("person", "@admin:school.test", "admin"),
        Target("people", "", "many", users=("@a:elsewhere.test", "nonsense")),
    )
    student = await machine(school, "s01", tmp_path)
    mother = Target("person", school.accounts["g12"].user_id, "妈妈")
    head = Target("person", school.accounts["t1"].user_id, "老师")
    everybody = Target("class", school.class_space, "一班")
    assert student.writing.targets("") == student.writing.targets("王") == ()
    attempts = [(teacher, one) for one in forged] + [(student, one) for one in (mother, head, everybody)]
    for world, target in attempts:
        draft = world.draft("forged", target)
        assert (await world.writing.plan(draft)).copies == 0, target
        with pytest.raises(KnownError) as raised:
            await world.writing.send(draft)
        assert raised.value.code is ErrorCode.NOT_FOUND
        assert world.local.read_now(outbox.everything) == []
    # Nor does the homeserver let a student write in a desk of somebody else, by bare HTTP.
    content = {"msgtype": "m.text", "body": "forged", DING: {"v": 1, "id": "0" * 26}}
    desk, account = school.rooms["desk/P02"], school.accounts["s01"]
    with pytest.raises(HttpError):
        await asyncio.to_thread(servers.send, school.server, account, desk, content)
