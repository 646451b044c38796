"""Nothing is dropped silently: signing out says what only this computer has, and asks."""

import asyncio

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.login import Credentials
from schoolbell.shell import options
from schoolbell.shell.application import Application
from schoolbell.shell.crash import CrashHook
from schoolbell.store import drafts, outbox
from schoolbell.store.outbox import NewRow
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell.ui.widgets.question import Question
from tests.domain.chat_school import GROUP
from tests.fakes.domain_engine import Files
from tests.shell.prepared import prepare_home

CONTENT = {"msgtype": "m.text", "body": "明天带圆规"}


def write_unsent(paths, texts, draft):
    """Leave unsent messages (the last one refused) and a draft in the account's file."""
    profile = paths.profile(Profiles(paths).current().id)
    (profile.local_db).replace(profile.cache / "local.db")
    files = Files.make(profile.cache)

    def write(conn):
        for text in texts:
            outbox.add(conn, NewRow(text, GROUP, "m.room.message", CONTENT))
        if texts:
            outbox.wedge(conn, texts[-1], "forbidden")
        drafts.put(conn, GROUP, draft, "", 1)

    files.local.write_now(write)
    files.close()
    (profile.cache / "local.db").replace(profile.local_db)
    return profile


@pytest.fixture
async def program(qapp, tmp_path, request, compiled_translations):
    """The window of an account that has no session any more, with what the parameter says unsent."""
    paths = prepare_home(tmp_path)
    texts, draft = request.param
    profile = write_unsent(paths, texts, draft)
    chosen = options.parse(["--plaintext-session", "--lang", "en", "--home", str(tmp_path)])
    crash = CrashHook(paths.logs, lambda: 1)
    made = Application(qapp, chosen, paths, Policy(), SystemClock(), crash)
    made.begin()  # the program closes its window itself, and asks before that
    made.files = profile
    yield made
    made.quit()
    await made.run()
    made.languages.remove()
    qapp.setStyleSheet("")
    for top in qapp.topLevelWidgets():
        top.deleteLater()


def asked(program):
    """The words and the question on the screen."""
    program.accounts.ask_sign_out()
    box = program.window.findChild(Question, "signOutQuestion")
    return " ".join(label.text() for label in box.findChildren(QLabel)), box


@pytest.mark.parametrize("program", [(["a", "b"], "half a thought")], indirect=True)
async def test_unsent_messages_and_drafts_are_counted_also_without_a_connection(program, qtbot):
    words, box = asked(program)
    assert "2 messages are not sent yet and would be lost" in words
    assert "1 draft would be lost, too." in words
    qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Return)
    assert not box.isVisible()
    assert program.session.only_here() == (2, 1)
    assert program.files.local_db.exists()


async def turn_until(qtbot, condition, what):
    """Turn both loops until `condition()`."""
    turn = QTimer()
    turn.setSingleShot(True)
    for _ in range(600):
        with qtbot.waitSignal(turn.timeout):
            turn.start(0)
        await asyncio.sleep(0.01)
        if condition():
            return
    pytest.fail(f"{what} did not come true")


@pytest.mark.parametrize("program", [(["a", "b"], "half a thought")], indirect=True)
async def test_who_agrees_leaves_nothing_of_the_account_on_this_computer(program, qtbot):
    session, files = program.session, program.files
    secrets = FileSecrets(program.around.paths)
    pair = Credentials(session.profile.user_id, "DEVICE", "canary-token", "canary-refresh")
    await secrets.save(session.profile.id, pair.to_secret())
    session._secrets = secrets
    _, box = asked(program)
    qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
    await turn_until(qtbot, lambda: program.accounts.signing is not None, "the page to sign in")
    await turn_until(qtbot, lambda: not files.data.exists() and not files.cache.exists(), "an empty folder")
    assert program.session is None
    assert Profiles(program.around.paths).all() == []
    assert await secrets.load(session.profile.id) is None
    home = program.around.paths
    left = [path for folder in (home.data, home.cache) for path in folder.rglob("*") if path.is_file()]
    for path in left:
        assert not any(word in path.read_bytes() for word in (b"canary", "明天带圆规".encode(), b"half a"))


@pytest.mark.parametrize("program", [([], "")], indirect=True)
async def test_with_nothing_unsent_the_question_is_a_plain_one(program):
    words, _ = asked(program)
    assert "Sign out of this account?" in words
    assert "lost" not in words


@pytest.mark.parametrize("program", [(["a"], "")], indirect=True)
async def test_what_cannot_be_read_is_not_called_sent(program, allowed_logs, monkeypatch):
    allowed_logs.append("nobody knows what is unsent")

    def broken(_read):
        raise KnownError(ErrorCode.DATABASE_CORRUPT)

    monkeypatch.setattr(program.session._databases.local, "read_now", broken)
    words, _ = asked(program)
    assert "What is not sent yet would be lost." in words
