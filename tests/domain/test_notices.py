"""Notices: one text for many classes, families once, edits everywhere, forgeries nowhere."""

import msgspec
import pytest
from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements import cards
from schoolbell.domain.announcements.blocks import Confirm, Counts, Kind, Signature, read_block
from schoolbell.domain.announcements.drafting import HOLD_MS, LocalFile, Target
from schoolbell.domain.announcements.items import Standing
from schoolbell.domain.notices import pinning
from tests.domain import announced
from tests.domain.chat_school import SCHOOL
from tests.domain.ding_desk import FakeLater, room
from tests.domain.notice_desk import (
    CLASS1,
    CLASS2,
    GROUP2,
    MA,
    MC,
    PB,
    ROOM1,
    ROOM2,
    T2,
    A,
    B,
    C,
    NoticeDesk,
    two_classes,
)
from tests.fakes.domain_engine import ME, START, ScriptedEngine

DAY = 86_400_000
SIGNED = Signature(100, 40, ((1, 2, 30, 20),))


@pytest.fixture
def engine(files):
    """A scripted engine over an empty cache."""
    return ScriptedEngine(files)


async def make(engine, folder, me=ME, school=None, **more):
    desk = NoticeDesk(engine, folder / "outgoing", me=me, **more)
    await desk.take_in(school or two_classes(engine))
    return desk


@pytest.fixture
async def desk(engine, tmp_path):
    return await make(engine, tmp_path)


async def say(engine, room_id, content, sender=ME, **more):
    event = engine.event("m.room.message", content, sender, **more)
    await engine.deliver(room_id, event)
    return event["event_id"]


def signature(engine, event_id, sender, one_sender, id, ts=None):
    content = {"v": 1, "of": [one_sender, id], "signature": {"w": 9, "h": 9, "strokes": [[1, 2, 3, 4]]},
               "m.relates_to": {"rel_type": "org.schoolbell.ack", "event_id": event_id}}  # fmt: skip
    return engine.event("org.schoolbell.ack", content, sender, ts=ts)


def card_of(desk, event_id, me=None):
    known = desk.knowledge()
    found = desk.engine.files.cache.read_now(
        lambda conn: cards.in_room(conn, known, me or desk.me, [event_id], {}, desk.board.count)
    )
    return found.get(event_id)


# -- what goes out -----------------------------------------------------------------------------------------


async def test_one_text_goes_into_the_notices_of_each_class_and_siblings_count_once(desk):
    draft = desk.draft(confirm=Confirm.SIGN, deadline=START + DAY)
    plan = await desk.writing.plan(draft)
    assert (plan.copies, plan.classes, plan.people) == (2, 2, 6)
    assert (plan.households, plan.twice) == (2, 1), "MA's children are in both classes"
    await desk.writing.send(draft)
    first, second = desk.rows(draft.id)
    assert [first.room_id, second.room_id] == [ROOM1, ROOM2]
    blocks = [read_block(Kind.NOTICE, row.decoded()) for row in (first, second)]
    assert blocks[0] == blocks[1], "the same id and words everywhere"
    block = blocks[0]
    assert (block.id, block.title, block.text, block.n) == (draft.id, "春季流感预防", "请签字", 2)
    assert (block.confirm, block.to_room, block.pin) == (Confirm.SIGN, True, True)
    assert first.not_before_ms == START + HOLD_MS
    assert first.decoded()["body"].startswith("📢 春季流感预防\n请签字\n请在 2025年")
    (held,) = desk.engine.files.local.read_now(desk.writing.written).sent
    assert (held.state, held.waiting, held.total, held.held_until) == ("held", 2, 2, START + HOLD_MS)


RICH = '<p>请<strong>签字</strong></p><ol><li>看 <a href="https://school.test/a">说明</a></li></ol>'


