"""Notices in the window: written for two classes, taken back, signed in the card, followed, chased."""

import asyncio

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDateTime, QLocale, QMimeData, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QImage

from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.chat.items import Person
from schoolbell.store import announcement_drafts, outbox
from schoolbell.ui.messages import timeline_notice_words as card_words
from schoolbell.ui.notices.compose_page import NoticeComposePage
from schoolbell.ui.notices.follow_list import people_words
from schoolbell.ui.notices.follow_page import NoticeFollowPage
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.draft_question import DraftQuestion
from schoolbell.viewmodels.notices import describe_follow
from tests.domain import announced
from tests.domain.chat_school import OFFICE
from tests.domain.ding_desk import room, state
from tests.domain.notice_desk import CLASS1, CLASS2, GROUP2, MA, MC, PB, ROOM1, ROOM2, TWO, C, two_classes
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine
from tests.ui.notice_stage import NoticeStage

DAY = 86_400_000


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
async def make(qtbot, theme, files, tmp_path):
    stages = []

    async def begin(me=ME, size=(1216, 800)):
        def crash(error):
            pytest.fail(repr(error))

        stage = NoticeStage(theme, files, ScriptedEngine(files), tmp_path, me, crash)
        stages.append(stage)
        stage.qtbot, stage.turn = qtbot, QTimer(stage.pane)
        stage.turn.setSingleShot(True)
        qtbot.addWidget(stage.pane)
        stage.pane.resize(*size)
        stage.pane.show()
        await stage.begin(two_classes(stage.engine))
        return stage

    yield begin
    for stage in stages:
        await stage.stop()


async def until(stage, condition, what="it"):
    """Let the loop, Qt and the bridge run until something holds."""
    for _ in range(600):
        with stage.qtbot.waitSignal(stage.turn.timeout):
            stage.turn.start(0)
        stage.bridge.flush()
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail(f"{what} did not come true")


async def open_room(stage, room_id, cards=1):
    stage.pane.open_room(room_id)
    await until(stage, lambda: len(stage.cards()) >= cards, "the cards")
    stage.pane.timeline.settle()


def zones(stage, key):
    """Kind → name of what can be pressed on a card, as a screen reader finds it."""
    view = stage.pane.timeline
    view.settle()
    at = view.stack.index(key)
    return {kind: name for kind, name, _, _ in view.facts.accessible_zones(at)}


def press(qtbot, stage, key, kind):
    """Click a place on a card."""
    view = stage.pane.timeline
    view.settle()
    row = view.stack.find(key)
    zone = next(zone for zone in view.stack.laid_out(row).zones if zone.kind == kind)
    at = zone.rect.center().toPoint() + QPoint(0, view.stack.top_of(row))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def written(stage, id):
    return stage.files.local.read_now(lambda conn: outbox.of_batch(conn, id))


async def compose(stage, qtbot):
    await until(stage, lambda: not stage.binding.tool.isHidden(), "the tool")
    stage.pane.open_room(GROUP2)
    await until(stage, lambda: stage.messages.room_id == GROUP2)
    qtbot.mouseClick(stage.binding.tool, Qt.MouseButton.LeftButton)
    page = stage.binding.composer
    assert page.isVisible()
    return page


async def sent(stage, **more):
    """A notice of mine that is out in both classes: (draft, room → event id)."""
    from msgspec.structs import replace

    draft = stage.writing.new((CLASS1, CLASS2))
    await stage.writing.send(replace(draft, title="春季流感预防", text="请签字", **more))
    for row in written(stage, draft.id):
        await stage.engine.echo(row.local_id)
    await until(stage, lambda: any(row.id == draft.id for row in stage.notices.lists.sent))
    return draft


# -- writing -----------------------------------------------------------------------------------------------


