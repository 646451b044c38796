"""Notices against a real homeserver: two classes, a phone's ✅, a signature, an edit, pins, the bureau."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from msgspec.structs import replace

from schoolbell.base.clock import SystemClock
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import parse_texts
from schoolbell.domain.announcements import cards
from schoolbell.domain.announcements.blocks import Confirm, Counts, Signature
from schoolbell.domain.announcements.drafting import Target
from schoolbell.domain.announcements.projection import NAME, Announcements
from schoolbell.domain.chat.items import NoticeFacts, RoomKind
from schoolbell.domain.notices import pinning
from schoolbell.domain.notices.board import Board
from schoolbell.domain.notices.items import NoticeDraft
from schoolbell.domain.notices.writing import NoticeWriting
from schoolbell.domain.school_knowledge import SchoolKnowledge, load, load_authority
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.transport import Transport
from schoolbell.store import announcement_drafts
from schoolbell.sync.pins import PINNED_TYPE, Pinning
from schoolbell_demo.homeserver import Account, HttpError, Synapse
from tests import servers
from tests.office.schools import new_school, rooms_by_key
from tests.synapse.test_engine import Token
from tests.synapse.test_forgeries import Imported
from tests.sync.desk import Desk
from tests.sync.world import until

pytestmark = pytest.mark.synapse

TEXTS = parse_texts("zh_CN", Path("resources/texts/zh_CN.toml").read_text("utf-8"))
NOTICE = "org.schoolbell.notice"
HOUR = 3_600_000  # ms
INK = Signature(100, 40, ((1, 2, 30, 20), (5, 5, 9, 9)))


class TwoHoursLater(SystemClock):
    """The clock of a computer that was away for two hours."""

    def now_ms(self) -> int:
        """Return the time, ms since the epoch."""
        return super().now_ms() + 2 * HOUR


class Machine(Desk):
    """Somebody's computer with notices; `restart()` is a new process on the same files."""

    projections = (Announcements(),)

    def _build(self) -> None:
        super()._build()
        client = MatrixClient(self.transport, self.me, self.device)
        self.tasks = TaskOwner("notices")
        self.writing = NoticeWriting(
            self, self.engine, self.media, self.known, self.me, self.clock,  # type: ignore[arg-type]
            lambda: TEXTS,
        )  # fmt: skip
        self.board = Board(
            self, self.engine, self.known, self.me, self.clock, texts=lambda: TEXTS,  # type: ignore[arg-type]
            written=self.writing.written, look_again=lambda rooms: None, run=self.tasks.run,
        )  # fmt: skip
        self.pinning = Pinning(
            client, self.cache, self.engine, self.clock,
            lambda conn: pinning.wanted(
                conn, load_authority(conn, self.anchors), self.me, self.clock.now_ms()
            ),
            NAME,
        )  # fmt: skip

    def known(self) -> SchoolKnowledge:
        """Return authority and roster as the cache has them now."""
        return self.cache.read_now(lambda conn: load(conn, self.anchors))

    async def live(self) -> None:
        """Start and wait for the school."""
        await super().live()

        def complete() -> bool:
            kinds = {room.kind for room in self.known().authority.rooms.values()}
            return {RoomKind.SCHOOL, RoomKind.NOTICES} <= kinds or RoomKind.REPORTS in kinds

        await until(complete, "the school is here")
        self.writing.start()
        self.pinning.start()

    async def close(self) -> None:
        """End the process in good order."""
        self.board.stop()
        await self.pinning.stop()
        await self.writing.stop()
        await self.tasks.cancel_all()
        await super().close()

    def held(self) -> list[str]:
        """Return the ids of what is on its way."""
        rows = self.local.read_now(lambda conn: announcement_drafts.of_kind(conn, "notice"))
        return [row.id for row in rows if row.held]

    async def send(self, draft: NoticeDraft) -> None:
        """Send without the ten seconds, and wait until the server has all of it."""
        await self.writing.send(draft)
        await self.writing.send_now(draft.id)
        await until(lambda: self.held() == [], "all is sent")

    def card(self, event_id: str) -> NoticeFacts | None:
        """Return the card of a notice as this account sees it."""
        known = self.known()
        read = partial(
            cards.in_room, knowledge=known, me=self.me, event_ids=[event_id], counted=self.board.count
        )
        return self.cache.read_now(read).get(event_id)


