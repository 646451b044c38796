"""Looking back in a conversation: the pill to the first unread, the calendar, quotes, words about it."""

import asyncio
from datetime import UTC

import pytest
from PySide6.QtCore import QDate, Qt, QTimer

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import MessageItem, NewItem
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.widgets.month import Month
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine

HOUR = 3_600_000


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    made = ScriptedEngine(files)
    made.take_in_now(chat_school.school_rooms(made))
    return made


@pytest.fixture
async def presenter(qapp, files, engine):
    clock = FakeClock(start_ms=START + 500 * HOUR)
    made = MessagesPresenter(files, ME, clock, UTC, (SCHOOL,), lambda error: pytest.fail(repr(error)))
    yield made
    await made.stop()


@pytest.fixture
def pane(qtbot, theme, presenter, languages):
    languages.use("en")
    made = MessagesPane(theme, presenter, FakeClock(start_ms=START + 500 * HOUR))
    qtbot.addWidget(made)
    made.resize(1216, 800)
    return made


@pytest.fixture
def until(presenter, qtbot):
    """Let the loop, Qt and the bridge run until something holds."""
    turn = QTimer()
    turn.setSingleShot(True)

    async def wait(condition, what="it"):
        for _ in range(400):
            with qtbot.waitSignal(turn.timeout):
                turn.start(0)
            presenter.bridge.flush()
            if condition():
                return
            await asyncio.sleep(0.005)
        pytest.fail(f"{what} did not come true")

    return wait


async def say(engine, count, *, last, read=0):
    """The group has `count` messages an hour apart; the `last` are here; number `read` was read last."""
    sent = [engine.text(f"m{n}", CHEN, ts=START + n * HOUR) for n in range(1, count + 1)]
    if read:
        await engine.receive(GROUP, t1001=sent[read - 1]["event_id"])
    await engine.history.know(GROUP, sent, last)
    return sent


async def begin(pane, presenter, engine, until, room_id=GROUP):
    presenter.show_cached("")
    pane.show()
    presenter.attach_engine(engine)
    pane.engine_ready()
    pane.open_room(room_id)
    await until(lambda: presenter.timeline.rowCount() > 5, "the timeline")
    await until(lambda: pane.header.days.isVisible(), "the header")


def in_view(pane):
    """The texts of the messages in view, from the top."""
    return [row.item.body for row, _ in pane.timeline.stack.visible if isinstance(row.item, MessageItem)]


def kinds_in_view(pane):
    return [type(row.item) for row, _ in pane.timeline.stack.visible]


# -- the first unread message ---------------------------------------------------------------------------


async def test_the_pill_leads_across_gaps_to_the_first_unread_message(pane, presenter, engine, until, qtbot):
    await say(engine, 400, last=20, read=50)
    await begin(pane, presenter, engine, until)
    pill = pane.back.pill
    await until(lambda: pill.isVisible(), "the pill")
    assert pill.text().endswith("+ unread")
    area = pane.timeline.geometry()
    assert area.contains(pill.geometry())
    assert pill.geometry().top() - area.top() < 40
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    await until(lambda: "m51" in in_view(pane), "the first unread message")
    assert NewItem in kinds_in_view(pane)
    assert "m50" in in_view(pane), "with what was read last above it"
    await until(lambda: not pill.isVisible(), "no pill any more")


async def test_an_exact_count_is_said_and_scrolling_up_to_it_ends_the_pill(pane, presenter, engine, until):
    sent = await say(engine, 90, last=90)
    await engine.mark_read(GROUP, sent[29]["event_id"])
    await begin(pane, presenter, engine, until)
    pill = pane.back.pill
    await until(lambda: pill.isVisible(), "the pill")
    assert pill.text() == "60 unread"
    assert pill.accessibleName() == "Go to the first unread message"
    assert pill.accessibleDescription() == "60 unread"
    for _ in range(40):
        pane.timeline.scroll_by(-400)
        await until(lambda: True)
        if NewItem in kinds_in_view(pane):
            break
    await until(lambda: not pill.isVisible(), "no pill any more")
    pane.timeline.scroll_to_bottom()
    await until(lambda: "m90" in in_view(pane))
    assert not pill.isVisible(), "what was seen once is not offered again"


