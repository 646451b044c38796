import asyncio
from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.ui.messages.invitations import InvitationRow
from schoolbell.ui.messages.outbox_page import OutboxRow
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.viewmodels.invitations import InvitationsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.outbox import OutboxPresenter
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, SCHOOL, WANG
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, Files, ScriptedEngine


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    made = ScriptedEngine(files)
    rooms = chat_school.school_rooms(made)
    rooms[GROUP]["timeline"] = chat_school.messages(made, 30)
    made.take_in_now(rooms)
    return made


@pytest.fixture
async def presenter(qapp, files, engine):
    made = MessagesPresenter(files, ME, FakeClock(), UTC, (SCHOOL,), lambda error: pytest.fail(repr(error)))
    yield made
    await made.stop()


@pytest.fixture
async def pane(qtbot, theme, presenter, files, engine):
    made = MessagesPane(theme, presenter, FakeClock())
    outbox = OutboxPresenter(files, presenter.room_name, presenter.bridge, made)
    made.set_outbox(outbox)
    qtbot.addWidget(made)
    made.resize(1216, 800)
    presenter.show_cached("")
    made.show()
    presenter.attach_engine(engine)
    outbox.attach_engine(engine)
    made.engine_ready()
    yield made
    outbox.stop()


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


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


def title(pane):
    return pane.header.title.full_text()


async def test_the_cache_fills_the_list_before_any_engine(qtbot, theme, presenter):
    pane = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(pane)
    presenter.show_cached(GROUP)
    assert pane.rooms.view.model().rowCount() == 2
    assert presenter.timeline.rowCount() >= 30
    assert title(pane) == "三年级2班 家校群"


async def test_what_is_sent_before_the_engine_is_there_goes_later(qtbot, theme, presenter, engine, until):
    pane = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(pane)
    presenter.show_cached(GROUP)
    pane.composer.input.setPlainText("early")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    assert pane.composer.input.text() == "early"
    presenter.attach_engine(engine)
    pane.engine_ready()
    await until(lambda: pane.composer.input.text() == "", "the empty composer")
    assert [asked[2]["body"] for asked in engine.asked if asked[0] == "m.room.message"] == ["early"]


async def test_each_text_of_the_first_moments_goes_as_a_message_of_its_own(
    qtbot, theme, presenter, engine, until
):
    pane = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(pane)
    presenter.show_cached(GROUP)
    for text in ("one", "two", "three"):
        qtbot.keyClicks(pane.composer.input, text)
        qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    presenter.attach_engine(engine)
    pane.engine_ready()
    await until(lambda: pane.composer.input.text() == "", "the empty composer")
    sent = [asked[2]["body"] for asked in engine.asked if asked[0] == "m.room.message"]
    assert sent == ["one", "two", "three"]


async def test_what_was_sent_too_early_is_a_draft_again_in_the_room_that_is_left(qtbot, theme, presenter):
    pane = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(pane)
    presenter.show_cached(GROUP)
    drafts = []
    pane.composer.draft_changed.connect(lambda *draft: drafts.append(draft))
    qtbot.keyClicks(pane.composer.input, "early")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    pane.open_room(CHAT)
    assert drafts == [("early", "")]


async def test_a_room_opens_with_who_is_in_it(pane, until):
    pane.open_room(GROUP)
    await until(lambda: pane.header.subtitle.full_text() != "", "the header")
    assert title(pane) == "三年级2班 家校群"
    assert "2 teachers" in pane.header.subtitle.full_text()
    assert pane.rooms.view.currentIndex().row() == 0


async def test_enter_sends_and_the_echo_appears(pane, qtbot, engine, until, presenter):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    pane.composer.input.setPlainText("see you tomorrow")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    await until(lambda: pane.composer.input.text() == "", "the empty composer")
    last = presenter.timeline.item(presenter.timeline.rowCount() - 1)
    await until(
        lambda: getattr(presenter.timeline.items()[-1], "body", "") == "see you tomorrow", "the echo"
    )
    assert last is not None


async def test_what_the_disk_refuses_stays_in_the_composer(pane, qtbot, engine, until, presenter):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    engine.refuse = KnownError(ErrorCode.DISK_FULL)
    pane.composer.input.setPlainText("important")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    await until(pane.notice.isVisible, "the notice")
    assert "disk is full" in pane.notice.accessibleName()
    assert pane.composer.input.text() == "important"


async def test_a_draft_waits_in_its_room(pane, until, presenter, engine):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    pane.composer.input.setPlainText("half a thought")
    pane.open_room(CHAT)
    assert pane.composer.input.text() == ""
    await until(lambda: title(pane) == "语文教研组", "the other room")
    pane.open_room(GROUP)
    await until(lambda: pane.composer.input.text() == "half a thought", "the draft")


