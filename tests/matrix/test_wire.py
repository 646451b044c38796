import json
import string
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix import pages, sliding
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.sliding import ListRequest, SlidingSyncRequest, Subscription, decode_sync
from schoolbell.matrix.wire import LATEST_MS, decode_event, decode_stripped, prune

GOOD: dict[str, Any] = {
    "event_id": "$a",
    "type": "m.room.message",
    "sender": "@t1:school.test",
    "origin_server_ts": 1_790_000_000_000,
    "content": {"msgtype": "m.text", "body": "早上好"},
}
ROOM: dict[str, Any] = {
    "name": "三年二班",
    "bump_stamp": 9026,
    "joined_count": 3,
    "timeline": [GOOD],
    "required_state": [],
    "limited": True,
    "prev_batch": "t1",
}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=6,
)


def raw(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_good_event_is_read_whole() -> None:
    event = decode_event(raw({**GOOD, "state_key": "", "unsigned": {"transaction_id": "sb1", "age": 3}}))
    assert event is not None
    assert (event.event_id, event.sender, event.state_key) == ("$a", "@t1:school.test", "")
    assert event.content["body"] == "早上好"
    assert event.transaction_id == "sb1"
    plain = decode_event(raw(GOOD))
    assert plain is not None
    assert plain.state_key is None


@pytest.mark.parametrize(
    ("time", "shown"),
    [(-5, 0), (2**70, LATEST_MS), (1.5, 1), (1e300, LATEST_MS), ("soon", 0), (None, 0), (True, 0), ([], 0)],
)
def test_an_absurd_time_does_not_hide_a_message(time: object, shown: int) -> None:
    event = decode_event(raw({**GOOD, "origin_server_ts": time}))
    assert event is not None
    assert event.origin_server_ts == shown
    assert event.content == GOOD["content"]


@pytest.mark.parametrize("part", ["unsigned", "redacts", "room_id"])
@pytest.mark.parametrize("value", [7, [], "x", {"a": 1}, None, True])
def test_a_wrong_side_part_is_dropped_alone(part: str, value: object) -> None:
    event = decode_event(raw({**GOOD, part: value}))
    assert event is not None
    assert event.content == GOOD["content"]


@pytest.mark.parametrize("part", ["event_id", "type", "sender", "content"])
@pytest.mark.parametrize("value", [7, [], None, True, 1.5])
def test_an_event_without_its_heart_is_skippable(part: str, value: object) -> None:
    assert decode_event(raw({**GOOD, part: value})) is None
    assert decode_event(raw({**GOOD, part: "$" * 5000})) is None
    assert decode_event(raw({name: part_ for name, part_ in GOOD.items() if name != part})) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"event_id":"$a","type":"t","sender":"@a","origin_server_ts":1,"content":{"a":"\xff"}}',
        b'{"event_id":"$a","type":"t","sender":"@a","origin_server_ts":1,"content":{"a":"\\ud800"}}',
        b'{"event_id":"$a","type":"t","sender":"@a","origin_server_ts":1,"content":{"a":' + b"[" * 50_000,
        b'{"event_id":"$a","type":"t","sender":"@a","content":{"a":' + b"[" * 9000 + b"]" * 9000 + b"}}",
        b" " * (2 << 20),
    ],
)
def test_rubbish_is_none_and_no_crash(body: bytes) -> None:
    assert decode_event(body) is None
    assert decode_stripped(body) is None
    assert sliding.decode_receipts(body) == []
    assert sliding.decode_typing(body) == ()
    assert sliding.decode_account_data(body) is None
    assert pages.decode_messages(body).chunk == []
    assert pages.decode_members(body) == []
    assert pages.decode_notifications(body).notifications == ()
    assert pages.decode_room_receipts(body, "!r") == []
    with pytest.raises(MatrixError) as fault:
        decode_sync(body)
    assert fault.value.code is ErrorCode.SERVER


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from([*GOOD, "state_key", "unsigned", "redacts"]), json_values))
def test_events_of_any_shape_never_raise(parts: dict[str, Any]) -> None:
    event = decode_event(raw({**GOOD, **parts}))
    if event is not None:
        assert isinstance(event.content, dict)
        assert isinstance(event.unsigned, dict)
        assert 0 <= event.origin_server_ts <= LATEST_MS