async def test_few_unread_messages_that_are_in_view_need_no_pill(pane, presenter, engine, until):
    sent = await say(engine, 60, last=60)
    await engine.mark_read(GROUP, sent[57]["event_id"])
    await begin(pane, presenter, engine, until)
    await until(lambda: NewItem in kinds_in_view(pane), "the divider")
    assert not pane.back.pill.isVisible()


async def test_another_room_has_a_pill_of_its_own_or_none(pane, presenter, engine, until):
    await say(engine, 400, last=20, read=50)
    await engine.deliver(CHAT, *[engine.text(f"c{n}", LI) for n in range(8)])
    await engine.mark_read(CHAT, (await engine.files.cache.read(_newest))[CHAT])
    await begin(pane, presenter, engine, until)
    await until(lambda: pane.back.pill.isVisible(), "the pill")
    pane.open_room(CHAT)
    assert not pane.back.pill.isVisible()
    await until(lambda: "c7" in in_view(pane), "the other room")
    assert not pane.back.pill.isVisible()


def _newest(conn):
    from schoolbell.store import timeline

    return {CHAT: timeline.newest(conn, CHAT).event_id}


async def test_ctrl_home_is_the_pill(pane, presenter, engine, until, qtbot):
    await say(engine, 300, last=20, read=50)
    await begin(pane, presenter, engine, until)
    await until(lambda: pane.back.pill.isVisible(), "the pill")
    pane.activateWindow()
    pane.timeline.setFocus()
    qtbot.keyClick(pane.timeline, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: "m51" in in_view(pane), "the first unread message")


# -- days -----------------------------------------------------------------------------------------------


async def test_a_day_is_chosen_in_the_calendar_and_its_first_message_shown(
    pane, presenter, engine, until, qtbot
):
    await say(engine, 480, last=20)
    await begin(pane, presenter, engine, until)
    qtbot.mouseClick(pane.header.days, Qt.MouseButton.LeftButton)
    month = pane.back.days.month
    assert pane.back.days.isVisible()
    assert month.shown == QDate(2025, 10, 1)
    wanted = month.day(QDate(2025, 10, 15))
    assert wanted.accessibleName() == "Wednesday, October 15, 2025"
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    assert not pane.back.days.isVisible()
    await until(lambda: "m136" in in_view(pane), "the first message of that day")
    assert "m135" in in_view(pane), "the end of the day before is above"
    assert not pane.back.note.isVisible()


async def test_the_day_on_which_the_room_was_made_shows_its_first_messages(pane, presenter, engine, until):
    came = [
        engine.event("m.room.member", {"membership": "join"}, who, state_key=who, ts=START + n)
        for n, who in enumerate(f"@s{n:03}:school.test" for n in range(70))
    ]
    made = engine.event("m.room.create", {}, CHEN, state_key="", ts=START)
    said = [engine.text(f"m{n}", CHEN, ts=START + n * HOUR) for n in range(1, 301)]
    await engine.history.know(GROUP, [made, *came, *said], 20)
    await begin(pane, presenter, engine, until)
    presenter.history.jump_to_date(2025, 10, 9)
    rows = presenter.timeline
    await until(lambda: "m60" in [getattr(item, "body", "") for item in rows.items()], "what follows")
    await until(lambda: in_view(pane)[:1] == ["m1"], "the first message")


async def test_a_day_on_which_nobody_wrote_is_said(pane, presenter, engine, until):
    sent = [engine.text("before", CHEN, ts=START), engine.text("after", CHEN, ts=START + 200 * HOUR)]
    sent += [engine.text(f"later {n}", CHEN, ts=START + (300 + n) * HOUR) for n in range(10)]
    await engine.history.know(GROUP, sent, len(sent))
    await begin(pane, presenter, engine, until)
    presenter.history.jump_to_date(2025, 10, 12)
    await until(lambda: pane.back.note.isVisible(), "the words")
    said = pane.back.note.accessibleName()
    assert said == "Nobody wrote that day. The next message is from October 17, 2025."


