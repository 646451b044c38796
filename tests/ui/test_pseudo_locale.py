"""A walk with a pseudo-locale: nothing that is painted, heard or shown is a raw string of the sources.

Every translated text comes back in brackets; what people wrote, names and files are Chinese or listed below.
So a Latin word outside brackets was never translated.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QDate, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from schoolbell.base.diffs import Reset
from schoolbell.base.errors import ErrorCode
from schoolbell.domain.chat.items import Attachment, Role, RoomKind
from schoolbell.shell.trouble import TroublePage
from schoolbell.ui.accounts.menu import AccountMenu, AccountRow
from schoolbell.ui.lock.dialog import PinDialog
from schoolbell.ui.lock.page import LockPage
from schoolbell.ui.messages.day_popup import DayPopup
from schoolbell.ui.messages.room_list import RoomListPane
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.settings.pane import SettingsPane
from schoolbell.ui.signin.page import SignInPage
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.viewer.shown import Shown
from schoolbell.ui.viewer.viewer import Viewer
from schoolbell.ui.widgets.badge import RoleBadge
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.signin import FoundServer, SignInPresenter
from schoolbell.viewmodels.words import describe_room
from schoolbell_demo.line import Account
from schoolbell_demo.window import DemoWindow
from tests.fakes.signin_service import FakeSignIn
from tests.ui.test_room_list import NOW, ROOMS, room
from tests.ui.test_search import Stand, engine, files  # noqa: F401 (fixtures)
from tests.ui.timeline_school import FixedClock, class_group, model_of, offline_evening

# What is not translated, beside whatever is written in Chinese: addresses, files and their kinds, keys of the
# keyboard, units, licences.
_DATA = re.compile(
    r"⟦[^⟦⟧]*⟧|https?://\S+|@\w+:[\w.]+|[\w-]+\.(jpg|pdf|png|mp4|test|example|db)\b|Schoolbell|English|"
    r"\b(Ctrl[+ ]\w+|Enter|Esc|Tab|KB|MB|GB|kB|AM|PM|PNG|PDF|JPG|MP4)\b|3F7K[-\w ]*|"
    r"[\w/ -]+ \((BSD|MIT|LGPL|ISC)[^)]*\)"
)
_WORD = re.compile(r"[A-Za-z]{2,}")


class Brackets(QTranslator):
    """Puts every text that goes through a translation into brackets."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"⟦{source}⟧"


def raw(text: str) -> bool:
    """Whether a Latin word stands in `text` that no translation brought."""
    left = text
    while (shorter := _DATA.sub("", left)) != left:
        left = shorter
    return bool(_WORD.search(left.partition("⟦")[0]))  # what is cut off has no second bracket


def heard(root: QWidget) -> Iterator[str]:
    """Yield every name, value, description and help that a screen reader finds below `root`."""
    stack = [QAccessible.queryAccessibleInterface(root)]
    while stack:
        interface = stack.pop()
        if interface is None or not interface.isValid() or interface.state().invisible:
            continue
        kinds = QAccessible.Text
        for kind in (kinds.Name, kinds.Value, kinds.Description, kinds.Help):
            yield interface.text(kind)
        stack += [interface.child(at) for at in range(interface.childCount())]


@pytest.fixture
def walk(
    qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., list[str]]]:
    """Give `walk(root)`: paints a widget and returns all it paints, says or shows that is raw."""
    painted: list[str] = []
    draw = QPainter.drawText

    def record(self: QPainter, *given: Any) -> Any:
        painted.extend(one for one in given if isinstance(one, str))
        return draw(self, *given)

    monkeypatch.setattr(QPainter, "drawText", record)
    translator = Brackets()
    qapp.installTranslator(translator)
    QAccessible.setActive(True)

    def look(root: QWidget, *, paints: int = 0) -> list[str]:
        painted.clear()
        root.grab()
        assert len(painted) >= paints, "what paints its texts itself was painted"
        tips = [widget.toolTip() for widget in (root, *root.findChildren(QWidget))]
        menus = [one.text() for menu in root.findChildren(QMenu) for one in menu.actions()]
        titles = [root.windowTitle()]
        seen = {*painted, *heard(root), *tips, *menus, *titles}
        assert any("⟦" in text for text in seen), "the walk looked at something"
        return sorted(text for text in seen if text and raw(text))

    yield look
    qapp.removeTranslator(translator)
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(
    ("text", "is_raw"),
    [
        ("⟦Send⟧", False),
        ("⟦{name}, ⟦online⟧⟧", False),
        ("三年级2班 ⟦3 unread⟧", False),
        ("Send", True),
        ("⟦Send⟧ now", True),
        ("口算第12页练习.pdf", False),
        ("⟦A name that was cut o…", False),
    ],
)
def test_the_walk_tells_raw_from_translated(text: str, is_raw: bool) -> None:
    assert raw(text) is is_raw


@pytest.mark.parametrize("items", [class_group, offline_evening])
def test_timeline_rows(walk: Any, qtbot: Any, theme: Theme, items: Any) -> None:
    view = TimelineView(theme, clock=FixedClock())
    qtbot.addWidget(view)
    view.resize(928, 1400)
    view.set_model(model_of(items()))
    view.show()
    view.settle()
    assert walk(view, paints=10) == []


