"""What an import leaves on a real homeserver, and what a second one changes."""

import asyncio
import re
import stat
from pathlib import Path
from urllib.parse import quote

import pytest
import segno

from schoolbell.base import slipcode
from schoolbell.base.clock import SystemClock
from schoolbell.domain.mute_levels import closing
from schoolbell_demo.homeserver import HttpError, Synapse
from schoolbell_office.database import OfficeDatabase
from schoolbell_office.importer import RosterError
from schoolbell_office.status import read_status
from tests.office.schools import School, new_school, rooms_by_key

pytestmark = pytest.mark.synapse


class Later(SystemClock):
    """The clock of a few days later."""

    def __init__(self, days: float) -> None:
        self._more = int(days * 24 * 3600 * 1000)

    def now_ms(self) -> int:
        return super().now_ms() + self._more


@pytest.fixture
async def school(homeserver: Synapse, tmp_path: Path) -> School:
    """Return a fresh school of the test's own."""
    return await new_school(homeserver, tmp_path)


@pytest.fixture(scope="module")
def shared(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> School:
    """Return an imported school for tests that leave the server as it is."""

    async def make() -> School:
        school = await new_school(homeserver, tmp_path_factory.mktemp("office"))
        await school.run()
        return school

    return asyncio.run(make())


async def test_every_room_has_its_kind_powers_and_people(shared: School) -> None:
    report = await shared.run()
    rooms = rooms_by_key(shared, report)
    assert set(rooms) == {
        "school", "notices", "staff_all", "reports", "class/Pc", "class/Pc/group", "class/Pc/notices",
        "class/Pc/homework", "class/Pc/live", "class/Pc/staff", "desk/P01", "desk/P02",
    }  # fmt: skip
    creator, second = shared.user("o8"), shared.user("o9")
    teachers = {shared.user("t1"), shared.user("t2")}
    families = {shared.user(one) for one in ("s01", "s02", "g11", "g12")}
    for key, room_id in rooms.items():
        state = shared.state(room_id)
        create, levels = state["m.room.create", ""], state["m.room.power_levels", ""]
        assert create["room_version"] == "12", key
        assert create["additional_creators"] == [second], key
        assert create["m.federate"] is (key == "reports"), key
        events: dict[str, int] = levels["events"]  # type: ignore[assignment]
        assert levels["invite"] == levels["ban"] == levels["state_default"] == 100, key
        assert levels["kick"] == (50 if key.endswith("group") else 100), key
        assert events["m.space.child"] == events["org.schoolbell.room"] == 100, key
        assert events["m.room.encryption"] == 101, key
        assert events["m.room.power_levels"] == (50 if key.endswith("group") else 100), key
        assert state["m.room.guest_access", ""] == {"guest_access": "forbidden"}, key
    everybody = {account.user_id for account in report.accounts}
    assert shared.members(rooms["school"]) == everybody
    assert shared.members(rooms["class/Pc/group"]) == teachers | families | {creator}
    assert shared.members(rooms["class/Pc/staff"]) == teachers | {shared.user("t0"), creator, second}
    assert shared.members(rooms["reports"]) == {shared.user("t0"), shared.user("t7"), creator, second}
    desk = shared.state(rooms["desk/P01"])
    assert shared.members(rooms["desk/P01"]) == teachers | {creator} | {
        shared.user(one) for one in ("s01", "g11", "g12")
    }
    assert desk["m.room.create", ""]["type"] == "org.schoolbell.desk"
    assert desk["m.room.power_levels", ""]["users"] == {shared.user(one): 0 for one in ("s01", "g11", "g12")}
    assert desk["m.room.power_levels", ""]["users_default"] == 50
    assert desk["m.room.join_rules", ""] == {
        "join_rule": "restricted",
        "allow": [{"type": "m.room_membership", "room_id": rooms["class/Pc/staff"]}],
    }


async def test_the_bureaus_officer_stays_in_the_school_space_and_the_reports(shared: School) -> None:
    report = await shared.run()
    rooms = rooms_by_key(shared, report)
    officer = shared.user("t7")
    assert {key for key, room in rooms.items() if officer in shared.members(room)} == {"school", "reports"}
    levels = shared.state(rooms["school"])["m.room.power_levels", ""]
    assert (levels["users"], levels["users_default"]) == ({}, 0)
    token = shared.acting(officer)
    for key in sorted(set(rooms) - {"school", "reports"}):
        path = f"/_matrix/client/v3/join/{quote(rooms[key], safe='')}"
        with pytest.raises(HttpError) as fault:
            shared.homeserver.call("POST", path, {}, token=token)
        assert fault.value.status == 403, key


async def test_kinds_carry_exactly_the_levels_of_the_protocol(shared: School) -> None:
    report = await shared.run()
    rooms = rooms_by_key(shared, report)
    office_only = {
        "m.space.child": 100, "org.schoolbell.room": 100, "m.room.power_levels": 100,
        "m.room.encryption": 101, "m.room.tombstone": 150,
    }  # fmt: skip
    confirm = {"m.reaction": -1, "org.schoolbell.ack": -1}
    desk = {"m.room.redaction": 50, "org.schoolbell.review": 50, "org.schoolbell.extension": 50}
    group = {"m.room.power_levels": 50, "m.room.pinned_events": 50, **confirm}
    notices = (50, 0, {"m.room.pinned_events": 50, **confirm})  # pinned for phones
    homework = (50, 0, {"m.room.redaction": 50})
    # key → events_default, users_default, events besides those in every room
    expected: dict[str, tuple[int, int, dict[str, int]]] = {
        "school": (0, 0, {"org.schoolbell.member": 100}), "class/Pc": (0, 0, {"org.schoolbell.member": 50}),
        "class/Pc/group": (0, 0, group), "class/Pc/notices": notices, "notices": notices,
        "class/Pc/homework": homework, "class/Pc/live": (0, 0, {}), "class/Pc/staff": (0, 50, {}),
        "staff_all": (0, 50, {}), "reports": (0, 50, {}),
        "desk/P01": (0, 50, desk), "desk/P02": (0, 50, desk),
    }  # fmt: skip
    assert set(expected) == set(rooms)
    for key, (events_default, users_default, events) in expected.items():
        levels = shared.state(rooms[key])["m.room.power_levels", ""]
        found = (levels["events_default"], levels["users_default"], levels["events"])
        assert found == (events_default, users_default, {**office_only, **events}), key
        assert levels["redact"] == 50, key
        creators = {shared.user("o8"), shared.user("o9")}
        assert not creators & set(levels["users"]), key  # type: ignore[call-overload]


async def test_the_school_is_a_tree_of_the_kinds_the_protocol_allows(shared: School) -> None:
    rooms = rooms_by_key(shared, await shared.run())
    names = {room: key for key, room in rooms.items()}

    def children(key: str) -> set[str]:
        state = shared.state(rooms[key])
        listed = {child: one for (kind, child), one in state.items() if kind == "m.space.child"}
        assert all(one == {"via": ["school.test"]} for one in listed.values()), key
        return {names[child] for child in listed}

    assert children("school") == {"staff_all", "notices", "reports", "class/Pc"}
    assert children("class/Pc") == {
        "class/Pc/group", "class/Pc/notices", "class/Pc/homework", "class/Pc/live", "class/Pc/staff",
        "desk/P01", "desk/P02",
    }  # fmt: skip
    types = {key: shared.state(room)["m.room.create", ""].get("type") for key, room in rooms.items()}
    assert {key for key, kind in types.items() if kind == "m.space"} == {"school", "class/Pc"}
    assert {key for key, kind in types.items() if kind == "org.schoolbell.desk"} == {"desk/P01", "desk/P02"}
    staff = shared.state(rooms["class/Pc/staff"])
    assert staff["m.room.join_rules", ""]["join_rule"] == "invite"
    for desk in ("01", "02"):
        index = staff["org.schoolbell.desk", shared.user(f"s{desk}").removeprefix("@")]
        assert index == {"v": 1, "room": rooms[f"desk/P{desk}"]}
        assert shared.state(rooms[f"desk/P{desk}"])["m.room.history_visibility", ""] == {
            "history_visibility": "shared"
        }


async def test_a_new_guardian_is_listed_at_zero_before_he_is_added(school: School) -> None:
    rooms = rooms_by_key(school, await school.run())
    mother = school.sheets["学生"][1]
    mother[7:11] = ["张伟", "爸爸", "13800000003", f"{school.prefix}13"]
    school.write_roster()
    calls: list[str] = []
    await school.run(in_flight=1, wrap=lambda inner: Recording(inner, calls))
    desk = quote(rooms["desk/P02"], safe="")
    listed = next(at for at, call in enumerate(calls) if f"{desk}/state/m.room.power_levels" in call)
    added = next(at for at, call in enumerate(calls) if f"{desk}/invite" in call)
    assert listed < added
    users = school.state(rooms["desk/P02"])["m.room.power_levels", ""]["users"]
    assert users == {school.user(one): 0 for one in ("s02", "g12", "g13")}


async def test_roster_entries_hold_roles_initials_children_but_no_phone(shared: School) -> None:
    report = await shared.run()
    rooms = rooms_by_key(shared, report)
    top, group = shared.state(rooms["school"]), shared.state(rooms["class/Pc"])

    def entry(state: dict[tuple[str, str], dict[str, object]], localpart: str) -> dict[str, object]:
        return state["org.schoolbell.member", shared.user(localpart).removeprefix("@")]

    assert entry(top, "t1") == {
        "v": 1, "role": "head_teacher", "name": "林晓梅", "initials": "lxm", "number": f"{shared.prefix}1",
        "subject": "语文", "classes": [rooms["class/Pc"]],
    }  # fmt: skip
    assert [entry(top, one)["role"] for one in ("t2", "t0", "o8", "t7")] == [
        "teacher", "principal", "office", "officer",
    ]  # fmt: skip
    assert entry(group, "t1")["role"] == "teacher"
    assert entry(group, "g12")["children"] == [shared.user("s01"), shared.user("s02")]
    assert entry(group, "g12")["relation"] == "mother"
    assert ("org.schoolbell.member", shared.user("s01").removeprefix("@")) not in top
    assert "1380000" not in shared.dump()
    assert "1390000" not in shared.dump()


async def test_every_account_knows_its_school_and_large_rooms_do_not_push(shared: School) -> None:
    report = await shared.run()
    for account in report.accounts:
        assert shared.data(account.user_id) == {"v": 1, "anchors": [report.space], "first_sign_in": True}
        rule = shared._push(account.user_id)
        assert rule["actions"] == []  # type: ignore[index]
        assert rule["conditions"] == [{"kind": "room_member_count", "is": ">200"}]  # type: ignore[index]
        assert rule["enabled"] is True  # type: ignore[index]


async def test_people_can_do_what_the_protocol_grants_and_nothing_more(school: School) -> None:
    report = await school.run()
    rooms = rooms_by_key(school, report)
    teacher, student = school.acting(school.user("t1")), school.acting(school.user("s01"))

    def put(token: str, room: str, rest: str, body: object) -> object:
        path = f"/_matrix/client/v3/rooms/{quote(rooms[room])}/{rest}"
        return school.homeserver.call("PUT", path, body, token=token)

    def refused(token: str, room: str, rest: str, body: object) -> bool:
        try:
            put(token, room, rest, body)
        except HttpError as fault:
            return fault.status == 403
        return False

    message = {"msgtype": "m.text", "body": "您好"}
    put(teacher, "class/Pc/notices", "send/m.room.message/1", message)
    assert refused(student, "class/Pc/notices", "send/m.room.message/2", message)
    assert refused(teacher, "notices", "send/m.room.message/3", message)
    member = "state/org.schoolbell.member/"
    key = school.user("s01").removeprefix("@")
    put(teacher, "class/Pc", member + key, {"v": 1, "role": "student", "name": "李明"})
    assert refused(teacher, "school", member + key, {"v": 1, "role": "principal", "name": "李明"})
    assert refused(student, "desk/P01", "send/org.schoolbell.review/4", {"v": 1})
    assert refused(student, "desk/P01", "state/m.room.name/", {"name": "mine"})
    assert refused(
        teacher, "class/Pc/group", "state/m.room.encryption/", {"algorithm": "m.megolm.v1.aes-sha2"}
    )
    # a muted student still confirms
    levels = dict(school.state(rooms["class/Pc/group"])["m.room.power_levels", ""])
    levels["users"] = {**levels["users"], school.user("s01"): -1}  # type: ignore[dict-item]
    sent = put(teacher, "class/Pc/group", "send/m.room.message/5", message)
    put(teacher, "class/Pc/group", "state/m.room.power_levels/", levels)
    assert refused(student, "class/Pc/group", "send/m.room.message/6", message)
    relation = {"rel_type": "m.annotation", "event_id": sent["event_id"], "key": "✅"}  # type: ignore[index]
    put(student, "class/Pc/group", "send/m.reaction/7", {"m.relates_to": relation})
    # while all are muted teachers write and guardians confirm
    guardian = school.acting(school.user("g12"))
    put(guardian, "class/Pc/group", "send/m.room.message/8", message)
    levels = closing(levels, True) or {}
    put(teacher, "class/Pc/group", "state/m.room.power_levels/", levels)
    assert refused(guardian, "class/Pc/group", "send/m.room.message/9", message)
    assert refused(guardian, "class/Pc/group", "state/m.room.power_levels/", closing(levels, False))
    put(guardian, "class/Pc/group", "send/m.reaction/10", {"m.relates_to": relation})
    put(guardian, "class/Pc/group", "send/org.schoolbell.ack/11", {"v": 1})
    put(teacher, "class/Pc/group", "send/m.room.message/12", message)
    # whom a teacher muted or removed stays muted or out when the roster is imported again
    path = f"/_matrix/client/v3/rooms/{quote(rooms['class/Pc/group'])}/kick"
    school.homeserver.call("POST", path, {"user_id": school.user("g11")}, token=teacher)
    again = await school.run()
    kept = school.state(rooms["class/Pc/group"])["m.room.power_levels", ""]
    assert (kept["users"], kept["events_default"]) == (levels["users"], 50)
    assert school.user("g11") not in school.members(rooms["class/Pc/group"])
    assert any(school.user("g11") in warning for warning in again.warnings)
    name = school.state(rooms["class/Pc"])["org.schoolbell.member", key]["number"]
    assert name == f"{school.prefix}01"  # what the teacher wrote over the roster is put right


async def test_second_run_writes_nothing(shared: School) -> None:
    before = shared.dump()
    again = await shared.run()
    assert again.writes == 0
    assert again.reads > len(again.rooms)
    assert shared.dump() == before


async def test_a_wrong_roster_touches_nothing(school: School) -> None:
    school.sheets["学生"][0][2] = "九班"
    school.sheets["学生"][1][5] = "12"
    school.write_roster()
    users = school.admin("GET", "/_synapse/admin/v2/users?limit=5000")["total"]
    with pytest.raises(RosterError) as refused:
        await school.run()
    assert [(one.row, one.key) for one in refused.value.problems] == [
        (13, "no_such_class"),
        (14, "bad_phone"),
    ]
    assert school.admin("GET", "/_synapse/admin/v2/users?limit=5000")["total"] == users


async def test_leavers_go_and_newcomers_come(school: School) -> None:
    rooms = rooms_by_key(school, await school.run())
    school.sheets["老师"][1] = [f"{school.prefix}3", "陈思敏", "老师", "英语", "一班", ""]  # instead of t2
    del school.sheets["学生"][0]  # s01 and the father g11 leave, the mother stays for s02
    school.write_roster()
    calls: list[str] = []
    report = await school.run(in_flight=1, wrap=lambda inner: Recording(inner, calls))

    gone = {school.user(one) for one in ("t2", "s01", "g11")}
    assert set(report.leavers) == gone
    for room_id in rooms.values():
        assert not gone & school.members(room_id)
    assert school.members(rooms["desk/P01"]) == {school.user("o8")}
    assert school.user("t3") in school.members(rooms["desk/P02"])
    group = school.state(rooms["class/Pc"])
    assert group["m.space.child", rooms["desk/P01"]] == {}
    assert group["org.schoolbell.member", school.user("t2").removeprefix("@")] == {}
    kicked = [call for call in calls if call.endswith("/kick")]
    order = {quote(rooms["class/Pc/staff"], safe=""): 0, quote(rooms["desk/P02"], safe=""): 1}
    ranks = [order.get(call.split("/")[-2], 2 if "desk" not in call else 1) for call in kicked]
    assert ranks[0] == 0
    assert ranks.index(1) < max(index for index, rank in enumerate(ranks) if rank == 2)
    users = school.admin("GET", f"/_synapse/admin/v2/users/{quote(school.user('t2'))}")
    assert users["locked"] is True
    assert (await school.run()).writes == 0

    school.sheets["老师"].append([f"{school.prefix}2", "周建平", "老师", "数学", "一班", ""])
    school.write_roster()
    back = await school.run()
    assert school.user("t2") in school.members(rooms["class/Pc/group"])
    assert next(one for one in back.accounts if one.user_id == school.user("t2")).password is not None


async def test_slips_sign_people_in_and_are_made_anew_after_two_weeks(school: School, tmp_path: Path) -> None:
    report = await school.run(slips=tmp_path / "slips")
    assert report.slips_file is not None
    assert stat.S_IMODE(report.slips_file.stat().st_mode) == 0o600
    page = report.slips_file.read_text("utf-8")
    assert page.count("<section") == page.count("<svg") == len(report.accounts)
    # the office first; then, on a page of its own, the class: teachers, and each family together
    headings = re.findall(r"<h2>([^<]*)</h2>", page)
    assert headings == [
        "顾长明 · 校长", "值班室一 · 教务处", "值班室二 · 教务处", "沈立行 · 教育局",
        "一班 · 林晓梅 · 班主任", "一班 · 周建平 · 老师",
        "一班 · 李明 · 学生", "一班 · 李建国（李明爸爸） · 家长", "一班 · 王静（李明、李芳妈妈） · 家长",
        "一班 · 李芳 · 学生",
    ]  # fmt: skip
    assert page.count("<section class=first>") == 1
    assert page.count("小小学校 · 首次登录通知单") == len(report.accounts)
    student = next(one for one in report.accounts if one.user_id == school.user("s01"))
    assert student.password is not None
    assert student.password in page
    localpart = student.user_id[1:].split(":")[0]
    code = slipcode.encode(school.config.homeserver, localpart, student.password)
    assert code in page
    section = next(one for one in page.split("<section")[1:] if code in one)
    square = segno.make(slipcode.QR_PREFIX + code.replace("-", ""), error="m", micro=False)
    assert dark_squares(section) == {
        (x, y) for y, row in enumerate(square.matrix) for x, dark in enumerate(row) if dark
    }
    school.homeserver.login(localpart, student.password)

    # the teacher sets a password of her own, as the client does
    teacher = school.user("t1")
    token = school.acting(teacher)
    data = {**school.data(teacher), "first_sign_in": False, "kept": "yes"}
    path = f"/_matrix/client/v3/user/{quote(teacher)}/account_data/org.schoolbell.school"
    school.homeserver.call("PUT", path, data, token=token)
    unsigned = {row.user_id for row in await read_status(school.config)}
    assert unsigned == {one.user_id for one in report.accounts} - {teacher}

    soon = await school.run(slips=tmp_path / "slips", clock=Later(13))
    assert soon.slips_file is None
    assert soon.writes == 0
    late = await school.run(slips=tmp_path / "slips", clock=Later(15))
    passwords = {one.user_id: one.password for one in late.accounts}
    assert late.slips == len(report.accounts) - 1
    assert passwords[teacher] is None
    assert passwords[student.user_id] not in (None, student.password)
    with pytest.raises(HttpError):
        school.homeserver.login(localpart, student.password)
    school.homeserver.login(localpart, str(passwords[student.user_id]))
    assert school.data(teacher) == data
    assert (await school.run()).rooms == report.rooms  # the creator's own token survived the new passwords


def dark_squares(section: str) -> set[tuple[int, int]]:
    """Return the dark squares that a slip's picture draws, without the four of the quiet border."""
    path = re.search(r'<path[^>]* d="([^"]*)"', section)
    assert path is not None
    x = y = 0.0
    dark: set[tuple[int, int]] = set()
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path[1]):
        values = [float(one) for one in numbers.split()]
        if command == "h":
            dark |= {(round(x - 4 + step), round(y - 4.5)) for step in range(round(values[0]))}
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return dark


