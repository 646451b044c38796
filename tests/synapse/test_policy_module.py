"""A Synapse with the school's settings and module: every rule seen by bare HTTP."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell_demo.homeserver import Account, HttpError, Synapse
from schoolbell_office.check import check_server
from schoolbell_office.config import OfficeConfig
from tests import servers

pytestmark = pytest.mark.synapse
_FILES = Path(__file__).resolve().parents[2] / "packaging" / "homeserver"
_ENCRYPTION = {"algorithm": "m.megolm.v1.aes-sha2"}
_WANTS_ENCRYPTION = [{"type": "m.room.encryption", "state_key": "", "content": _ENCRYPTION}]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """Return a homeserver run with exactly the files that a school copies."""
    server = Synapse(
        tmp_path_factory.mktemp("school"),
        test_limits=False,
        config_files=[_FILES / "schoolbell.yaml"],
        module_dirs=[_FILES],
    )
    server.start()
    yield server
    server.stop()


def _refused(school: Synapse, account: Account, members: Sequence[Account] = (), **body: object) -> None:
    with pytest.raises(HttpError) as fault:
        servers.new_room(school, account, members, **body)
    assert (fault.value.status, fault.value.errcode) == (403, "M_FORBIDDEN")


def _invite(school: Synapse, inviter: Account, room: str, invitee: Account) -> None:
    path = f"/_matrix/client/v3/rooms/{room}/invite"
    school.call("POST", path, {"user_id": invitee.user_id}, token=inviter.access_token)


def test_office_creates_rooms_and_invites(school: Synapse) -> None:
    office, student, teacher = (servers.new_user(school, role) for role in "ost")
    desk = servers.new_room(
        school, office, [student], name="课桌", creation_content={"type": "org.schoolbell.desk"}
    )
    _invite(school, office, desk, teacher)
    servers.join(school, teacher, desk)
    create = servers.get_state(school, teacher, desk, "m.room.create")
    assert (create["room_version"], create["type"]) == ("12", "org.schoolbell.desk")


@pytest.mark.parametrize("role", ["s", "g", "x"])
def test_families_and_strangers_create_no_rooms(school: Synapse, role: str) -> None:
    account = servers.new_user(school, role)
    _refused(school, account)
    _refused(school, account, is_direct=True)


def test_account_that_only_begins_like_the_office_is_refused(school: Synapse) -> None:
    _refused(school, school.register("ox1", servers.PASSWORD))
    _refused(school, school.register("office", servers.PASSWORD))


def test_teacher_starts_a_direct_chat_of_two(school: Synapse) -> None:
    teacher, guardian, other = (servers.new_user(school, role) for role in "tgg")
    room = servers.new_room(school, teacher, [guardian], is_direct=True, preset="trusted_private_chat")
    event = servers.send(school, guardian, room, "老师好")
    assert event.startswith("$")
    with pytest.raises(HttpError) as fault:
        _invite(school, teacher, room, other)
    assert fault.value.status == 403


def test_teacher_may_invite_again_who_left_a_direct_chat(school: Synapse) -> None:
    teacher, guardian = servers.new_user(school, "t"), servers.new_user(school, "g")
    room = servers.new_room(school, teacher, [guardian], is_direct=True)
    school.call("POST", f"/_matrix/client/v3/rooms/{room}/leave", {}, token=guardian.access_token)
    _invite(school, teacher, room, guardian)
    servers.join(school, guardian, room)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"is_direct": True, "preset": "public_chat"},
        {"is_direct": True, "visibility": "public"},
        {"is_direct": True, "creation_content": {"type": "m.space"}},
        {"is_direct": True, "creation_content": {"type": "org.schoolbell.desk"}},
        {"is_direct": True, "room_alias_name": "staff-room"},
    ],
)
def test_teacher_creates_nothing_else(school: Synapse, body: dict[str, object]) -> None:
    with pytest.raises(HttpError) as fault:
        servers.new_room(school, servers.new_user(school, "t"), [], **body)
    assert (fault.value.status, fault.value.errcode) == (403, "M_FORBIDDEN")


def test_teacher_starts_no_group(school: Synapse) -> None:
    teacher, one, two = (servers.new_user(school, role) for role in "tss")
    _refused(school, teacher, members=[one, two], is_direct=True)


def test_student_with_power_still_invites_nobody(school: Synapse) -> None:
    office, student, other = (servers.new_user(school, role) for role in "oss")
    levels = {"users": {student.user_id: 100}, "invite": 0}
    room = servers.new_room(school, office, [student], power_level_content_override=levels)
    with pytest.raises(HttpError) as fault:
        _invite(school, student, room, other)
    assert fault.value.status == 403


@pytest.mark.parametrize("role", ["o", "t"])
def test_new_rooms_are_never_encrypted(school: Synapse, role: str) -> None:
    creator, guardian = servers.new_user(school, role), servers.new_user(school, "g")
    topic = {"type": "m.room.topic", "state_key": "", "content": {"topic": "家校联系"}}
    room = servers.new_room(
        school, creator, [guardian], is_direct=True, initial_state=[*_WANTS_ENCRYPTION, topic]
    )
    with pytest.raises(HttpError) as fault:
        servers.get_state(school, guardian, room, "m.room.encryption")
    assert fault.value.status == 404
    assert servers.get_state(school, guardian, room, "m.room.topic")["topic"] == "家校联系"


def test_rooms_of_the_import_account_are_not_encrypted_either(school: Synapse) -> None:
    admin = servers.new_user(school, "o", admin=True)
    room = servers.new_room(school, admin, initial_state=_WANTS_ENCRYPTION)
    with pytest.raises(HttpError) as fault:
        servers.get_state(school, admin, room, "m.room.encryption")
    assert fault.value.status == 404


@pytest.mark.parametrize("role", ["o", "t"])
def test_encryption_cannot_be_switched_on_later(school: Synapse, role: str) -> None:
    creator = servers.new_user(school, role)
    room = servers.new_room(school, creator, is_direct=True)
    with pytest.raises(HttpError) as fault:
        servers.send_state(school, creator, room, "m.room.encryption", _ENCRYPTION)
    assert fault.value.status == 403
    servers.send_state(school, creator, room, "m.room.topic", {"topic": "改了"})
    assert servers.get_state(school, creator, room, "m.room.topic")["topic"] == "改了"


def test_other_letters_can_be_chosen(tmp_path: Path) -> None:
    module = {"module": "schoolbell_policy.SchoolbellPolicy", "config": {"office": ["a"], "teachers": ["l"]}}
    server = Synapse(tmp_path / "server", extra_config={"modules": [module]}, module_dirs=[_FILES])
    server.start()
    try:
        assert servers.new_room(server, servers.new_user(server, "a")).startswith("!")
        _refused(server, servers.new_user(server, "o"))
    finally:
        server.stop()


def test_a_mistake_in_the_settings_is_said_at_start(tmp_path: Path) -> None:
    module = {"module": "schoolbell_policy.SchoolbellPolicy", "config": {"office": ["staff"]}}
    server = Synapse(tmp_path / "server", extra_config={"modules": [module]}, module_dirs=[_FILES])
    with pytest.raises(RuntimeError, match="office must be a list of single lower-case letters"):
        server.start()


def test_a_whole_school_signs_in_from_one_address(school: Synapse) -> None:
    accounts = [servers.new_user(school, "s") for _ in range(12)]
    with pytest.raises(HttpError) as fault:
        school.login(accounts[0].localpart, "not it")
    assert fault.value.status == 403
    signed_in = {school.login(account.localpart, account.password).user_id for account in accounts}
    assert len(signed_in) == 12


def test_guessing_one_password_is_slowed(school: Synapse) -> None:
    account = servers.new_user(school, "s")
    answers = []
    for _ in range(12):
        with pytest.raises(HttpError) as fault:
            school.login(account.localpart, "not it")
        answers.append(fault.value.status)
    assert answers[0] == 403
    assert answers[-1] == 429


def test_nobody_renames_himself_and_strangers_see_no_profiles(school: Synapse) -> None:
    student, stranger = servers.new_user(school, "s", name="李明"), servers.new_user(school, "s")
    path = f"/_matrix/client/v3/profile/{student.user_id}"
    body = {"displayname": "王校长"}
    with pytest.raises(HttpError) as fault:
        school.call("PUT", f"{path}/displayname", body, token=student.access_token)
    assert fault.value.status == 403
    with pytest.raises(HttpError) as fault:
        school.call("GET", path, token=stranger.access_token)
    assert fault.value.status == 403
    office = servers.new_user(school, "o")
    servers.new_room(school, office, [student])
    assert school.call("GET", path, token=office.access_token)["displayname"] == "李明"


def test_well_known_says_that_rooms_are_not_encrypted(school: Synapse) -> None:
    answer = school.call("GET", "/.well-known/matrix/client")
    assert answer["io.element.e2ee"] == {"default": False, "force_disable": True}
    assert answer["m.homeserver"] == {"base_url": school.base_url + "/"}


def test_the_module_tells_the_office_and_nobody_else_how_it_is_set(school: Synapse) -> None:
    path = "/_synapse/client/org.schoolbell.policy"
    office, teacher = servers.new_user(school, "o"), servers.new_user(school, "t")
    assert school.call("GET", path, token=office.access_token) == {
        "v": 1,
        "office": ["o"],
        "teachers": ["t"],
        "settings": {
            "enable_room_list_search": False,
            "limit_profile_requests_to_users_who_share_rooms": True,
            "rc_login": {"address": {"per_second": 10, "burst_count": 300}},
        },
    }
    with pytest.raises(HttpError) as fault:
        school.call("GET", path, token=teacher.access_token)
    assert (fault.value.status, fault.value.errcode) == (403, "M_FORBIDDEN")
    with pytest.raises(HttpError) as fault:
        school.call("GET", path)
    assert fault.value.status == 401


def test_the_offices_check_has_nothing_to_say_of_a_school_set_up_like_this(school: Synapse) -> None:
    async def check(localpart: str, token: str) -> list[str]:
        config = OfficeConfig(
            school.base_url, school.server_name, Path("none"), Path("none"), Path("none"), creator=localpart
        )
        client = make_client()
        try:
            findings = await check_server(config, Transport(client, school.base_url), token)
        finally:
            await client.aclose()
        return [one.key for one in findings]

    office, teacher = servers.new_user(school, "o"), servers.new_user(school, "t")
    assert asyncio.run(check(office.localpart, office.access_token)) == []
    assert asyncio.run(check(teacher.localpart, teacher.access_token)) == ["module_letters"]
    assert asyncio.run(check(office.localpart, "nonsense")) == ["unreachable"]


def test_refresh_and_delayed_events_are_on(school: Synapse) -> None:
    account = servers.new_user(school, "o")
    login = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": account.localpart},
        "password": account.password,
        "refresh_token": True,
    }
    session = school.call("POST", "/_matrix/client/v3/login", login)
    lifetime = session["expires_in_ms"]
    assert isinstance(lifetime, int)
    assert 0 < lifetime <= 300_000
    assert session["refresh_token"]
    room = servers.new_room(school, account)
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/later1?org.matrix.msc4140.delay=86400000"
    body = {"msgtype": "m.text", "body": "提醒"}
    assert school.call("PUT", path, body, token=account.access_token)["delay_id"]


def test_registration_is_closed(school: Synapse) -> None:
    with pytest.raises(HttpError) as fault:
        school.call("POST", "/_matrix/client/v3/register", {"username": "s999", "password": "12345678"})
    assert fault.value.status == 403
