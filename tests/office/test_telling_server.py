"""At a real homeserver: a teacher's client shows what the office told of SMS, and who has never signed in."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.items import Addressee
from schoolbell.domain.announcements.marks import marked
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.announcements.tally import tally
from schoolbell.domain.school_knowledge import load
from schoolbell.matrix.transport import Transport
from schoolbell_demo.homeserver import HttpError, Synapse
from tests.office.on_duty import Duty, PhoneGateway, duty_at, until
from tests.synapse.test_engine import Token
from tests.sync.desk import Desk

pytestmark = pytest.mark.synapse
STAFF = "class/Pc/staff"


class Machine(Desk):
    """A teacher's client; `people` is what the follow list of a DING would show."""

    projections = (Announcements(),)

    def people(self, id: str) -> dict[str, Addressee]:
        """Return user id → addressee of an own DING, {} while it is not here."""

        def read(conn: object) -> dict[str, Addressee]:
            known = load(conn, self.anchors)  # type: ignore[arg-type]
            one = loading.load(conn, known.authority, Kind.DING, self.me, id)  # type: ignore[arg-type]
            if one is None:
                return {}
            counted = marked(conn, known.authority, one, tally(conn, known, one))  # type: ignore[arg-type]
            return {each.person.user_id: each for family in counted.households for each in family.people}

        return self.cache.read_now(read)

    def outcomes(self, id: str) -> dict[str, list[str]]:
        """Return user id → what became of SMS and call."""
        return {
            user: [f"{each.channel} {each.outcome}" for each in one.delivered]
            for user, one in self.people(id).items()
            if one.delivered
        }

    def never(self, id: str) -> set[str]:
        """Return who of a DING has never signed in."""
        return {user for user, one in self.people(id).items() if one.never}


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[PhoneGateway]:
    """Return a gateway that listens."""
    found = PhoneGateway(tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="module")
def duty(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Duty:
    """Return a school of two families: one father's number is refused, one mother has none."""
    made = asyncio.run(duty_at(homeserver, tmp_path_factory.mktemp("told")))
    with closing(sqlite3.connect(made.school.config.database)) as database, database:
        for who, phone in (("g12", "13800000199"), ("g21", "")):
            database.execute("UPDATE account SET phone = ? WHERE user_id = ?", (phone, made.user(who)))
    return made


@pytest.fixture
async def machine(duty: Duty, tmp_path: Path) -> AsyncIterator[Machine]:
    """The class teacher's client, signed in and live."""
    async with AsyncExitStack() as stack:
        account = duty.accounts["t1"]
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        transport = Transport(client, duty.school.homeserver.base_url, Token(account.access_token))
        made = Machine(
            tmp_path / "t1", transport, account.user_id, clock=SystemClock(), anchors=(duty.rooms["school"],)
        )
        stack.push_async_callback(made.close)
        await made.live()
        yield made


async def test_the_sender_is_told_of_each_sms_by_the_office_alone(
    duty: Duty, gateway: PhoneGateway, machine: Machine
) -> None:
    duty.configure(gateway.table("[escalate]\notherwise = 0\nper_day = 20\n").replace("call = true", ""))
    id = duty.ding("t1", "desk/P01", mentions=("s01", "g11", "g12"), channels=["app", "sms"], n=2)
    duty.ding("t1", "desk/P02", id=id, mentions=("s02", "g21"), channels=["app", "sms"], n=2)
    wrong = [[duty.user(who), "sms", "failed", duty.now_ms()] for who in ("g11", "g12", "g21")]
    forged = {"v": 1, "ding": [duty.user("t1"), id], "results": wrong}
    for who, room in (("t2", STAFF), ("t1", STAFF), ("s01", "class/Pc/group"), ("g12", "desk/P01")):
        duty.send(who, room, forged, "org.schoolbell.delivery")
    wanted = {
        duty.user("g11"): ["sms sent"], duty.user("g12"): ["sms refused"], duty.user("g21"): ["sms no_number"]
    }  # fmt: skip
    with duty.office(ahead=1) as office:
        await until(lambda: machine.outcomes(id) == wanted, "the follow list", office)
        creator = duty.school.config.user_id(duty.school.config.creator)
        events = [e for e in duty.events(STAFF, "org.schoolbell.delivery") if e["sender"] == creator]
        assert sum(len(event["content"]["results"]) for event in events) == 3
        assert "138000" not in json.dumps(events), "no number leaves the office"
    for room in ("class/Pc/group", "class/Pc/notices", "desk/P01", "desk/P02"):
        assert creator not in {event["sender"] for event in duty.events(room, "org.schoolbell.delivery")}
    starts = duty.log.read_text().count("已连接")
    with duty.office(ahead=2) as office:
        await until(lambda: duty.log.read_text().count("已连接") > starts, "a second start", office)
        other = duty.ding("t1", "desk/P01", mentions=("g11",), channels=["app", "sms"])
        await until(lambda: machine.outcomes(other), "the next report", office)
    again = [e for e in duty.events(STAFF, "org.schoolbell.delivery") if e["sender"] == creator]
    assert [event["content"]["ding"][1] for event in again].count(other) == 1
    assert len(again) == len(events) + 1, "a second start tells nothing anew"


async def test_the_teacher_sees_who_has_never_signed_in_and_families_do_not(
    duty: Duty, machine: Machine
) -> None:
    duty.configure("")
    id = duty.ding("t1", "class/Pc/group")
    family = {duty.user(who) for who in ("s01", "s02", "g11", "g12", "g21")}
    with duty.office() as office:
        await until(lambda: machine.never(id) == family, "nobody has signed in", office)
    path = f"/_matrix/client/v3/rooms/{quote(duty.rooms[STAFF])}/state/org.schoolbell.signins"
    for who in ("g11", "s01"):
        with pytest.raises(HttpError) as refused:
            duty.school.homeserver.call("GET", path, token=duty.accounts[who].access_token)
        assert refused.value.status == 403
    # A ✅ is seen by everybody, a message somewhere else by the office.
    duty.confirm("g12", "class/Pc/group", duty.last)
    duty.send("g21", "desk/P02", {"msgtype": "m.text", "body": "老师好"})
    event = duty.last
    read = f"/_matrix/client/v3/rooms/{quote(duty.rooms['class/Pc/group'])}/receipt/m.read/{quote(event)}"
    duty.school.homeserver.call("POST", read, {}, token=duty.accounts["s02"].access_token)
    with duty.office() as office:
        left = {duty.user("s01"), duty.user("g11")}
        await until(lambda: machine.never(id) == left, "who has been seen since", office)
        state = duty.school.state(duty.rooms[STAFF])["org.schoolbell.signins", ""]
        assert state == {"v": 1, "never": sorted(left)}