async def test_formatting_goes_beside_the_plain_words_and_edits_keep_it(desk):
    draft = desk.draft(html=RICH, deadline=START + DAY)
    await desk.writing.send(draft)
    content = desk.rows(draft.id)[0].decoded()
    for row in desk.rows(draft.id):
        await desk.engine.echo(row.local_id)
    await desk.settle()
    events = {room: desk.newest(room) for room in (ROOM1, ROOM2)}
    assert content["body"].startswith("📢 春季流感预防\n请签字\n请在 ")
    assert content["format"] == "org.matrix.custom.html"
    whole = content["formatted_body"]
    assert whole.startswith(f"<p><strong>📢 春季流感预防</strong></p>{RICH}<p>请在 2025年")
    assert card_of(desk, events[ROOM1]).html == RICH
    key = f"notice/{ME}/{draft.id}"
    changed = await desk.writing.change(key)
    assert changed.html == RICH
    await desk.writing.send(replace(changed, text="请 & 签字", html="<p>请 &amp; <em>签字</em></p>"))
    new = desk.rows(changed.id)[0].decoded()["m.new_content"]
    assert "<p>请 &amp; <em>签字</em></p>" in new["formatted_body"]
    for row in desk.rows(changed.id):
        await desk.engine.echo(row.local_id)
    await desk.settle()
    assert card_of(desk, events[ROOM2]).html == "<p>请 &amp; <em>签字</em></p>"


async def test_plain_words_have_no_formatted_body(desk):
    draft = desk.draft()
    await desk.writing.send(draft)
    content = desk.rows(draft.id)[0].decoded()
    assert not {"format", "formatted_body"} & content.keys()
    assert "html" not in content["org.schoolbell.notice"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<script>x()</script><b onclick="x()">a</b>', "<b>a</b>"),
        ('<img src="https://evil.test/x.png"><b>a</b>', "<b>a</b>"),
        ('<b style="position:fixed">a</b><a href="javascript:x()">b</a>', "<b>a</b><a>b</a>"),
        ("<b>" * 60 + "a", ""),
        ("<b>a</b>" * 5_000, ""),
        (7, ""),
        (["<b>a</b>"], ""),
    ],
)
async def test_formatting_that_is_received_is_made_harmless(desk, html, shown):
    content = announced.notice("t", "plain")
    content["org.schoolbell.notice"]["html"] = html
    event = await say(desk.engine, ROOM1, content)
    facts = card_of(desk, event)
    assert (facts.html, facts.text) == (shown, "plain")


async def test_what_a_server_would_refuse_is_refused_here(desk):
    long = "字" * 9_990
    assert replace(desk.draft(), text=long).fits
    assert not replace(desk.draft(), text=long, html="<b>x</b>" * 10).fits
    with pytest.raises(KnownError) as raised:
        await desk.writing.send(replace(desk.draft(), text=long, html=f"<p><b>{long}</b></p>"))
    assert raised.value.code is ErrorCode.TOO_LARGE
    draft = replace(desk.draft(), text="字" * 9_900)
    await desk.writing.send(draft)
    size = len(msgspec.json.encode(desk.rows(draft.id)[0].decoded()))
    assert 50_000 < size < 64_000


def nine_files(folder):
    files = []
    for number in range(9):
        path = folder / f"{number}{'附' * 78}.pdf"
        path.write_bytes(b"%d" % number)
        files.append(LocalFile(str(path), path.name, 1, "application/pdf"))
    return tuple(files)


async def test_what_files_make_too_large_is_refused_here_too(desk, tmp_path):
    """Names of files come on top of the text."""
    draft = replace(desk.draft(), files=nine_files(tmp_path))
    await desk.writing.send(draft)
    for row in desk.rows(draft.id):
        await desk.engine.echo(row.local_id)
    changed = replace(await desk.writing.change(f"notice/{ME}/{draft.id}"), text="字" * 9_990)
    assert changed.fits, "by its text alone"
    with pytest.raises(KnownError) as raised:
        await desk.writing.send(changed)
    assert raised.value.code is ErrorCode.TOO_LARGE
    assert desk.rows(changed.id) == []
    await desk.writing.send(replace(changed, text="字" * 9_000))
    contents = [row.decoded() for row in desk.rows(changed.id)]
    assert 50_000 < max(len(msgspec.json.encode(content)) for content in contents) < 64_000