async def test_a_notice_is_written_for_two_classes_and_held_ten_seconds(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    assert [chip.target.key for chip in page.places.chips] == [CLASS2.key], "the class of the open chat"
    offered = [action.text().split("   ")[0] for action in page.places.menu().actions()]
    assert offered[:2] == ["三年级1班", "三年级2班"]
    page.places.menu().actions()[0].trigger()
    qtbot.keyClicks(page.title, "Flu")
    qtbot.keyClicks(page.editor.field, "Please sign")
    qtbot.mouseClick(page.asks.items["sign"], Qt.MouseButton.LeftButton)
    await until(stage, lambda: len(stage.compose.draft.targets) == 2)
    await until(stage, lambda: stage.compose.plan is not None)
    assert page.households.full_text() == "2 families", "siblings once"
    assert page.note.full_text().startswith("1 ")
    assert page.summary.full_text() == "To 2 classes and 2 families. It can be taken back within 10 seconds."
    await until(stage, lambda: page.send.isEnabled())
    draft = stage.compose.draft
    qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
    await until(stage, lambda: len(written(stage, draft.id)) == 2, "two rows")
    await until(stage, stage.binding.toast.isVisible, "told a moment after the rows are there")
    assert stage.pane.conversation.isVisible()
    qtbot.mouseClick(stage.binding.toast.undo, Qt.MouseButton.LeftButton)
    await until(stage, lambda: written(stage, draft.id) == [], "taken back")
    await until(stage, page.isVisible)
    assert (page.title.text(), page.editor.field.toPlainText()) == ("Flu", "Please sign")


async def test_bold_lists_and_links_are_written_and_seen_beside(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    field = page.editor.field
    qtbot.keyClicks(page.title, "Flu")
    qtbot.keyClicks(field, "Please ")
    qtbot.keyClick(field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.bold.isChecked()
    qtbot.keyClicks(field, "sign")
    qtbot.mouseClick(page.editor.bold, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, " <here>")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.mouseClick(page.editor.numbers, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.editor.numbers.isChecked()
    qtbot.keyClicks(field, "see ")
    qtbot.mouseClick(page.editor.link, Qt.MouseButton.LeftButton)
    popover = page.editor.linking
    qtbot.keyClicks(popover.address, "school.test/a&b")
    qtbot.keyClick(popover.address, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "end")
    draft = stage.compose.draft
    address = "https://school.test/a&amp;b"
    assert draft.text == "Please sign <here>\n1. one\n2. see https://school.test/a&b\nend"
    assert draft.html == (
        "<p>Please <strong>sign</strong> &lt;here&gt;</p><ol><li>one</li>"
        f'<li>see <a href="{address}">{address}</a></li></ol><p>end</p>'
    )
    assert "Please sign <here>" in page.side.preview.accessibleName()
    stage.compose.save()
    await until(stage, lambda: len(stage.notices.lists.drafts) == 1)
    stage.binding.begin(GROUP2)
    assert field.toPlainText() == ""
    stage.compose.load(draft.id)
    await until(stage, lambda: stage.compose.draft.id == draft.id)
    assert (field.rich().text, field.rich().html) == (draft.text, draft.html)


async def test_without_formatting_nothing_is_formatted(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    qtbot.keyClicks(page.editor.field, "a < b")
    page.editor.bullets.click()
    assert stage.compose.draft.html == "<ul><li>a &lt; b</li></ul>"
    page.editor.bullets.click()
    assert (stage.compose.draft.text, stage.compose.draft.html) == ("a < b", "")


async def test_a_pasted_picture_becomes_a_file_and_pasted_words_are_plain(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    mime = QMimeData()
    mime.setImageData(picture)
    page.editor.field.insertFromMimeData(mime)
    await until(stage, lambda: len(stage.compose.draft.files) == 1, "the picture")
    assert stage.compose.draft.files[0].mimetype == "image/png"
    words = QMimeData()
    words.setHtml("<b>bold</b>")
    words.setText("bold")
    page.editor.field.insertFromMimeData(words)
    assert (stage.compose.draft.text, stage.compose.draft.html) == ("bold", "")


async def test_a_previous_notice_is_begun_from_or_followed(make, qtbot):
    stage = await make()
    draft = await sent(stage, html="<p><strong>b</strong></p>")
    await until(stage, lambda: [row.state for row in stage.notices.lists.sent] == ["sent"], "it is out")
    page = await compose(stage, qtbot)
    menu = page.before_menu()
    (entry,) = [action for action in menu.actions() if action.text() == "春季流感预防"]
    again, follow = entry.menu().actions()
    again.trigger()
    await until(stage, lambda: stage.compose.draft.title == "春季流感预防")
    assert stage.compose.draft.id != draft.id
    assert [chip.target.key for chip in page.places.chips] == [CLASS1.key, CLASS2.key]
    assert (page.title.text(), page.editor.field.rich().html) == ("春季流感预防", "<p><strong>b</strong></p>")
    follow.trigger()
    await until(stage, lambda: stage.notices.detail is not None)
    assert stage.pane.findChild(NoticeFollowPage).isVisible()


async def test_choices_begin_with_a_capital_letter_like_those_of_a_ding(make, qtbot):
    page = await compose(await make(), qtbot)
    assert [one.text() for one in page.asks.items.values()] == ["Read it", "Confirm", "Sign"]
    assert [one.text() for one in page.when.items.values()] == ["Now", "At a time"]


async def test_what_is_too_long_says_how_much(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    page.title.setText("Flu")
    stage.compose.set_title("Flu")
    page.editor.field.setPlainText("字" * 4_000)
    page.editor.field.selectAll()
    page.editor.field.set_bold(True)
    assert page.editor.count.full_text() == "4000 characters"
    page.editor.field.setPlainText("字" * 7_000)
    page.editor.field.selectAll()
    page.editor.field.set_bold(True)
    assert page.editor.count.full_text().endswith("characters too many")
    assert page.summary.full_text() == "The text is too long"
    page.editor.field.set_bold(False)
    assert page.editor.count.full_text() == "7000 characters"


async def scheduled(stage, page):
    """A notice for tomorrow, written in the composer; return its draft."""
    page.title.setText("Flu")
    stage.compose.set_title("Flu")
    page.editor.field.setPlainText("Please sign")
    stage.compose.set_due(START + DAY)
    await until(stage, lambda: page.send.isEnabled(), "ready")
    draft = stage.compose.draft
    page.send.click()
    await until(stage, lambda: [row.id for row in stage.notices.lists.scheduled] == [draft.id], "scheduled")
    return draft


def entries(page, title):
    """Return what the menu of earlier notices offers below one title: name → action."""
    menu = page.before_menu()
    (entry,) = [action for action in menu.actions() if action.text() == title]
    return {} if entry.menu() is None else {action.text(): action for action in entry.menu().actions()}


async def test_a_scheduled_notice_is_taken_back_only_when_that_is_chosen_and_it_says_so(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    draft = await scheduled(stage, page)
    stage.binding.begin(GROUP2)
    found = entries(page, "Flu")
    assert list(found) == ["Take it back and change it", "Send now"]
    found["Take it back and change it"].trigger()
    await until(stage, lambda: stage.compose.draft.id == draft.id, "back in the editor")
    await until(stage, lambda: page.send.isEnabled())
    assert page.summary.full_text().startswith("It is not scheduled any more.")
    assert (stage.notices.lists.scheduled, written(stage, draft.id)) == ((), [])
    await scheduled(stage, page)
    stage.binding.begin(GROUP2)
    assert "scheduled" not in page.summary.full_text()


async def test_a_scheduled_notice_can_go_at_once(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    draft = await scheduled(stage, page)
    stage.binding.begin(GROUP2)
    entries(page, "Flu")["Send now"].trigger()
    due = lambda: [row.not_before_ms for row in written(stage, draft.id)]  # noqa: E731
    await until(stage, lambda: due() == [0], "let go")
    assert stage.compose.draft.id != draft.id, "another one is in the editor"
    assert stage.notices.lists.drafts == ()


async def change(stage):
    """Open the change of an own notice that is out: (composer, the notice's key)."""
    key = stage.notices.lists.sent[0].key
    stage.binding._change(key)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.edits == key, "the change")
    await until(stage, lambda: stage.compose.plan is not None, "the plan")
    return page, key


async def test_a_change_says_how_many_families_get_it(make, qtbot):
    stage = await make()
    await sent(stage)
    page, _key = await change(stage)
    assert [chip.target.key for chip in page.places.chips] == [CLASS1.key, CLASS2.key]
    assert page.households.full_text() == "2 families"
    page.editor.field.setPlainText("On Friday")
    page.send.click()
    await until(stage, stage.binding.toast.isVisible)
    assert stage.binding.toast.accessibleName() == "Goes in 10 seconds to 6 people"


async def test_a_change_is_kept_on_closing_and_gone_on_with(make, qtbot):
    stage = await make()
    await sent(stage)
    page, _key = await change(stage)
    qtbot.keyClick(page.title, Qt.Key.Key_Escape)
    page, _key = await change(stage)
    assert stage.notices.lists.drafts == (), "nothing was changed, nothing is kept"
    page.editor.field.setPlainText("On Friday")
    id = stage.compose.draft.id
    qtbot.keyClick(page.title, Qt.Key.Key_Escape)
    await until(stage, lambda: [row.id for row in stage.notices.lists.drafts] == [id], "kept")
    menu = page.before_menu()
    assert "春季流感预防 (a change)" in [action.text() for action in menu.actions()]
    page, _key = await change(stage)
    assert (stage.compose.draft.id, page.editor.field.toPlainText()) == (id, "On Friday")
    assert page.save.isEnabled()
    page._discard()
    await until(stage, lambda: stage.notices.lists.drafts == (), "deleted")


async def test_a_change_of_what_was_withdrawn_says_so_and_can_be_deleted(make, qtbot):
    stage = await make()
    draft = await sent(stage)
    page, _key = await change(stage)
    page.editor.field.setPlainText("On Friday")
    id = stage.compose.draft.id
    page.send.click()
    await until(stage, lambda: stage.compose.held is not None, "held")
    gone = {"v": 1, "kind": "notice", "id": draft.id}
    await stage.engine.deliver(ROOM1, stage.engine.event("org.schoolbell.withdraw", gone, ME))
    stage.compose.undo()
    await until(stage, lambda: stage.compose.draft.id == id, "taken back")
    await until(stage, lambda: stage.compose.plan is not None, "the plan")
    assert not page.send.isEnabled()
    assert page.summary.full_text() == "It was withdrawn: it cannot be changed any more"
    assert page.discard.isEnabled()
    page._discard()
    await until(stage, lambda: stage.notices.lists.drafts == (), "deleted")


async def test_a_deadline_is_chosen_in_plain_words(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    assert not page.deadline.isVisible()
    page.until.click()
    assert page.deadline.isVisible()
    assert stage.compose.draft.deadline > START
    day = page.deadline.day.text()
    qtbot.mouseClick(page.deadline.day, Qt.MouseButton.LeftButton)
    chosen = QDateTime.fromMSecsSinceEpoch(stage.compose.draft.deadline).date().addDays(1)
    page.deadline.calendar.month.chosen.emit(chosen)
    page.deadline.time.setText("1630")
    page.deadline.time.editingFinished.emit()
    at = QDateTime.fromMSecsSinceEpoch(stage.compose.draft.deadline)
    assert (at.date(), at.time().toString("H:mm")) == (chosen, "16:30")
    assert page.deadline.day.text() != day
    assert page.deadline.day.text() == QLocale().toString(chosen, "ddd d MMMM")


async def test_in_a_narrow_window_a_button_shows_what_families_see(make, qtbot):
    stage = await make(size=(896, 600))
    page = await compose(stage, qtbot)
    stage.binding.set_me(Person(ME, "周敏"))
    assert (page.form.isVisible(), page.side.isVisible()) == (True, False)
    qtbot.mouseClick(page.look, Qt.MouseButton.LeftButton)
    assert (page.form.isVisible(), page.side.isVisible()) == (False, True)
    assert page.side.writer.full_text() == "周敏"
    qtbot.mouseClick(page.look, Qt.MouseButton.LeftButton)
    assert (page.form.isVisible(), page.side.isVisible()) == (True, False)
    stage.pane.resize(1216, 800)
    await until(stage, lambda: page.side.isVisible(), "beside again")
    assert page.form.isVisible()
    assert page.look.isHidden()


async def test_a_long_formatted_card_is_cut_and_opens_whole(make, qtbot):
    stage = await make(PB)
    content = announced.notice("t", "\n".join(f"line {at}" for at in range(40)))
    content["org.schoolbell.notice"]["html"] = "".join(f"<p><b>line</b> {at}</p>" for at in range(40))
    await stage.say(ROOM2, content)
    await open_room(stage, ROOM2)
    key = stage.cards()[0].key
    view = stage.pane.timeline
    layout = view.stack.laid_out(view.stack.find(key))
    assert layout.text.text.split("\n")[:2] == ["line 0", "line 1"]
    assert "line 20" not in layout.text.text
    press(qtbot, stage, key, "all")
    assert view.reader.field.toPlainText().endswith("line 39")


async def test_what_is_missing_is_said_and_nothing_goes(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    assert (page.send.isEnabled(), page.summary.full_text()) == (False, "A title is missing")
    qtbot.keyClicks(page.title, "Flu")
    assert page.summary.full_text() == "Write something or attach a file"
    qtbot.mouseClick(page.places.chips[0], Qt.MouseButton.LeftButton)
    assert page.summary.full_text() == "Choose at least one class"


async def test_leaving_keeps_the_draft_and_it_is_found_again(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    qtbot.keyClicks(page.title, "Flu")
    id = stage.compose.draft.id
    qtbot.keyClick(page.title, Qt.Key.Key_Escape)
    assert stage.pane.conversation.isVisible()
    await until(stage, lambda: len(stage.notices.lists.drafts) == 1, "the draft in the list")
    stage.binding.begin(GROUP2)
    menu = page.before_menu()
    entry = next(action for action in menu.actions() if action.text() == "Flu")
    entry.trigger()
    await until(stage, lambda: stage.compose.draft.id == id)
    assert page.title.text() == "Flu"
    stored = stage.files.local.read_now(lambda conn: announcement_drafts.of_kind(conn, "notice"))
    assert [row.id for row in stored] == [id]


async def test_a_draft_is_deleted_after_one_question(make, qtbot):
    stage = await make()
    page = await compose(stage, qtbot)
    assert not page.discard.isEnabled()
    qtbot.keyClicks(page.title, "Flu")
    stage.compose.save()
    await until(stage, lambda: len(stage.notices.lists.drafts) == 1, "the draft in the list")
    qtbot.mouseClick(page.discard, Qt.MouseButton.LeftButton)
    question = page.window().findChild(DraftQuestion)
    qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    assert stage.pane.conversation.isVisible()
    await until(stage, lambda: not stage.notices.lists.drafts, "no draft any more")
    assert stage.files.local.read_now(lambda conn: announcement_drafts.of_kind(conn, "notice")) == []


async def test_families_have_no_tool(make):
    stage = await make(PB)
    stage.pane.open_room(ROOM2)
    await until(stage, lambda: stage.messages.room_id == ROOM2)
    await stage.writing._ground()  # where this account may write is known
    stage.compose.may_write_changed.emit()
    assert stage.binding.tool.isHidden()
    stage.binding.begin(ROOM2)
    assert stage.compose.draft.targets == ()
    assert stage.compose.places() == ()


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
async def test_the_composer_fits_the_smallest_window(make, qtbot, languages, language):
    languages.use(language)
    stage = await make(size=(896, 600))
    page = await compose(stage, qtbot)
    stage.compose.set_deadline(START + DAY)
    assert page.side.isHidden()
    assert page.minimumSizeHint().width() <= 896 - 288
    form = page.form
    await until(stage, lambda: form.viewport().width() > 500, "laid out")
    assert form.widget().minimumSizeHint().width() <= form.viewport().width()
    for button in (*page.findChildren(Button), *page.findChildren(ToolButton)):
        assert button.accessibleName() or button.text(), button.objectName()
    words = (*page.asks.items.values(), *page.when.items.values(), page.pin, page.until)
    for one in (*words, page.send, page.save, page.before):
        assert one.isVisible(), one.text()
        assert one.width() >= one.sizeHint().width(), one.text()
        assert page.rect().contains(QRect(one.mapTo(page, QPoint(0, 0)), one.size())), one.text()


# -- the cards ---------------------------------------------------------------------------------------------


async def test_families_that_have_never_signed_in_are_named_with_what_to_do(make, qtbot):
    stage = await make()
    engine = stage.engine
    staff = room(engine, "staff", name="老师", members=[ME, OFFICE], default=50)
    never = {"v": 1, "never": [C, MC]}
    staff["required_state"].append(state(engine, "org.schoolbell.signins", never))
    child = state(engine, "m.space.child", {"via": ["school.test"]}, "!32-staff:x")
    await engine.deliver_all({"!32-staff:x": staff, TWO: {"timeline": [], "required_state": [child]}})
    await sent(stage, confirm=Confirm.TAP)
    await open_room(stage, ROOM2)
    press(qtbot, stage, stage.cards()[0].key, "notice_follow")
    page = stage.pane.findChild(NoticeFollowPage)
    await until(stage, page.never.isVisible, "the hint")
    assert page.never.full_text() == "1 family has never signed in: hand out its slips again"
    spoken = [describe_follow(row) for row in stage.notices.follow.items()]
    assert sum("not signed in yet" in line for line in spoken) == 1
    painted = [people_words(row.household) for row in stage.notices.follow.items() if row.household]
    assert sum("not signed in yet" in words for words in painted) == 1
    # Whoever confirms has signed in.
    (item,) = stage.cards()
    await engine.deliver(ROOM2, announced.confirm(engine, item.event_id, MC))
    await until(stage, page.never.isHidden, "the hint gone")


async def test_the_list_says_who_of_a_family_signed_and_who_has_only_seen_it(make, qtbot):
    stage = await make()
    draft = await sent(stage, confirm=Confirm.SIGN)
    await open_room(stage, ROOM2)
    (item,) = stage.cards()
    ack = {"v": 1, "of": [ME, draft.id], "signature": {"w": 9, "h": 9, "strokes": [[1, 2, 3, 4]]},
           "m.relates_to": {"rel_type": "org.schoolbell.ack", "event_id": item.event_id}}  # fmt: skip
    for event in (announced.confirm(stage.engine, item.event_id, PB),
                  stage.engine.event("org.schoolbell.ack", ack, MA)):  # fmt: skip
        await stage.engine.deliver(ROOM2, event)
    await until(stage, lambda: stage.cards()[0].notice.count.done == 1, "signed")
    press(qtbot, stage, stage.cards()[0].key, "notice_follow")
    stage.notices.set_filter("all")
    await until(stage, lambda: stage.notices.follow.rowCount() == 4, "two classes, two families")
    painted = [people_words(row.household) for row in stage.notices.follow.items() if row.household]
    assert sum(" signed " in words and " read " in words for words in painted) == 1
    assert not any("onfirmed" in words for words in painted)


async def test_an_own_card_counts_and_leads_to_who_has_not_signed(make, qtbot, tmp_path):
    stage = await make()
    await sent(stage, confirm=Confirm.TAP)
    await open_room(stage, ROOM2)
    (item,) = stage.cards()
    await stage.engine.deliver(ROOM2, announced.confirm(stage.engine, item.event_id, MC))
    await until(stage, lambda: stage.cards()[0].notice.count.done == 1, "the count")
    key = stage.cards()[0].key
    found = zones(stage, key)
    assert found["notice_follow"] == "Who confirmed"
    assert found["notice_ding"].startswith("DING the ")
    press(qtbot, stage, key, "notice_follow")
    await until(stage, lambda: stage.notices.follow.rowCount() == 3, "two classes, one open family")
    page = stage.pane.findChild(NoticeFollowPage)
    assert page.isVisible()
    assert page.heading.full_text() == "春季流感预防"
    qtbot.mouseClick(page.filters.items["done"], Qt.MouseButton.LeftButton)
    await until(stage, lambda: len(stage.notices.follow.items()) == 3)
    press(qtbot, stage, key, "notice_ding")
    await until(stage, lambda: stage.dinged, "asked to DING")
    users, title, event = stage.dinged[0]
    assert (set(users), title) == ({"@g1:school.test", PB}, "春季流感预防")
    assert event
    path = tmp_path / "list.xlsx"
    stage.notices.export(str(path))
    await until(stage, path.exists)
    assert len(list(load_workbook(path).active.rows)) > 4


async def test_a_class_that_refused_is_told_with_a_way_to_try_again(make, qtbot):
    stage = await make()
    draft = stage.writing.new((CLASS1, CLASS2))
    from msgspec.structs import replace

    await stage.writing.send(replace(draft, title="t", text="x"))
    first, second = written(stage, draft.id)
    await stage.engine.echo(first.local_id)
    await stage.engine.wedge(second.local_id)
    await open_room(stage, ROOM1)
    await until(stage, lambda: stage.cards()[0].notice.count is not None)
    await until(stage, lambda: stage.cards()[0].notice.count.failed == 1)
    assert card_words.part_words(stage.cards()[0].notice) == "1 of 2 classes"
    press(qtbot, stage, stage.cards()[0].key, "notice_retry")
    await until(stage, lambda: stage.engine.said("retry") == [("retry", second.local_id)])


async def test_a_guardian_confirms_in_the_card_by_keyboard(make, qtbot):
    stage = await make(PB)
    await stage.say(ROOM2, announced.notice(confirm="tap"))
    await open_room(stage, ROOM2)
    view = stage.pane.timeline
    key = stage.cards()[0].key
    assert zones(stage, key)["notice_confirm"] == "Confirm"
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.set_current(key, by_keyboard=True)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.keys.zone().kind == "notice_confirm"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    await until(stage, lambda: stage.cards()[0].notice.confirmed_ts > 0, "my word")
    assert "notice_confirm" not in zones(stage, key)
    rows = stage.files.local.read_now(outbox.everything)
    assert [row.type for row in rows] == ["m.reaction"]
    spoken, _, _ = view.facts.accessible_row(view.stack.index(key))
    assert "You confirmed" in spoken


async def test_signing_happens_in_the_card(make, qtbot):
    stage = await make(PB)
    await stage.say(ROOM2, announced.notice(confirm="sign", deadline=START + DAY))
    await open_room(stage, ROOM2)
    key = stage.cards()[0].key
    press(qtbot, stage, key, "notice_sign")
    panel = stage.binding.signing.panel
    assert panel.isVisible()
    stage.pane.timeline.settle()
    stage.binding.signing.follow()
    row = stage.pane.timeline.stack.find(key)
    card = row.layout.notice.rect.translated(0, stage.pane.timeline.stack.top_of(row))
    at = stage.pane.timeline.viewport().mapFrom(stage.pane.conversation, panel.geometry().center())
    assert card.contains(at.toPointF()), "inside its card"
    assert not panel.sign.isEnabled()
    panel.box.pad.set_strokes([[QPoint(10, 10), QPoint(40, 30), QPoint(60, 12)]])
    assert panel.sign.isEnabled()
    qtbot.mouseClick(panel.sign, Qt.MouseButton.LeftButton)
    await until(stage, panel.isHidden, "the pad goes")
    rows = stage.files.local.read_now(outbox.everything)
    assert [row.type for row in rows] == ["m.reaction", "org.schoolbell.ack"]
    assert rows[1].decoded()["signature"]["strokes"]


async def test_escape_leaves_the_signature_and_the_keyboard_goes_back(make, qtbot):
    stage = await make(PB)
    await stage.say(ROOM2, announced.notice(confirm="sign"))
    await open_room(stage, ROOM2)
    stage.binding.signing.open(stage.cards()[0].key)
    qtbot.keyClick(stage.binding.signing.panel, Qt.Key.Key_Escape)
    assert stage.binding.signing.panel.isHidden()
    assert stage.pane.timeline.factory.holes == {}


async def test_a_forged_notice_is_a_plain_message(make):
    stage = await make(PB)
    await stage.say(ROOM2, announced.notice("Forged", "Pay here"), MC)
    stage.pane.open_room(ROOM2)
    await until(stage, lambda: any(getattr(one, "body", "") for one in stage.messages.timeline.items()))
    assert stage.cards() == []


# -- on top ------------------------------------------------------------------------------------------------


async def test_what_stands_is_above_the_chat_of_its_class_and_opens_the_card(make, qtbot):
    stage = await make(PB)
    await stage.say(ROOM2, announced.notice("Flu", "Please sign", confirm="sign", pin=True))
    stage.pane.open_room(GROUP2)
    await until(stage, stage.binding.bar.isVisible, "the bar")
    bar = stage.binding.bar
    assert bar.words.full_text() == "Flu · Please sign"
    assert bar.look.text() == "Sign"
    qtbot.mouseClick(bar.look, Qt.MouseButton.LeftButton)
    await until(stage, lambda: stage.messages.room_id == ROOM2)
    await until(stage, lambda: len(stage.cards()) == 1)
    await until(stage, bar.isHidden, "not above its own room")


async def test_changing_a_notice_reaches_both_classes(make, qtbot):
    stage = await make()
    await sent(stage)
    await open_room(stage, ROOM1)
    stage.binding.follow(stage.cards()[0].notice.key)
    page = stage.pane.findChild(NoticeFollowPage)
    await until(stage, lambda: stage.notices.detail is not None and stage.notices.detail.own)
    entry = next(action for action in page.menu().actions() if action.text().startswith("Change"))
    entry.trigger()
    composer = stage.pane.findChild(NoticeComposePage)
    await until(stage, lambda: composer.title.text() == "春季流感预防")
    assert not composer.places.isEnabled()
    composer.editor.field.setPlainText("On Friday")
    draft = stage.compose.draft
    await until(stage, lambda: composer.send.isEnabled())
    qtbot.mouseClick(composer.send, Qt.MouseButton.LeftButton)
    await until(stage, lambda: len(written(stage, draft.id)) == 2)
    rooms = [row.room_id for row in written(stage, draft.id)]
    assert rooms == [ROOM1, ROOM2]
