"""The search over the window: typed into, walked through by keys; what is chosen opens where it was said."""

import asyncio
from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import GapItem, MessageItem
from schoolbell.domain.search.items import Group, MessageHit, PersonHit
from schoolbell.shell.searching import Searching
from schoolbell.shell.window import Window
from schoolbell.store.timeline import token_of
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, SCHOOL, WANG
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, Files, ScriptedEngine


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    made = ScriptedEngine(files)
    rooms = chat_school.school_rooms(made)
    said = [made.text(f"第{number}条 今天的數學作業", CHEN) for number in range(40)]
    picture = {"msgtype": "m.image", "body": "作业黑板.jpg", "url": "mxc://x/1", "info": {"size": 824_000}}
    rooms[GROUP]["timeline"] = [*said, made.event("m.room.message", picture, WANG)]
    rooms[CHAT]["timeline"] = [made.text("作业范文在这里", CHEN)]
    made.take_in_now(rooms)
    return made


class Stand:
    """A window with the pane in it, and the search over it."""

    def __init__(self, qtbot, theme, files, engine):
        self.qtbot = qtbot
        self.presenter = MessagesPresenter(
            files, ME, FakeClock(), UTC, (SCHOOL,), lambda error: pytest.fail(repr(error))
        )
        self.pane = MessagesPane(theme, self.presenter, FakeClock())
        self.window = Window(theme)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.presenter.show_cached("")
        self.window.show_messages(self.pane)
        self.window.show()
        self.window.activateWindow()
        self.search = Searching(files.cache, ME, self.presenter, self.pane, theme, FakeClock())
        self.window.search_asked.connect(self.search.search)
        self.presenter.attach_engine(engine)
        self.pane.engine_ready()

    @property
    def overlay(self):
        return self.search.overlay

    @property
    def rows(self):
        return self.overlay.hits.model().items()

    async def until(self, condition, what="it"):
        turn = QTimer()
        turn.setSingleShot(True)
        for _ in range(400):
            with self.qtbot.waitSignal(turn.timeout):
                turn.start(0)
            self.presenter.bridge.flush()
            if condition():
                return
            await asyncio.sleep(0.005)
        pytest.fail(f"{what} did not come true")

    async def open(self, text="", room_id=""):
        self.search.search(room_id)
        self.overlay.field.setText(text)
        presenter = self.search._search
        await self.until(lambda: presenter.is_answered and presenter.question.text == text, "the answer")
        await self.until(lambda: presenter.state.phase != "searching")
        self.presenter.bridge.flush()

    def key(self, key, **more):
        self.qtbot.keyClick(self.overlay.field, key, **more)

    async def stop(self):
        self.search.stop()
        await self.presenter.stop()


@pytest.fixture
async def stand(qtbot, theme, files, engine):
    made = Stand(qtbot, theme, files, engine)
    yield made
    await made.stop()


