import json
from pathlib import Path

import msgspec
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy, load_policy
from schoolbell.system.settings import Settings, Values


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_settings_survive_a_restart_and_tell_who_listens(paths: Paths) -> None:
    settings = Settings(paths)
    assert settings.values == Values()
    heard: list[Values] = []
    settings.changed.subscribe(heard.append)
    settings.change(language="zh_CN", theme="dark", list_width=300)
    settings.change(theme="dark")
    assert [values.theme for values in heard] == ["dark"]
    again = Settings(paths).values
    assert (again.language, again.theme, again.list_width) == ("zh_CN", "dark", 300)


def test_a_value_that_does_not_fit_is_refused_and_changes_nothing(paths: Paths) -> None:
    settings = Settings(paths)
    for wrong in ({"theme": "pink"}, {"list_width": -1}, {"text_scale": 99}, {"notify": "yes"}):
        with pytest.raises(msgspec.ValidationError):
            settings.change(**wrong)
    assert settings.values == Values()
    assert not paths.settings_file.exists()


def test_a_damaged_setting_costs_only_itself_and_unknown_ones_stay(paths: Paths) -> None:
    write(paths.settings_file, {"theme": 7, "language": "en", "list_width": "wide", "from_next_year": [1]})
    settings = Settings(paths)
    assert settings.values == Values(language="en")
    settings.change(theme="light")
    assert json.loads(paths.settings_file.read_text()) == {
        "theme": "light",
        "language": "en",
        "from_next_year": [1],
    }


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff", b"[" * 9999])
def test_a_damaged_file_means_defaults(paths: Paths, content: bytes) -> None:
    write(paths.settings_file, content)
    assert Settings(paths).values == Values()


def test_the_policy_is_stronger_than_the_user(paths: Paths) -> None:
    Settings(paths).change(language="en", theme="dark", notify=False)
    settings = Settings(paths, Policy(language="zh_CN", locked=("notify", "unheard_of")))
    assert (settings.values.language, settings.values.theme, settings.values.notify) == (
        "zh_CN",
        "dark",
        True,
    )
    assert [settings.is_locked(name) for name in ("language", "notify", "theme")] == [True, True, False]
    settings.change(language="en", notify=False, theme="light")
    assert (settings.values.language, settings.values.theme, settings.values.notify) == (
        "zh_CN",
        "light",
        True,
    )
    assert Settings(paths).values.notify is False  # the user's own word waits until the policy is gone
    assert Settings(paths, Policy(theme="pink")).values.theme == "light"


def test_the_machines_policy_is_stronger_than_the_installers(tmp_path: Path) -> None:
    machine = write(
        tmp_path / "policy.json", {"server": "a.example", "locked": ["theme"], "logo": {"any": 1}}
    )
    beside = write(
        tmp_path / "school.json",
        {"server": "b.example", "anchors": ["!s:b"], "allow_plaintext_session": False, "locked": ["notify"]},
    )
    policy = load_policy([machine, tmp_path / "missing.json", beside])
    assert (policy.server, policy.anchors, policy.locked) == ("a.example", ("!s:b",), ("theme", "notify"))
    assert not policy.plaintext_session_allowed
    assert load_policy([]) == Policy()
    assert Policy().plaintext_session_allowed


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b'{"server":5}', b'{"anchors":["no room"]}', b'{"anchors":"!a"}']
)
def test_a_policy_nobody_can_read_stops_us_with_a_word(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "policy.json", content)
    with pytest.raises(KnownError) as fault:
        load_policy([path])
    assert (fault.value.code, fault.value.details) == (ErrorCode.BAD_CONFIGURATION, {"file": "policy.json"})
