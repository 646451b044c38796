"""Read lists and unread counts against a slow, plain reading of the rules."""

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolbell.store import receipts, rooms, timeline, unread
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, FixedClock, event, member, open_cache, response

OFFICE = "@o1:school.test"
PEOPLE = [f"@s{number}:school.test" for number in range(6)]

_rooms = itertools.count()


@pytest.fixture
def database(tmp_path):
    database = open_cache(tmp_path)
    yield database
    database.close()


class Story:
    """What happened in a room, as plain facts, and the same told to the store."""

    def __init__(self, database):
        self.database = database
        self.room = f"!story{next(_rooms)}"
        self.ingest = Ingest(ME, clock=FixedClock())
        self.events = []
        self.joined = []  # who was joined after each event
        self.read = {}  # user → index of the furthest event read
        self.told = 0
        for user in (ME, OFFICE):
            self.step(user, "join")

    def add(self, made, user=None, joined=None):
        now = set(self.joined[-1]) if self.joined else set()
        if user is not None:
            (now.add if joined else now.discard)(user)
        made["event_id"] = f"${self.room}/{len(self.events)}"
        self.events.append(made)
        self.joined.append(now)

    def step(self, user, membership):
        before = "join" if self.joined and user in self.joined[-1] else "leave"
        self.add(member(len(self.events), user, membership, before=before), user, membership == "join")

    def say(self, user):
        self.add(event(len(self.events), user))
        self.read[user] = len(self.events) - 1

    def has_read(self, user, index):
        self.read[user] = max(index, self.read.get(user, -1))

    def tell(self, seen=()):
        """Let the store hear of what is new, and of receipts (user, index)."""
        content = {}
        for user, index in seen:
            content.setdefault(self.events[index]["event_id"], {})[user] = 1000 + index
        answer = response(
            self.events[self.told :], room=self.room, initial=self.told == 0, receipts=content or None
        )
        self.told = len(self.events)
        self.database.write_now(lambda conn: self.ingest.sync(conn, "chats", answer))

    def rowid(self, index):
        event_id = self.events[index]["event_id"]
        return self.database.read_now(lambda conn: timeline.by_ids(conn, [event_id]))[event_id].rowid


actions = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from([*PEOPLE, ME, ME, OFFICE]), st.just(0)),
        st.tuples(st.just("toggle"), st.sampled_from(PEOPLE), st.just(0)),
        st.tuples(st.just("read"), st.sampled_from([*PEOPLE, ME, OFFICE]), st.integers(0, 40)),
    ),
    max_size=40,
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(actions=actions)
def test_read_lists_and_counts_are_what_the_rules_say(database, actions):
    story = Story(database)
    for action, user, number in actions:
        if action == "toggle":
            story.step(user, "leave" if user in story.joined[-1] else "join")
        elif action == "say" and user in story.joined[-1]:
            story.say(user)
        elif action == "read":
            index = number % len(story.events)
            story.tell()
            story.tell([(user, index)])
            story.has_read(user, index)
    story.tell()

    unread = {}
    for index, made in enumerate(story.events):
        due = story.joined[index] - {made["sender"], OFFICE}
        due = {user for user in due if not (made["type"] == "m.room.member" and user == made["state_key"])}
        want = {user: story.read.get(user, -1) >= index for user in due}
        rowid = story.rowid(index)
        found = database.read_now(lambda conn, r=rowid: receipts.readers(conn, story.room, r, {OFFICE}))
        assert {row.user_id: row.read for row in found} == want, index
        assert not any(row.about for row in found)
        if made["sender"] == ME:
            unread[rowid] = sum(not done for done in want.values())

    database.write_now(
        lambda conn: rooms.set_fields(conn, rooms.ensure(conn, story.room), {"members_complete": 1})
    )
    rowids = [story.rowid(index) for index in range(len(story.events))]
    counts = database.read_now(lambda conn: receipts.unread_counts(conn, story.room, rowids, ME, {OFFICE}))
    assert counts == unread

    mine = story.read.get(ME)
    start = 0 if mine is None else mine + 1
    expected = sum(made["type"] == "m.room.message" and made["sender"] != ME for made in story.events[start:])
    room = database.read_now(lambda conn: rooms.summary(conn, story.room))
    assert room.unread == expected


