"""Files that cannot be opened, or break while they are open: what a person reads, decides and keeps."""

import errno
import os
import sqlite3

import pytest

from schoolbell.store import drafts, outbox
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.system.lock import ProfileLock
from schoolbell.ui.widgets.question import Question
from tests.domain.chat_school import GROUP
from tests.shell.house import House


@pytest.fixture
async def house(qtbot, tmp_path, allowed_logs):
    allowed_logs += ["schoolbell.store.database WARNING", "schoolbell.shell.recovery WARNING", "corrupt"]
    made = House(tmp_path / "home", qtbot)
    yield made
    await made.end()


def break_file(path, *, at=None, open_=False):
    """Overwrite a stretch in the middle, as a bad sector does; the log of the file is emptied into it first.

    `open_`: others have it open; a commit makes them read it anew.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if open_:
        with connection:
            connection.execute("CREATE TABLE another_commit (id INTEGER)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 8 if at is None else at)
        file.write(os.urandom(size // 2))


def unsent(house):
    """Write a message and a draft that exist nowhere but here."""
    connection = sqlite3.connect(house.files.local_db)
    row = outbox.NewRow("t1", GROUP, "m.room.message", {"msgtype": "m.text", "body": "not sent"})
    with connection:
        outbox.add(connection, row)
        drafts.put(connection, GROUP, "half a thought", "", 1)
    connection.close()


# -- cache.db ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["truncated", "flipped", "empty", "header"])
async def test_a_damaged_cache_is_made_anew_said_and_nothing_written_here_is_lost(house, damage):
    unsent(house)
    cache = house.files.cache_db
    if damage == "truncated":
        os.truncate(cache, cache.stat().st_size // 3)
    elif damage == "empty":
        cache.write_bytes(b"")
    elif damage == "header":
        break_file(cache, at=0)
    else:
        break_file(cache)
    before = house.files.local_db.read_bytes()
    house.begin()
    await house.until(lambda: house.app.accounts.live, "the program")
    if damage != "empty":  # an empty file is a new one: nothing can be said of it
        await house.until(
            lambda: house.pane is not None and house.pane.outer_banner.isVisible(), "the words about it"
        )
        await house.until(lambda: list(cache.parent.glob("cache.db.broken-*")), "the old one, kept")
    assert house.page is None
    assert house.local("SELECT local_id, state FROM outbox") == [("t1", "waiting")]
    assert house.local("SELECT text FROM draft") == [("half a thought",)]
    await house.end()
    assert house.files.local_db.read_bytes()[:100] == before[:100]


async def test_a_cache_that_breaks_while_it_is_open_is_made_anew_and_all_that_was_written_stays(house):
    await house.sign_in()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the program")
    assert len(house.bodies()) > 50
    await house.write("waits for the network")
    first = house.app.session
    house.pane.composer.input.setPlainText("written while it broke")
    break_file(house.files.cache_db, open_=True)
    first.pane.open_room(next(room.key for room in first.presenter.rooms.items() if room.key != GROUP))
    await house.until(lambda: house.app.session not in (None, first), "a new session")
    assert house.page is None
    assert house.local("SELECT state FROM outbox") == [("waiting",)]
    assert house.local("SELECT room_id, text FROM draft") == [(GROUP, "written while it broke")]
    assert list(house.files.cache_db.parent.glob("cache.db.broken-*"))


async def test_what_was_said_of_a_new_cache_goes_once_it_was_read(house):
    break_file(house.files.cache_db, at=0)
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the program")
    banner = house.pane.outer_banner
    house.pane.show_status(SyncStatus(SyncState.LIVE))
    assert banner.isVisible()
    assert "loaded again" in banner.words.full_text()
    banner.button.click()
    assert not banner.isVisible()


# -- local.db ---------------------------------------------------------------------------------------------


async def test_a_damaged_local_file_is_kept_and_a_person_decides(house, qtbot):
    unsent(house)
    local = house.files.local_db
    break_file(local)
    before = local.read_bytes()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.says("database_corrupt"), "the page")
    house.page.retry.click()
    await house.until(lambda: house.says("database_corrupt"), "the page again")
    assert local.read_bytes() == before, "nothing is changed by looking"

    house.page.afresh.click()
    box = house.app.window.findChild(Question)
    assert str(local.parent) in box.accessibleDescription()
    box.no.click()
    await house.until(lambda: house.app.window.findChild(Question) is None, "the way out")
    assert local.read_bytes() == before

    house.page.afresh.click()
    house.app.window.findChildren(Question)[-1].yes.click()
    await house.until(lambda: house.pane is not None, "the account")
    assert "still here" not in house.bodies()
    assert len(house.bodies()) > 50, "messages are there"
    kept = [path for path in local.parent.glob("local.db.broken-*") if path.suffix.count("-") < 3]
    assert [path.read_bytes() for path in kept] == [before]
    assert house.local("SELECT count(*) FROM outbox") == [(0,)]


@pytest.mark.parametrize("saved", [True, False], ids=["saved before", "typed after"])
async def test_a_local_file_that_breaks_while_it_is_open_stops_before_anything_is_lost(house, saved):
    await house.sign_in()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the program")
    await house.write("waits for the network")
    text = "typed into a broken file"
    if saved:
        house.pane.composer.input.setPlainText(text)
        house.pane.composer.save_draft()
        await house.until(lambda: house.local("SELECT text FROM draft") == [(text,)], "the draft")
    break_file(house.files.local_db, open_=True)
    house.pane.composer.input.setPlainText(text)
    if saved:  # nothing new is written: the damage shows when the outbox is read
        house.app.session.presenter.retry_connection()
    house.pane.composer.save_draft()
    await house.until(lambda: house.says("database_corrupt"), "the page")
    house.page.afresh.click()
    house.app.window.findChildren(Question)[-1].yes.click()
    await house.until(lambda: house.pane is not None, "the account")
    assert list(house.files.local_db.parent.glob("local.db.broken-*"))
    assert house.pane.composer.input.text() == text


async def test_a_newer_files_page_offers_no_way_that_could_destroy_it(house):
    connection = sqlite3.connect(house.files.local_db)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.says("database_newer"), "the page")
    assert not house.page.afresh.isVisible()
    assert not house.page.retry.isVisible()
    assert house.page.leave.isVisible()
    assert house.local("PRAGMA user_version") == [(9999,)]


async def test_a_newer_cache_is_refused_and_left_alone(house):
    connection = sqlite3.connect(house.files.cache_db)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.says("database_newer"), "the page")
    assert list(house.files.cache_db.parent.glob("*.broken-*")) == []


# -- two programs -----------------------------------------------------------------------------------------


async def test_an_account_that_is_open_elsewhere_says_so_and_opens_when_it_is_closed(house):
    with ProfileLock(house.files.lock):
        house.begin()
        await house.until(lambda: house.app.accounts.live and house.says("profile_in_use"), "the page")
        house.page.retry.click()
        await house.until(lambda: house.says("profile_in_use"), "the page again")
    house.page.retry.click()
    await house.until(lambda: house.pane is not None, "the account")
    assert house.page is None


async def test_one_that_comes_too_early_ends_once_the_first_window_answers(house, qtbot):
    from schoolbell.shell.instance import InstanceServer

    with ProfileLock(house.files.lock):
        house.begin()
        await house.until(lambda: house.app.accounts.live and house.says("profile_in_use"), "the page")
        first = InstanceServer(house.files.lock)
        raised = []
        first.asked.connect(raised.append)
        try:
            await house.until(lambda: raised and house._running.done(), "the hand-over and the end")
        finally:
            first.close()


# -- settings ---------------------------------------------------------------------------------------------


async def test_settings_that_the_disk_refuses_hold_for_now_and_are_no_crash(house, monkeypatch, allowed_logs):
    allowed_logs.append("schoolbell.system.settings WARNING")
    house.begin()
    await house.until(lambda: house.app.accounts.live and house.pane is not None, "the program")

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("tempfile.mkstemp", full)
    house.app.use_theme("dark")
    house.app.use_language("zh_CN")
    assert house.app.theme.mode == "dark"
    assert house.app.settings.values.language == "zh_CN"
    house.app.use_language("en")
    house.app.use_theme("light")