async def test_the_field_above_the_rooms_and_two_keys_open_it(stand, qtbot):
    assert stand.overlay is None, "made when somebody searches"
    qtbot.mouseClick(stand.pane.rooms.search, Qt.MouseButton.LeftButton)
    assert stand.overlay.isVisible()
    assert stand.overlay.field.hasFocus()
    stand.key(Qt.Key.Key_Escape)
    assert not stand.overlay.isVisible()
    qtbot.keyClick(stand.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert stand.overlay.isVisible()
    await stand.until(lambda: stand.search._search.is_answered)
    assert stand.window.isActiveWindow(), "no other window was shown meanwhile"
    assert stand.overlay.geometry() == stand.overlay.parentWidget().rect()
    assert stand.overlay.parentWidget().isAncestorOf(stand.window.rail), "it covers the rail too"


async def test_nothing_found_stays_behind_when_another_account_is_shown(stand):
    await stand.open("作业")
    overlay = stand.overlay
    stand.window.drop_messages()
    assert not overlay.isVisible()
    assert stand.window.findChild(type(overlay)) is None
    stand.window.show_messages(stand.pane)
    await stand.open("作业")
    assert stand.overlay.isVisible()
    assert stand.overlay.hits.current().text == "作业范文在这里"


async def test_escape_gives_the_keyboard_back(stand):
    stand.pane.open_room(GROUP)
    await stand.until(lambda: stand.pane.composer.input.hasFocus(), "the composer")
    await stand.open("作业")
    stand.key(Qt.Key.Key_Escape)
    assert stand.pane.composer.input.hasFocus()


async def test_results_come_as_one_types_and_keys_walk_through_them(stand):
    await stand.open("作业")
    assert isinstance(stand.overlay.hits.current(), MessageHit)
    assert stand.overlay.hits.current().text == "作业范文在这里"
    first = stand.overlay.hits.currentIndex().row()
    stand.key(Qt.Key.Key_Up)
    assert stand.overlay.hits.currentIndex().row() == first, "at the top it stays"
    for _ in range(3):
        stand.key(Qt.Key.Key_Down)
    assert stand.overlay.hits.current().attachment.name == "作业黑板.jpg", "over the section to the files"
    stand.key(Qt.Key.Key_PageUp)
    assert stand.overlay.hits.currentIndex().row() == first
    assert stand.overlay._count.text() == "42 results"
    assert stand.overlay.filters.chips[Group.MESSAGES].text() == "Messages 41"


async def test_tab_changes_the_group_and_shift_tab_reaches_the_filters(stand, qtbot):
    await stand.open("作业")
    for _ in range(3):
        stand.key(Qt.Key.Key_Tab)
    await stand.until(lambda: len(stand.rows) == 41, "all messages")
    assert stand.overlay.filters.chips[Group.MESSAGES].isChecked()
    stand.key(Qt.Key.Key_Backtab, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert stand.overlay.close_button.hasFocus()
    qtbot.keyClick(stand.overlay.close_button, Qt.Key.Key_Backtab)
    assert stand.overlay.filters.days.hasFocus()
    qtbot.keyClick(stand.overlay.filters.days, Qt.Key.Key_Escape)
    assert not stand.overlay.isVisible()


async def test_enter_opens_the_message_where_it_was_said(stand):
    await stand.open("第3条")
    stand.key(Qt.Key.Key_Return)
    assert not stand.overlay.isVisible()
    timeline = stand.pane.timeline
    await stand.until(lambda: timeline.hit_key != "", "the row")
    row = stand.presenter.timeline.item(stand.presenter.timeline.row_of(timeline.hit_key))
    assert row.body == "第3条 今天的數學作業"
    shown = timeline.stack.top_of(timeline.stack.find(timeline.hit_key))
    assert 0 <= shown < timeline.viewport().height()
    assert timeline.hasFocus()
    assert timeline.current_key == timeline.hit_key


async def test_the_row_is_set_off_until_somebody_goes_on(stand, qtbot, theme):
    await stand.open("第3条")
    stand.key(Qt.Key.Key_Return)
    timeline = stand.pane.timeline
    await stand.until(lambda: timeline.hit_key != "", "the row")
    top = timeline.stack.top_of(timeline.stack.find(timeline.hit_key))
    image = timeline.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    where = QPoint(round(14 * ratio), round((top + 30) * ratio))
    assert image.pixelColor(where) != theme.tokens.bg_canvas
    qtbot.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 5))
    assert timeline.hit_key == ""
    assert timeline.viewport().grab().toImage().pixelColor(where) == theme.tokens.bg_canvas


async def test_floating_details_do_not_lie_over_what_was_found(stand, qtbot):
    stand.window.resize(960, 600)
    stand.pane.open_room(GROUP)
    await stand.until(lambda: stand.pane.header.details.isVisible(), "the header")
    qtbot.mouseClick(stand.pane.header.details, Qt.MouseButton.LeftButton)
    assert stand.pane.details.isVisible()
    await stand.open("第3条")
    stand.key(Qt.Key.Key_Return)
    assert not stand.pane.details.isVisible()
    await stand.until(lambda: stand.pane.timeline.hit_key != "", "the row")