def test_counts_are_not_known_before_the_members_are(database):
    story = Story(database)
    story.say(ME)
    story.tell()
    rowid = story.rowid(2)
    assert database.read_now(lambda conn: receipts.unread_counts(conn, story.room, [rowid], ME, set())) == {}


def test_a_receipt_for_something_not_stored_is_read_by_time_and_said_to_be_about(database):
    story = Story(database)
    story.step(PEOPLE[0], "join")
    story.step(PEOPLE[1], "join")
    story.say(ME)
    story.tell()
    when = story.events[-1]["origin_server_ts"]
    seen = {"$unknown": {PEOPLE[0]: when + 1}, "$older": {PEOPLE[1]: when - 1}}
    answer = response(room=story.room, receipts=seen)
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", answer))
    rowid = story.rowid(4)
    found = database.read_now(lambda conn: receipts.readers(conn, story.room, rowid, {OFFICE}))
    assert [(row.user_id, row.read, row.about) for row in found] == [
        (PEOPLE[0], True, True),
        (PEOPLE[1], False, True),
    ]


def test_a_receipt_never_goes_backwards(database):
    story = Story(database)
    for _ in range(4):
        story.say(OFFICE)
    story.tell()
    story.tell([(ME, 5)])
    story.tell([(ME, 3)])
    mine = database.read_now(lambda conn: receipts.of_user(conn, story.room, ME))
    assert mine.event_id == story.events[5]["event_id"]
    assert database.read_now(lambda conn: rooms.summary(conn, story.room)).unread == 0


def test_who_reads_a_thread_has_read_nothing_outside_of_it(database):
    story = Story(database)
    for user in PEOPLE[:2]:
        story.step(user, "join")
    story.say(ME)
    root = story.events[4]["event_id"]
    relation = {"rel_type": "m.thread", "event_id": root}
    story.add(event(5, ME, {"body": "in the thread", "m.relates_to": relation}))
    story.say(OFFICE)
    story.tell()
    reply = story.events[5]["event_id"]
    content = {reply: {"m.read": {PEOPLE[0]: {"ts": 1, "thread_id": root}, ME: {"ts": 1, "thread_id": root}}}}
    extensions = {"receipts": {"rooms": {story.room: {"type": "m.receipt", "content": content}}}}
    answer = response(room=story.room, extensions=extensions, joined_count=4)
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", answer))

    def readers(index):
        rowid = story.rowid(index)
        found = database.read_now(lambda conn: receipts.readers(conn, story.room, rowid, {OFFICE}))
        return {reader.user_id for reader in found if reader.read}

    assert readers(5) == {PEOPLE[0]}
    assert readers(4) == set()
    rowids = [story.rowid(4), story.rowid(5)]
    counts = database.read_now(lambda conn: receipts.unread_counts(conn, story.room, rowids, ME, {OFFICE}))
    assert counts == {rowids[0]: 2, rowids[1]: 1}
    main = {story.events[6]["event_id"]: {"m.read": {PEOPLE[0]: {"ts": 2, "thread_id": "main"}}}}
    extensions = {"receipts": {"rooms": {story.room: {"type": "m.receipt", "content": main}}}}
    answer = response(room=story.room, extensions=extensions, pos="p3")
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", answer))
    assert readers(4) == {PEOPLE[0]}


def test_unread_is_a_floor_where_a_gap_lies_below(database):
    story = Story(database)
    story.say(OFFICE)
    story.tell()
    story.tell([(ME, 2)])
    later = [event(number, OFFICE) for number in range(100, 120)]
    limited = response(later, room=story.room, limited=True, prev_batch="t100")
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", limited))
    room = database.read_now(lambda conn: rooms.summary(conn, story.room))
    assert (room.unread, room.unread_floor) == (20, True)
    seen = response(room=story.room, receipts={"$e110": {ME: 5000}})
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", seen))
    room = database.read_now(lambda conn: rooms.summary(conn, story.room))
    assert (room.unread, room.unread_floor) == (9, False)