async def test_looking_who_has_not_signed_in_ends_slips_that_lay_unused(
    school: School, tmp_path: Path
) -> None:
    report = await school.run(slips=tmp_path / "slips")
    first = {one.user_id: str(one.password) for one in report.accounts}
    student, teacher = school.user("s01"), school.user("t1")
    token = school.acting(teacher)
    path = f"/_matrix/client/v3/user/{quote(teacher)}/account_data/org.schoolbell.school"
    school.homeserver.call("PUT", path, {**school.data(teacher), "first_sign_in": False}, token=token)

    soon = await read_status(school.config, Later(13))
    assert {row.user_id for row in soon} == first.keys() - {teacher}
    assert all(row.printed_ms is not None for row in soon)
    school.homeserver.login(student[1:].partition(":")[0], first[student])

    # a look that ended between its own database and the server is finished by the next
    database = OfficeDatabase(school.config.database)
    database.give_passwords([student], Later(15).now_ms())
    database.close()
    late = {row.user_id: row for row in await read_status(school.config, Later(15))}
    assert late.keys() == first.keys() - {teacher}
    assert all(row.printed_ms is None and row.written for row in late.values())
    for user_id, row in late.items():
        localpart = user_id[1:].partition(":")[0]
        with pytest.raises(HttpError):
            school.homeserver.login(localpart, first[user_id])
        school.homeserver.login(localpart, str(row.password))
    school.homeserver.login(teacher[1:].partition(":")[0], first[teacher])

    again = await school.run(slips=tmp_path / "slips", clock=Later(15))
    assert again.slips == len(late)
    assert again.slips_file is not None
    assert all(str(row.password) in again.slips_file.read_text("utf-8") for row in late.values())
    assert again.rooms == report.rooms  # the creator's own token survived


