"""What the office tells senders in staff rooms: each result once, together, to nobody but staff."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.delivery import DELIVERY_TYPE, read_delivery
from schoolbell.domain.announcements.signins import SIGNINS_TYPE
from schoolbell_office import cases
from schoolbell_office.cases import World
from schoolbell_office.config import EscalateConfig
from schoolbell_office.database import OfficeDatabase
from schoolbell_office.delivery import Delivery
from schoolbell_office.desired import WantedUser
from schoolbell_office.escalation import Escalation
from schoolbell_office.gateway import GatewayError
from schoolbell_office.importer import load_texts
from schoolbell_office.ledger import Errand, Ledger, errand_key
from schoolbell_office.rules import Rules
from schoolbell_office.signins import EVERY_MS, Signins
from schoolbell_office.telling import PATIENCE_MS, PAUSE_MS, Telling, outcome_of, rooms_for
from tests.domain import announced
from tests.domain.announced import CHEN, DESK_LI, GROUP, KID, KID_FATHER, LI, ME, MOTHER, OFFICE, WANG
from tests.domain.chat_school import CLASS, room_state
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import START, Files, ScriptedEngine
from tests.office.test_due_times import FREE

STAFF = "!staff:x"
ID = "01k1b2c3d4e5f6g7h8j9k0m1n2"
DAY = 86_400_000


@dataclass
class Post:
    """Stands where the homeserver would; `cut` loses the answer after the event was taken."""

    sent: list[tuple[str, dict[str, Any], tuple[object, ...]]] = field(default_factory=list)
    states: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    cut: bool = False

    async def send(self, room_id: str, type_: str, content: Mapping[str, Any], *parts: object) -> bool:
        assert type_ == DELIVERY_TYPE
        self.sent.append((room_id, dict(content), parts))
        if self.cut:
            raise KnownError(ErrorCode.NETWORK)
        return True

    async def set_state(self, room_id: str, type_: str, content: Mapping[str, Any]) -> bool:
        assert type_ == SIGNINS_TYPE
        self.states.append((room_id, dict(content)))
        return True

    async def list_members(self, rooms: list[str]) -> bool:
        self.listed += rooms
        return False

    async def fill(self, rooms: list[str]) -> bool:
        return False


class Phones:
    """A gateway that answers by the number."""

    def __init__(self) -> None:
        self.answers: dict[str, GatewayError] = {}
        self.taken: list[str] = []

    async def send(self, recipient: str, text: str, kind: str, key: str) -> None:
        if recipient in self.answers:
            raise self.answers[recipient]
        self.taken.append(recipient)


class Office:
    """Everything of the office that has to do with SMS, over a cache without a network."""

    def __init__(self, engine: ScriptedEngine, folder: Path) -> None:
        self.engine = engine
        self.clock = FakeClock(start_ms=START + DAY // 24)
        self.ledger = Ledger(folder / "ledger.db", self.clock)
        self.ledger.open()
        self.post, self.gateway = Post(), Phones()
        self.numbers = {WANG: "1", MOTHER: "2", KID_FATHER: "3"}
        self.rules = FREE
        self.again()

    def again(self) -> None:
        """A new process on the same files."""
        cache, post = self.engine.files.cache, self.post
        self.telling = Telling(cache, self.ledger, post, self.clock)  # type: ignore[arg-type]
        self.delivery = Delivery(
            cache, self.ledger, post, self.gateway, self.clock,  # type: ignore[arg-type]
            lambda: load_texts("en"), lambda: self.numbers,
        )  # fmt: skip
        config = EscalateConfig(otherwise=0)
        self.escalation = Escalation(cache, self.ledger, post, self.clock, config, ("sms",))  # type: ignore[arg-type]

    def world(self) -> World:
        known = announced.knowledge(self.engine)
        dings = self.engine.files.cache.read_now(lambda conn: cases.load_dings(conn, known.authority, 0))
        return World(known, self.rules, dings, "School")

    async def ding(self, place: str = GROUP, sender: str = ME, id: str = ID, **more: Any) -> None:
        content = announced.ding(id=id, channels=["app", "sms"], **more)
        await self.engine.deliver(place, self.engine.event("m.room.message", content, sender))

    async def round(self) -> int | None:
        """Plan, deliver, tell; return when telling wants to look again."""
        world = self.world()
        await self.escalation.run(world)
        await self.delivery.run(world)
        return await self.telling.run(world)

    def told(self) -> dict[str, list[tuple[str, str]]]:
        """Return room → (user, outcome) of all that was sent, each transaction once."""
        found: dict[str, list[tuple[str, str]]] = {}
        for room_id, content, _ in {parts: one for one in self.post.sent for parts in [one[2]]}.values():
            report = read_delivery(content)
            assert report is not None
            assert len(msgspec.json.encode(content)) < 16 * 1024
            found.setdefault(room_id, []).extend((user, one.outcome.value) for user, one in report.results)
        return found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ScriptedEngine]:
    """The office's cache of a class of two families with its staff room."""
    files = Files.make(tmp_path)
    made = ScriptedEngine(files, me=OFFICE)
    announced.equip(made)
    rooms = announced.school(made)
    rooms[CLASS]["required_state"].append(
        made.event("m.space.child", {"via": ["school.test"]}, OFFICE, state_key=STAFF)
    )
    state = room_state(made, "staff", name="老师", members=[ME, OFFICE])
    rooms[STAFF] = {"initial": True, "required_state": state, "timeline": [], "joined_count": 2}
    made.take_in_now(rooms)
    everybody = [room for room in rooms if rooms[room]["joined_count"]]
    files.cache.write_now(
        lambda conn: conn.executemany(
            "UPDATE room SET members_complete = 1 WHERE room_id = ?", [(room,) for room in everybody]
        )
    )
    yield made
    files.close()


