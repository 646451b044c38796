"""Ten thousand malformed things from the network: nothing raises, what is well-formed is still shown."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import (
    account_data,
    members,
    power,
    receipts,
    relations,
    rooms,
    search,
    state,
    timeline,
)
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, NOW, ROOM, FixedClock, event, open_cache, page, response

DEEP = "[" * 5000 + "]" * 5000
ODD = [
    *(None, True, False, 0, -1, 1 << 62, 1 << 70, -(1 << 80), 1e300, 0.5, "", "x" * 70_000),
    *("\u202e\u200b\x00\x1b", "\ud7ff\ufffd", [], {}, [[]], {"": {}}, ["m.text"], {"rel_type": []}),
    *({"event_id": 7}, "$e1", "m.replace"),
]
TYPES = [
    *("m.room.message", "m.reaction", "m.room.redaction", "m.room.member", "m.room.power_levels"),
    *("m.room.create", "m.room.name", "m.room.encryption", "org.schoolbell.room", "m.space.child"),
    *("m.room.encrypted", "m.sticker", ""),
]
KEYS = [
    *(
        "body",
        "msgtype",
        "m.relates_to",
        "m.new_content",
        "m.mentions",
        "redacts",
        "membership",
        "displayname",
    ),
    *("users", "notifications", "events", "creators", "additional_creators", "type", "name", "url", "kind"),
    *("key", "user_ids"),
]


def twist(chance, number):
    """Return an event with something wrong in it, or nothing wrong at all."""
    content = {chance.choice(KEYS): chance.choice(ODD) for _ in range(chance.randrange(5))}
    if chance.random() < 0.4:
        content["m.relates_to"] = {
            "rel_type": chance.choice(["m.replace", "m.annotation", "m.thread", "redaction", "", 3]),
            "event_id": chance.choice(
                [f"$e{chance.randrange(number + 3)}", "", None, "$" + "e" * 2000, "\x00"]
            ),
            "key": chance.choice(["👍", "", "k" * 70_000, "\x00", 4, None]),
        }
        content["m.new_content"] = chance.choice([{"body": "y"}, {"body": {}}, {}, 4, None, [1]])
    made = event(
        number,
        chance.choice(["@s1:school.test", ME, "", "\x00", "@" + "ü" * 3000, "@o1:school.test"]),
        content,
        type=chance.choice(TYPES),
    )
    if chance.random() < 0.3:
        made["state_key"] = chance.choice(["", ME, "@s1:school.test", "x" * 70_000, "\x00", 5, None, []])
    if chance.random() < 0.3:
        made["unsigned"] = chance.choice(
            [
                {"transaction_id": chance.choice(ODD)},
                {"prev_content": chance.choice(ODD)},
                {"redacted_because": chance.choice([*ODD, {"event_id": "$r"}])},
                {"prev_content": {"users": 1 << 90}},
                5,
            ]
        )
    if chance.random() < 0.3:
        made[chance.choice(["type", "sender", "origin_server_ts", "content"])] = chance.choice(ODD)
    if chance.random() < 0.05:
        # Ids are the server's hashes: nobody can give an event the id of another one.
        made["event_id"] = chance.choice([None, 5, "", "x" * 70_000, "\x00", f"$\u202e{number}", {}, []])
    if chance.random() < 0.1:
        made["origin_server_ts"] = chance.choice([0, -5, NOW * 2, 1 << 52, 1 << 62])
    if chance.random() < 0.05:
        del made[chance.choice(list(made))]
    return made


@pytest.fixture
def cache(tmp_path):
    database = open_cache(tmp_path)
    yield database
    database.close()


def look_at_everything(conn):
    """Read all that a window reads."""
    for room in rooms.summaries(conn):
        window = timeline.window(conn, room.room_id, before=400, after=0)
        rowids = [row.rowid for row in window.rows]
        for row in window.rows:
            assert isinstance(row.content, dict)
        relations.for_events(conn, rowids, ME)
        members.joined(conn, room.room_id)
        receipts.of_room(conn, room.room_id)
        receipts.unread_counts(conn, room.room_id, rowids, ME, set())
        if rowids:
            receipts.readers(conn, room.room_id, rowids[-1], set())
        power.at_many(conn, room.room_id, rowids)
        state.all_of(conn, room.room_id, "m.space.child")
    account_data.get(conn, "m.direct")
    search.find(conn, "message")
    assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


def test_ten_thousand_malformed_events_raise_nothing_and_hide_nobody(cache):
    chance = random.Random(2)
    ingest = Ingest(ME, clock=FixedClock())
    good = []
    number = 0
    for batch in range(100):
        events = []
        for _ in range(100):
            number += 1
            events.append(twist(chance, number))
        number += 1
        good.append(f"$good{number}")
        events.append(event(number) | {"event_id": good[-1]})
        answer = response(events, pos=f"p{batch}", initial=batch == 0)
        cache.write_now(lambda conn, a=answer: ingest.sync(conn, "chats", a))
    shown = cache.read_now(lambda conn: timeline.window(conn, ROOM, before=20_000, after=0)).rows
    assert [row.event_id for row in shown if row.event_id.startswith("$good")] == good
    cache.read_now(look_at_everything)
    # The index holds exactly what it should: every search hit still has the word.
    cache.write_now(lambda conn: conn.execute("INSERT INTO search (search) VALUES ('integrity-check')"))


def _hostile(content, type_="m.room.message", ts="1"):
    return f'{{"event_id":"$d","type":"{type_}","sender":"@a:b","origin_server_ts":{ts},"content":{content}}}'


def _relating(rel_type, **more):
    return json.dumps({"body": "x", "m.relates_to": {"rel_type": rel_type, "event_id": "$d", **more}})


HOSTILE = {
    "deep": _hostile(f'{{"body":{DEEP}}}'),
    "half a character": _hostile('{"body":"\\\\ud800 \\ud800 \\ud83d\\ude00"}'),
    "infinite": _hostile('{"body":"x"}', ts="1e400"),
    "huge key": _hostile(_relating("m.annotation", key="k" * 65_000), "m.reaction"),
    "redacts itself": _hostile('{"redacts":"$d"}', "m.room.redaction"),
    "edits itself": _hostile(_relating("m.replace")),
    "text": '"text"',
    "number": "7",
    "nothing": "null",
    "list": "[]",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_one_hostile_event_between_two_good_ones(cache, hostile):
    timeline_part = f"[{json.dumps(event(1))},{hostile},{json.dumps(event(2))}]"
    body = f'{{"pos":"p","rooms":{{"{ROOM}":{{"initial":true,"timeline":{timeline_part}}}}}}}'
    ingest = Ingest(ME, clock=FixedClock())
    cache.write_now(lambda conn: ingest.sync(conn, "chats", decode_sync(body.encode())))
    rows = cache.read_now(lambda conn: timeline.window(conn, ROOM)).rows
    assert [row.event_id for row in rows if row.event_id != "$d"] == ["$e1", "$e2"]
    cache.read_now(look_at_everything)


def test_two_in_one_millisecond_far_in_the_future_both_have_a_place(cache):
    ingest = Ingest(ME, clock=FixedClock())
    answer = response([event(n) | {"origin_server_ts": 1 << 52} for n in range(5)], initial=True)
    cache.write_now(lambda conn: ingest.sync(conn, "chats", answer))
    rows = cache.read_now(lambda conn: timeline.window(conn, ROOM)).rows
    assert [row.event_id for row in rows] == [f"$e{n}" for n in range(5)]
    assert all(row.ts <= NOW + 86_400_000 for row in rows)


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
junk = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
account_events = st.fixed_dictionaries(
    {"type": st.sampled_from(["m.direct", "m.push_rules", "x"]), "content": junk}
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(room=junk, receipts_part=junk, data=st.lists(account_events, max_size=3), history=junk)
def test_junk_in_every_part_of_an_answer_raises_nothing(cache, room, receipts_part, data, history):
    ingest = Ingest(ME, clock=FixedClock())
    result = {"timeline": [event(1)], "initial": True, "name": room, "heroes": room, "required_state": room}
    answer = {
        "pos": "p",
        "rooms": {ROOM: result, "!junk": room},
        "extensions": {
            "receipts": {"rooms": {ROOM: {"type": "m.receipt", "content": receipts_part}}},
            "account_data": {"global": data, "rooms": {ROOM: data}},
            "typing": {"rooms": {ROOM: room}},
        },
    }
    body = json.dumps(answer).encode()
    cache.write_now(lambda conn: ingest.sync(conn, "chats", decode_sync(body)))
    chunk = cache.read_now(lambda conn: timeline.newest_gap(conn, ROOM))
    if chunk is not None:
        old = page([], None) if not isinstance(history, dict) else json.dumps(history).encode()
        cache.write_now(lambda conn: ingest.page(conn, ROOM, chunk, old))
    assert cache.read_now(lambda conn: timeline.by_ids(conn, ["$e1"]))
    cache.read_now(look_at_everything)
