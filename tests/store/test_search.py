"""What a person types finds what was said, in Chinese and otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.store import search
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, ROOM, FixedClock, event, open_cache, response

SAID = {
    1: "今天的数学作业请家长签字",
    2: "数学课本第3课",
    3: "Homework: page 12, read Café",
    4: "明天考试",
    5: "作文 业务",
    6: "家长会改到周五",
}


@pytest.fixture
def cache(tmp_path):
    database = open_cache(tmp_path)
    said = [event(number, content={"msgtype": "m.text", "body": body}) for number, body in SAID.items()]
    ingest = Ingest(ME, clock=FixedClock())
    other = event(9, content={"msgtype": "m.text", "body": "数学作业（别的班）"})

    def write(conn):
        ingest.sync(conn, "chats", response(said, initial=True))
        ingest.sync(conn, "chats", response([other], room="!class8", initial=True))

    database.write_now(write)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("作业", [9, 1]),
        ("数学作业", [9, 1]),
        ("数学 签字", [1]),
        ("考", [4]),
        ("字", [1]),
        ("第3课", [2]),
        ("homework", [3]),
        ("HOME", [3]),
        ("cafe", [3]),
        ("家长", [6, 1]),
        ("没有", []),
        ("", []),
        ('" OR "', []),
        ("body:作业 NEAR( * ^ -", []),
        ("!!! ???", []),
    ],
)
def test_words_find_messages_newest_first(cache, query, numbers):
    found = cache.read_now(lambda conn: search.find(conn, query))
    assert [row.event_id for row in found] == [f"$e{number}" for number in numbers]


def test_search_inside_one_room_finds_that_room_only(cache):
    found = cache.read_now(lambda conn: search.find(conn, "数学作业", room_id=ROOM))
    assert [row.event_id for row in found] == ["$e1"]
    assert cache.read_now(lambda conn: search.find(conn, "数学作业", room_id="!nowhere")) == []


def test_more_results_go_on_where_the_page_ended(cache):
    first = cache.read_now(lambda conn: search.find(conn, "数学", limit=2))
    assert [row.event_id for row in first] == ["$e9", "$e2"]
    rest = cache.read_now(lambda conn: search.find(conn, "数学", before=first[-1].rowid))
    assert [row.event_id for row in rest] == ["$e1"]


def test_a_room_is_not_found_by_the_word_that_marks_it(cache):
    assert cache.read_now(lambda conn: search.find(conn, "room1")) == []


def test_what_was_said_long_ago_does_not_come_first_when_it_is_fetched_late(cache):
    old = event(-500, content={"msgtype": "m.text", "body": "数学作业 去年"})
    answer = response([old], room="!class9", initial=True)
    cache.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
    found = cache.read_now(lambda conn: search.find(conn, "数学作业"))
    assert [row.event_id for row in found] == ["$e9", "$e1", "$e-500"]


@given(text=st.text(max_size=60))
def test_anything_typed_is_a_query_and_not_a_program(text):
    terms = search.expression(text).split(" AND ")
    for term in terms:
        body = term.removesuffix("*")
        assert body == "" or (body[0] == body[-1] == '"' and '"' not in body[1:-1])