@pytest.mark.parametrize(
    ("words", "attached"),
    [
        ({"text": "字" * 9_990}, False),
        ({"text": "字" * 5_000, "html": f"<p>{'字' * 4_990}</p>"}, False),
        ({"text": "字" * 9_200}, True),
    ],
)
async def test_what_could_be_sent_can_be_changed_and_withdrawn(desk, tmp_path, words, attached):
    draft = replace(desk.draft(), title="题" * 120, files=nine_files(tmp_path) if attached else (), **words)
    await desk.writing.send(draft)
    for row in desk.rows(draft.id):
        await desk.engine.echo(row.local_id)
    await desk.settle()
    key = f"notice/{ME}/{draft.id}"
    changed = await desk.writing.change(key)
    assert (changed.text, changed.fits) == (draft.text, True)
    await desk.writing.send(replace(changed, title="改" * 120))
    for row in desk.rows(changed.id):
        await desk.engine.echo(row.local_id)
    await desk.settle()
    event = desk.engine.files.cache.read_now(_first_notice)
    assert card_of(desk, event).title == "改" * 120
    await desk.board.withdraw(key)
    edits = [content for type_, _room, content in desk.unsent() if type_ == "m.room.message"]
    assert len(edits) == 2
    assert max(len(msgspec.json.encode(edit)) for edit in edits) < 64_000
    await desk.engine.deliver(ROOM1, desk.engine.event("m.room.message", edits[0], ME, ts=START + DAY))
    assert card_of(desk, event).text == draft.text, "the card of a withdrawn one still has its words"


def _first_notice(conn):
    return conn.execute(
        "SELECT e.event_id FROM event e WHERE e.type = 'm.room.message' AND e.room ="
        " (SELECT id FROM room WHERE room_id = ?) ORDER BY e.id LIMIT 1", (ROOM1,)
    ).fetchone()[0]  # fmt: skip


async def test_a_new_notice_begins_as_an_old_one(desk):
    draft, _ = await desk.sent(html=RICH, confirm=Confirm.SIGN, deadline=START + DAY, pin=False)
    again = await desk.writing.again(f"notice/{ME}/{draft.id}")
    assert again.id != draft.id
    assert [(one.kind, one.key) for one in again.targets] == [(one.kind, one.key) for one in (CLASS1, CLASS2)]
    assert (again.title, again.text, again.html) == (draft.title, draft.text, RICH)
    assert (again.confirm, again.pin, again.deadline) == (Confirm.SIGN, False, 0)
    assert (again.files, again.edits) == ((), "")
    assert await desk.writing.again(f"notice/{T2}/{draft.id}") is None


