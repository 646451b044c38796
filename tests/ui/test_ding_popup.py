"""The DING pop-up as a window: above all, never taking the keyboard, a stack, a signature."""

import asyncio
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.ui.announcements.undo_toast import UndoToast
from schoolbell.ui.ding.popup_window import HEIGHT, WIDTH
from schoolbell.ui.ding.popups import DingPopups
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_popups import PopupPresenter
from tests.fakes import ding as school
from tests.fakes.ding import FakeBox

FIRST, SECOND = (school.received_detail(row) for row in school.LISTS.received[:2])


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


class Screen:
    def __init__(self, qtbot, theme):
        self.qtbot = qtbot
        self.bridge = Bridge(lambda error: pytest.fail(repr(error)))
        self.box = FakeBox()
        self.presenter = PopupPresenter(self.bridge)
        self.popups = DingPopups(theme, self.presenter, lambda: school.NOW)
        self.presenter.attach(self.box)

    @property
    def window(self):
        return self.popups.window

    async def settle(self):
        while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
            await asyncio.wait(pending)
        self.bridge.flush()
        turn = QTimer()  # layouts follow with the next turn of the loop
        turn.setSingleShot(True)
        with self.qtbot.waitSignal(turn.timeout):
            turn.start(0)

    async def pop_up(self, *popups):
        self.box.pop_up(*popups)
        await self.settle()

    def click(self, widget):
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
async def screen(qtbot, theme):
    made = Screen(qtbot, theme)
    yield made
    made.presenter.stop()
    made.popups.stop()
    await made.bridge.stop()


async def test_it_stands_above_all_at_the_right_bottom(screen):
    await screen.pop_up(FIRST)
    window = screen.window
    assert window.isVisible()
    flags = window.windowFlags()
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert (window.width(), window.height()) == (WIDTH, HEIGHT)
    free = QGuiApplication.primaryScreen().availableGeometry()
    assert free.bottomRight() - window.geometry().bottomRight() == QPoint(16, 16)


async def test_whose_word_does_not_count_only_says_that_it_was_seen(screen):
    row = msgspec.structs.replace(FIRST.row, waiting=False, to_see=True)
    await screen.pop_up(msgspec.structs.replace(FIRST, row=row))
    assert screen.window.confirm.text() == "Got it"
    screen.click(screen.window.confirm)
    await screen.settle()
    assert ("confirm", row.key, None) in screen.box.done


@pytest.mark.parametrize("toast_first", [True, False])
async def test_the_way_back_is_never_under_it(screen, qtbot, theme, toast_first):
    free = QGuiApplication.primaryScreen().availableGeometry()
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.setGeometry(free)
    page = QWidget(ground)
    page.setGeometry(ground.rect())
    toast = UndoToast(theme, lambda: school.NOW, page, ground)
    ground.show()

    def place():
        return QRect(toast.mapToGlobal(QPoint(0, 0)), toast.size())

    def lowest():
        return page.mapToGlobal(QPoint(0, page.height() - 24)).y() - 1

    held = SimpleNamespace(people=258, until_ms=school.NOW + 10_000)
    if toast_first:
        toast.tell(held)
        assert place().bottom() == lowest()
    await screen.pop_up(FIRST)
    window = screen.window
    assert window.geometry().top() - free.top() > toast.height(), "there is room over it"
    if toast_first:
        with qtbot.waitSignal(toast.counted):
            pass
    else:
        toast.tell(held)
    assert not place().intersects(window.geometry())
    assert free.contains(place())
    window.hide()
    with qtbot.waitSignal(toast.counted):
        pass
    assert place().bottom() == lowest(), "back where it was"


async def test_it_never_takes_the_keyboard_from_who_types(screen):
    await screen.pop_up(FIRST)
    assert screen.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    # What the platform is told; the one of these tests has no window manager to heed it.
    assert screen.window.windowHandle().property("_q_showWithoutActivating")


async def test_confirmed_it_goes(screen):
    await screen.pop_up(FIRST)
    screen.click(screen.window.confirm)
    await screen.settle()
    assert screen.box.done == [("confirm", "r1", None)]
    assert not screen.window.isVisible()


async def test_the_keyboard_does_not_slip_to_the_button_beside_what_was_pressed(screen):
    await screen.pop_up(FIRST)
    window = screen.window
    window.activateWindow()
    window.confirm.setFocus()
    screen.box.fail = KnownError(ErrorCode.NETWORK)
    screen.qtbot.keyClick(window.confirm, Qt.Key.Key_Space)
    assert not window.confirm.isEnabled()
    assert window.focusWidget() is window
    await screen.settle()
    assert window.confirm.isEnabled()
    assert window.focusWidget() is window.confirm, "it can be tried again at once"


