"""The office on duty at a real homeserver: reminds those who are open, believes no forgery, lifts mutes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolbell.base.errors import KnownError
from schoolbell_demo.homeserver import Synapse, free_port
from schoolbell_office.config import EscalateConfig, load_config
from schoolbell_office.main import main
from schoolbell_office.run import run_office
from tests.office.office_process import Ahead
from tests.office.on_duty import Duty, PhoneGateway, duty_at, until

pytestmark = pytest.mark.synapse
SOON = 6 * 60.0


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[PhoneGateway]:
    """Return a gateway that listens."""
    found = PhoneGateway(tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="module")
def duty(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Duty:
    """Return a school of two families: an office that is on duty day after day, one test a day."""
    return asyncio.run(duty_at(homeserver, tmp_path_factory.mktemp("duty")))


async def test_the_family_that_has_not_confirmed_is_reminded_and_only_that_one(duty: Duty) -> None:
    duty.configure("")
    remind = {"every": 5, "max": 3}
    id = duty.ding("t1", "desk/P01", mentions=("s01", "g11", "g12"), remind=remind, n=2)
    duty.confirm("g12", "desk/P01", duty.last)
    duty.ding("t1", "desk/P02", id=id, mentions=("s02", "g21"), remind=remind, n=2)
    with duty.office(ahead=SOON) as office:
        await until(lambda: duty.reminders("desk/P02", id) == [1], "the reminder", office)
    assert duty.reminders("desk/P01", id) == []
    reminder = duty.events("desk/P02", "org.schoolbell.remind")[-1]
    assert reminder["sender"] == duty.school.config.user_id(duty.school.config.creator)
    assert reminder["content"] == {"v": 1, "ding": [duty.user("t1"), id], "seq": 1}


async def test_a_students_forgery_reminds_nobody_and_costs_no_sms(duty: Duty, gateway: PhoneGateway) -> None:
    duty.configure(gateway.table("[escalate]\ncall_after = 0\nper_day = 20\n"))
    everything = {"remind": {"every": 5, "max": 3}, "channels": ["app", "sms", "call"], "n": 1}
    forged = duty.ding("s01", "class/Pc/group", **everything)
    in_desk = duty.ding("s01", "desk/P01", mentions=("g11", "g12"), **everything)
    real = duty.ding("t1", "desk/P02", mentions=("s02", "g21"), **everything)
    with duty.office(ahead=SOON) as office:
        await until(lambda: len(gateway.messages()) >= 2, "the SMS and the call", office)
        # What would come for the forgeries would have come: the rounds that sent these looked at all DINGs.
    assert duty.reminders("desk/P02", real) == [1]
    assert duty.reminders("class/Pc/group", forged) == duty.reminders("desk/P01", in_desk) == []
    assert {one["to"] for one in gateway.messages()} == {"13800000201"}
    assert {one["kind"] for one in gateway.messages()} == {"sms", "call"}
    texts = {one["text"] for one in gateway.messages()}
    assert all("小小学校" in text and "林晓梅" in text and "明天停课" in text for text in texts), texts
    assert all(one["header"] == one["key"] for one in gateway.messages())


async def test_who_confirms_or_whose_ding_is_taken_back_gets_no_sms(
    duty: Duty, gateway: PhoneGateway
) -> None:
    duty.configure(gateway.table("[escalate]\notherwise = 0\nper_day = 20\n"))
    done = duty.ding("t1", "desk/P01", mentions=("s01", "g11", "g12"), channels=["app", "sms"])
    duty.confirm("g11", "desk/P01", duty.last)
    back = duty.ding("t1", "desk/P01", mentions=("s01", "g11", "g12"), channels=["app", "sms"])
    duty.send("t1", "desk/P01", {"v": 1, "kind": "ding", "id": back}, "org.schoolbell.withdraw")
    late = duty.ding("t1", "desk/P01", mentions=("g11",), channels=["app", "sms"], deadline=1)
    duty.ding("t1", "desk/P02", mentions=("s02", "g21"), channels=["app", "sms"])
    with duty.office(ahead=1) as office:
        await until(gateway.messages, "the SMS", office)
    assert {one["to"] for one in gateway.messages()} == {"13800000201"}, (done, back, late)


async def test_a_timed_mute_is_lifted_from_the_levels_of_then(duty: Duty) -> None:
    duty.configure("")
    room, kid, other = "class/Pc/group", duty.user("s01"), duty.user("s02")
    until_ms = duty.now_ms() + 5 * 60_000
    levels = duty.levels(room)
    duty.set_levels("t1", room, {**levels, "users": {**levels["users"], kid: -1, other: -1}})
    duty.send("t1", room, {"v": 1, "user": kid, "until": until_ms}, "org.schoolbell.mute")
    duty.send("t1", room, {"v": 1, "user": other, "until": until_ms}, "org.schoolbell.mute")
    duty.send("t2", room, {"v": 1, "user": other}, "org.schoolbell.mute")  # until lifted
    # A parent's word lifts nothing.
    duty.send("g21", room, {"v": 1, "user": other, "until": duty.now_ms() + 1000}, "org.schoolbell.mute")
    with duty.office(ahead=60) as office:
        await until(lambda: "mute" in duty.duties(), "the mute in the ledger", office)
        assert duty.levels(room)["users"][kid] == -1
    # Meanwhile somebody changes something else.
    levels = duty.levels(room)
    duty.set_levels("t1", room, {**levels, "events": {**levels["events"], "org.example.kept": 7}})
    with duty.office(ahead=SOON) as office:
        await until(lambda: kid not in duty.levels(room)["users"], "the mute lifted", office)
    after = duty.levels(room)
    assert after["users"][other] == -1
    assert after["events"]["org.example.kept"] == 7


async def test_the_sender_is_told_where_something_scheduled_did_not_arrive(duty: Duty) -> None:
    duty.configure("")
    due = duty.now_ms() + 1000
    arrived = duty.ding("t1", "desk/P01", mentions=("g11",), n=2)
    rooms = [duty.rooms["desk/P01"], duty.rooms["desk/P02"], "!elsewhere:school.test"]
    record = {"v": 1, "kind": "ding", "id": arrived, "due": due, "rooms": rooms}
    duty.send("t1", "class/Pc/staff", record, "org.schoolbell.scheduled")
    taken_back = {**record, "id": arrived[:-1] + "z"}
    duty.send("t1", "class/Pc/staff", taken_back, "org.schoolbell.scheduled")
    duty.send("t1", "class/Pc/staff", {**taken_back, "rooms": []}, "org.schoolbell.scheduled")
    with duty.office(ahead=120) as office:
        await until(lambda: duty.events("class/Pc/staff", "m.room.message"), "the word", office)
    starts = duty.log.read_text().count("已连接")
    with duty.office(ahead=130) as office:
        await until(lambda: duty.log.read_text().count("已连接") > starts, "a second start", office)
        await until(lambda: duty.done("scheduled") == 1, "the ledger", office)
    (said,) = duty.events("class/Pc/staff", "m.room.message")
    assert said["content"]["m.mentions"] == {"user_ids": [duty.user("t1")]}
    assert "1/3" in said["content"]["body"]
    assert "课桌" in said["content"]["body"] or "学生2" in said["content"]["body"]


async def test_clients_read_what_the_office_can_do(duty: Duty, gateway: PhoneGateway) -> None:
    duty.configure(gateway.table().replace("call = true", "call = false"))
    with duty.office() as office:
        says = await until(duty.asked, "the answer", office)
        assert says == {"v": 1, "reminds": True}
        token = duty.openid("t1")
        await until(lambda: duty.offered(token)[0] == 200, "the answer for staff", office)
        assert duty.offered(token) == (200, {"v": 1, "gateways": ["sms"]})


async def test_once_does_what_is_due_and_ends(duty: Duty) -> None:
    duty.configure("")
    # More came since than a sync answer holds of a desk: it is fetched before anybody is reminded or spared.
    id = duty.ding("t1", "desk/P02", mentions=("s02", "g21"), remind={"every": 5, "max": 1})
    confirmed = duty.last
    other = duty.ding("t2", "desk/P02", mentions=("s02", "g21"), remind={"every": 5, "max": 1})
    duty.confirm("g21", "desk/P02", confirmed)
    for number in range(8):
        duty.send("t2", "desk/P02", {"msgtype": "m.text", "body": f"第 {number} 条"})
    config = load_config(duty.file)
    await asyncio.wait_for(run_office(config, print, once=True, clock=Ahead(SOON)), 60)
    assert duty.reminders("desk/P02", other) == [1]
    assert duty.reminders("desk/P02", id) == []


def test_a_second_office_is_refused_in_words(duty: Duty, capsys: pytest.CaptureFixture[str]) -> None:
    duty.configure("")
    with duty.office() as office:
        asyncio.run(until(duty.asked, "the answer", office))
        assert main(["run", "--config", str(duty.file), "--language", "en"]) == 1
    assert "runs already" in capsys.readouterr().err


async def test_a_homeserver_that_is_away_is_waited_for_and_said_and_clients_are_answered(duty: Duty) -> None:
    duty.configure("")
    away = duty.file.read_text().replace(duty.school.homeserver.base_url, f"http://127.0.0.1:{free_port()}")
    duty.file.write_text(away)
    with duty.office() as office:
        await until(lambda: duty.log.read_text().count("连不上服务器") >= 2, "the word", office)
        assert duty.asked() is not None
    assert office.returncode == 0


def test_a_room_token_that_is_gone_ends_it_in_words(duty: Duty, capsys: pytest.CaptureFixture[str]) -> None:
    duty.configure("")
    token = duty.school.config.room_token_file
    kept = token.read_text()
    try:
        token.write_text("syt_gone\n")
        assert main(["run", "--config", str(duty.file), "--language", "en"]) == 1
    finally:
        token.write_text(kept)
    assert "room token" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('[gateway]\nurl = "http://sms.school.test/"', "url"),
        ('[gateway]\nurl = "https://sms.school.test/"\ncolour = "red"', "colour"),
        ('[gateway]\nurl = "https://sms.school.test/"\nsms = 1', "sms"),
        ('[gateway]\nurl = "https://sms.school.test/"\nsms = false', "sms"),
        ("[escalate]\nattempts = 0", "attempts"),
        ("[escalate]\nafter_reminder = true", "after_reminder"),
        ("[escalate]\nafter_reminder = -1", "after_reminder"),
        ("[escalate]\nlater = 5", "later"),
    ],
)
def test_a_wrong_table_is_refused_by_its_key(tmp_path: Path, table: str, key: str) -> None:
    file = tmp_path / "office.toml"
    file.write_text(f'homeserver = "https://hs.school.test"\nserver_name = "school.test"\n{table}\n')
    file.chmod(0o600)
    with pytest.raises(KnownError) as refused:
        load_config(file)
    assert refused.value.details["reason"] == "value"
    assert refused.value.details["key"] == key


def test_the_example_configuration_is_one(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text((Path(__file__).parents[2] / "packaging/office/office.toml.example").read_text())
    file.chmod(0o600)
    config = load_config(file)
    assert config.escalate == EscalateConfig(), "the example shows the defaults"
    assert config.gateway is not None
    assert config.gateway.channels == ("sms",)