@pytest.mark.parametrize("confirm", list(Confirm))
async def test_a_phone_reads_what_is_asked(desk, confirm):
    for deadline in (0, START + DAY):
        draft = desk.draft(confirm=confirm, deadline=deadline)
        await desk.writing.send(draft)
        body = desk.rows(draft.id)[0].decoded()["body"]
        assert ("✅" in body) is (confirm is not Confirm.NONE)
        assert "{" not in body


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, ErrorCode.BAD_REQUEST),
        ({"text": " \n"}, ErrorCode.BAD_REQUEST),
        ({"text": "x" * 10_001}, ErrorCode.TOO_LARGE),
        ({"title": "x" * 121}, ErrorCode.TOO_LARGE),
        ({"targets": ()}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("class", "!elsewhere", "forged"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("class", GROUP2, "no class"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("reports", SCHOOL, "no officer"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("person", MA, "a person"),)}, ErrorCode.NOT_FOUND),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_leaves_nothing(desk, change, code):
    with pytest.raises(KnownError) as raised:
        await desk.writing.send(replace(desk.draft(), **change))
    assert raised.value.code is code
    assert desk.unsent() == []


async def test_a_class_where_i_do_not_teach_is_left_out_and_named(engine, tmp_path):
    school = two_classes(engine)
    school.add_class("33", "三年级3班", {"@s9:school.test": ["@g9:school.test"]}, teachers=(T2,), desks=False)
    desk = await make(engine, tmp_path, school=school)
    three = Target("class", "!33:x", "三年级3班")
    plan = await desk.writing.plan(desk.draft(CLASS1, three))
    assert (plan.copies, plan.missing) == (1, ("三年级3班",))
    offered = [target.key for target in desk.writing.targets() if target.kind == "class"]
    assert offered == ["!31:x", "!32:x"]


async def test_the_whole_school_is_one_copy_for_who_may_and_one_per_class_else(engine, tmp_path, desk):
    whole = Target("school", SCHOOL, "实验小学")
    draft = desk.draft(whole)
    await desk.writing.send(draft)
    assert [row.room_id for row in desk.rows(draft.id)] == [ROOM1, ROOM2]


async def test_a_principal_writes_in_the_schools_notices_and_classes_get_no_second_copy(engine, tmp_path):
    desk = await make(engine, tmp_path, school=two_classes(engine, principal=True))
    draft = desk.draft(Target("school", SCHOOL, "实验小学"), CLASS1)
    plan = await desk.writing.plan(draft)
    assert (plan.copies, plan.households, plan.people) == (1, 3, 7), "two families and a colleague"
    await desk.writing.send(draft)
    assert [row.room_id for row in desk.rows(draft.id)] == ["!notices:x"]


async def test_undo_restores_the_draft_and_a_crash_does_not_lose_it(desk):
    draft = desk.draft()
    await desk.writing.send(draft)
    desk.again()
    assert await desk.writing.undo(draft.id) == draft
    assert desk.rows(draft.id) == []
    assert await desk.writing.load(draft.id) == draft
    assert await desk.writing.undo(draft.id) is None


async def test_a_notice_for_later_is_given_to_the_server_and_comes_back(engine, tmp_path, files):
    later = FakeLater(files)
    desk = await make(engine, tmp_path, later=later)
    draft = desk.draft(due_ms=START + DAY)
    assert (await desk.writing.plan(draft)).can_schedule
    await desk.writing.send(draft)
    assert [row.room_id for row in later.given[draft.id]] == [ROOM1, ROOM2]
    (row,) = engine.files.local.read_now(desk.writing.written).scheduled
    assert (row.state, row.ts) == ("scheduled", START + DAY)
    assert await desk.writing.undo(draft.id) == draft
    notes = [content for type_, _, content in desk.unsent() if type_ == "org.schoolbell.scheduled"]
    assert [(note["kind"], note["rooms"]) for note in notes] == [("notice", [ROOM1, ROOM2]), ("notice", [])]


async def test_files_stand_beside_each_copy(desk, tmp_path):
    sheet = tmp_path / "说明.pdf"
    sheet.write_bytes(b"%PDF sheet")
    draft = desk.draft(files=(LocalFile(str(sheet), sheet.name, 10),))
    await desk.writing.send(draft)
    rows = desk.rows(draft.id)
    assert [(row.room_id, row.path is not None) for row in rows] == [
        (ROOM1, False), (ROOM2, False), (ROOM1, True), (ROOM2, True),
    ]  # fmt: skip


# -- how far it is -----------------------------------------------------------------------------------------


async def test_a_tap_counts_for_the_household_in_both_classes(desk):
    _draft, events = await desk.sent()
    await desk.engine.deliver(ROOM1, announced.confirm(desk.engine, events[ROOM1], MA))
    await desk.settle()
    card = card_of(desk, events[ROOM2])
    assert (card.count.total, card.count.done, card.count.unread) == (2, 1, 1)
    assert card.also == ("三年级1班",)
    assert {ROOM1, ROOM2} <= set().union(*desk.rebuilt), "both timelines show the new numbers"
    desk.board.open(card.key)
    await desk.settle()
    detail = desk.details[-1]
    assert [part.name for part in detail.classes] == ["三年级1班", "三年级2班"]
    assert set(detail.open_users) == {MC}


async def test_where_a_signature_is_wanted_a_tap_has_only_read(desk):
    draft, events = await desk.sent(confirm=Confirm.SIGN)
    await desk.engine.deliver(ROOM2, announced.confirm(desk.engine, events[ROOM2], MC))
    await desk.settle()
    assert card_of(desk, events[ROOM2]).count.done == 0
    assert card_of(desk, events[ROOM2]).count.read == 1
    await desk.engine.deliver(ROOM2, signature(desk.engine, events[ROOM2], MC, ME, draft.id))
    await desk.settle()
    assert (card_of(desk, events[ROOM2]).count.done, card_of(desk, events[ROOM2]).count.read) == (1, 0)


async def test_of_two_guardians_only_who_signed_stands_as_done(desk):
    draft, events = await desk.sent(CLASS2, confirm=Confirm.SIGN)
    for user, at in ((PB, START + 1), (MA, START + 2), (B, START + 3)):
        await desk.engine.deliver(ROOM2, announced.confirm(desk.engine, events[ROOM2], user, ts=at))
    await desk.engine.deliver(ROOM2, signature(desk.engine, events[ROOM2], MA, ME, draft.id, ts=START + 9))
    await desk.settle()
    desk.board.open(card_of(desk, events[ROOM2]).key)
    await desk.settle()
    (home,) = [one for one in desk.details[-1].tally.households if B in one.children]
    assert (home.standing, home.ts) == (Standing.CONFIRMED, START + 9)
    assert {one.person.user_id: (one.standing, one.ts) for one in home.people} == {
        MA: (Standing.CONFIRMED, START + 9), PB: (Standing.READ, START + 1), B: (Standing.READ, START + 3),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "child", "guardian"),
    [(Counts.GUARDIAN, False, True), (Counts.STUDENT, True, False), (Counts.EITHER, True, True)],
)
async def test_only_those_whose_word_counts_are_asked_for_it(desk, counts, child, guardian):
    _draft, events = await desk.sent(confirm=Confirm.SIGN, counts=counts)
    cards = [card_of(desk, events[ROOM2], me) for me in (B, MA, PB)]
    assert [card.wanted for card in cards] == [child, guardian, guardian]
    assert [card.text for card in cards] == ["请签字"] * 3, "everybody reads it"


