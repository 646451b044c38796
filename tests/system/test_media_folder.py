"""The cache of files: bounded, used by several threads, never in the way; a collected file is verified."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.collected import Collected
from schoolbell.system.media_folder import MediaFolder, cache_name
from tests.fakes.clock import FakeClock


def folder(tmp_path: Path, quota: int = 10_000) -> tuple[MediaFolder, FakeClock]:
    clock = FakeClock()
    return MediaFolder(tmp_path / "media", quota, clock.now_ms), clock


def test_a_file_is_found_by_what_it_is_and_nothing_in_its_name_leads_elsewhere(tmp_path: Path) -> None:
    media, _ = folder(tmp_path)
    name = cache_name("mxc", "mxc://school.test/../../../etc/passwd")
    assert media.find(name) is None
    path = media.put(name, b"x")
    assert path.is_relative_to(tmp_path / "media")
    assert media.find(name) == path
    assert (path.stat().st_mode & 0o777) == 0o600
    assert cache_name("a", "b") != cache_name("ab")


def test_files_removed_by_somebody_else_are_just_not_there(tmp_path: Path) -> None:
    media, _ = folder(tmp_path)
    media.put(cache_name("a"), b"x")
    shutil.rmtree(tmp_path / "media")
    assert media.find(cache_name("a")) is None
    assert media.size() == 0
    media.put(cache_name("b"), b"y")
    assert media.size() == 1


def test_the_quota_counts_what_an_earlier_run_left(tmp_path: Path) -> None:
    media, clock = folder(tmp_path)
    for number in range(9):
        media.put(cache_name(str(number)), bytes(1000))
        clock.advance(100)
    later = MediaFolder(tmp_path / "media", 5000, clock.now_ms)
    later.put(cache_name("new"), bytes(1000))
    assert later.size() == 5000
    assert later.find(cache_name("0")) is None
    assert later.find(cache_name("8")) is not None


def test_what_was_just_asked_for_is_not_removed_under_its_reader(tmp_path: Path) -> None:
    media, _ = folder(tmp_path, quota=1500)
    first = media.put(cache_name("a"), bytes(1000))
    second = media.put(cache_name("b"), bytes(1000))
    assert first.exists()
    assert second.exists()


def test_what_is_being_collected_is_removed_by_nobody(tmp_path: Path) -> None:
    media, clock = folder(tmp_path, quota=1500)
    part = media.partial(cache_name("large"))
    part.write_bytes(bytes(5000))
    clock.advance(1e6)
    media.put(cache_name("a"), bytes(1000))
    clock.advance(1e6)
    media.put(cache_name("b"), bytes(1000))
    media.clear()
    assert part.exists()
    assert media.find(cache_name("a")) is None
    media.finish(cache_name("large"))
    media.release(cache_name("large"))
    assert media.size() == 5000
    media.clear()
    assert media.size() == 0


def test_what_a_given_up_download_left_goes_with_the_rest(tmp_path: Path) -> None:
    media, _ = folder(tmp_path)
    media.partial(cache_name("large")).write_bytes(bytes(5000))
    media.release(cache_name("large"))
    assert media.size() == 5000
    media.clear()
    assert media.size() == 0


def test_several_threads_do_not_disturb_each_other(tmp_path: Path) -> None:
    media, clock = folder(tmp_path, quota=20_000)

    def use(number: int) -> bool:
        name = cache_name(str(number % 30))
        clock.advance(1)
        return media.put(name, bytes([number % 256]) * 1000).name == name

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(use, range(300)))
    clock.advance(1000)
    media.put(cache_name("last"), bytes(1000))
    assert media.size() <= 20_000


def test_a_full_disk_is_known_before_the_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media, _ = folder(tmp_path)
    media.room_for(1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100 << 20))
    media.room_for(10 << 20)
    with pytest.raises(KnownError) as full:
        media.room_for(50 << 20)
    assert full.value.code is ErrorCode.DISK_FULL


def pieces(*contents: bytes) -> list[SimpleNamespace]:
    return [SimpleNamespace(size=len(one), sha256=hashlib.sha256(one).hexdigest()) for one in contents]


def test_a_later_try_believes_only_what_it_can_verify(tmp_path: Path) -> None:
    parts = pieces(b"aaaa", b"bbbb", b"cccc")
    path = tmp_path / "x.part"
    path.write_bytes(b"aaaaBBBBcccc")
    collected = Collected(path)
    assert collected.take_up(parts) == 1
    for content, part in ((b"bbbb", parts[1]), (b"cccc", parts[2])):
        collected.write(content[:2])
        collected.write(content[2:])
        collected.end(part)
    collected.finish(hashlib.sha256(b"aaaabbbbcccc").hexdigest())
    assert path.read_bytes() == b"aaaabbbbcccc"


def test_a_begun_part_is_taken_back_and_a_wrong_whole_is_not_kept(tmp_path: Path) -> None:
    (part,) = pieces(b"aaaa")
    collected = Collected(tmp_path / "x.part")
    assert collected.take_up([part]) == 0
    collected.write(b"aa")
    collected.begin()
    collected.write(b"aaaa")
    collected.end(part)
    with pytest.raises(KnownError) as wrong:
        collected.finish("0" * 64)
    assert wrong.value.code is ErrorCode.FILE_DAMAGED
    assert not (tmp_path / "x.part").exists()


def test_a_folder_that_may_not_be_written_is_a_known_error(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    media, _ = folder(tmp_path)
    with pytest.raises(KnownError) as refused:
        media.put(cache_name("a"), b"x")
    assert refused.value.code is ErrorCode.READ_ONLY
