"""Thousands of malformed and forged events from bytes to items: nothing raises, nothing honest changes."""

import itertools
import json
import re
from datetime import UTC
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schoolbell.domain.chat import content, read_state, room_header
from schoolbell.domain.chat.content import BODY_LIMIT
from schoolbell.domain.chat.invitations import Invitations
from schoolbell.domain.chat.items import MessageItem, MessageKind
from schoolbell.domain.chat.room_list import RoomList
from schoolbell.domain.chat.timeline_items import TimelineBuilder
from schoolbell.domain.names import NAME_LIMIT
from schoolbell.domain.school_knowledge import load
from schoolbell.domain.verdicts import Verdicts
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import rooms, search, timeline, verdicts
from schoolbell.sync.ingest import Ingest
from tests.domain import chat_school
from tests.domain.chat_school import CHEN, CLASS, LI, SCHOOL, WANG, room_state
from tests.fakes.domain_engine import ME, START, ScriptedEngine
from tests.hostile.made import PEOPLE, junk, runs, to_bytes
from tests.hostile.watching import no_sockets

RUNS = 210  # so that one test makes ten thousand events
EVENTS = 48  # of one run: twelve arrive first, twelve later, the others as history
# Steps of SQLite's machine that one run may take, reading included (measured: 70,000, at most 160,000): work
# that grows with the square of what came in would be far beyond.
MOST_STEPS = 1_000_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS = re.compile(r"</?([a-zA-Z0-9]+)")
_HARMLESS = frozenset(content._TAGS)
OFFICE_ONLY = {
    "m.room.power_levels",
    "m.room.create",
    "org.schoolbell.room",
}  # no server takes them from others
HONEST = "@t9:school.test"  # nobody of those whose events are drawn
FOR_TEACHERS = {
    "ding",
    "notice",
    "assignment",
    "live",
    "exam",
    "form",
    "lesson",
    "review",
    "extension",
    "remind",
}


class Machine:
    """A cache that knows the school, and gets one room after the other."""

    def __init__(self, files):
        self.files = files
        self.engine = ScriptedEngine(files)
        self.ingest = Ingest(ME, judge=Verdicts([SCHOOL]))
        self.engine.ingest = self.ingest
        self.engine.take_in_now(chat_school.school_rooms(self.engine))
        self.runs = itertools.count()
        self.steps = 0
        for connection in (files.cache._connection, *files.cache._all_readers):
            connection.set_progress_handler(self._step, 1000)

    def _step(self):
        self.steps += 1000
        return 0

    def write(self, fn):
        return self.files.cache.write_now(fn)

    def read(self, fn):
        return self.files.cache._pooled_read(fn)

    def sync(self, room_id, events, run="", *, replaced=None, **more):
        """Take in an answer with these events, which json itself may not be able to write."""
        rooms_part = {room_id: {"timeline": events, **more.pop("room", {})}, **more.pop("rooms", {})}
        body = renamed(to_bytes({"pos": "p", "rooms": rooms_part, "extensions": more}), run)
        for old, new in (replaced or {}).items():
            body = body.replace(old.encode(), new.encode())
        return self.write(lambda conn: self.ingest.sync(conn, "chats", decode_sync(body)))


@pytest.fixture
def machine(files):
    return Machine(files)


def renamed(body, run):
    """Give the events of a run ids of its own (what is drawn must not depend on how often it was drawn)."""
    return body.replace(b"$h0-", f"$h{run}-".encode()).replace(b"$good0-", f"$good{run}-".encode())


def honest(run, number):
    """A message that everybody must see as it was written."""
    return {
        "event_id": f"$good{run}-{number}",
        "type": "m.room.message",
        "sender": HONEST,
        "origin_server_ts": START + number * 1000,
        "content": {"msgtype": "m.text", "body": f"正常的消息 {run}-{number}"},
    }


def check_line(text, most=200):
    """One short line that cannot reorder what stands around it."""
    assert len(text) <= most
    assert not _CONTROL.search(text), ascii(text)
    assert "\n" not in text


def check_item(item):
    """Nothing that is shown reorders its surroundings, is endless, or can load anything."""
    assert getattr(item, "ts", 0) < START * 2
    if not isinstance(item, MessageItem):
        return
    lines = [item.sender.name, item.sender.initials, *item.mentions]
    lines += [reaction.symbol for reaction in item.reactions]
    if item.attachment is not None:
        places = [part.mxc for part in item.attachment.parts] or [item.attachment.mxc]
        assert all(place.startswith("mxc://") for place in places)
        assert item.attachment.thumbnail_mxc.startswith("mxc://") or not item.attachment.thumbnail_mxc
        assert not item.attachment.local_path, "nobody elsewhere names a file of this computer"
        lines += [item.attachment.name, item.attachment.mimetype]
        assert 0 <= item.attachment.size <= 2**53
    if item.quote is not None:
        lines += [item.quote.sender, item.quote.body]
    for line in lines:
        check_line(line)
    assert item.sender.name
    assert len(item.sender.name) <= NAME_LIMIT
    assert len(item.body) <= BODY_LIMIT
    assert not _CONTROL.search(item.body), ascii(item.body)
    assert set(_TAGS.findall(item.html)) <= _HARMLESS, item.html
    for link in re.findall(r'="([^"]*)"', item.html):
        assert link.startswith(("http://", "https://", "mailto:", "matrix:")), item.html


