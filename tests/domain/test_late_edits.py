"""What is changed after its end: the words that act are shown, the later ones stay readable."""

from itertools import permutations

import pytest

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.chat import read_state
from schoolbell.domain.notifications import reading
from schoolbell.domain.verdicts import Verdicts
from schoolbell.store import indexing, meta, search
from schoolbell.sync.projection import bring_up_to_date
from tests.domain import announced
from tests.domain.announced import GROUP, WANG
from tests.domain.chat_school import CHEN, LI, SCHOOL
from tests.domain.test_timeline import Viewer
from tests.fakes.domain_engine import ME, START

HOUR = 3_600_000
END = START + HOUR


@pytest.fixture
async def school(engine):
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    return engine


@pytest.fixture
async def viewer(files, school):
    made = Viewer(files, school)
    await made.open(GROUP)
    yield made
    await made.close()
    assert made.errors == []


def edit_of(school, target, content, sender, ts):
    content = {key: value for key, value in content.items() if key != "m.mentions"}
    relation = {"rel_type": "m.replace", "event_id": target}
    whole = {**content, "body": f"* {content['body']}", "m.new_content": content, "m.relates_to": relation}
    return school.event("m.room.message", whole, sender, ts=ts)


def ding(words, sender_end=END, **more):
    return announced.ding(words, id="0" * 26, closes=sender_end, **more)


async def told(school, *changes, sender=CHEN, end=END):
    """A DING with an end, and its edits as (words, ms, end)."""
    first = school.event("m.room.message", ding("八点开会", end), sender, ts=START + HOUR // 2)
    edits = [
        edit_of(school, first["event_id"], ding(words, closes), sender, ts) for words, ts, closes in changes
    ]
    await school.deliver(GROUP, first, *edits)
    return first["event_id"]


def only(viewer):
    (item,) = [item for item in viewer.items if getattr(item, "body", "") and item.late]
    return item


async def test_the_words_in_time_stand_and_the_later_ones_are_beside(viewer, school):
    event_id = await told(school, ("九点开会", END - 5, END), ("十点开会", END + 5, END))
    await viewer.settle()
    item = only(viewer)
    assert (item.body, item.edited, item.late) == ("九点开会", True, "十点开会")
    (room,) = [room for room in viewer.session.rooms.items if room.key == GROUP]
    assert room.preview == "九点开会"
    lists = school.files.cache.read_now(
        lambda conn: read_state.load(conn, GROUP, event_id, viewer.session.knowledge)
    )
    assert lists.body == "九点开会"
    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": event_id}}}
    await school.deliver(GROUP, school.text("好", WANG, content=answer))
    await viewer.settle()
    assert viewer.message("好").quote.body == "九点开会"


async def test_without_a_change_in_time_the_first_words_stand(viewer, school):
    await told(school, ("十点开会", END + 5, END))
    await viewer.settle()
    item = only(viewer)
    assert (item.body, item.edited, item.late) == ("八点开会", False, "十点开会")


async def test_a_later_end_that_came_too_late_moves_nothing(viewer, school):
    await told(school, ("九点开会", END + 5, END + HOUR), ("十点开会", END + 9, END + HOUR))
    await viewer.settle()
    assert (only(viewer).body, only(viewer).late) == ("八点开会", "十点开会")


async def test_what_an_announcement_says_is_the_newest_in_time(viewer, school):
    await told(school, ("九点开会", END - 5, END), ("十点开会", END + 5, END))
    await viewer.settle()
    (one,) = school.files.cache.read_now(
        lambda conn: loading.load_recent(conn, viewer.session.knowledge.authority, Kind.DING, END)
    )
    assert (one.block.text, one.edited) == ("九点开会", True)


async def test_edits_of_what_does_not_act_are_edits_as_any(viewer, school):
    """A student's block is plain text, and so is what somebody changes of it."""
    await told(school, ("十点开会", END + 5, END), sender=LI)
    await viewer.settle()
    (item,) = [item for item in viewer.items if getattr(item, "body", "") == "十点开会"]
    assert (item.edited, item.late) == (True, "")


async def test_an_edit_that_arrives_later_is_judged_as_well(viewer, school):
    event_id = await told(school)
    await viewer.settle()
    await school.deliver(GROUP, edit_of(school, event_id, ding("九点开会"), CHEN, END - 5))
    await viewer.settle()
    assert viewer.message("九点开会").late == ""
    # Nor does one count that says nothing of the block any more.
    plain = {"msgtype": "m.text", "body": "不开了"}
    await school.deliver(GROUP, edit_of(school, event_id, plain, CHEN, END + 5))
    await viewer.settle()
    assert (only(viewer).body, only(viewer).late) == ("九点开会", "不开了")
    redaction = {"redacts": event_id}
    await school.deliver(GROUP, school.event("m.room.redaction", redaction, CHEN, ts=END + 9))
    await viewer.settle()
    assert not [item for item in viewer.items if getattr(item, "late", "")]


async def test_my_own_late_edit_is_no_different(viewer, school):
    await told(school, ("十点开会", END + 5, END), sender=ME)
    await viewer.settle()
    assert (only(viewer).body, only(viewer).own) == ("八点开会", True)


def found(school, word):
    return school.files.cache.read_now(lambda conn: [row.event_id for row in search.find(conn, word)])


def finds(school):
    """Return by which of the words something is found."""
    return [word for word in ("八点", "九点", "十点") if found(school, word)]


ORDERS = list(permutations(range(4)))


@pytest.mark.parametrize("order", ORDERS[::3], ids=lambda order: "".join(map(str, order)))
@pytest.mark.parametrize("taken_back", [1, 2, 0])
async def test_search_finds_it_by_the_words_that_act_in_whatever_order_they_come(school, order, taken_back):
    first = school.event("m.room.message", ding("八点开会"), CHEN, ts=START + HOUR // 2)
    target = first["event_id"]
    events = [
        first,
        edit_of(school, target, ding("九点开会"), CHEN, END - 5),
        edit_of(school, target, ding("十点开会"), CHEN, END + 5),
    ]
    redaction = {"redacts": events[taken_back]["event_id"]}
    events.append(school.event("m.room.redaction", redaction, CHEN, ts=END + 9))
    for at in order:
        await school.deliver(GROUP, events[at])
    assert finds(school) == {0: [], 1: ["八点"], 2: ["九点"]}[taken_back]


async def test_search_finds_a_plain_message_by_its_newest_words(school):
    await told(school, ("九点开会", END - 5, END), ("十点开会", END + 5, END), sender=LI)
    assert finds(school) == ["十点"]


async def test_a_cache_of_before_is_put_right(school):
    """Its search knows the newest words: no verdict had been asked of them."""
    cache = school.files.cache
    cache.write_now(indexing.begin)
    assert not cache.write_now(lambda conn: indexing.build(conn, 1000))
    school.ingest._judge = None
    await told(school, ("九点开会", END - 5, END), ("十点开会", END + 5, END))
    assert finds(school) == ["十点"]
    cache.write_now(lambda conn: meta.put(conn, "projection/verdicts", "4"))
    cache.write_now(lambda conn: bring_up_to_date(conn, [Verdicts((SCHOOL,))]))
    assert finds(school) == ["九点"]


async def test_a_notification_says_the_words_that_act(viewer, school):
    await told(school, ("九点开会", END - 5, END), ("十点开会", END + 5, END))
    await viewer.settle()
    (news,), _ = school.files.cache.read_now(
        lambda conn: reading.news(conn, [GROUP], {}, viewer.session.knowledge, ())
    )
    assert news.text == "九点开会"