async def test_read_lists_open_beside_the_message(pane, until, presenter, engine):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    await engine.deliver(GROUP, engine.text("bring the file", ME, event_id="$mine"))
    await until(lambda: presenter.timeline.row_of("$mine") >= 0, "the own message")
    pane.show_reads("$mine")
    assert pane.details.page == "reads"
    await until(lambda: pane.pages.reads.tabs.tabText(0) == "Unread 3", "the lists")
    await engine.receive(GROUP, s1="$mine")
    await until(lambda: pane.pages.reads.tabs.tabText(1) == "Read 1", "the receipt")
    pane.close_details()
    assert pane.details.page == ""


async def test_where_one_may_not_write_the_keyboard_reads(pane, qtbot, until, engine):
    pane.window().activateWindow()
    pane.open_room(CHAT)
    await until(lambda: pane.composer.input.hasFocus())
    closed = {**chat_school.POWER, "events_default": 50, "users": {CHEN: 50}}
    event = engine.event("m.room.power_levels", closed, CHEN, state_key="")
    await engine.deliver(CHAT, event, state=[event])
    await until(lambda: pane.composer.refusal)
    assert pane.timeline.hasFocus()
    pane.open_room(GROUP)
    await until(lambda: pane.composer.input.hasFocus(), "there one may write")
    pane.open_room(CHAT)
    await until(lambda: pane.composer.refusal)
    assert pane.timeline.hasFocus()
    pane.rooms.view.setFocus()
    opened = engine.event("m.room.power_levels", chat_school.POWER, CHEN, state_key="")
    await engine.deliver(CHAT, opened, state=[opened])
    await until(lambda: not pane.composer.refusal)
    assert pane.rooms.view.hasFocus(), "who has gone elsewhere stays there"


async def test_members_open_by_the_button_in_the_header(pane, qtbot, until, presenter):
    pane.open_room(GROUP)
    await until(lambda: pane.header.subtitle.full_text() != "", "the header")
    qtbot.mouseClick(pane.header.details, Qt.MouseButton.LeftButton)
    assert pane.details.page == "members"
    await until(lambda: pane.pages.members.view.model().rowCount() >= 4, "the members")
    qtbot.mouseClick(pane.details.close_button, Qt.MouseButton.LeftButton)
    assert not pane.details.isVisible()
    assert not pane.header.details.isChecked()


async def test_offline_says_when_the_next_try_is_and_offers_it(pane, qtbot, until, presenter, engine):
    pane.open_room(GROUP)
    pane.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.NETWORK, retry_at=18.0, waiting=3))
    assert pane.banner.isVisible()
    assert pane.banner.countdown.full_text() == "Next try in 18 seconds"
    assert pane.strip.accessibleName() == "Offline · 3 waiting"
    qtbot.mouseClick(pane.banner.button, Qt.MouseButton.LeftButton)
    assert ("retry_now",) in engine.asked
    pane.show_status(SyncStatus(SyncState.LIVE))
    assert not pane.banner.isVisible()
    assert not pane.strip.isVisible()


async def test_signed_out_offers_to_sign_in_again(pane, qtbot):
    pane.open_room(GROUP)
    pane.show_status(SyncStatus(SyncState.SIGNED_OUT, ErrorCode.SIGNED_OUT))
    pane.set_signed_out(True)
    assert not pane.composer.input.isEnabled()
    with qtbot.waitSignal(pane.sign_in_wanted):
        qtbot.mouseClick(pane.banner.button, Qt.MouseButton.LeftButton)


async def test_the_outbox_shows_what_failed_and_gives_it_up(
    pane, qtbot, until, presenter, engine, monkeypatch
):
    heard = []
    pane.pages._source.changed.connect(heard.append)
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    local_id = await engine.send(GROUP, "m.room.message", {"msgtype": "m.text", "body": "not this"})
    await engine.wedge(local_id)
    deleted = []

    async def delete(wanted):
        deleted.append(wanted)

    monkeypatch.setattr(engine, "delete", delete, raising=False)
    pane.show_status(SyncStatus(SyncState.LIVE, wedged=1))
    assert pane.strip.isVisible()
    await until(lambda: heard and heard[-1] and heard[-1][0].wedged, "the list, before the page is there")
    pane.toggle_outbox()
    await until(lambda: pane.pages.outbox.findChild(object, "outboxDelete") is not None, "the failed row")
    row = pane.pages.outbox.findChild(object, "outboxDelete").parentWidget()
    assert "三年级2班 家校群" in row.accessibleName()
    assert "You may not do this here" in row.accessibleName()
    qtbot.mouseClick(pane.pages.outbox.findChild(object, "outboxDelete"), Qt.MouseButton.LeftButton)
    await until(lambda: deleted == [local_id], "the deletion")


