"""A locked window shows and tells nothing of any account; the PIN brings all of it back."""

import shutil

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from schoolbell.system.pin import Pins
from schoolbell.system.profiles import Profile, Profiles, profile_id
from schoolbell.ui.widgets.question import Question
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME
from tests.shell.prepared import prepare_home
from tests.shell.running import everything_said, running

SERVER = "http://127.0.0.1:9"
BROTHER = "@s777:school.test"
SECRETS = ("周敏", "三年级2班", ME, ME[1:].partition(":")[0], "unread", "王小龙")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
async def paths(tmp_path, clock):
    made = prepare_home(tmp_path)
    mine = Profiles(made).current()
    await Pins(made, clock, cost=16).set(mine.id, "2580")
    other = Profile(profile_id(BROTHER, SERVER), BROTHER, SERVER, "school.test", "王小龙")
    Profiles(made).put(other, current=False)
    return made


@pytest.fixture
def mine(paths):
    return Profiles(paths).current()


@pytest.fixture
def brother(paths):
    return Profiles(paths).get(profile_id(BROTHER, SERVER))


async def unlock(app, qtbot, pin):
    page = app.child("lockPage")
    page.pin.setText(pin)
    qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    await app.until(lambda: not app.window.locked or not page._busy, "the answer")


async def test_it_starts_locked_and_the_pin_opens_it(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        assert app.child("lockPage") is not None
        said = everything_said()
        assert "Schoolbell is locked" in said
        assert not [secret for secret in SECRETS if secret in said]
        assert app.child("lockPage").pin.hasFocus()
        await unlock(app, qtbot, "0000")
        assert "The PIN is wrong" in everything_said()
        assert app.window.locked
        await unlock(app, qtbot, "2580")
        await app.until(lambda: not app.window.locked, "the account")
        assert "三年级2班" in everything_said()
        assert app.child("lockPage") is None


async def test_locking_takes_everything_away_and_the_pin_brings_it_back(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        await unlock(app, qtbot, "2580")
        app.window.set_unread(7)
        app.app.session.pane.composer.input.setPlainText("half a thought")
        box = Question(app.app.theme, app.window)
        box.ask("周敏", "周敏?", "", "yes", "no")
        over = QLabel("周敏", app.window)  # as the viewer of pictures lies over the window
        over.show()
        assert "(7)" in app.window.windowTitle()
        app.app.locking.lock()
        await app.turn()
        said = everything_said()
        assert not [secret for secret in (*SECRETS, "half a thought") if secret in said]
        assert app.window.windowTitle() == "Schoolbell"
        dialogs = app.window.findChildren(QDialog)
        await app.until(lambda: not any(one.isVisible() for one in dialogs), "the end of the question")

        qtbot.keyClick(app.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(app.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        app.app.follow_link("schoolbell://room/!group:x")
        app.app._badge(9)
        said = everything_said()
        assert not [secret for secret in (*SECRETS, "(9)") if secret in said]
        picture = app.window.grab().toImage()
        assert not picture.isNull()

        await unlock(app, qtbot, "2580")
        await app.until(lambda: not app.window.locked, "the account")
        assert app.app.session.pane.composer.input.text() == "half a thought"
        assert "周敏" in everything_said()


async def test_nobody_touches_it_for_ten_minutes(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        await unlock(app, qtbot, "2580")
        await app.until(lambda: not app.window.locked, "the account")
        idle = app.app.locking._idle
        clock.advance(599)
        idle.look()
        assert not app.window.locked
        qtbot.keyClick(app.window.windowHandle(), Qt.Key.Key_Shift)
        clock.advance(599)
        idle.look()
        assert not app.window.locked
        clock.advance(1)
        idle.look()
        assert app.window.locked

        await unlock(app, qtbot, "2580")
        await app.until(lambda: not app.window.locked, "the account")
        clock.jump(3600)  # it slept
        idle.look()
        assert app.window.locked

        await unlock(app, qtbot, "2580")
        app.app._use_lock_minutes(0)
        clock.advance(86_400)
        idle.look()
        assert not app.window.locked


async def test_wrong_tries_are_slowed_on_the_page_and_after_a_restart(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        for _ in range(3):
            await unlock(app, qtbot, "1111")
        page = app.child("lockPage")
        page.pin.setText("2580")
        assert page.submit.accessibleName() == "Try again in 0:05"
        assert not page.submit.isEnabled()
    async with running(qtbot, qapp, paths, clock) as app:
        page = app.child("lockPage")
        assert not page.submit.isEnabled()
        clock.advance(5)
        for _ in range(5):
            page._count_down()
        await unlock(app, qtbot, "2580")
        await app.until(lambda: not app.window.locked, "the account")


async def test_another_child_opens_the_own_account_and_nothing_else(qtbot, qapp, paths, clock, mine, brother):
    await Pins(paths, clock, cost=16).set(brother.id, "1379")
    async with running(qtbot, qapp, paths, clock) as app:
        page = app.child("lockPage")
        qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
        assert page.account.hasFocus()
        for account, pin in (("777", "2580"), ("778", "1379"), ("s777", "0000")):
            page.account.setText(account)
            await unlock(app, qtbot, pin)
            assert "Account or PIN is wrong" in everything_said()
            assert not [secret for secret in SECRETS if secret in everything_said()]
        clock.advance(60)
        page._wait = 0
        page.account.setText("777")
        await unlock(app, qtbot, "1379")
        await app.until(lambda: not app.window.locked, "the brother's account")
        assert app.app.session.profile == brother
        said = everything_said()
        assert "王小龙" in said
        assert "三年级2班" not in said
        assert Profiles(paths).current() == brother


async def test_an_account_without_a_pin_cannot_be_opened_from_the_lock(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        page = app.child("lockPage")
        qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
        page.account.setText("777")
        await unlock(app, qtbot, "0000")
        assert app.window.locked
        assert "Account or PIN is wrong" in everything_said()


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_the_menu_tells_nothing_of_an_account_with_a_pin_and_asks_for_it(
    qtbot, qapp, paths, clock, mine, brother
):
    pins = Pins(paths, clock, cost=16)
    pins.remove(mine.id)
    await pins.set(brother.id, "1379")
    async with running(qtbot, qapp, paths, clock) as app:
        assert not app.window.locked
        qtbot.keyClick(app.window.rail.me, Qt.Key.Key_Return)
        menu = await app.seen("accountMenu")
        texts = [action.text() for action in menu.actions() if action.text()]
        assert texts[0].startswith("周敏")
        assert texts[0].endswith("open now")
        assert texts[1] == "王小龙 (s777), has a PIN"
        menu.actions()[1].trigger()
        menu.close()
        dialog = await app.seen("pinDialog")
        dialog.old.setText("0000")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: "The PIN is wrong" in everything_said(), "the words")
        assert app.app.session.profile == mine
        dialog.old.setText("1379")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session.profile == brother, "the switch")
        assert "三年级2班" not in everything_said()


async def test_setting_changing_and_removing_the_pin(qtbot, qapp, paths, clock, mine):
    pins = Pins(paths, clock, cost=16)
    pins.remove(mine.id)
    async with running(qtbot, qapp, paths, clock) as app:
        app.window.show_pane("settings")
        qtbot.mouseClick(await app.seen("pin_set"), Qt.MouseButton.LeftButton)
        dialog = await app.seen("pinDialog")
        wrong = (("12", "", "4 to 12 digits"), ("1234", "", "too easy"), ("2580", "9", "differ"))
        for new, again, words in wrong:
            dialog.new.setText(new)
            dialog.again.setText(again)
            assert words in everything_said()
            assert not dialog.yes.isEnabled()
        dialog.again.setText("2580")
        qtbot.keyClick(dialog.again, Qt.Key.Key_Return)
        await app.until(lambda: pins.has(mine.id), "the PIN")
        qtbot.mouseClick(await app.seen("pin_change"), Qt.MouseButton.LeftButton)
        dialog = await app.seen("pinDialog")
        for field, text in ((dialog.old, "2580"), (dialog.new, "7391"), (dialog.again, "7391")):
            field.setText(text)
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.child("pinDialog") is None, "the change")
        await pins.check(mine.id, "7391")
        qtbot.mouseClick(await app.seen("pin_remove"), Qt.MouseButton.LeftButton)
        dialog = await app.seen("pinDialog")
        dialog.old.setText("7391")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: not pins.has(mine.id), "the end of the PIN")


async def test_without_a_pin_locking_asks_for_one(qtbot, qapp, paths, clock, mine):
    Pins(paths, clock).remove(mine.id)
    async with running(qtbot, qapp, paths, clock) as app:
        qtbot.keyClick(app.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        dialog = await app.seen("pinDialog")
        dialog.new.setText("2580")
        dialog.again.setText("2580")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.window.locked, "the lock")


async def test_forgotten_leads_to_the_sign_in_page_and_back(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        qtbot.mouseClick(app.child("lockForgotten"), Qt.MouseButton.LeftButton)
        frame = await app.seen("signInFrame")
        await app.until(lambda: app.child("addressField") is not None, "the form")
        said = everything_said()
        assert not [secret for secret in SECRETS if secret in said]
        qtbot.mouseClick(frame.back, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.child("lockPage") is not None, "the lock")
        assert app.window.locked


async def test_a_file_that_is_gone_with_the_folder_locks_nobody(qtbot, qapp, paths, clock, mine):
    shutil.rmtree(paths.profile(mine.id).data)
    async with running(qtbot, qapp, paths, clock) as app:
        assert not app.window.locked


async def test_a_search_does_not_show_through_to_the_next_account(qtbot, qapp, paths, clock, brother):
    await Pins(paths, clock, cost=16).set(brother.id, "1379")
    async with running(qtbot, qapp, paths, clock) as app:
        await unlock(app, qtbot, "2580")
        app.app._search()
        overlay = app.app.session.searching.overlay
        await app.until(overlay.isVisible, "the search")
        app.app.locking.lock()
        assert not overlay.isVisible()
        page = app.child("lockPage")
        qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
        page.account.setText("777")
        await unlock(app, qtbot, "1379")
        await app.until(lambda: app.app.session.profile == brother, "the brother's account")
        assert app.child("searchOverlay") is None
        assert "三年级2班" not in everything_said()


async def test_who_did_not_want_to_stay_signed_in_is_not_shown_at_the_next_start(
    qtbot, qapp, paths, clock, mine
):
    Pins(paths, clock).remove(mine.id)
    Profiles(paths).put(msgspec.structs.replace(mine, keep=False))
    async with running(qtbot, qapp, paths, clock) as app:
        assert app.child("signInPage") is not None
        assert not [secret for secret in SECRETS if secret in everything_said()]
        assert paths.profile(mine.id).local_db.exists()