def sync_body(**room: object) -> bytes:
    return raw({"pos": "4/s9", "rooms": {"!bad": {**ROOM, **room}, "!good": ROOM}})


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(sliding.RoomResult.__struct_fields__)), json_values, min_size=1)
)
def test_one_wrong_room_costs_only_its_wrong_fields(fields: dict[str, Any]) -> None:
    response = decode_sync(sync_body(**fields))
    good = response.rooms["!good"]
    assert (good.name, good.bump_stamp, good.limited, len(good.timeline)) == ("三年二班", 9026, True, 1)
    bad = response.rooms["!bad"]
    if "timeline" not in fields:
        assert len(bad.timeline) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["lists", "rooms", "extensions"]), json_values),
    st.dictionaries(st.sampled_from(["to_device", "account_data", "receipts", "typing"]), json_values),
)
def test_a_wrong_part_of_an_answer_leaves_the_rest(parts: dict[str, Any], extensions: dict[str, Any]) -> None:
    typing = {"rooms": {"!r": {"content": {"user_ids": ["@a:x", 7]}}}}
    body = {"pos": "1", "extensions": {"typing": typing, **extensions}, "rooms": {"!good": ROOM}, **parts}
    response = decode_sync(raw(body))
    if "rooms" not in parts:
        assert response.rooms["!good"].name == "三年二班"
    if not {"extensions", "typing"} & {*parts, *extensions}:
        assert sliding.decode_typing(response.extensions.typing.rooms["!r"]) == ("@a:x",)


def test_an_event_nested_too_deeply_stops_nobody() -> None:
    deep = '{"x":' + "[" * 5000 + '"]}\\"{["' + "]" * 5000 + "}"
    body = '{"pos":"1","rooms":{"!r":{"name":"a]\\"b","timeline":[' + deep + "," + json.dumps(GOOD) + "]}}}"
    response = decode_sync(body.encode())
    assert response.rooms["!r"].name == 'a]"b'
    events = [decode_event(event) for event in response.rooms["!r"].timeline]
    assert events[0] is None
    assert events[1] is not None
    assert pages.decode_messages(('{"chunk":[' + deep + "]}").encode()).chunk != []


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_pruning_leaves_flat_json_alone(value: object) -> None:
    assert prune(raw(value)) == raw(value)


def test_a_missing_or_empty_position_is_a_server_fault() -> None:
    for body in ({}, {"pos": ""}, {"pos": 7}, {"pos": None}):
        with pytest.raises(MatrixError):
            decode_sync(raw(body))


def test_receipts_keep_threads_and_privacy_apart() -> None:
    content = {
        "$a": {
            "m.read": {"@s1:x": {"ts": 5}, "@s2:x": {"ts": "late", "thread_id": "main"}, "@s3:x": 7},
            "m.read.private": {"@t1:x": {"ts": 2**80}},
            "m.other": {"@t1:x": {"ts": 1}},
        },
        "$b": [],
    }
    found = sliding.decode_receipts(raw({"type": "m.receipt", "content": content}))
    assert [(r.user_id, r.ts, r.private, r.thread) for r in found] == [
        ("@s1:x", 5, False, ""),
        ("@s2:x", 0, False, "main"),
        ("@s3:x", 0, False, ""),
        ("@t1:x", 1 << 53, True, ""),
    ]


def test_a_request_says_what_the_server_insists_on() -> None:
    request = SlidingSyncRequest(
        conn_id="chats",
        lists={"rooms": ListRequest(required_state=[], timeline_limit=0, ranges=[(0, 19)])},
        room_subscriptions={"!r": Subscription(required_state=[("*", "*")], timeline_limit=50)},
        extensions={"receipts": {"enabled": True}},
    )
    assert json.loads(msgspec.json.encode(request)) == {
        "conn_id": "chats",
        "lists": {"rooms": {"required_state": [], "timeline_limit": 0, "ranges": [[0, 19]]}},
        "room_subscriptions": {"!r": {"required_state": [["*", "*"]], "timeline_limit": 50}},
        "extensions": {"receipts": {"enabled": True}},
    }


@settings(deadline=None)
@given(st.text(alphabet=string.printable, max_size=40))
def test_invite_state_is_read_or_skipped(text: str) -> None:
    state = {"type": "m.room.name", "sender": "@a:x", "state_key": "", "content": {"name": text}}
    event = decode_stripped(raw(state))
    assert event is not None
    assert event.content == {"name": text}