def test_room_list(walk: Any, qtbot: Any, theme: Theme) -> None:
    more = [
        room(f"!{number}", f"三年级{number}班", preview_prefix=prefix, preview=preview, unread=number)
        for number, (prefix, preview) in enumerate(
            [("draft", "草稿"), ("mention", "你好"), ("failed", "没发出"), ("", "")]
        )
    ]
    calls = [room(f"!k{kind}", "一班", kind=kind, unread=5, unread_is_floor=True) for kind in RoomKind]
    model: Any = ItemListModel(describe_room)
    model.apply([Reset((*ROOMS, *more, *calls))])
    pane = RoomListPane(theme, model, lambda: NOW)
    qtbot.addWidget(pane)
    pane.resize(288, 1200)
    pane.set_counts({"unread": 120, "mentions": 1, "failed": 2})
    pane.show()
    assert walk(pane, paints=8) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NONE])
def test_role_badges(walk: Any, qtbot: Any, theme: Theme, role: Role) -> None:
    badge = RoleBadge(theme, role)
    qtbot.addWidget(badge)
    badge.show()
    assert walk(badge, paints=1) == []


async def test_search_overlay(walk: Any, qtbot: Any, theme: Theme, files: Any, engine: Any) -> None:  # noqa: F811
    stand = Stand(qtbot, theme, files, engine)
    try:
        for text in ("作业", "没有这样的话", ""):
            await stand.open(text)
            assert walk(stand.overlay, paints=1) == []
    finally:
        await stand.stop()


class NoPictures(QObject):
    """Pictures that never come."""

    whole_ready = Signal(str, object)
    whole_failed = Signal(str, str)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_given, **_named: None


def test_viewer(walk: Any, qtbot: Any, theme: Theme) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(1000, 700)
    ground.show()
    picture = Shown("$1", Attachment("黑板.jpg", "image/jpeg", 90_000, "mxc://x/1", 1040, 560), "陈静", NOW)
    both = (picture, replace(picture, key="$2"))
    viewer = Viewer(theme, NoPictures(), lambda: both, lambda: NOW, ground)  # type: ignore[arg-type]
    assert viewer.show_picture("$1")
    assert walk(viewer) == []


def test_lock_page(walk: Any, qtbot: Any, theme: Theme) -> None:
    page = LockPage(theme)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    assert walk(page) == []
    page.show_error(ErrorCode.WRONG_PIN.value, {"retry_after_ms": 61_000})
    assert walk(page) == []


@pytest.mark.parametrize(("old", "new"), [(True, False), (False, True), (True, True)])
def test_pin_dialog(walk: Any, qtbot: Any, theme: Theme, old: bool, new: bool) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.show()
    dialog = PinDialog(theme, ground, old=old, new=new)
    dialog.ask("⟦asked⟧", "⟦more⟧", "⟦yes⟧")
    dialog.new.setText("1")
    dialog.again.setText("2")
    assert walk(dialog) == []
    dialog.close()


def test_account_menu(walk: Any, qtbot: Any, theme: Theme) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    rows = [
        AccountRow("1", "周敏", "@t1:school.test", 0, locked=False, current=True),
        AccountRow("2", "王小龙", "@s2:school.test", 3, locked=False, current=False),
        AccountRow("3", "王静", "@g3:school.test", 0, locked=True, current=False),
    ]
    menu = AccountMenu(theme, rows, ground)
    assert [one.text() for one in menu.actions() if raw(one.text().replace("\t", " "))] == []
    assert "⟦" in menu.accessibleName()


def test_calendar(walk: Any, qtbot: Any, theme: Theme) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(600, 600)
    ground.show()
    popup = DayPopup(theme, ground, ground)
    popup.open_at(QDate(2026, 4, 15))
    assert walk(popup, paints=20) == []
    popup.close_popup()


@pytest.mark.parametrize("replaceable", [False, True])
def test_recovery_page(walk: Any, qtbot: Any, theme: Theme, replaceable: bool) -> None:
    for code in ErrorCode:
        page = TroublePage(theme, code, {}, replaceable=replaceable)
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        assert walk(page) == [], code


def test_settings(walk: Any, qtbot: Any, theme: Theme) -> None:
    pane = SettingsPane(theme)
    qtbot.addWidget(pane)
    pane.resize(900, 2400)
    pane.show()
    assert walk(pane) == []
    for storage in ("keyring", "memory", "file"):
        pane.show_account("周敏", "@t1:school.test", "周敏", 1, storage)
        assert walk(pane) == []
    for has_pin in (False, True):
        pane.lock.show_choice(has_pin, 5, has_pin)
        assert walk(pane) == []


async def test_sign_in_with_a_number(walk: Any, qtbot: Any, theme: Theme) -> None:
    presenter = SignInPresenter(FakeSignIn(), lambda error: pytest.fail(repr(error)))
    page = SignInPage(theme, presenter)
    qtbot.addWidget(page)
    page.show()
    assert walk(page) == []
    presenter.server_found.emit(FoundServer("学校", "https://school.test", sso=True))
    page.account.setText("2026")
    for code in (ErrorCode.WRONG_PASSWORD, ErrorCode.RATE_LIMITED):
        page.show_error(code.value, {"retry_after_ms": 61_000} if code is ErrorCode.RATE_LIMITED else {})
        assert walk(page, paints=4) == []
    await presenter.stop()


def test_demo_window(walk: Any, qtbot: Any, theme: Theme) -> None:
    window = DemoWindow(theme)
    qtbot.addWidget(window)
    window.show()
    for stage in ("start", "sign_in", "life", "账号"):
        window._show_progress(1, 2, stage)
        assert walk(window) == []
    account = Account("@t1:school.test", "", "teacher", "周敏", "", False)
    window.show_people([("⟦Open as the class teacher⟧", account)])
    assert walk(window) == []
    window.show_failure("⟦failed⟧")
    assert walk(window) == []