async def test_where_no_guardian_was_asked_the_child_is(desk):
    """The list of the sender counts the child then, too: 57."""
    left = desk.engine.event("m.room.member", {"membership": "leave"}, MC, state_key=MC)
    await desk.engine.deliver(ROOM2, left)
    _draft, events = await desk.sent(CLASS2)
    assert card_of(desk, events[ROOM2], C).wanted
    assert not card_of(desk, events[ROOM2], B).wanted, "two guardians were asked"
    await desk.engine.deliver(ROOM2, announced.confirm(desk.engine, events[ROOM2], C))
    await desk.settle()
    count = card_of(desk, events[ROOM2]).count
    assert (count.total, count.done) == (2, 1)
    assert not card_of(desk, events[ROOM2], C).wanted


@pytest.mark.parametrize("whole", [True, False])
async def test_a_guardian_who_was_never_in_the_room_is_not_asked(engine, tmp_path, whole):
    """Not known is not "never": the room's members come later."""
    school = two_classes(engine)
    state = school.rooms[ROOM2]["required_state"]
    state.remove(next(event for event in state if event.get("state_key") == MC))
    school.rooms[ROOM2]["joined_count"] -= whole
    desk = await make(engine, tmp_path, school=school)
    _draft, events = await desk.sent(CLASS2)
    assert card_of(desk, events[ROOM2], C).wanted is whole


async def test_seven_of_eight_classes_is_told_and_tried_again(desk):
    draft = desk.draft()
    await desk.writing.send(draft)
    first, second = desk.rows(draft.id)
    await desk.engine.echo(first.local_id)
    await desk.engine.wedge(second.local_id)
    await desk.settle()
    (row,) = desk.board.lists.sent
    assert (row.copies, row.n, row.failed, row.waiting) == (1, 2, 1, 0)
    card = card_of(desk, desk.newest(ROOM1))
    assert (card.copies, card.n, card.count.failed) == (1, 2, 1)
    await desk.board.retry(row.key)
    assert desk.engine.said("retry") == [("retry", second.local_id)]


async def test_an_edit_reaches_all_copies_and_counts_once(desk):
    _draft, events = await desk.sent(confirm=Confirm.SIGN)
    key = card_of(desk, events[ROOM1]).key
    changed = await desk.writing.change(key)
    assert (changed.edits, changed.title, changed.confirm) == (key, "春季流感预防", Confirm.SIGN)
    await desk.writing.send(replace(changed, text="改到周五"))
    rows = desk.rows(changed.id)
    assert [(row.room_id, row.decoded()["m.relates_to"]["event_id"]) for row in rows] == list(events.items())
    desk.clock.advance(60)
    for row in rows:
        await desk.engine.echo(row.local_id)
    await desk.settle()
    for room_id in events:
        card = card_of(desk, events[room_id])
        assert (card.text, card.edited, card.confirm) == ("改到周五", True, "sign")
    assert len(desk.board.lists.sent) == 1


