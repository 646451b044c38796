"""What is read while somebody waits goes through an index: no plan walks the whole of `event`."""

import re
import sqlite3

import pytest

from schoolbell.store import (
    announcements,
    first_unread,
    gaps,
    indexing,
    members,
    meta,
    power,
    receipts,
    relations,
    rooms,
    search,
    state,
    timeline,
    unread,
    verdicts,
)
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, ROOM, FixedClock, event, member, open_cache, page, response

# Tables that grow with what is said. "SCAN x" without an index of its own is a walk over all of it.
_BIG = (
    "event", "receipt", "member", "membership", "state", "verdict", "power",
    "announcement", "confirmation", "announcement_note",
)  # fmt: skip
_SCAN = re.compile(r"\bSCAN (\w+)")


@pytest.fixture
def cache(tmp_path):
    database = open_cache(tmp_path)
    ingest = Ingest(ME, clock=FixedClock())
    levels = event(1, content={"users": {}}, type="m.room.power_levels", state_key="")
    said = [member(0, ME), levels, *(event(number) for number in range(2, 60))]
    answer = response(said, initial=True, limited=True, prev_batch="t", receipts={"$e9": {ME: 1}})
    database.write_now(lambda conn: ingest.sync(conn, "chats", answer))
    yield database
    database.close()


class Watched:
    """A connection that asks for the plan of everything it runs."""

    def __init__(self, conn):
        self._conn = conn
        self.plans = []

    def _explain(self, sql, parameters):
        if sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            aliases = dict.fromkeys(_BIG)
            aliases = {table: table for table in aliases}
            for table, alias in re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w)\b", sql):
                aliases[alias] = table
            for row in self._conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
                self.plans.append((row[3], aliases, sql))

    def execute(self, sql, parameters=()):
        self._explain(sql, parameters)
        return self._conn.execute(sql, parameters)

    def executemany(self, sql, rows):
        rows = list(rows)
        if rows:
            self._explain(sql, rows[0])
        return self._conn.executemany(sql, rows)

    def scans(self):
        return [
            (detail, sql)
            for detail, aliases, sql in self.plans
            if (match := _SCAN.search(detail)) and aliases.get(match[1]) in _BIG
        ]