@settings(
    max_examples=RUNS,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(data=st.data(), in_school=st.booleans())
@pytest.mark.timeout(300)  # half a minute of work, on a machine that others use too
def test_a_run_of_hostile_events_becomes_items_and_hides_nothing_honest(machine, data, in_school):
    run = next(machine.runs)
    room_id = f"!hostile{run}:x"
    events = data.draw(runs(EVENTS))
    first, later, old = events[:12], events[12:24], events[24:]
    good = [honest(run, number) for number in range(3)]
    ding = {"org.schoolbell.ding": {"v": 1}, "org.schoolbell.ack": {"v": 1}}
    content = {"msgtype": "m.text", "body": "铃", **ding}
    pupils = {**honest(run, 1_000_000), "event_id": f"$pupil{run}", "sender": LI, "content": content}
    teachers = {**pupils, "event_id": f"$teacher{run}", "sender": CHEN}
    state = room_state(machine.engine, "group" if in_school else "", name="群", members=PEOPLE)
    link = {"type": "m.space.child", "state_key": room_id, "content": {"via": ["x"]}}
    linked = machine.engine.event(link["type"], link["content"], chat_school.OFFICE, state_key=room_id)
    machine.steps = 0
    with no_sockets():
        machine.sync(
            room_id,
            [*first, good[1]],
            run,
            room={
                "initial": True,
                "limited": True,
                "prev_batch": "t",
                "required_state": [*state, *events[:3]],
            },
            rooms={CLASS: {"required_state": [linked]}} if in_school else {},
        )
        receipts = {data.draw(st.sampled_from(("$good0-0", "$h0-3", "x"))): {"m.read": {LI: {"ts": 7}}}}
        machine.sync(
            room_id,
            [*later, pupils, teachers, good[2]],
            run,
            receipts={"rooms": {room_id: {"type": "m.receipt", "content": receipts}}},
            account_data={"rooms": {room_id: [data.draw(junk)]}, "global": [data.draw(junk)]},
        )
        chunk = machine.read(lambda conn: timeline.newest_gap(conn, room_id))
        if chunk is None:  # the first event said that the room begins with it: only a server can say so
            assert first[0]["type"] == "m.room.create"
            del good[0]
        else:
            page = {"chunk": [*old, good[0]], "start": "s", "state": [data.draw(junk)]}
            body = renamed(to_bytes(page), run)
            machine.write(lambda conn: machine.ingest.page(conn, room_id, chunk, body))
        items, header, found = machine.read(partial(look, machine, room_id))
    assert machine.steps < MOST_STEPS
    for item in items:
        check_item(item)
    keys = [item.key for item in items]
    assert len(keys) == len(set(keys))
    by_event = {item.event_id: item for item in items if isinstance(item, MessageItem)}
    for one in good:
        item = by_event[one["event_id"]]
        assert (item.body, item.kind, item.edited) == (one["content"]["body"], MessageKind.TEXT, False)
        assert item.sender.user_id == HONEST
    ids = [
        one["event_id"] for one in events if isinstance(one, dict) and isinstance(one.get("event_id"), str)
    ]
    if len(ids) == len(set(ids)):  # one id at two places says two things about the order
        assert [key for key in keys if key.startswith("$good")] == [one["event_id"] for one in good]
    assert header is not None
    # Levels are the server's word: it takes new ones from nobody who has not the power to set them.
    levels = [one for one in events if isinstance(one, dict) and one.get("type") == "m.room.power_levels"]
    grants = [one.get("content") for one in levels if one.get("state_key") == ""]
    for _, sender, rule in found:
        if sender in (LI, WANG) and rule in FOR_TEACHERS:
            assert any(makes_teacher(content, sender) for content in grants), (sender, rule)
    assert in_school or not found, "nothing acts in a chat"
    if in_school and not {one.get("type") for one in events if isinstance(one, dict)} & OFFICE_ONLY:
        acting = {
            event_id: {rule for other, _, rule in found if other == event_id} for event_id, _, _ in found
        }
        assert acting.get(f"$pupil{run}") == {"ack"}
        assert acting.get(f"$teacher{run}") == {"ding", "ack"}


def makes_teacher(content, user):
    """Whether these levels give `user` the power of a teacher, read as generously as a server might."""
    if not isinstance(content, dict):
        return False
    users = content.get("users")
    given = [content.get("users_default"), users.get(user) if isinstance(users, dict) else None]
    return any(isinstance(level, int | float | str) and _number(level) >= 50 for level in given)


def _number(level):
    try:
        return float(level)
    except ValueError:
        return 0.0


def look(machine, room_id, conn):
    """Do what an open window does: list, room, newest messages, read list, search; and what acts."""
    knowledge = load(conn, [SCHOOL])
    window = timeline.window(conn, room_id, before=300)
    builder = TimelineBuilder(room_id, ME, UTC)
    built = builder.build(conn, window, (), knowledge, None)
    row = rooms.summary(conn, room_id)
    assert row is not None
    shown = RoomList(machine.files, ME, lambda: knowledge, lambda coroutine: None)
    shown.show_now([row])
    listed = shown.item(room_id)
    if listed is not None:
        for line in (listed.name, listed.initials, listed.preview, listed.preview_sender):
            check_line(line)
    invitations = Invitations(
        machine.files, lambda user, name: knowledge.directory.person(user, "", name), lambda coroutine: None
    )
    for invitation in invitations._items(rooms.invited(conn)):
        for line in (invitation.person.name, invitation.room_name, invitation.address):
            check_line(line)
    header = room_header.load(conn, room_id, ME, knowledge, listed)
    for event in window.rows[-2:]:
        read_state.load(conn, room_id, event.event_id, knowledge)
    search.find(conn, "正常 x")
    rowids = [each.rowid for each in window.rows]
    known = {each.rowid: each for each in window.rows}
    acting = [
        (known[rowid].event_id, known[rowid].sender, rule)
        for (rowid, rule), one in verdicts.of_events(conn, rowids).items()
        if one.allowed
    ]
    return built.items, header, acting


def test_the_cache_is_whole_after_a_run_of_every_kind(machine):
    """All texts, oddities and nestings at every place of an event, once each, and the file is sound."""
    from tests.hostile import made

    numbers = itertools.count()

    def event(**changed):
        number = next(numbers)
        content = {"msgtype": "m.text", "body": f"x{number}"}
        return {**honest("all", number), "event_id": f"$a{number}", "content": content, **changed}

    events = []
    for value in (*made.TEXTS, *made.ODD, *made.TIMES, *(made.Nested(levels) for levels in made.DEEP)):
        for key in (
            "event_id",
            "type",
            "sender",
            "origin_server_ts",
            "content",
            "state_key",
            "unsigned",
            "redacts",
        ):
            events.append(event(**{key: value}))
        for key in made.MORE_KEYS:
            events.append(event(content={"msgtype": "m.text", "body": "x", key: value}))
        relation = {"rel_type": "m.annotation", "event_id": "$a0", "key": value}
        events.append(event(type="m.reaction", content={"m.relates_to": relation}))
        events.append(event(content={"body": "x", "m.relates_to": value, "m.new_content": value}))
    good = honest("all", 99_999)
    room_id = "!everything:x"
    for at in range(0, len(events), 200):
        machine.sync(room_id, events[at : at + 200], room={"initial": at == 0})
    machine.sync(room_id, [good])
    items, _, _ = machine.read(partial(look, machine, room_id))
    for item in items:
        check_item(item)
    assert items[-1].body == good["content"]["body"]
    assert len(events) > 2000

    def sound(conn):
        return conn.execute("PRAGMA integrity_check").fetchone()[0], conn.execute(
            "PRAGMA foreign_key_check"
        ).fetchall()

    assert machine.read(sound) == ("ok", [])


def test_loops_of_relations_end(machine):
    """Edits of edits in a ring, replies to itself and to each other, a thread that is its own root."""
    ring = [f"$r{number}" for number in range(30)]
    events = []
    for number, event_id in enumerate(ring):
        for kind in ("m.replace", "m.thread", "m.annotation", "in_reply_to"):
            target = ring[(number + 1) % len(ring)] if number else event_id
            relation = {
                "rel_type": kind,
                "event_id": target,
                "key": "✅",
                "m.in_reply_to": {"event_id": target},
            }
            content = {
                "msgtype": "m.text",
                "body": "环",
                "m.relates_to": relation,
                "m.new_content": {"body": "新"},
            }
            made = {
                **honest("ring", number),
                "event_id": f"{event_id}{kind if number % 2 else ''}",
                "content": content,
            }
            events.append(json.loads(json.dumps(made)))
    machine.sync("!ring:x", events, room={"initial": True})
    items, _, _ = machine.read(partial(look, machine, "!ring:x"))
    for item in items:
        check_item(item)


def test_two_events_that_pass_for_the_same_own_message_are_both_shown(machine):
    """And an event whose id is what the divider of its day is called."""
    unsigned = {"transaction_id": "m1"}
    own = [
        {**honest("own", number), "sender": ME, "unsigned": unsigned, "event_id": event_id}
        for number, event_id in enumerate(("$own1", "$own2", "m1", "day:2025-10-09", "new"))
    ]
    machine.sync("!own:x", own, room={"initial": True})
    items, _, _ = machine.read(partial(look, machine, "!own:x"))
    assert [item.body for item in items if isinstance(item, MessageItem)] == [
        event["content"]["body"] for event in own
    ]
    keys = [item.key for item in items]
    assert len(keys) == len(set(keys))
