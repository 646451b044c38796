"""Run by `test_disk` inside a mount namespace: disks that are really full, folders that really refuse."""

import asyncio
import sqlite3
import subprocess
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import drafts
from schoolbell.sync.changes import SyncState
from schoolbell.system.paths import Paths
from schoolbell.system.settings import Settings
from schoolbell.ui.widgets.question import Question
from tests.fakes.transport import ScriptedServer
from tests.shell.house import House
from tests.sync.world import World, until

A = "!a:school.test"


class Disk:
    """A small disk of its own."""

    def __init__(self, folder: Path, size: str) -> None:
        self.folder = folder
        self._filler = folder / "somebody-elses-video.mp4"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)

    def fill(self) -> None:
        """Leave not one byte."""
        with self._filler.open("ab", buffering=0) as file:
            for size in (65536, 4096, 1):
                while self._fits(file, size):
                    pass

    @staticmethod
    def _fits(file, size: int) -> bool:
        try:
            return file.write(b"x" * size) == size
        except OSError:
            return False

    def make_room(self) -> None:
        """Somebody deletes the video."""
        self._filler.unlink()

    def remove(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    made = Disk(tmp_path / "disk", "4m")
    yield made
    made.remove()


def forbid(folder):
    """Let nobody write into `folder`, not even root."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)


def allow(folder):
    """Let everybody write again."""
    subprocess.run(["umount", "-l", str(folder)], check=True)


def sound(path):
    """Whether SQLite finds nothing wrong with a file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    finally:
        connection.close()


async def in_time(w, condition, what):
    """Let time go by until `condition`."""
    for _ in range(600):
        if condition():
            return
        w.clock.advance(1)
        await asyncio.sleep(0.01)
    raise AssertionError(f"did not happen: {what}")


async def test_a_disk_that_fills_up_loses_nothing_and_doubles_nothing(disk, allowed_logs):
    allowed_logs.append("disk_full")
    server = ScriptedServer()
    server.room(A)
    w = World(disk.folder / "profile", server, server.me)
    await w.live()
    await w.say(A, "before")
    await until(lambda: w.outbox(A) == [])
    await w.engine.save_draft(A, "half a thought", "")
    disk.fill()

    accepted, refused = [], None
    while refused is None and len(accepted) < 200:
        text = f"while full {len(accepted)} " + "字" * 200
        try:
            await w.say(A, text, clear_draft=False)
            accepted.append(text)
        except KnownError as error:
            refused = error.code
    assert refused is ErrorCode.DISK_FULL
    theirs = []
    for number in range(15):
        theirs.append(f"news {number} " + "消息" * 2000)
        await server.post(A, theirs[-1])
    await until(lambda: w.state is SyncState.OFFLINE, "it says so")
    assert w.engine.current_status.error is ErrorCode.DISK_FULL
    for _ in range(60):  # it keeps trying, the disk stays full
        w.clock.advance(1)
        await asyncio.sleep(0.005)
    assert w.state is not SyncState.LIVE
    assert w.local.read_now(lambda conn: drafts.get(conn, A)).text == "half a thought"

    disk.make_room()
    await in_time(w, lambda: w.state is SyncState.LIVE, "it goes on by itself")
    await w.say(A, "after", clear_draft=False)
    await in_time(w, lambda: w.outbox(A) == [], "the outbox")
    assert server.bodies(A, server.me) == ["before", *accepted, "after"]
    assert [text for text in w.texts(A) if text.startswith("news")] == theirs
    assert sorted(w.texts(A)) == sorted(server.bodies(A))
    assert w.local.read_now(lambda conn: drafts.get(conn, A)).text == "half a thought"
    await w.close()
    assert sound(disk.folder / "profile" / "local.db")
    assert sound(disk.folder / "profile" / "cache.db")


async def test_a_disk_that_is_full_at_the_start_says_so_and_opens_once_there_is_room(
    disk, qtbot, allowed_logs
):
    allowed_logs.append("disk_full")
    house = House(disk.folder / "home", qtbot)
    for folder in (house.files.data, house.files.cache):
        for extra in ("-wal", "-shm"):
            for name in ("local.db", "cache.db"):
                (folder / (name + extra)).unlink(missing_ok=True)
    before = house.files.local_db.read_bytes()
    disk.fill()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.page is not None, "a page")
    assert house.says("disk_full")
    house.page.retry.click()
    await house.until(lambda: house.says("disk_full"), "the page again")
    assert house.files.local_db.read_bytes() == before
    disk.make_room()
    house.page.retry.click()
    await house.until(lambda: house.pane is not None, "the account")
    assert len(house.bodies()) > 50
    assert list(house.files.cache_db.parent.glob("*.broken*")) == [], "a full disk is no damage"
    await house.end()