HOT = {
    "recent dings": lambda c: announcements.since(c, "ding", 1),
    "copies": lambda c: announcements.of(c, "ding", ME, "x"),
    "copies by event": lambda c: announcements.at(c, ["$e3"]),
    "who confirmed": lambda c: announcements.confirmations(c, ["$e3"]),
    "words of a family": lambda c: announcements.words_of(c, "ding", [ME], 1),
    "reminders": lambda c: announcements.notes(c, "ding", ME, "x"),
    "holes in the story of copies": lambda c: announcements.incomplete(c, ME, 1),
    "files beside a copy": lambda c: announcements.messages_after(c, ROOM, ME, 1_700_000_000_000),
    "leads to live": lambda c: timeline.leads_to_live(c, 3),
    "joined since": lambda c: members.joined_since(c, ROOM, ME),
    "summaries": rooms.summaries,
    "one summary": lambda c: rooms.summaries_of(c, [ROOM]),
    "window at the live end": lambda c: timeline.window(c, ROOM),
    "window in the middle": lambda c: timeline.window(
        c, ROOM, around=timeline.by_ids(c, ["$e30"])["$e30"].rowid, before=5, after=5
    ),
    "rows by id": lambda c: timeline.rows_of(c, [1, 2]),
    "revisions": lambda c: timeline.revisions(c, [1, 2]),
    "known ids": lambda c: timeline.known_ids(c, event_ids=["$e1"], local_ids=["x"]),
    "gaps": lambda c: (timeline.newest_gap(c, ROOM), timeline.token_of(c, 1), timeline.newest(c, ROOM)),
    "relations": lambda c: relations.for_events(c, [row.rowid for row in timeline.window(c, ROOM).rows], ME),
    "edit": lambda c: relations.newest_edit(c, "$e5"),
    "members": lambda c: (
        members.joined(c, ROOM),
        members.named(c, ROOM, [ME]),
        members.is_complete(c, ROOM),
    ),
    "receipts": lambda c: (receipts.of_room(c, ROOM), receipts.of_user(c, ROOM, ME)),
    "read list": lambda c: receipts.readers(c, ROOM, timeline.window(c, ROOM).rows[0].rowid, set()),
    "unread counts": lambda c: receipts.unread_counts(
        c, ROOM, [row.rowid for row in timeline.window(c, ROOM).rows], "@s1:school.test", set()
    ),
    "state": lambda c: (state.get(c, ROOM, "m.room.name"), state.all_of(c, ROOM, "m.space.child")),
    "state of all rooms": lambda c: state.of_type(c, "m.space.child"),
    "power": lambda c: power.at(c, ROOM, timeline.window(c, ROOM).rows[0].rowid),
    "verdicts": lambda c: verdicts.of_events(c, [1, 2]),
    "what acts": lambda c: (
        verdicts.acting_in(c, ROOM, "mute"), verdicts.acting_since(c, "mute", 1),
        verdicts.acting_between(c, "delivery", 1, 2, "x"),
    ),
    "search": lambda c: search.find(c, "message", search.Filter(room_id=ROOM, since=1, until=1 << 42)),
    "search by sender": lambda c: search.find(c, "", search.Filter(sender=ME)),
    "search count": lambda c: search.count(c, "message"),
    "what search knows of an event": lambda c: indexing.document_of(
        c, timeline.by_ids(c, ["$e30"])["$e30"].rowid
    ),
    "missing history": lambda c: (
        gaps.most_wanted(c, since=5, first=ROOM),
        gaps.older_side(c, 1),
        gaps.forward_token(c, 1),
    ),
    "a moment": lambda c: (gaps.at_time(c, ROOM, 1_789_000_030_000), gaps.shown_near(c, "$e30")),
    "the first unread": lambda c: first_unread.since(c, ROOM, first_unread.mark_of(c, ROOM, ME)),
    "position": lambda c: (meta.position(c, "chats"), timeline.position(c, "$e3")),
}


@pytest.mark.parametrize("name", HOT)
def test_what_is_read_often_walks_no_big_table(cache, name):
    def read(conn):
        watched = Watched(conn)
        HOT[name](watched)
        return watched

    watched = cache.read_now(read)
    assert watched.plans
    assert watched.scans() == []


def test_taking_in_a_message_walks_no_big_table(cache):
    ingest = Ingest(ME, clock=FixedClock())
    fix = {"msgtype": "m.text", "body": "x", "m.new_content": {"msgtype": "m.text", "body": "y"}}
    news = [
        event(70),
        event(71, content={**fix, "m.relates_to": {"rel_type": "m.replace", "event_id": "$e5"}}),
        event(72, content={"redacts": "$e6"}, type="m.room.redaction"),
        member(73, "@s3:school.test"),
    ]

    def write(conn):
        watched = Watched(conn)
        ingest.sync(
            watched, "chats", response(news, pos="p2", receipts={"$e70": {ME: 5}, "$e0": {"@x:y": 4}})
        )
        chunk = timeline.newest_gap(conn, ROOM)
        ingest.page(watched, ROOM, chunk, page([event(-1), event(-2)], "t0"))
        unread.recount(watched, rooms.number(conn, ROOM), ME)
        return watched

    watched = cache.write_now(write)
    assert len(watched.plans) > 20
    assert watched.scans() == []


def test_filling_the_search_index_goes_on_where_it_stopped(cache):
    def write(conn):
        meta.put(conn, "search", "of another version")
        indexing.begin(conn)
        indexing.build(conn, 5)
        watched = Watched(conn)
        indexing.build(watched, 5)
        return watched

    watched = cache.write_now(write)
    read = [detail for detail, _, sql in watched.plans if sql.startswith("SELECT e.id")]
    assert any("SEARCH e USING INTEGER PRIMARY KEY (rowid<?)" in detail for detail in read)
    assert watched.scans() == []


def test_the_watch_sees_a_walk():
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, sender TEXT)")
    watched = Watched(conn)
    watched.execute("SELECT e.id FROM event e WHERE e.sender = ?", ("x",))
    conn.close()
    assert len(watched.scans()) == 1