async def test_offline_the_nearest_messages_are_shown_and_that_is_said(pane, presenter, engine, until):
    await say(engine, 480, last=60)
    engine.history.refuse = KnownError(ErrorCode.NETWORK)
    await begin(pane, presenter, engine, until)
    presenter.history.jump_to_date(2025, 10, 12)
    await until(lambda: pane.back.note.isVisible(), "the words")
    assert "nearest messages on this computer" in pane.back.note.accessibleName()
    assert "m421" in in_view(pane)


async def test_the_calendar_goes_by_keys_and_closes_at_escape_and_elsewhere(
    pane, presenter, engine, until, qtbot
):
    await say(engine, 30, last=30)
    await begin(pane, presenter, engine, until)
    pane.header.days.click()
    popup = pane.back.days
    assert popup.month.day(QDate(2025, 10, 30)).hasFocus()
    qtbot.keyClick(popup.focusWidget(), Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert pane.timeline.hasFocus()
    pane.header.days.click()
    qtbot.mouseClick(pane.timeline.viewport(), Qt.MouseButton.LeftButton)
    assert not popup.isVisible()
    pane.header.days.click()
    pane.header.days.click()
    assert not popup.isVisible(), "its button closes it too"


def test_a_month_is_walked_by_keys_up_to_today(qtbot, theme, languages):
    languages.use("en")
    month = Month(theme, QDate(2026, 3, 4))
    qtbot.addWidget(month)
    month.show()
    month.start(QDate(2026, 3, 4))
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_Up)
    assert month.focusWidget() is month.day(QDate(2026, 2, 25))
    assert month.title.full_text() == "February 2026"
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert month.focusWidget() is month.day(QDate(2025, 2, 25))
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_Home)
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_Right)
    assert month.focusWidget() is month.day(QDate(2026, 3, 4)), "tomorrow cannot be gone to"
    assert not month.day(QDate(2026, 3, 5)).isEnabled()
    assert not month.after.isEnabled()
    taken = []
    month.chosen.connect(taken.append)
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_Left)
    qtbot.keyClick(month.focusWidget(), Qt.Key.Key_Return)
    assert taken == [QDate(2026, 3, 3)]


@pytest.mark.parametrize(
    ("language", "title", "first"), [("zh_CN", "2026年3月", "一"), ("en", "March 2026", "S")]
)
def test_a_month_speaks_the_readers_language(qtbot, theme, languages, language, title, first):
    languages.use(language)
    month = Month(theme, QDate(2026, 3, 4))
    qtbot.addWidget(month)
    assert month.title.full_text() == title
    assert month._names[0].full_text() == first


# -- quotes ---------------------------------------------------------------------------------------------


async def test_a_click_on_a_quote_shows_what_was_answered(pane, presenter, engine, until):
    sent = [engine.text(f"m{n}", CHEN, ts=START + n * HOUR) for n in range(1, 401)]
    relates = {"m.relates_to": {"m.in_reply_to": {"event_id": sent[99]["event_id"]}}}
    sent.append(engine.text("about that", LI, ts=START + 401 * HOUR, content=relates))
    await engine.history.know(GROUP, sent, 40)
    await begin(pane, presenter, engine, until)
    await until(lambda: "about that" in in_view(pane), "the answer")
    key = next(item.key for item in presenter.timeline.items() if getattr(item, "body", "") == "about that")
    row = pane.timeline.stack.find(key)
    zone = next(zone for zone in row.layout.zones if zone.kind == "quote")
    pane.timeline.activate(key, zone)
    await until(lambda: "m100" in in_view(pane), "what was answered")


async def test_a_quote_that_nobody_has_any_more_is_said(pane, presenter, engine, until):
    relates = {"m.relates_to": {"m.in_reply_to": {"event_id": "$gone"}}}
    await say(engine, 30, last=30)
    await engine.deliver(GROUP, engine.text("about that", LI, ts=START + 40 * HOUR, content=relates))
    await begin(pane, presenter, engine, until)
    presenter.jump_to("$gone")
    await until(lambda: pane.notice.isVisible(), "the words")