async def test_a_disk_that_fills_up_under_the_window_keeps_the_words_in_the_composer(
    disk, qtbot, allowed_logs
):
    allowed_logs += ["disk_full", "settings were not kept"]
    house = House(disk.folder / "home", qtbot)
    await house.sign_in()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the account")
    await house.write("waits for the network")
    disk.fill()
    pane = house.pane
    text = "长" * 3000
    for number in range(200):
        pane.composer.input.setPlainText(f"{number} {text}")
        qtbot.keyClick(pane.composer.input, "\r")
        await house.until(lambda: pane.notice.isVisible() or not pane.composer.input.text(), "an answer")
        if pane.notice.isVisible():
            break
    assert pane.composer.input.text() == f"{number} {text}", "nothing typed is lost"
    assert "disk is full" in pane.notice._words.text()
    house.app.use_theme("dark")  # a setting that cannot be kept is no crash
    disk.make_room()
    qtbot.keyClick(pane.composer.input, "\r")
    await house.until(lambda: not pane.composer.input.text(), "it goes once there is room")
    unsent = house.local("SELECT count(*), count(DISTINCT local_id) FROM outbox WHERE state = 'waiting'")
    assert unsent == [(number + 2, number + 2)]
    await house.end()


async def test_a_draft_that_the_disk_does_not_take_is_asked_about_before_the_end(disk, qtbot, allowed_logs):
    allowed_logs += ["disk_full", "settings were not kept"]
    house = House(disk.folder / "home", qtbot)
    await house.sign_in()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the account")
    await house.write("waits for the network")
    disk.fill()
    text = "一份很长的通知。" * 4000
    house.pane.composer.input.setPlainText(text)
    house.app.ask_quit()
    await house.until(lambda: house.app.window.findChild(Question) is not None, "the question")
    assert "1 draft" in house.app.window.findChild(Question)._asked.text()
    assert not house._running.done()
    house.app.window.findChild(Question).no.click()
    await house.until(lambda: house.app.window.findChild(Question) is None, "the way out")
    assert house.pane.composer.input.text() == text
    disk.make_room()
    house.app.ask_quit()
    await house.until(house._running.done, "the end, without a question")
    assert house.local("SELECT text FROM draft") == [(text,)]
    await house.end()


async def test_a_folder_that_nobody_may_write_says_so_and_opens_once_one_may(tmp_path, qtbot, allowed_logs):
    allowed_logs.append("settings were not kept")
    house = House(tmp_path / "home", qtbot)
    home = str(tmp_path / "home")
    forbid(home)
    try:
        with pytest.raises(OSError, match="Read-only"):
            (tmp_path / "home" / "x").touch()
        house.begin()
        await house.until(lambda: house.app.accounts.live and house.page is not None, "a page")
        assert house.says("read_only")
        Settings(Paths(tmp_path / "home")).keep(theme="dark")
    finally:
        allow(home)
    house.page.retry.click()
    await house.until(lambda: house.pane is not None, "the account")
    assert len(house.bodies()) > 50
    await house.end()


async def test_a_cache_folder_that_nobody_may_write_touches_nothing(tmp_path, qtbot):
    house = House(tmp_path / "home", qtbot)
    cache = str(house.files.cache)
    before = house.files.cache_db.read_bytes()
    forbid(cache)
    try:
        house.begin()
        await house.until(lambda: house.app.accounts.live and house.page is not None, "a page")
        assert house.says("read_only")
    finally:
        allow(cache)
    assert house.files.cache_db.read_bytes() == before
    house.page.retry.click()
    await house.until(lambda: house.pane is not None, "the account")
    await house.end()
