"""Every text of the main screens comes from a translation, in every language, and switches while running."""

import re
import subprocess
import sys
from datetime import UTC

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTabBar, QWidget

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.chat.items import MessageItem, MessageKind, Person, SendState
from schoolbell.shell.i18n import LANGUAGES
from schoolbell.shell.window import Window
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.ui.errors import error_words
from schoolbell.ui.languages import LANGUAGE_NAMES
from schoolbell.ui.messages.message_menu import MessageMenu
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.settings.pane import SettingsPane
from schoolbell.ui.signin.change_password import ChangePasswordPage
from schoolbell.ui.signin.frame import SignInFrame
from schoolbell.ui.signin.page import SignInPage
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.signin import SignInPresenter
from tests.domain import chat_school
from tests.domain.chat_school import CHEN, GROUP, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, Files, ScriptedEngine
from tests.fakes.signin_service import FakeSignIn
from tests.ui.conftest import TOP

# Data and proper names: not translated on purpose.
_DATA = re.compile(r"三年级|语文|周敏|@t1001|school\.test|^[\d.:+ ·]*$|\(BSD|\(MIT|3F7K")
_NAMES = frozenset(LANGUAGE_NAMES.values())


class Brackets(QTranslator):
    """A pseudo-locale: every text that goes through a translation comes back in brackets."""

    def isEmpty(self):
        return False

    def translate(self, context, source, disambiguation=None, n=-1):
        return f"⟦{source}⟧"


def texts(root: QWidget) -> list[tuple[str, str]]:
    """Return (where, text) for everything below `root` that a person reads or hears."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName()}"
        shown = [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QAbstractButton | QLabel):
            shown.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            shown.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            shown += [widget.itemText(index) for index in range(widget.count())]
        if isinstance(widget, QTabBar):
            shown += [widget.tabText(index) for index in range(widget.count())]
        found += [(where, text.replace("&", "")) for text in shown if text]
    return found


def raw(root: QWidget) -> list[str]:
    return [
        f"{where}: {text}"
        for where, text in texts(root)
        if "⟦" not in text and not _DATA.search(text) and text not in _NAMES
    ]


@pytest.fixture
def pseudo(qapp):
    translator = Brackets()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
async def messages(qtbot, theme, tmp_path):
    files = Files.make(tmp_path)
    engine = ScriptedEngine(files)
    rooms = chat_school.school_rooms(engine)
    rooms[GROUP]["timeline"] = chat_school.messages(engine, 3)
    engine.take_in_now(rooms)
    clock = FakeClock()
    presenter = MessagesPresenter(files, ME, clock, UTC, (SCHOOL,), lambda error: pytest.fail(repr(error)))
    window = Window(theme)
    qtbot.addWidget(window)
    pane = MessagesPane(theme, presenter, clock)
    presenter.show_cached(GROUP)
    window.show_messages(pane)
    window.add_settings(SettingsPane(theme))
    window.resize(1280, 800)
    window.show()
    pane.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.NETWORK, retry_at=9.0, waiting=2, wedged=1))
    pane.show_failure("disk_full", {})
    yield window, pane
    await presenter.stop()
    files.close()


async def test_pseudo_locale_window(pseudo, messages):
    window, pane = messages
    for page in ("reads", "members", "outbox"):
        pane.pages.show(page)
    window.rail.me.show_person("周敏", "周敏", 1)
    assert raw(window) == []


async def test_pseudo_locale_pages_before_sign_in(pseudo, qtbot, theme):
    presenter = SignInPresenter(FakeSignIn(), lambda error: pytest.fail(repr(error)))
    for page in (
        SignInFrame(theme, "zh_CN"), SignInPage(theme, presenter), ChangePasswordPage(theme, presenter),
    ):  # fmt: skip
        qtbot.addWidget(page)
        page.show()
        assert raw(page) == []
    await presenter.stop()


async def test_pseudo_locale_menu_of_a_message(pseudo, qtbot, theme):
    holder = QWidget()
    qtbot.addWidget(holder)
    person = Person(CHEN, "陈静")
    item = MessageItem("$1", "$1", MessageKind.TEXT, person, True, 0, "hi", state=SendState.SENT)
    item = replace(item, can_edit=True, can_redact=True)
    menu = MessageMenu(theme, holder).build(item, "", True)
    assert len(menu.actions()) >= 6
    assert [action.text() for action in menu.actions() if action.text() and "⟦" not in action.text()] == []


async def test_switching_needs_no_restart(messages, languages, qtbot):
    window, pane = messages
    for language, words in (
        ("zh_CN", {"消息", "设置", "发送", "现在重连", "私聊"}),
        ("zh_TW", {"訊息", "設定", "傳送", "立即重新連線", "私訊"}),
        ("en", {"Messages", "Settings", "Send", "Reconnect now", "Direct"}),
    ):
        languages.use(language)
        qtbot.waitUntil(lambda wanted=words: wanted <= {text for _, text in texts(window)})
    assert window.windowTitle().endswith("Schoolbell")
    assert pane.composer.input.accessibleName() == "Message"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_words_in_every_language(languages, language):
    languages.use(language)
    for code in ErrorCode:
        words = error_words(code)
        assert words.title
        assert words.advice
        assert words.title.isascii() is (language == "en")


def test_english_has_plurals(languages):
    languages.use("en")
    assert error_words("rate_limited", {"retry_after_ms": 800}).advice == "You can try again in 1 second."
    assert error_words("rate_limited", {"retry_after_ms": 2800}).advice == "You can try again in 3 seconds."


@pytest.mark.parametrize("language", LANGUAGES)
def test_lrelease_reports_nothing_unfinished(language, tmp_path):
    tool = sys.executable.rpartition("/")[0] + "/pyside6-lrelease"
    source = TOP / "i18n" / f"schoolbell_{language}.ts"
    done = subprocess.run(
        [tool, str(source), "-qm", str(tmp_path / "x.qm")], capture_output=True, text=True, check=True
    )
    assert "0 unfinished" in done.stdout
    assert "Ignored" not in done.stdout


def test_taiwan_has_words_of_its_own():
    text = (TOP / "i18n" / "schoolbell_zh_TW.ts").read_text(encoding="utf-8")
    for mainland in ("登录", "登錄", "消息", "设置", "設置", "网络", "網絡", "账号", "发送", "發送", "保存"):
        assert mainland not in text, mainland