async def test_the_outbox_names_reactions_and_recalls(pane, until, presenter, engine):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    relation = {"rel_type": "m.annotation", "event_id": "$1", "key": "👍"}
    for kind, content in (("m.reaction", {"m.relates_to": relation}), ("m.room.redaction", {})):
        await engine.wedge(await engine.send(GROUP, kind, content))
    pane.toggle_outbox()
    await until(lambda: len(pane.pages.outbox.findChildren(OutboxRow)) == 2, "both rows")
    reaction, recall = (row.accessibleName() for row in pane.pages.outbox.findChildren(OutboxRow))
    assert "👍" in reaction
    assert "Recall of a message" in recall


async def test_typing_is_shown_and_goes(pane, until, presenter, engine):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    await engine.deliver_all(typing={"rooms": {GROUP: {"content": {"user_ids": [LI]}}}})
    await until(pane.typing_line.isVisible, "the typing line")
    assert "is typing" in pane.typing_line.full_text()
    await engine.deliver_all(typing={"rooms": {GROUP: {"content": {"user_ids": []}}}})
    await until(lambda: not pane.typing_line.isVisible(), "the end of typing")


async def test_new_messages_below_are_counted_on_the_pill(pane, until, presenter, engine, qtbot):
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 30, "the timeline")
    await until(lambda: pane.timeline.at_bottom and pane.conversation.visible_key, "the end in view")
    pane.timeline.scroll_by(-900)
    await until(pane.pill.isVisible, "the pill")
    await engine.deliver(GROUP, engine.text("late", CHEN))
    await until(lambda: pane.pill.text() == "1 new message", "the count")
    qtbot.mouseClick(pane.pill, Qt.MouseButton.LeftButton)
    await until(lambda: not pane.pill.isVisible(), "the end")


async def test_details_float_when_the_window_is_narrow(pane, until):
    pane.open_room(GROUP)
    await until(lambda: pane.header.subtitle.full_text() != "", "the header")
    pane.resize(960, 600)
    pane.header.details.click()
    assert pane.details.geometry().right() == pane.width() - 1
    assert pane.timeline.width() > 600
    pane.resize(1216, 800)
    await until(lambda: pane.timeline.width() == 1216 - 288 - 320, "the third column")


async def test_floating_details_leave_the_way_back_to_the_school_free(pane, qtbot, until, engine):
    pane.open_room(GROUP)
    await until(lambda: pane.header.subtitle.full_text() != "", "the header")
    pane.resize(960, 600)
    pane.header.details.click()
    pane.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.NETWORK, retry_at=18.0))
    await until(lambda: pane.banner.button.visibleRegion().boundingRect().width() > 0, "the banner")
    spot = pane.banner.button.mapTo(pane, pane.banner.button.rect().center())
    assert pane.childAt(spot) is pane.banner.button
    assert pane.details.isVisible()
    pane.show_status(SyncStatus(SyncState.LIVE))
    assert pane.details.y() == 0
    assert pane.details.height() == 600


async def test_floating_details_leave_an_invitation_free(pane, until, presenter, engine, files):
    source = InvitationsPresenter(files, presenter.person, presenter.bridge, pane)
    pane.set_invitations(source)
    source.attach(engine, None)
    pane.open_room(GROUP)
    await until(lambda: pane.header.subtitle.full_text() != "", "the header")
    pane.resize(960, 600)
    pane.header.details.click()
    invited = {"membership": "invite", "is_direct": True}
    stripped = {"type": "m.room.member", "sender": WANG, "state_key": ME, "content": invited}
    await engine.deliver_all({"!asked:x": {"invite_state": [stripped]}})
    row = pane.findChild(InvitationRow)
    await until(lambda: row.accept.visibleRegion().boundingRect().width() > 0, "the invitation")
    assert row.words.full_text() == "李明爸爸 would like to chat with you"
    assert not row.note.isVisible()
    assert pane.childAt(row.accept.mapTo(pane, row.accept.rect().center())) is row.accept
    await until(lambda: pane.details.y() == row.height(), "the details below it")
    source.stop()


@pytest.mark.parametrize("how", ["click", "keys"])
async def test_history_that_failed_is_asked_for_again(pane, qtbot, engine, until, presenter, how):
    await engine.deliver(CHAT, *chat_school.messages(engine, 40), limited=True, prev_batch="t1", initial=True)
    engine.pages.append(KnownError(ErrorCode.NETWORK))
    pane.open_room(CHAT)
    await until(lambda: presenter.timeline.rowCount() >= 40, "the room")
    view = pane.timeline
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    await until(lambda: getattr(presenter.timeline.item(0), "failed", False), "the gap that says so")
    engine.pages.append(([engine.text("the first word", CHEN)], None))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key == presenter.timeline.item(0).key
    if how == "keys":
        qtbot.keyClick(view, Qt.Key.Key_Return)
    else:
        row = view.stack.find(view.current_key)
        place = view.stack.laid_out(row).zones[0].rect.center().toPoint()
        spot = place + QPoint(0, view.stack.top_of(row))
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    await until(
        lambda: any(getattr(item, "body", "") == "the first word" for item in presenter.timeline.items()),
        "the history",
    )
