import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system import files
from schoolbell.system.lock import ProfileLock
from schoolbell.system.paths import Paths, profile_id
from schoolbell.system.profiles import Profile, Profiles


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def profile(number: int = 1, **more: object) -> Profile:
    user_id = f"@t{number}:school.test"
    identifier = profile_id(user_id, "https://matrix.school.test")
    return Profile(identifier, user_id, "https://matrix.school.test", "school.test", **more)  # type: ignore[arg-type]


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    home = Paths(environ={"SCHOOLBELL_HOME": str(tmp_path)})
    one = home.profile(profile().id)
    for path in (home.profiles_file, home.settings_file, one.local_db, one.cache_db, one.media, one.lock):
        assert path.is_relative_to(tmp_path)
    assert one.local_db.parent == one.session_file.parent == one.lock.parent
    assert one.cache_db.parent == one.media.parent != one.local_db.parent
    assert not Paths(environ={}).data.is_relative_to(tmp_path)


def test_accounts_on_two_servers_have_folders_of_their_own() -> None:
    ids = {
        profile_id("@t1:a", "https://a"),
        profile_id("@t1:a", "https://b"),
        profile_id("@t2:a", "https://a"),
    }
    assert len(ids) == 3
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in ids)


@pytest.mark.parametrize("wrong", ["", "..", "../../../etc/pass", "ABCDEF0123456789", "0" * 15, "0" * 17])
def test_a_profile_id_is_never_a_path(paths: Paths, wrong: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        paths.profile(wrong)


def test_profiles_survive_and_one_opens(paths: Paths) -> None:
    profiles = Profiles(paths)
    assert profiles.current() is None
    profiles.put(profile(1, anchors=("!a",), display_name="王老师"))
    profiles.put(profile(2), current=False)
    again = Profiles(paths)
    assert [one.user_id for one in again.all()] == ["@t1:school.test", "@t2:school.test"]
    current = again.current()
    assert current is not None
    assert (current.user_id, current.anchors, current.display_name) == ("@t1:school.test", ("!a",), "王老师")
    again.put(profile(1, anchors=("!b",)))
    assert [one.anchors for one in again.all()] == [("!b",), ()]
    again.select(profile(2).id)
    assert Profiles(paths).current() == profile(2)
    again.remove(profile(2).id)
    assert Profiles(paths).current() is None
    assert Profiles(paths).all() == [profile(1, anchors=("!b",))]
    assert stat.S_IMODE(paths.profiles_file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b'{"profiles":7}', b'{"current":3}', b"[" * 9999]
)
def test_a_damaged_profiles_file_is_an_empty_one(paths: Paths, content: bytes) -> None:
    paths.profiles_file.parent.mkdir(parents=True)
    paths.profiles_file.write_bytes(content)
    assert Profiles(paths).all() == []
    Profiles(paths).put(profile())
    assert Profiles(paths).current() == profile()


def test_a_damaged_entry_does_not_hide_the_others(paths: Paths) -> None:
    Profiles(paths).put(profile())
    text = paths.profiles_file.read_text()
    broken = '"profiles": [{"id": 5}, {"id":"../x","user_id":"a","homeserver":"b","server_name":"c"},'
    paths.profiles_file.write_text(text.replace('"profiles": [', broken))
    assert Profiles(paths).all() == [profile()]
    assert Profiles(paths).current() == profile()


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    Profiles(paths).put(profile())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError) as fault:
        Profiles(paths).put(profile(2))
    assert fault.value.code is ErrorCode.DISK_FULL
    assert Profiles(paths).current() == profile()
    assert [path.name for path in paths.data.iterdir()] == ["profiles.json"]


def test_a_folder_that_cannot_be_made_has_its_word(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError) as fault:
        files.write_atomically(tmp_path / "file" / "below" / "x.json", b"")
    assert fault.value.code is ErrorCode.READ_ONLY


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes(101))
    assert files.read_bounded(tmp_path / "x", 100) is None
    assert files.read_bounded(tmp_path / "x", 101) == bytes(101)
    assert files.read_bounded(tmp_path / "none") is None


HOLDER = """
import sys
from pathlib import Path
from schoolbell.system.lock import ProfileLock
ProfileLock(Path(sys.argv[1])).acquire()
sys.stdout.write("held\\n")
sys.stdout.flush()
sys.stdin.read()
"""


def test_one_profile_one_process_even_after_a_kill(paths: Paths) -> None:
    path = paths.profile(profile().id).lock
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": "desktop"},
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        lock = ProfileLock(path)
        with pytest.raises(KnownError) as fault:
            lock.acquire()
        assert fault.value.code is ErrorCode.PROFILE_IN_USE
        assert not lock.held
        holder.kill()
        holder.wait()
    with lock:
        assert lock.held
        with pytest.raises(KnownError):
            ProfileLock(path).acquire()
    with ProfileLock(path):
        pass