async def test_a_stack_has_a_count_and_is_paged(screen):
    await screen.pop_up(FIRST, SECOND, school.received_detail(school.LISTS.received[2]))
    window = screen.window
    assert window._count.accessibleName() == "3"
    assert window._page.full_text() == "1 / 3"
    assert window.width() == WIDTH + 16
    screen.click(window.after)
    assert window.item.key == "r2"
    screen.click(window.confirm)
    await screen.settle()
    assert window.item.key == "r3"
    assert window._count.accessibleName() == "2"
    screen.click(window.before)
    assert window.item.key == "r1"


async def test_a_new_one_does_not_turn_the_page_under_somebodys_hand(screen):
    await screen.pop_up(SECOND)
    await screen.pop_up(FIRST, SECOND)
    assert screen.window.item.key == "r2"
    assert screen.window._page.full_text() == "2 / 2"


async def test_all_are_put_aside_together(screen):
    await screen.pop_up(FIRST, SECOND)
    assert screen.window.later.text() == "All in 5 minutes"
    screen.click(screen.window.later)
    await screen.settle()
    assert screen.box.done == [("aside", ("r1", "r2"), 300_000)]
    assert not screen.window.isVisible()
    await screen.pop_up(FIRST)
    assert screen.window.isVisible()


async def test_closing_the_window_only_puts_it_aside(screen):
    await screen.pop_up(FIRST)
    assert not screen.window.close()
    await screen.settle()
    assert screen.box.done == [("aside", ("r1",), 300_000)]


async def test_somebody_of_the_family_confirmed(screen):
    await screen.pop_up(FIRST)
    screen.box.family_confirms("r1", "李明爸爸", school.at(15, 11, 28))
    await screen.settle()
    window = screen.window
    assert window.isVisible()
    assert window.body.reason.full_text() == "李明爸爸 confirmed 11:28"
    assert not window.confirm.isVisible()
    screen.presenter._timer.stop()
    screen.presenter._timer.timeout.emit()
    assert not window.isVisible()


async def test_a_signature_is_drawn_in_place(screen):
    await screen.pop_up(school.received_detail(school.LISTS.received[1], "外出研学：已阅读并同意。", True))
    window, pad = screen.window, screen.window.body.sign.pad
    assert window.confirm.text() == "Sign and confirm"
    assert not window.confirm.isEnabled()
    screen.qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 50))
    for x in range(50, 200, 10):
        screen.qtbot.mouseMove(pad, QPoint(x, 50 + x % 30))
    screen.qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert window.confirm.isEnabled()
    screen.click(window.body.sign.again)
    assert not window.confirm.isEnabled()
    screen.click(window.body.sign.typing)
    window.body.sign.name.insert("李明妈妈")
    screen.click(window.confirm)
    await screen.settle()
    ((_, key, signature),) = screen.box.done
    assert key == "r2"
    numbers = [number for stroke in signature.strokes for number in stroke]
    assert 0 < len(numbers) <= 12_000
    assert all(0 <= number <= 4096 for number in numbers)


async def test_a_long_text_is_read_before_it_is_signed(screen):
    await screen.pop_up(school.received_detail(school.LISTS.received[1], school.TEXT * 3, True))
    window = screen.window
    assert window.body.mode == "read"
    screen.click(window.confirm)
    assert window.body.mode == "sign"
    assert screen.box.done == []
    screen.click(window.whole)
    assert window.body.mode == "read"


async def test_what_does_not_work_is_said_and_can_be_tried_again(screen):
    await screen.pop_up(FIRST)
    screen.box.fail = KnownError(ErrorCode.DISK_FULL)
    screen.click(screen.window.confirm)
    await screen.settle()
    assert "disk is full" in screen.window.notice.words.full_text()
    assert screen.window.confirm.isEnabled()


async def test_reply_leads_to_the_chat(screen):
    replies = []
    screen.presenter.reply_wanted.connect(lambda *what: replies.append(what))
    await screen.pop_up(FIRST)
    screen.click(screen.window.reply)
    assert replies == [("!room:x", "$r1")]


async def test_a_double_click_leads_to_the_window(screen):
    opened = []
    screen.presenter.open_wanted.connect(opened.append)
    await screen.pop_up(FIRST)
    screen.qtbot.mouseDClick(screen.window, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert opened == ["r1"]


async def test_it_speaks_for_screen_readers(screen):
    await screen.pop_up(FIRST)
    assert screen.window.windowTitle() == "DING from 刘主任"
    assert screen.window.body.accessibleName().startswith("刘主任: 错峰入校")


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
async def test_every_button_fits_in_every_language(screen, languages, language):
    languages.use(language)
    for popups in ((FIRST,), (FIRST, SECOND), (school.received_detail(school.LISTS.received[1], "a", True),)):
        await screen.pop_up(*popups)
        window = screen.window
        for button in (window.later, window.reply, window.confirm, window.whole):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width()
                assert window.card.rect().contains(button.mapTo(window.card, button.rect().bottomRight()))
