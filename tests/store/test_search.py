"""What a person types finds what was said, in Chinese and otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.store import search
from schoolbell.store.search import Filter
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, NOW, ROOM, FixedClock, event, open_cache, response

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
        ("課本第３課", [2]),
        ("本第3", [2]),
        ("3课", [2]),
        ("學作業", [9, 1]),
        ("簽字 數學", [1]),
        ("作\u200b业", [9, 1]),
        ("_", []),
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
    found = cache.read_now(lambda conn: search.find(conn, "数学作业", Filter(room_id=ROOM)))
    assert [row.event_id for row in found] == ["$e1"]
    assert cache.read_now(lambda conn: search.find(conn, "数学作业", Filter(room_id="!nowhere"))) == []


def test_more_results_go_on_where_the_page_ended(cache):
    first = cache.read_now(lambda conn: search.find(conn, "数学", limit=2))
    assert [row.event_id for row in first] == ["$e9", "$e2"]
    rest = cache.read_now(lambda conn: search.find(conn, "数学", before=first[-1].rowid))
    assert [row.event_id for row in rest] == ["$e1"]


@pytest.mark.parametrize("mark", ["r1", "r2", "file", "u"])
def test_nothing_is_found_by_the_words_that_mark_it(cache, mark):
    assert cache.read_now(lambda conn: search.find(conn, mark)) == []


@pytest.fixture
def mixed(cache):
    """Also a picture and a file by others, at other times."""
    picture = {"msgtype": "m.image", "body": "黑板.JPG", "url": "mxc://x/1"}
    paper = {"msgtype": "m.file", "body": "这是数学卷子", "filename": "期中試卷_2.pdf", "url": "mxc://x/2"}
    large = {
        "msgtype": "m.text",
        "body": "a large file",
        "org.schoolbell.file": {"v": 1, "name": "运动会.mp4"},
    }
    said = [
        event(20, "@s2:school.test", picture),
        event(21, "@s3:school.test", paper),
        event(22, "@s3:school.test", large),
    ]
    answer = response(said, pos="p2")
    cache.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
    return lambda query, **only: [
        row.event_id for row in cache.read_now(lambda conn: search.find(conn, query, Filter(**only)))
    ]


def test_files_are_found_by_name_and_by_caption(mixed):
    assert mixed("黑板") == mixed("jpg") == ["$e20"]
    assert mixed("试卷") == mixed("卷子") == mixed("试卷 2") == ["$e21"]
    assert mixed("運動會") == ["$e22"]
    assert mixed("", files=True) == ["$e22", "$e21", "$e20"]
    assert mixed("数学", files=True) == ["$e21"]
    assert mixed("数学", files=False) == ["$e9", "$e2", "$e1"]


def test_filters_narrow_what_is_found(mixed):
    assert mixed("数学", sender="@s3:school.test") == ["$e21"]
    assert mixed("", sender="@s3:school.test") == ["$e22", "$e21"]
    assert mixed("数学", sender="@nobody:school.test") == []
    at = NOW - 1_000_000_000
    assert mixed("数学", since=at + 2000, until=at + 21_000) == ["$e9", "$e2"]
    assert mixed("", room_id=ROOM) == []
    assert mixed("!!!", sender="@s3:school.test") == []


def test_a_count_stops_where_it_says_enough(cache, monkeypatch):
    def count(query, **only):
        return cache.read_now(lambda conn: search.count(conn, query, Filter(**only)))

    assert (count("数学"), count("没有"), count("数学", room_id=ROOM)) == (3, 0, 2)
    monkeypatch.setattr(search, "MOST_COUNTED", 2)
    assert count("数学") == 2


def test_a_reply_is_not_found_by_what_it_answers(cache):
    quoted = "> <@s1:school.test> 几点开会？\n> 在哪里\n\n三点"
    answer = response([event(30, content={"msgtype": "m.text", "body": quoted})], pos="p2")
    cache.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
    assert cache.read_now(lambda conn: search.find(conn, "开会")) == []
    assert [row.event_id for row in cache.read_now(lambda conn: search.find(conn, "三点"))] == ["$e30"]


def test_two_senders_with_one_mark_are_told_apart(cache):
    one, other = "@10ff97d0b15c2c5:school.test", "@d40a395edfb835a3:school.test"
    assert search._sender_mark(one) == search._sender_mark(other)
    said = [
        event(40 + at, sender, content={"msgtype": "m.text", "body": "春游"})
        for at, sender in enumerate((one, other))
    ]
    answer = response(said, pos="p2")
    cache.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
    found = cache.read_now(lambda conn: search.find(conn, "春游", Filter(sender=other)))
    assert [row.event_id for row in found] == ["$e41"]


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