async def test_a_message_with_gaps_on_both_sides_opens_in_its_place(stand, engine):
    """Its surroundings were never fetched, and cannot be: the server is away."""
    far = engine.text("孤零零的一句话", WANG)
    await engine.deliver(GROUP, far, limited=True, prev_batch="t1")
    later = [engine.text(f"later {number}", CHEN) for number in range(80)]
    await engine.deliver(GROUP, *later, limited=True, prev_batch="t2")
    engine.pages.extend(KnownError(ErrorCode.NETWORK) for _ in range(20))
    await stand.open("孤零零")
    stand.key(Qt.Key.Key_Return)
    timeline = stand.pane.timeline
    await stand.until(lambda: timeline.hit_key != "", "the row")
    items = stand.presenter.timeline.items()
    at = next(at for at, item in enumerate(items) if item.key == timeline.hit_key)
    assert items[at].body == "孤零零的一句话"
    assert isinstance(items[at + 1], GapItem)
    assert any(isinstance(item, GapItem) for item in items[:at])
    assert 0 <= timeline.stack.top_of(timeline.stack.find(timeline.hit_key)) < timeline.viewport().height()


async def test_what_the_server_has_around_it_is_fetched_then(stand, engine, files, monkeypatch):
    far = engine.text("孤零零的一句话", WANG)
    before = [engine.text(f"before {number}", CHEN) for number in range(3)]
    await engine.deliver(GROUP, far, limited=True, prev_batch="t1")
    later = [engine.text(f"later {number}", CHEN) for number in range(80)]
    await engine.deliver(GROUP, *later, limited=True, prev_batch="t2")
    known = {"t2": ([far], "t1"), "t1": (before, "t0")}
    paginate = engine.paginate

    async def ask_the_server(room_id, chunk=None):
        where = await files.cache.read(lambda conn: token_of(conn, chunk))
        if where is not None and where[1] in known:
            engine.pages.append(known[where[1]])
            await paginate(room_id, chunk)

    monkeypatch.setattr(engine, "paginate", ask_the_server)
    await stand.open("孤零零")
    stand.key(Qt.Key.Key_Return)
    timeline = stand.pane.timeline
    await stand.until(lambda: timeline.hit_key != "", "the row")

    def neighbours():
        items = [item for item in stand.presenter.timeline.items() if isinstance(item, MessageItem)]
        at = next((at for at, item in enumerate(items) if item.key == timeline.hit_key), 0)
        return [item.body for item in items[max(0, at - 1) : at + 2]]

    await stand.until(lambda: neighbours() == ["before 2", "孤零零的一句话", "later 0"], "the neighbours")
    assert 0 <= timeline.stack.top_of(timeline.stack.find(timeline.hit_key)) < timeline.viewport().height()


async def test_a_click_opens_a_hit_and_view_all_its_group(stand, qtbot):
    await stand.open("作业")
    hits = stand.overlay.hits
    section = next(at for at, row in enumerate(stand.rows) if getattr(row, "more", False))
    area = hits.visualRect(hits.model().index(section, 0))
    qtbot.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert stand.search._search.question.only is None, "beside the words nothing happens"
    words = hits._delegate.all_area(stand.rows[section], area)
    qtbot.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=words.center())
    await stand.until(lambda: len(stand.rows) == 41, "all messages")
    place = hits.visualRect(hits.model().index(0, 0)).center()
    qtbot.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await stand.until(lambda: stand.presenter.room_id == CHAT, "the room")
    await stand.until(lambda: stand.pane.timeline.hit_key != "", "the row")


async def test_a_person_without_a_chat_leads_to_what_was_written(stand, qtbot):
    await stand.open("李建国")
    assert isinstance(stand.overlay.hits.current(), PersonHit)
    stand.key(Qt.Key.Key_Return)
    await stand.until(lambda: stand.overlay.filters.person.isVisible(), "the filter")
    assert stand.overlay.isVisible()
    assert stand.overlay.field.text() == ""
    assert "李明爸爸" in stand.overlay.filters.person.text()
    qtbot.mouseClick(stand.overlay.filters.person, Qt.MouseButton.LeftButton)
    await stand.until(lambda: not stand.overlay.filters.person.isVisible(), "the filter's end")


