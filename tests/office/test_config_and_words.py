"""office.toml is private or refused; the three languages say the same; the check names what to change."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.transport import MatrixError
from schoolbell_demo.homeserver import Synapse
from schoolbell_office.check import UnfitServerError, check_limits, check_server, read_configuration
from schoolbell_office.config import load_config
from schoolbell_office.importer import load_texts
from schoolbell_office.main import main
from tests.office.schools import csv_text, new_school, small_school

GOOD = 'homeserver = "https://hs.school.test"\nserver_name = "school.test"\n'


def _config(folder: Path, text: str = GOOD, mode: int = 0o600) -> Path:
    path = folder / "office.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        (GOOD, 0o640, "permissions"),
        (GOOD, 0o604, "permissions"),
        ("= nonsense", 0o600, "toml"),
        ('server_name = "school.test"', 0o600, "missing_key"),
        (GOOD + 'colour = "red"', 0o600, "unknown_key"),
        (GOOD.replace("https", "http"), 0o600, "plain_http"),
        (GOOD + 'timezone = "Mars/Olympus"', 0o600, "timezone"),
        (GOOD + 'leavers = "shred"', 0o600, "leavers"),
        (GOOD + 'listen = "here"', 0o600, "listen"),
        (GOOD + '[policy]\nquiet_hours = ["25:00", "06:00"]', 0o600, "policy"),
    ],
)
def test_a_bad_configuration_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, mode: int, reason: str
) -> None:
    path = _config(tmp_path, text, mode)
    with pytest.raises(KnownError) as refused:
        load_config(path)
    assert refused.value.code is ErrorCode.BAD_CONFIGURATION
    assert refused.value.details["reason"] == reason
    assert main(["import", "--config", str(path), "--language", "en", str(tmp_path / "r.csv")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_token_others_may_read_is_refused(tmp_path: Path) -> None:
    config = load_config(_config(tmp_path))
    config.room_token_file.write_text("secret")
    config.room_token_file.chmod(0o644)
    with pytest.raises(KnownError, match="permissions"):
        config.room_token()


def test_all_languages_have_the_same_texts_and_placeholders() -> None:
    english = load_texts("en")
    for language in ("zh_CN", "zh_TW"):
        texts = load_texts(language)
        assert texts.keys() == english.keys()
        for key in english.keys():  # noqa: SIM118  (not a mapping)
            assert texts.placeholders(key) == english.placeholders(key), key


def test_the_command_names_every_mistake_and_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _config(tmp_path, GOOD + 'creator = "o5008"')
    school = small_school("500")
    school["学生"][0][2] = "九班"
    school["学生"][1][5] = "12"
    (tmp_path / "r.csv").write_text(csv_text(school))
    assert main(["import", "--config", str(path), str(tmp_path / "r.csv")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "r.csv 第 13 行：没有班级“九班”",
        "r.csv 第 14 行：电话“12”不是有效号码",
        "花名册有 2 处错误，服务器上什么也没有改动。",
    ]


@pytest.mark.synapse
async def test_check_finds_what_a_plain_server_lacks(homeserver: Synapse, tmp_path: Path) -> None:
    from schoolbell.matrix.transport import Transport
    from schoolbell.system.http import make_client

    school = await new_school(homeserver, tmp_path)
    client = make_client()
    try:
        transport = Transport(client, homeserver.base_url)
        found = await check_server(school.config, transport, school.config.room_token())
        limits = await check_limits(school.config, transport, school.config.admin_token())
    finally:
        await client.aclose()
    assert [one.key for one in found] == ["names", "encryption", "no_module"]
    assert not any(one.fatal for one in found)
    assert [one.key for one in limits] == ["no_ratelimit"]


def test_a_database_that_cannot_be_used_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _config(tmp_path, GOOD + 'creator = "o5008"')
    for token in ("admin.token", "room.token"):
        (tmp_path / token).write_text("secret")
        (tmp_path / token).chmod(0o600)
    (tmp_path / "r.csv").write_text(csv_text(small_school("500")))
    arguments = ["import", "--config", str(path), "--language", "en", str(tmp_path / "r.csv")]
    (tmp_path / "office.db").write_bytes(b"this is no database, " * 100)
    assert main(arguments) == 1
    assert f"{tmp_path / 'office.db'} is damaged" in capsys.readouterr().err
    (tmp_path / "office.db").unlink()
    with closing(sqlite3.connect(tmp_path / "office.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    assert main(arguments) == 1
    assert "newer version" in capsys.readouterr().err


class Ancient:
    """A homeserver without sliding sync and room version 12, and open to anybody; notes what is asked."""

    def __init__(self) -> None:
        self.methods: set[str] = set()

    async def request(self, method: str, path: str, **rest: object) -> bytes:
        self.methods.add(method)
        rooms = b'{"capabilities": {"m.room_versions": {"default": "10", "available": {"10": "stable"}}}}'
        answers = {"versions": b'{"versions": ["v1.11"]}', "capabilities": rooms, "available": b"{}"}
        name = path.rsplit("/", 1)[-1]
        if name not in answers:
            raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_UNRECOGNIZED")
        return answers[name]


@pytest.mark.synapse
async def test_an_import_says_what_to_change_and_writes_nothing_where_it_cannot_work(
    homeserver: Synapse, tmp_path: Path
) -> None:
    school = await new_school(homeserver, tmp_path)
    ancient = Ancient()
    with pytest.raises(UnfitServerError) as refused:
        await school.run(wrap=lambda inner: ancient)
    keys = [one.key for one in refused.value.findings]
    assert keys[:2] == ["no_sliding_sync", "no_room_version"]
    lacking = {"no_module", "registration", "encryption", "names", "no_delayed", "no_openid"}
    assert lacking == set(keys[2:])
    assert ancient.methods == {"GET"}


@pytest.mark.synapse
async def test_the_commands_say_what_to_change_before_they_go_on(
    homeserver: Synapse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school = await new_school(homeserver, tmp_path)
    config = str(school.config.database.with_name("office.toml"))
    slips = str(tmp_path / "slips")
    arguments = ["import", str(school.roster), "--config", config, "--slips", slips, "--language", "en"]
    assert await asyncio.to_thread(main, arguments) == 0
    said = capsys.readouterr()
    assert "The module schoolbell_policy is not loaded" in said.err
    assert said.out.startswith("Done. Accounts: 10.")
    assert f"  {school.user('s01')}  李明  一班" in said.out
    assert await asyncio.to_thread(main, ["status", "--config", config]) == 0
    said = capsys.readouterr()
    assert "没有加载策略模块 schoolbell_policy" in said.err
    assert len(said.out.splitlines()) == 11


def test_check_reads_the_servers_configuration(tmp_path: Path) -> None:
    path = tmp_path / "homeserver.yaml"
    path.write_text("server_name: school.test\nenable_registration: true\n")
    keys = [one.key for one in read_configuration(path)]
    assert keys == ["no_module", "login_limit", "registration", "room_list", "profiles"]
    assert [one.key for one in read_configuration(tmp_path / "none.yaml")] == ["unreadable"]


def test_the_fragment_we_ship_satisfies_the_check(tmp_path: Path) -> None:
    fragment = Path(__file__).parents[2] / "packaging" / "homeserver" / "schoolbell.yaml"
    assert yaml.safe_load(fragment.read_text("utf-8"))
    assert [one.words(load_texts("en")) for one in read_configuration(fragment)] == []