def test_a_room_that_counts_few_above_a_gap_is_in_doubt_and_the_newest_are_looked_at(database):
    stories = []
    for number in range(60):
        story = Story(database)
        story.say(OFFICE)
        story.tell()
        story.tell([(ME, 2)])
        joins = [member(1000 + 20 * number + at, f"@n{at}:x", "join", before="leave") for at in range(3)]
        for join in joins:
            join["event_id"] += story.room
        answer = response(joins, room=story.room, limited=True, prev_batch="t", bump_stamp=number + 1)
        database.write_now(lambda conn, s=story, a=answer: s.ingest.sync(conn, "chats", a))
        stories.append(story.room)
    for room, count in ((stories[-1], 20), (stories[-2], 3)):  # "20+" says enough, "3+" does not
        database.write_now(
            lambda conn, r=room, c=count: rooms.set_fields(conn, rooms.number(conn, r), {"unread": c})
        )
    found = database.read_now(lambda conn: unread.in_doubt(conn, None))
    assert list(found) == stories[-2:-52:-1]
    some = database.read_now(lambda conn: unread.in_doubt(conn, [stories[3], stories[-1], "!other"]))
    assert list(some) == [stories[3]]


def test_somebody_who_only_changed_the_name_was_there_all_the_time(database):
    story = Story(database)
    story.step(PEOPLE[0], "join")
    story.say(ME)
    story.add(member(9, PEOPLE[0], name="新名字", before="join"))
    story.tell()
    rowid = story.rowid(3)
    found = database.read_now(lambda conn: receipts.readers(conn, story.room, rowid, {OFFICE}))
    assert [(row.user_id, row.name) for row in found] == [(PEOPLE[0], "新名字")]


def test_a_new_name_hides_nobody_from_the_lists_of_older_messages(database):
    """/members does not say that a join replaced a join; the timeline does, even when it comes later."""
    story = Story(database)
    story.say(ME)
    story.tell()
    student = PEOPLE[0]
    renamed = member(50, student, name="新名字")
    raw = json.dumps(renamed).encode()
    rowid = story.rowid(2)

    def people(conn):
        return [row.user_id for row in receipts.readers(conn, story.room, rowid, {OFFICE})]

    database.write_now(lambda conn: story.ingest.members(conn, story.room, [raw]))
    assert database.read_now(people) == []  # joined later, for all that is known
    said = renamed | {"unsigned": {"prev_content": {"membership": "join"}}}
    answer = response([said], room=story.room)
    database.write_now(lambda conn: story.ingest.sync(conn, "chats", answer))
    assert database.read_now(people) == [student]


def test_a_thousand_members_and_thirty_messages(database):
    users = [f"@g{number}:school.test" for number in range(1000)]
    room = "!big"
    ingest = Ingest(ME, clock=FixedClock())
    joins = [json.dumps(member(number, user)).encode() for number, user in enumerate(users)]
    mine = [event(2000 + number, ME) for number in range(30)]
    seen = {
        f"$e{2000 + number}": dict.fromkeys(users[number * 20 : number * 20 + 20], 1) for number in range(30)
    }

    def write(conn):
        ingest.sync(conn, "chats", response(mine, room=room, initial=True, receipts=seen))
        ingest.members(conn, room, joins)

    database.write_now(write)
    rows = database.read_now(lambda conn: timeline.window(conn, room, before=30, after=0)).rows
    counts = database.read_now(
        lambda conn: receipts.unread_counts(conn, room, [row.rowid for row in rows], ME, set(users[-10:]))
    )
    assert [counts[row.rowid] for row in rows] == [390 + 20 * number for number in range(30)]