async def test_a_lost_database_gives_new_slips_to_those_who_never_signed_in(shared: School) -> None:
    await shared.run()
    before = shared.dump()
    shared.config.database.unlink()
    report = await shared.run()
    assert all(one.password for one in report.accounts)
    first = report.accounts[-1]
    shared.homeserver.login(first.user_id[1:].split(":")[0], str(first.password))
    assert shared.dump() == before


async def test_phones_and_timetable_stay_in_the_offices_own_file(shared: School) -> None:
    await shared.run()
    database = OfficeDatabase(shared.config.database)
    try:
        assert database.accounts()[shared.user("g12")].phone == "13800000002"
        assert [lesson.subject for lesson in database.lessons()] == ["语文"]
    finally:
        database.close()
    assert stat.S_IMODE(shared.config.database.stat().st_mode) == 0o600


class Recording:
    """Writes down what is sent."""

    def __init__(self, inner: object, calls: list[str]) -> None:
        self._inner = inner
        self._calls = calls

    async def request(self, method: str, path: str, **rest: object) -> bytes:
        self._calls.append(f"{method} {path}")
        answer: bytes = await self._inner.request(method, path, **rest)  # type: ignore[attr-defined]
        return answer


async def test_synapses_own_limits_and_our_policy_module_do_not_stop_an_import(tmp_path: Path) -> None:
    module = Path(__file__).parents[2] / "packaging" / "homeserver"
    server = Synapse(
        tmp_path / "homeserver",
        test_limits=False,
        extra_config={"modules": [{"module": "schoolbell_policy.SchoolbellPolicy", "config": {}}]},
        module_dirs=[module],
    )
    server.start()
    try:
        school = await new_school(server, tmp_path)
        told: list[str] = []
        report = await school.run(tell=told.append)
        assert (await school.run()).writes == 0
        assert len(school.members(report.space)) == len(report.accounts)
        # the module runs, so it is not missed, and it tells of Synapse's own narrow limits
        assert told == list(report.findings)
        assert not any("schoolbell_policy" in one for one in told)
        assert any("rc_login.address" in one for one in told)
    finally:
        server.stop()