async def test_withdrawing_takes_every_copy_back(desk):
    draft, events = await desk.sent()
    key = card_of(desk, events[ROOM1]).key
    await desk.board.withdraw(key)
    kinds = [(type_, room_id) for type_, room_id, _ in desk.unsent()]
    assert kinds.count(("org.schoolbell.withdraw", ROOM1)) == kinds.count(("m.room.message", ROOM2)) == 1
    await desk.engine.deliver(ROOM1, desk.engine.event(
        "org.schoolbell.withdraw", {"v": 1, "kind": "notice", "id": draft.id}, ME))  # fmt: skip
    assert card_of(desk, events[ROOM2]).withdrawn
    assert await desk.writing.change(key) is None


# -- who reads it ------------------------------------------------------------------------------------------


async def test_a_guardian_confirms_once_and_the_family_sees_it(engine, tmp_path):
    desk = await make(engine, tmp_path, me=PB)
    event = await say(engine, ROOM2, announced.notice(n=1))
    await desk.settle()
    card = card_of(desk, event)
    assert (card.wanted, card.confirmed_ts, card.scope) == (True, 0, "class")
    await desk.board.confirm(card.key)
    await desk.board.confirm(card.key)
    ((type_, room_id, content),) = desk.unsent()
    assert (type_, room_id) == ("m.reaction", ROOM2)
    assert content["m.relates_to"] == {"rel_type": "m.annotation", "event_id": event, "key": "✅"}
    await engine.deliver(ROOM2, announced.confirm(engine, event, MA, ts=START + 5))
    card = card_of(desk, event)
    assert (card.wanted, card.done_ts) == (False, START + 5)
    assert card.done_by


async def test_signing_puts_the_ack_beside_the_tap_and_nothing_less_does(engine, tmp_path):
    desk = await make(engine, tmp_path, me=PB)
    event = await say(engine, ROOM2, announced.notice(confirm="sign"))
    await engine.deliver(ROOM2, announced.confirm(engine, event, PB))  # from the phone
    card = card_of(desk, event)
    assert card.wanted, "a tap is no signature"
    with pytest.raises(KnownError) as raised:
        await desk.board.confirm(card.key)
    assert raised.value.code is ErrorCode.BAD_REQUEST
    await desk.board.confirm(card.key, SIGNED)
    assert [type_ for type_, _, _ in desk.unsent()] == ["m.reaction", "org.schoolbell.ack"]


async def test_a_colleague_reads_but_is_not_asked(engine, tmp_path):
    school = two_classes(engine)
    school.add_class("33", "三年级3班", {A: [MA]}, teachers=(ME, T2), desks=False)
    desk = await make(engine, tmp_path, school=school)
    event = await say(engine, "!33-notices:x", announced.notice(), T2)
    assert card_of(desk, event).wanted is False


async def test_what_stands_is_on_top_of_the_class_until_its_deadline(desk):
    _draft, events = await desk.sent(CLASS2, deadline=START + DAY)
    await desk.sent(CLASS1)
    await desk.sent(CLASS2, pin=False)
    desk.board.show_room(GROUP2)
    await desk.settle()
    (pinned,) = desk.pinned[-1]
    assert (pinned.room_id, pinned.event_id) == (ROOM2, events[ROOM2])
    desk.clock.advance(2 * 86_400)
    desk.board.look()
    await desk.settle()
    assert desk.pinned[-1] == ()


async def test_what_is_pinned_for_phones_follows_withdrawal_and_deadline(desk):
    draft, events = await desk.sent(deadline=START + DAY)

    def wanted(now):
        known = desk.knowledge().authority
        return desk.engine.files.cache.read_now(lambda conn: pinning.wanted(conn, known, ME, now))

    assert {room: pins.pinned for room, pins in wanted(START + 1000).items()} == {
        ROOM1: (events[ROOM1],), ROOM2: (events[ROOM2],),
    }  # fmt: skip
    assert wanted(START + 2 * DAY)[ROOM1].gone == (events[ROOM1],)
    await desk.engine.deliver(ROOM1, desk.engine.event(
        "org.schoolbell.withdraw", {"v": 1, "kind": "notice", "id": draft.id}, ME))  # fmt: skip
    assert wanted(START + 1000)[ROOM2].gone == (events[ROOM2],)