async def import_two(homeserver: Synapse, folder: Path) -> Imported:
    """Let the office make a school of two classes; a mother has a child in each."""
    school = await new_school(homeserver, folder)
    p, sheets = school.prefix, school.sheets
    sheets["班级"].append([f"{p}d", "二班", "一年级", f"{p}2"])
    for row in sheets["老师"]:
        if row[0] == f"{p}1":
            row[4] = "一班、二班"
    sheets["学生"][1][2] = "二班"
    school.write_roster()
    report = await school.run()
    people: dict[str, Account] = {}
    for one in report.accounts:
        localpart = one.user_id[1:].split(":")[0]
        if one.password is not None:
            name = localpart[0] + localpart[1:].removeprefix(p)
            people[name] = await asyncio.to_thread(homeserver.login, localpart, one.password)
    rooms = rooms_by_key(school, report)
    return Imported(homeserver, report.space, rooms, people, school.config.room_token())


@pytest.fixture(scope="module")
def imported(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Return the school of all tests here."""
    return asyncio.run(import_two(homeserver, tmp_path_factory.mktemp("notices")))


@pytest.fixture
async def school(imported: Imported) -> AsyncIterator[Imported]:
    """The school, with machines that end with the test."""
    async with AsyncExitStack() as stack:
        imported.stack = stack
        yield imported


async def machine(school: Imported, who: str, folder: Path) -> Machine:
    """Start the client of somebody and wait until the school is here."""
    account = school.accounts[who]
    client = await school.stack.enter_async_context(httpx.AsyncClient(trust_env=False))
    transport = Transport(client, school.server.base_url, Token(account.access_token))
    made = Machine(folder / who, transport, account.user_id, clock=SystemClock(), anchors=(school.space,))
    school.stack.push_async_callback(made.close)
    await made.live()
    return made


def targets(school: Imported) -> tuple[Target, ...]:
    return tuple(Target("class", school.rooms[f"class/P{letter}"], letter) for letter in "cd")


def draft_of(teacher: Machine, *places: Target, **more: Any) -> NoticeDraft:
    draft = teacher.writing.new(places)
    return replace(draft, title="春季流感预防", text="请读完说明，并签字。", **more)


async def copy_in(school: Imported, who: str, room: str, id: str) -> dict[str, Any]:
    """Return the copy of a notice as somebody's bare HTTP sees it."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=50"
    token = school.accounts[who].access_token
    answer: dict[str, Any] = await asyncio.to_thread(school.server.call, "GET", path, token=token)
    (found,) = [
        one for one in answer["chunk"]
        if one["content"].get(NOTICE, {}).get("id") == id and "m.relates_to" not in one["content"]
    ]  # fmt: skip
    return dict(found)


def newest_words(school: Imported, who: str, room: str, event_id: str) -> str:
    """Return what a phone shows of a copy: the words of its newest edit."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/event/{quote(event_id)}"
    event: dict[str, Any] = school.server.call("GET", path, token=school.accounts[who].access_token)
    edit = event["unsigned"]["m.relations"]["m.replace"]
    return str(edit["content"]["m.new_content"]["body"])


def pinned(school: Imported, who: str, room: str) -> list[str]:
    """Return what a phone shows as pinned."""
    try:
        content = servers.get_state(school.server, school.accounts[who], room, PINNED_TYPE)
    except HttpError as error:
        return [] if error.status == 404 else [str(error)]
    return list(content["pinned"])  # type: ignore[call-overload]


async def test_two_classes_sign_one_notice_by_phone_and_computer(school: Imported, tmp_path: Path) -> None:
    teacher = await machine(school, "t1", tmp_path)
    await until(lambda: len(teacher.writing.targets()) >= 2, "both classes may be written to")
    one, two = school.rooms["class/Pc/notices"], school.rooms["class/Pd/notices"]
    deadline = teacher.clock.now_ms() + 3_600_000
    draft = draft_of(teacher, *targets(school), confirm=Confirm.SIGN, deadline=deadline)
    plan = await teacher.writing.plan(draft)
    assert (plan.copies, plan.households, plan.twice) == (2, 1, 1), "the mother's two children are one"
    await teacher.send(draft)
    first = await copy_in(school, "g11", one, draft.id)
    second = await copy_in(school, "g12", two, draft.id)
    assert first["content"]["body"].startswith("📢 春季流感预防\n请读完说明，并签字。\n请在 ")
    await until(lambda: pinned(school, "g11", one) == [first["event_id"]], "pinned for phones")
    await until(lambda: second["event_id"] in pinned(school, "s02", two), "in both classes")

    relation = {"rel_type": "m.annotation", "event_id": first["event_id"], "key": "✅"}
    school.send("g11", one, {"m.relates_to": relation}, "m.reaction")  # the father's phone

    def card(event: dict[str, Any]) -> NoticeFacts:
        found = teacher.card(event["event_id"])
        assert found is not None
        assert found.count is not None
        return found

    await until(lambda: card(first).count.read == 1, "a tap is not a signature")  # type: ignore[union-attr]
    mother = await machine(school, "g12", tmp_path)
    await until(lambda: mother.card(second["event_id"]) is not None, "the notice is here")
    key = mother.card(second["event_id"]).key  # type: ignore[union-attr]
    assert mother.card(second["event_id"]).wanted  # type: ignore[union-attr]
    await mother.board.confirm(key, INK)
    await until(lambda: card(first).count.done == 1, "signed")  # type: ignore[union-attr]
    assert (card(second).count.total, card(second).count.unread) == (1, 0)  # type: ignore[union-attr]
    await until(lambda: mother.card(second["event_id"]).confirmed_ts > 0)  # type: ignore[union-attr]
    assert card(first).also == ("二班",)

    changed = await teacher.writing.change(card(first).key)
    assert changed is not None
    await teacher.send(replace(changed, text="改到周五。"))
    for event in (first, second):
        await until(lambda event=event: card(event).text == "改到周五。", "the edit is everywhere")  # type: ignore[misc]
    await until(lambda: mother.card(second["event_id"]).text == "改到周五。")  # type: ignore[union-attr]
    assert mother.card(second["event_id"]).confirmed_ts, "nobody signs again"  # type: ignore[union-attr]

    await teacher.board.withdraw(card(first).key)
    await until(lambda: first["event_id"] not in pinned(school, "g11", one), "not pinned any more")
    await until(lambda: second["event_id"] not in pinned(school, "s02", two))
    await until(lambda: mother.card(second["event_id"]).withdrawn)  # type: ignore[union-attr]


@pytest.mark.parametrize(("counts", "who"), [(Counts.GUARDIAN, "g12"), (Counts.STUDENT, "s02")])
async def test_only_those_whose_word_counts_are_asked(
    school: Imported, tmp_path: Path, counts: Counts, who: str
) -> None:
    teacher = await machine(school, "t1", tmp_path)
    await until(lambda: len(teacher.writing.targets()) >= 2)
    place, room = targets(school)[1], school.rooms["class/Pd/notices"]
    family = {one: await machine(school, one, tmp_path) for one in ("s02", "g12")}
    draft = draft_of(teacher, place, confirm=Confirm.SIGN, counts=counts)
    await teacher.send(draft)
    event = (await copy_in(school, "g12", room, draft.id))["event_id"]
    cards_here = lambda: {one: there.card(event) for one, there in family.items()}  # noqa: E731
    await until(lambda: None not in cards_here().values(), "both have it")
    wanted = {one: card.wanted for one, card in cards_here().items() if card is not None}
    assert wanted == {one: one == who for one in family}
    await family[who].board.confirm(f"notice/{teacher.me}/{draft.id}", INK)

    def done() -> bool:
        card = teacher.card(event)
        return card is not None and card.count is not None and card.count.done == 1

    await until(done, "the family is done")


async def test_formatting_and_the_longest_text_arrive(school: Imported, tmp_path: Path) -> None:
    teacher = await machine(school, "t1", tmp_path)
    await until(lambda: len(teacher.writing.targets()) >= 2)
    place, room = targets(school)[1], school.rooms["class/Pd/notices"]
    html = "<p>请<strong>签字</strong></p><ul><li>一</li></ul>"
    draft = replace(draft_of(teacher, place, html=html), text="请签字\n• 一")
    await teacher.send(draft)
    event = await copy_in(school, "g12", room, draft.id)
    assert event["content"]["body"].startswith("📢 春季流感预防\n请签字\n• 一")
    assert html in event["content"]["formatted_body"]
    mother = await machine(school, "g12", tmp_path)
    await until(lambda: mother.card(event["event_id"]) is not None, "the notice is here")
    assert mother.card(event["event_id"]).html == html  # type: ignore[union-attr]

    again = await teacher.writing.again(f"notice/{teacher.me}/{draft.id}")
    assert again is not None
    assert ([one.key for one in again.targets], again.html) == ([place.key], html)
    longest = replace(again, text="字" * 9_990, html="")
    assert longest.fits
    assert not replace(longest, html=html, text="字" * 9_999).fits
    await teacher.send(longest)  # the server takes it
    assert (await copy_in(school, "g12", room, longest.id))["content"][NOTICE]["text"] == longest.text
    sent = await copy_in(school, "g12", room, longest.id)
    await until(lambda: teacher.card(sent["event_id"]) is not None, "the sender's own cache has it too")
    changed = await teacher.writing.change(f"notice/{teacher.me}/{longest.id}")
    assert changed is not None
    longer = replace(changed, text="文" * 9_990)
    assert longer.fits
    await teacher.send(longer)  # an edit as long as the longest copy
    event = await copy_in(school, "g12", room, longest.id)
    await until(lambda: (one := mother.card(event["event_id"])) is not None and one.text == longer.text)
    await until(lambda: (one := teacher.card(event["event_id"])) is not None and one.text == longer.text)
    await teacher.board.withdraw(f"notice/{teacher.me}/{longest.id}")
    await until(lambda: mother.card(event["event_id"]).withdrawn)  # type: ignore[union-attr]
    read = partial(newest_words, school, "g12", room, event["event_id"])
    await until(lambda: read() == "📢（已撤回）春季流感预防", "phones read it too")


async def test_pins_of_others_stay_and_a_restart_takes_out_what_is_over(
    school: Imported, tmp_path: Path
) -> None:
    room = school.rooms["class/Pd/notices"]
    theirs = school.send("t2", room, {"msgtype": "m.text", "body": "教室在二楼"})
    school.state("t2", room, PINNED_TYPE, {"pinned": [theirs]})
    teacher = await machine(school, "t1", tmp_path)
    await until(lambda: len(teacher.writing.targets()) >= 2)
    draft = draft_of(teacher, targets(school)[1], deadline=teacher.clock.now_ms() + HOUR)
    await teacher.send(draft)
    event = await copy_in(school, "t2", room, draft.id)

    def of_both() -> list[str]:  # the other tests' notices without an end are pinned here as well
        return [one for one in pinned(school, "s02", room) if one in (theirs, event["event_id"])]

    await until(lambda: of_both() == [theirs, event["event_id"]], "theirs stays, ours comes after it")
    teacher.clock = TwoHoursLater()
    await teacher.restart()
    await teacher.live()
    await until(lambda: of_both() == [theirs], "the next start takes it out")


async def test_the_bureau_asks_the_school_once(school: Imported, tmp_path: Path) -> None:
    officer = await machine(school, "t7", tmp_path)
    await until(lambda: officer.writing.targets() != (), "the school's reports are here")
    (target,) = officer.writing.targets()
    assert target.kind == "reports"
    draft = draft_of(officer, target)
    await officer.send(draft)
    reports = school.rooms["reports"]
    event = await copy_in(school, "t0", reports, draft.id)
    assert event["content"][NOTICE]["to"] == {"room": True}
    relation = {"rel_type": "m.annotation", "event_id": event["event_id"], "key": "✅"}
    school.send("t0", reports, {"m.relates_to": relation}, "m.reaction")

    def done() -> bool:
        card = officer.card(event["event_id"])
        return card is not None and card.count is not None and (card.count.total, card.count.done) == (1, 1)

    await until(done, "the school has confirmed")
    assert pinned(school, "t0", reports) == []


async def test_who_may_not_write_is_refused_before_anything_is_queued(
    school: Imported, tmp_path: Path
) -> None:
    student = await machine(school, "s01", tmp_path)
    assert student.writing.targets() == ()
    assert not student.writing.may_write
    school.refused(
        school.send, "s01", school.rooms["class/Pc/notices"], {"msgtype": "m.text", "body": "x", NOTICE: {}}
    )
    school.refused(school.state, "s01", school.rooms["class/Pc/notices"], PINNED_TYPE, {"pinned": []})