async def test_ctrl_f_searches_in_the_open_room(stand, qtbot):
    stand.pane.open_room(CHAT)
    await stand.until(lambda: stand.pane.header.search.isVisible(), "the header")
    qtbot.keyClick(stand.pane.composer.input, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert stand.overlay.isVisible()
    await stand.open("作业", CHAT)
    assert [row.text for row in stand.rows] == ["作业范文在这里"]
    assert stand.overlay.filters.room.currentText() == "语文教研组"
    assert stand.overlay.field.placeholderText() == "Search in 语文教研组"
    assert not stand.overlay.filters.chips[Group.PEOPLE].isVisible()


async def test_nothing_found_says_what_to_try(stand, qtbot):
    await stand.open("没有这个词", CHAT)
    nothing = stand.overlay._nothing
    await stand.until(nothing.isVisible, "the words")
    assert nothing.accessibleName() == "Nothing found"
    stand.overlay.field.setText("黑板")
    await stand.until(lambda: stand.search._search.is_answered and nothing.isVisible(), "the words again")
    qtbot.mouseClick(nothing._button, Qt.MouseButton.LeftButton)
    await stand.until(stand.overlay.hits.isVisible, "hits everywhere")
    assert stand.overlay.hits.current().attachment.name == "作业黑板.jpg"


async def test_a_fault_says_so_and_can_be_tried_again(stand, qtbot, files, monkeypatch):
    async def broken(fn):
        raise KnownError(ErrorCode.DATABASE_CORRUPT)

    await stand.open()
    with monkeypatch.context() as patch:
        patch.setattr(
            stand.search._search._finder, "_cache", type("Broken", (), {"read": staticmethod(broken)})
        )
        stand.overlay.field.setText("作业")
        await stand.until(stand.overlay._failed.isVisible, "the fault")
    assert stand.overlay._failed.accessibleName() != ""
    qtbot.mouseClick(stand.overlay._failed._button, Qt.MouseButton.LeftButton)
    await stand.until(stand.overlay.hits.isVisible, "the hits")


async def test_enter_waits_for_the_answer_to_what_is_typed(stand):
    await stand.open("作业")
    stand.overlay.field.setText("第3条")
    stand.key(Qt.Key.Key_Return)
    assert stand.overlay.isVisible(), "the rows still belong to the words before"
    presenter = stand.search._search
    await stand.until(lambda: presenter.is_answered and len(stand.rows) == 2, "the answer")
    assert stand.overlay.hits.current().text.startswith("第3条")


async def test_a_click_beside_the_card_closes(stand, qtbot):
    await stand.open("作业")
    qtbot.mouseClick(stand.overlay, Qt.MouseButton.LeftButton, pos=QPoint(20, 700))
    assert not stand.overlay.isVisible()


async def test_a_screen_reader_finds_field_and_hits(stand):
    await stand.open("作业")
    view = QAccessible.queryAccessibleInterface(stand.overlay.hits)
    names = [view.child(at).text(QAccessible.Text.Name) for at in range(view.childCount())]
    assert any("语文教研组" in name and "作业范文在这里" in name for name in names)
    assert any("作业黑板.jpg" in name for name in names)
    field = QAccessible.queryAccessibleInterface(stand.overlay.field)
    assert field.text(QAccessible.Text.Name) == "Search for people, chats, messages and files"


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (2560, 1400)])
async def test_the_card_fits_every_window(stand, size):
    stand.window.resize(*size)
    await stand.open("作业")
    card = stand.overlay.card.geometry()
    assert stand.overlay.rect().contains(card)
    assert card.width() == 720
    for chip in (*stand.overlay.filters.chips.values(), stand.overlay.filters.days):
        assert chip.width() >= chip.minimumSizeHint().width()
        assert stand.overlay.filters.rect().contains(chip.geometry())


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
async def test_it_follows_the_language_while_it_is_open(stand, languages, language):
    await stand.open("作业")
    languages.use(language)
    wanted = {
        "zh_CN": ("消息 41", "共 42 条"),
        "zh_TW": ("訊息 41", "共 42 筆"),
        "en": ("Messages 41", "42 results"),
    }
    chip, count = wanted[language]
    await stand.until(lambda: stand.overlay.filters.chips[Group.MESSAGES].text() == chip, "the words")
    assert stand.overlay._count.text() == count