# -- the bureau --------------------------------------------------------------------------------------------


async def test_an_officer_asks_each_school_once(engine, tmp_path):
    officer, heads = "@o7:school.test", ("@t8:school.test", "@t9:school.test")
    school = two_classes(engine)
    school.staff[officer] = {"role": "officer", "name": "区教育局"}
    desk = NoticeDesk(engine, tmp_path / "outgoing", me=officer)
    rooms = school.result()
    reports = "!reports:x"
    rooms[reports] = room(engine, "reports", name="上报", members=(officer, *heads), default=50)
    for event in rooms[SCHOOL]["required_state"]:
        if event["type"] == "m.room.name":
            top = dict(event, type="m.space.child", state_key=reports, content={"via": ["school.test"]},
                       event_id="$child-reports")  # fmt: skip
    rooms[SCHOOL]["required_state"].append(top)
    school.result = lambda: rooms
    await desk.take_in(school)
    (target,) = [one for one in desk.writing.targets() if one.kind == "reports"]
    assert desk.writing.target_near(GROUP2) is None
    plan = await desk.writing.plan(desk.draft(target))
    assert (plan.copies, plan.schools, plan.households) == (1, 1, 1)
    _draft, events = await desk.sent(target)
    assert list(events) == [reports]
    await engine.deliver(reports, announced.confirm(engine, events[reports], heads[0]))
    await desk.settle()
    card = card_of(desk, events[reports])
    assert (card.scope, card.count.total, card.count.done) == ("bureau", 1, 1), "one word per school"


# -- forgeries ---------------------------------------------------------------------------------------------


async def test_forged_notices_are_plain_text(desk):
    student = await say(desk.engine, ROOM1, announced.notice(), A)
    stranger = await say(desk.engine, ROOM2, announced.notice(), T2)  # teaches elsewhere
    chat = await say(desk.engine, GROUP2, announced.notice(), MA)
    for event in (student, stranger, chat):
        assert card_of(desk, event) is None
    await desk.settle()
    assert desk.board.lists.sent == ()


async def test_a_replayed_id_is_another_senders_and_changes_nothing(desk):
    draft, events = await desk.sent()
    office = "@office1:school.test"
    replayed = await say(
        desk.engine, ROOM1, announced.notice("别的", "冒名", id=draft.id, n=9), office, ts=START + 5
    )
    assert card_of(desk, events[ROOM1]).title == "春季流感预防"
    assert card_of(desk, replayed).title == "别的"
    assert card_of(desk, replayed).key != card_of(desk, events[ROOM1]).key
    again = await say(desk.engine, ROOM1, announced.notice("春季", "重放", id=draft.id), ME, ts=START + DAY)
    assert card_of(desk, again).text == "请签字", "the first copy's words count, not those of a replay"


async def test_another_senders_edit_is_no_edit(desk):
    draft, events = await desk.sent()
    new = announced.notice("假的", "冒名", id=draft.id)
    for sender in (A, T2, "@office1:school.test"):
        edit = {**new, "m.new_content": new,
                "m.relates_to": {"rel_type": "m.replace", "event_id": events[ROOM1]}}  # fmt: skip
        await say(desk.engine, ROOM1, edit, sender)
        card = card_of(desk, events[ROOM1])
        assert (card.title, card.text, card.edited) == ("春季流感预防", "请签字", False)


async def test_a_strangers_signature_completes_nobody(desk):
    draft, events = await desk.sent(CLASS2, confirm=Confirm.SIGN)
    await desk.engine.deliver(ROOM2, signature(desk.engine, events[ROOM2], "@x:elsewhere", ME, draft.id))
    await desk.engine.deliver(ROOM1, signature(desk.engine, events[ROOM2], MC, ME, draft.id))  # another room
    await desk.settle()
    desk.board.open(card_of(desk, events[ROOM2]).key)
    await desk.settle()
    assert {one.standing for one in desk.details[-1].tally.households} == {Standing.UNREAD}