@pytest.fixture
async def office(engine: ScriptedEngine, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(engine, tmp_path)
    yield made
    made.ledger.close()


async def test_each_guardian_is_told_of_together_in_the_classs_staff_room(
    office: Office, allowed_logs: list[str]
) -> None:
    await office.ding()
    allowed_logs.append("the gateway refused sms")
    del office.numbers[MOTHER]
    office.gateway.answers["3"] = GatewayError("402", transient=False)
    await office.round()
    (room,) = office.told()
    assert room == STAFF
    assert set(office.told()[room]) == {(WANG, "sent"), (MOTHER, "no_number"), (KID_FATHER, "refused")}
    assert len(office.told()[room]) == 3
    assert len(office.post.sent) == 1, "one event, not one for each"
    words = msgspec.json.encode([content for _, content, _ in office.post.sent]).decode()
    assert f'"{WANG}"' in words
    assert not any(f'"{number}"' in words for number in (*office.numbers.values(), "2"))
    office.clock.advance(DAY / 1000)
    await office.round()
    assert len(office.post.sent) == 1


async def test_an_office_that_dies_after_the_server_took_it_tells_nothing_twice(office: Office) -> None:
    await office.ding()
    office.post.cut = True
    with pytest.raises(KnownError):
        await office.round()
    office.post.cut = False
    office.clock.advance(60)
    office.again()
    await office.round()
    first, second = office.post.sent
    assert first == second, "the same words under the same transaction"
    assert len(office.told()[STAFF]) == 3


async def test_what_fails_late_is_told_when_it_is_over_and_not_before(
    office: Office, allowed_logs: list[str]
) -> None:
    allowed_logs.append("the gateway refused sms")
    await office.ding()
    office.gateway.answers["3"] = GatewayError("503", transient=True)
    await office.round()
    assert {user for user, _ in office.told()[STAFF]} == {WANG, MOTHER}
    for _ in range(12):
        office.clock.advance(900)
        await office.round()
    assert office.told()[STAFF][-1] == (KID_FATHER, "failed")
    assert len(office.post.sent) == 2


async def test_reports_about_one_ding_keep_a_pause(office: Office) -> None:
    await office.ding()
    office.gateway.answers["3"] = GatewayError("503", transient=True, retry_after=1)
    await office.round()
    del office.gateway.answers["3"]
    office.clock.advance(6)
    wake = await office.round()
    assert len(office.post.sent) == 1
    assert wake == office.clock.now_ms() - 6000 + PAUSE_MS
    office.clock.advance(5)
    await office.round()
    assert office.told()[STAFF][-1] == (KID_FATHER, "sent")


async def test_while_others_are_on_their_way_it_waits_a_little(office: Office) -> None:
    await office.ding()
    now = office.clock.now_ms()
    errands = [
        Errand(errand_key(ME, ID, "sms", user, 1), ME, ID, user, "sms", 1, now) for user in (WANG, MOTHER)
    ]
    await office.ledger.plan("escalate", "k", now, errands, since_ms=0, most=3)
    await office.ledger.end(errands[0].key, "sent")
    assert await office.telling.run(office.world()) == now + PATIENCE_MS
    assert office.post.sent == []
    office.clock.advance(PATIENCE_MS / 1000)
    await office.telling.run(office.world())
    assert office.told() == {STAFF: [(WANG, "sent")]}


async def test_who_confirmed_meanwhile_is_nothing_to_tell(office: Office) -> None:
    await office.ding()
    await office.escalation.run(office.world())
    copy = office.world().dings[0].copies[0].event_id
    await office.engine.deliver(GROUP, announced.confirm(office.engine, copy, WANG))
    await office.round()
    assert office.told() == {STAFF: [(KID_FATHER, "sent")]}, "the first family is done"
    assert await office.ledger.untold() == []


async def test_the_days_limits_are_told_the_persons_and_the_senders(office: Office) -> None:
    await office.ding()
    office.rules = Rules(FREE.zone, per_day=1)
    second = ID[:-1] + "3"
    await office.ding(id=second)
    await office.round()
    reports = {content["ding"][1]: content["results"] for _, content, _ in office.post.sent}
    assert {row[2] for row in reports[ID]} == {"sent"}
    assert {row[2] for row in reports[second]} == {"limit"}
    assert sorted(office.gateway.taken) == ["1", "2", "3"], "nothing went out for the second"


async def test_a_sender_outside_of_the_staff_room_is_told_nothing_and_nobody_else_either(
    office: Office,
) -> None:
    await office.ding(sender=CHEN)  # teaches in the group, is not in the staff room
    await office.round()
    assert office.gateway.taken
    assert office.post.sent == []
    assert await office.ledger.untold() == []


async def test_all_staff_hears_of_colleagues_and_not_of_whom_no_roster_names(office: Office) -> None:
    known = office.world()
    rooms = office.engine.files.cache.read_now(
        lambda conn: rooms_for(conn, known, ME, [CHEN, WANG, "@gone:school.test"])
    )
    assert rooms == {CHEN: [STAFF, announced.STAFF_ALL], WANG: [STAFF], "@gone:school.test": []}


async def test_a_room_whose_members_are_not_known_is_asked_for_them_first(office: Office) -> None:
    await office.engine.files.cache.write(
        lambda conn: conn.execute(
            "UPDATE room SET members_complete = 0, joined_count = 3 WHERE room_id = ?", (STAFF,)
        )
    )
    await office.ding(DESK_LI, CHEN, room=False, mentions=(WANG,))
    await office.round()
    assert STAFF in office.post.listed
    assert office.post.sent == []


def test_what_is_told_of_each_end() -> None:
    ends = {
        ("sent", ""): "sent", ("failed", "refused 402"): "refused", ("failed", "503"): "failed",
        ("dropped", "no_phone"): "no_number", ("dropped", "limit"): "limit",
    }  # fmt: skip
    for (state, reason), outcome in ends.items():
        assert outcome_of(state, reason) == outcome
    assert outcome_of("dropped", "confirmed") is outcome_of("dropped", "over") is None
    assert outcome_of("open", "") is None


async def test_a_ledger_of_before_tells_what_is_young_and_keeps_the_rest(tmp_path: Path) -> None:
    first = Path("desktop/schoolbell_office/migrations/ledger/0001_ledger.sql").read_text("utf-8")
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as old:
        old.executescript(first + "PRAGMA user_version = 1;")
        old.execute(
            "INSERT INTO errand (key, sender, id, user_id, kind, attempt, due_ms, state, next_ms, done_ms)"
            " VALUES ('k', ?, ?, ?, 'sms', 1, ?, 'sent', 0, ?)", (ME, ID, WANG, START, START),
        )  # fmt: skip
        old.commit()
    ledger = Ledger(tmp_path / "ledger.db", FakeClock(start_ms=START))
    ledger.open()
    try:
        assert [(one.user_id, one.state) for one in await ledger.untold()] == [(WANG, "sent")]
    finally:
        ledger.close()


# -- who has never signed in ------------------------------------------------------------------------------


@dataclass
class Desk:
    """The office's database beside the cache."""

    office: Office
    database: OfficeDatabase

    def make(self) -> Signins:
        office = self.office
        return Signins(
            office.engine.files.cache, office.post, office.clock,  # type: ignore[arg-type]
            self.database.accounts, self.database.seen,
        )  # fmt: skip


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Iterator[Desk]:
    database = OfficeDatabase(tmp_path / "office.db")
    everybody = (LI, WANG, MOTHER, KID, KID_FATHER, ME)
    database.remember(WantedUser(user, user, "guardian", user, "一班", "") for user in everybody)
    database.give_passwords(everybody, START - DAY)
    database.signed_in([LI])
    yield Desk(office, database)
    database.close()


async def test_the_staff_room_hears_who_has_never_signed_in_and_who_has_been_seen_since(desk: Desk) -> None:
    office, engine = desk.office, desk.office.engine
    signins = desk.make()
    assert await signins.run(office.world()) == office.clock.now_ms() + EVERY_MS
    assert office.post.states == [(STAFF, {"v": 1, "never": sorted([WANG, MOTHER, KID, KID_FATHER])})]
    await signins.run(office.world())
    assert len(office.post.states) == 1, "not again within the minute"
    # One writes, one reads, one confirms; being put into a room is no sign of life.
    message = engine.text("收到", KID)
    await engine.deliver(GROUP, message)
    await office.ding()
    await engine.deliver_all(
        receipts={"rooms": {GROUP: {"type": "m.receipt", "content": {
            message["event_id"]: {"m.read": {MOTHER: {"ts": START + 900_000}}}}}}}
    )  # fmt: skip
    copy = office.world().dings[0].copies[0].event_id
    await engine.deliver(GROUP, announced.confirm(engine, copy, KID_FATHER))
    office.clock.advance(EVERY_MS / 1000)
    await signins.run(office.world())
    assert office.post.states[1:] == [(STAFF, {"v": 1, "never": [WANG]})]
    # An emptied cache puts nobody back: what was seen is written down.
    await engine.files.cache.write(lambda conn: conn.execute("DELETE FROM receipt"))
    await engine.files.cache.write(lambda conn: conn.execute("DELETE FROM confirmation"))
    office.clock.advance(EVERY_MS / 1000)
    await desk.make().run(office.world())
    assert office.post.states[2:] == [(STAFF, {"v": 1, "never": [WANG]})], "written again, the same"
    # A new first password begins anew.
    desk.database.give_passwords([KID], office.clock.now_ms())
    office.clock.advance(EVERY_MS / 1000)
    await signins.run(office.world())
    assert office.post.states[-1] == (STAFF, {"v": 1, "never": sorted([WANG, KID])})


async def test_what_stands_is_not_written_again_and_what_was_changed_is_put_right(desk: Desk) -> None:
    office, engine = desk.office, desk.office.engine
    content = {"v": 1, "never": sorted([WANG, MOTHER, KID, KID_FATHER])}

    async def stands(content: Mapping[str, Any]) -> None:
        await engine.deliver(STAFF, engine.event(SIGNINS_TYPE, content, OFFICE, state_key=""))

    await stands(content)
    signins = desk.make()
    await signins.run(office.world())
    assert office.post.states == []
    await stands({"v": 1, "never": []})
    office.clock.advance(EVERY_MS / 1000)
    await signins.run(office.world())
    assert office.post.states == [(STAFF, content)]


async def test_with_a_lost_database_nothing_is_said(desk: Desk, tmp_path: Path) -> None:
    with closing(OfficeDatabase(tmp_path / "empty.db")) as empty:
        lost = Desk(desk.office, empty)
        await lost.make().run(desk.office.world())
    assert desk.office.post.states == []


def test_a_database_of_before_keeps_everybody(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "office.db")) as old:
        old.executescript(
            "CREATE TABLE account(user_id TEXT PRIMARY KEY, role TEXT NOT NULL, name TEXT NOT NULL,"
            " class_name TEXT, phone TEXT NOT NULL, password TEXT, made_ms INTEGER, written INTEGER NOT NULL"
            " DEFAULT 0, printed_ms INTEGER, signed_in INTEGER NOT NULL DEFAULT 0, left_ms INTEGER) STRICT;"
            "CREATE TABLE lesson(class_number TEXT NOT NULL, weekday INTEGER NOT NULL, starts TEXT NOT NULL,"
            " ends TEXT NOT NULL, subject TEXT NOT NULL, teacher TEXT NOT NULL) STRICT;"
            "INSERT INTO account(user_id, role, name, phone) VALUES('@g1:x', 'guardian', 'A', '1');"
            "PRAGMA user_version = 1;"
        )
    with closing(OfficeDatabase(tmp_path / "office.db")) as database:
        assert not database.accounts()["@g1:x"].used
        database.seen(["@g1:x"], 7)
        database.seen(["@g1:x"], 9)
        row = database.accounts()["@g1:x"]
        assert (row.used, row.seen_ms, row.phone) == (True, 7, "1")
