"""What a homeserver's answer leaves in the cache, and that saying it twice changes nothing."""

import json

import pytest

from schoolbell.matrix.sliding import Receipt
from schoolbell.store import (
    account_data,
    effects,
    indexing,
    members,
    meta,
    poisoned,
    power,
    receipts,
    rooms,
    state,
    timeline,
)
from schoolbell.store import search as search_index
from schoolbell.store.relations import for_events
from schoolbell.sync.ingest import Ingest
from schoolbell.sync.projection import bring_up_to_date
from tests.store.feed import ME, ROOM, FixedClock, event, member, open_cache, page, response

TEACHER = "@t02:school.test"
STUDENT = "@s1:school.test"


class Client:
    """A cache and what the tests ask it."""

    def __init__(self, database):
        self.database = database
        self.ingest = Ingest(ME, clock=FixedClock())

    def sync(self, *arguments, conn_id="chats", **more):
        answer = response(*arguments, **more)
        return self.database.write_now(lambda conn: self.ingest.sync(conn, conn_id, answer))

    def read(self, fn):
        return self.database.read_now(fn)

    def room(self, room_id=ROOM):
        return self.read(lambda conn: rooms.summary(conn, room_id))

    def rows(self):
        return self.read(lambda conn: timeline.window(conn, ROOM, before=500, after=0)).rows

    def row(self, number):
        return next(row for row in self.rows() if row.event_id == f"$e{number}")

    def relations(self, number):
        rowid = self.row(number).rowid
        return self.read(lambda conn: for_events(conn, [rowid], ME)).get(rowid)

    def found(self, query, **more):
        return [row.event_id for row in self.read(lambda conn: search_index.find(conn, query, **more))]

    def everything(self):
        tables = (
            "room",
            "chunk",
            "event",
            "state",
            "member",
            "membership",
            "receipt",
            "power",
            "delivered",
            "meta",
        )

        def read(conn):
            return {
                table: conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables
            }

        return self.read(read)


@pytest.fixture
def client(tmp_path):
    database = open_cache(tmp_path)
    yield Client(database)
    database.close()


def edit(number, target, body, sender=STUDENT, **more):
    content = {
        "msgtype": "m.text",
        "body": f"* {body}",
        "m.new_content": {"msgtype": "m.text", "body": body},
        "m.relates_to": {"rel_type": "m.replace", "event_id": f"$e{target}"},
    }
    return event(number, sender, content, **more)


def reaction(number, target, key, sender=STUDENT):
    relates = {"rel_type": "m.annotation", "event_id": f"$e{target}", "key": key}
    return event(number, sender, {"m.relates_to": relates}, type="m.reaction")


def redaction(number, target, sender=TEACHER):
    return event(number, sender, {"redacts": f"$e{target}"}, type="m.room.redaction")


def text(number, body, sender=STUDENT, **more):
    return event(number, sender, {"msgtype": "m.text", "body": body, **more.pop("content", {})}, **more)


def test_the_same_answer_twice_is_the_same_as_once(client):
    timeline_events = [
        member(1, STUDENT, name="小明"),
        text(2, "作业写完了"),
        edit(3, 2, "作业写完啦"),
        reaction(4, 2, "👍"),
        text(5, "收到", ME),
        redaction(6, 4),
    ]
    more = {
        "initial": True,
        "limited": True,
        "prev_batch": "t1",
        "required_state": [event(90, TEACHER, {"name": "三班"}, type="m.room.name", state_key="")],
        "receipts": {"$e5": {STUDENT: 1000}, "$e2": {ME: 900}},
    }
    first = client.sync(timeline_events, **more)
    assert ROOM in first.timelines
    before = client.everything()
    again = client.sync(timeline_events, **more)
    assert client.everything() == before
    assert not again.timelines
    assert client.found("作业") == ["$e2"]


def test_a_room_has_what_its_state_says(client):
    create = {"type": "m.space", "room_version": "12", "additional_creators": ["@o2:x"]}
    claim = {"v": 1, "kind": "class", "key": "class/7"}
    client.sync(
        [],
        initial=True,
        bump_stamp=7,
        joined_count=49,
        required_state=[
            event(1, "@o1:school.test", create, type="m.room.create", state_key=""),
            event(2, "@o1:school.test", claim, type="org.schoolbell.room", state_key=""),
            event(3, "@o1:school.test", {"name": "三年七班"}, type="m.room.name", state_key=""),
            member(4, ME, name="王老师"),
        ],
    )
    room = client.room()
    assert (room.name, room.room_type, room.kind, room.kind_key) == (
        "三年七班",
        "m.space",
        "class",
        "class/7",
    )
    assert (room.creator, room.creators, room.membership) == ("@o1:school.test", ("@o2:x",), "join")
    assert (room.bump_stamp, room.joined_count) == (7, 49)


def test_a_cleared_state_entry_is_there_and_empty(client):
    entry = {"type": "org.schoolbell.member", "state_key": "s1:school.test"}
    client.sync([], initial=True, required_state=[event(1, TEACHER, {"role": "student"}, **entry)])
    changes = client.sync([], pos="p2", required_state=[event(2, TEACHER, {}, **entry)])
    assert (ROOM, "org.schoolbell.member") in changes.state
    assert client.read(lambda c: state.get(c, ROOM, "org.schoolbell.member", "s1:school.test")).content == {}


def test_state_of_the_past_does_not_replace_that_of_today(client):
    client.sync(
        [text(10, "hello")],
        initial=True,
        limited=True,
        prev_batch="t10",
        required_state=[event(9, TEACHER, {"name": "new"}, type="m.room.name", state_key="")],
    )
    chunk = client.rows()[0].chunk
    old = page(
        [event(5, TEACHER, {"name": "old"}, type="m.room.name", state_key=""), member(4, STUDENT)], "t4"
    )
    client.database.write_now(lambda conn: client.ingest.page(conn, ROOM, chunk, old))
    assert client.room().name == "new"
    assert [row.event_id for row in client.rows()] == ["$e4", "$e5", "$e10"]
    assert [one.user_id for one in client.read(lambda c: members.joined(c, ROOM))] == [STUDENT]


def test_what_an_answer_names_as_state_stands_after_its_timeline(client):
    def named(number, name):
        return event(number, TEACHER, {"name": name}, type="m.room.name", state_key="")

    client.sync([named(1, "first"), text(2, "x")], initial=True, required_state=[named(3, "third")])
    assert client.room().name == "third"
    found = client.read(lambda c: state.get(c, ROOM, "m.room.name"))
    assert found.event_id == "$e3"


def test_an_invitation_names_who_invites_and_being_removed_keeps_the_messages(client):
    stripped = [
        {"type": "m.room.name", "state_key": "", "sender": TEACHER, "content": {"name": "家长群"}},
        {"type": "m.room.member", "state_key": ME, "sender": TEACHER, "content": {"membership": "invite"}},
    ]
    client.sync([], invite_state=stripped)
    room = client.room()
    assert (room.membership, room.inviter, room.name) == ("invite", TEACHER, "家长群")
    client.sync([member(1, ME), text(2, "hello")], pos="p2", initial=True)
    assert client.room().membership == "join"
    client.sync([event(3, TEACHER, {"membership": "leave"}, type="m.room.member", state_key=ME)], pos="p3")
    assert client.room().membership == "leave"
    assert [row.event_id for row in client.rows()] == ["$e1", "$e2", "$e3"]


def test_an_own_message_keeps_the_id_it_was_sent_with(client):
    client.sync([text(1, "sent here", ME, unsigned={"transaction_id": "sb1"})], initial=True)
    assert client.row(1).local_id == "sb1"
    assert client.read(lambda c: timeline.known_ids(c, local_ids=["sb1", "sb2"])) == {"sb1"}
    client.sync([text(2, "forged", STUDENT, unsigned={"transaction_id": "sb2"})], pos="p2")
    assert client.row(2).local_id is None


def test_an_own_message_first_seen_without_its_txn_id_learns_it(client):
    client.sync([text(1, "hi", ME)], initial=True)
    rev = client.row(1).rev
    client.sync([text(1, "hi", ME, unsigned={"transaction_id": "sb1"})], pos="p2", initial=True)
    assert client.row(1).local_id == "sb1"
    assert client.row(1).rev > rev


def test_only_the_author_can_edit_and_the_newest_edit_counts(client):
    client.sync(
        [text(1, "第一稿"), edit(2, 1, "第二稿"), edit(3, 1, "黑客", "@s2:school.test")], initial=True
    )
    assert client.relations(1).edit.event_id == "$e2"
    assert client.found("黑客") == []
    assert client.found("第一") == []
    assert client.found("第二") == ["$e1"]
    client.sync([edit(4, 1, "第三稿")], pos="p2")
    assert client.relations(1).edit.event_id == "$e4"
    assert client.found("第三") == ["$e1"]
    assert [row.event_id for row in client.rows()] == ["$e1"]
    assert client.room().last_edit is not None


def test_an_edit_of_another_type_or_of_another_room_is_ignored(client):
    client.sync([text(1, "original")], initial=True)
    client.sync([edit(2, 1, "other type", type="m.sticker")], pos="p2")
    client.sync([edit(3, 1, "other room")], pos="p3", room="!other:school.test", initial=True)
    assert client.relations(1) is None
    assert client.found("original") == ["$e1"]


def test_an_edit_that_comes_before_its_message_takes_effect_when_that_comes(client):
    client.sync([edit(8, 3, "corrected"), text(9, "later")], initial=True, limited=True, prev_batch="t8")
    chunk = client.row(9).chunk
    body = page([text(5, "between"), text(3, "wrong")], None)
    client.database.write_now(lambda conn: client.ingest.page(conn, ROOM, chunk, body))
    assert client.relations(3).edit.event_id == "$e8"
    assert client.found("corrected") == ["$e3"]
    assert client.found("wrong") == []


def test_a_redacted_message_is_gone_from_the_file_and_from_search(client):
    client.sync([text(1, "秘密电话"), edit(2, 1, "秘密号码"), text(3, "别的")], initial=True)
    client.sync([redaction(4, 1)], pos="p2")
    row = client.row(1)
    assert row.redacted_by == "$e4"
    assert row.content == {}
    assert client.relations(1).redacted
    assert client.found("秘密") == []
    assert client.found("别的") == ["$e3"]
    assert client.room().unread == 1


def test_a_redacted_edit_gives_back_what_was_there_before(client):
    client.sync([text(1, "first"), edit(2, 1, "second"), edit(3, 1, "third")], initial=True)
    rev = client.row(1).rev
    client.sync([redaction(4, 3)], pos="p2")
    assert client.relations(1).edit.event_id == "$e2"
    assert client.found("second") == ["$e1"]
    assert client.row(1).rev > rev
    client.sync([redaction(5, 2)], pos="p3")
    assert client.relations(1) is None
    assert client.found("first") == ["$e1"]


def test_what_is_no_message_was_never_in_the_search_index_and_is_not_taken_out(client):
    client.sync([event(1, content={"msgtype": "m.text", "body": "posing as a message"}, state_key="")])
    assert client.found("posing") == []
    client.sync([redaction(2, 1)], pos="p2")
    client.sync([text(3, "posing for a picture")], pos="p3")
    assert client.found("posing") == ["$e3"]


def test_the_words_of_a_redacted_edit_are_found_no_more(client):
    client.sync([text(1, "original")])
    client.sync([edit(2, 1, "secret")], pos="p2")
    assert client.found("secret") == ["$e1"]
    client.sync([redaction(3, 2)], pos="p3")
    assert client.found("secret") == []
    assert client.found("original") == ["$e1"]


def test_a_message_that_arrives_redacted_is_so(client):
    gone = event(1, content={}, unsigned={"redacted_because": {"event_id": "$r", "sender": TEACHER}})
    client.sync([gone], initial=True)
    assert client.row(1).redacted_by == "$r"
    assert client.room().unread == 0


def test_reactions_count_each_person_once_per_symbol(client):
    client.sync(
        [
            text(1, "确认收到"),
            reaction(2, 1, "✅"),
            reaction(3, 1, "✅\ufe0f"),
            reaction(4, 1, "✅", ME),
            reaction(5, 1, "👍", "@s2:school.test"),
            reaction(6, 1, "👍", "@s3:school.test"),
        ],
        initial=True,
    )
    client.sync([redaction(7, 6)], pos="p2")
    found = {one.key: (one.count, one.own) for one in client.relations(1).reactions}
    assert found == {"✅": (2, "$e4"), "👍": (1, None)}


def test_two_thousand_reactions_raise_the_revision_of_their_message_only(client):
    client.sync([text(1, "a"), text(2, "b")], initial=True)
    before = {row.event_id: row.rev for row in client.rows()}
    client.sync([reaction(number, 1, "✅", f"@s{number}:x") for number in range(10, 200)], pos="p2")
    after = {row.event_id: row.rev for row in client.rows()}
    assert after["$e1"] > before["$e1"]
    assert after["$e2"] == before["$e2"]


def test_what_was_said_later_counts_as_read(client):
    client.sync([text(1, "q", ME), text(2, "a", STUDENT), text(3, "b", ME)], initial=True)
    found = {row.user_id: row.event_id for row in client.read(lambda c: receipts.of_room(c, ROOM))}
    assert found == {STUDENT: "$e2", ME: "$e3"}


def test_mentions_by_name_count_and_of_the_room_only_from_those_who_may(client):
    levels = event(1, "@o1:school.test", {"users": {TEACHER: 50}}, type="m.room.power_levels", state_key="")

    def calling(number, sender, **who):
        return text(number, "x", sender, content={"m.mentions": who})

    client.sync(
        [
            levels,
            calling(2, STUDENT, user_ids=[ME]),
            calling(3, STUDENT, room=True),
            calling(4, TEACHER, room=True),
            calling(5, STUDENT, user_ids="@t01"),
        ],
        initial=True,
    )
    assert [row.event_id for row in client.rows() if row.mention] == ["$e2", "$e4"]
    assert (client.room().unread, client.room().mentions) == (4, 2)


@pytest.mark.parametrize(("version", "mentions"), [("12", 1), ("11", 0), ("", 0)])
def test_a_creator_may_call_the_room_without_a_level_from_room_version_12_on(client, version, mentions):
    content = {"room_version": version} if version else {}
    create = event(1, STUDENT, content, type="m.room.create", state_key="")
    levels = event(2, STUDENT, {"users": {STUDENT: 0}}, type="m.room.power_levels", state_key="")
    client.sync([create, levels], required_state=[create, levels], initial=True)
    client.sync([text(3, "all", STUDENT, content={"m.mentions": {"room": True}})], pos="p2")
    assert client.room().mentions == mentions


def test_account_data_says_who_a_direct_chat_is_with_and_what_is_muted(client):
    data = [
        {"type": "m.direct", "content": {STUDENT: [ROOM]}},
        {
            "type": "m.push_rules",
            "content": {"global": {"room": [{"rule_id": ROOM, "enabled": True, "actions": []}]}},
        },
        {"type": 5, "content": "nonsense"},
    ]
    client.sync([text(1, "x")], initial=True, extensions={"account_data": {"global": data}})
    assert client.room().direct_user == STUDENT
    assert client.room().muted
    assert client.read(lambda c: account_data.get(c, "m.direct")) == {STUDENT: [ROOM]}
    assert client.read(lambda c: account_data.get(c, "m.never")) is None


def test_the_position_is_remembered_and_forgotten_with_what_hangs_on_it(client):
    client.sync([text(1, "x")], initial=True, pos="p9")
    assert client.read(lambda c: meta.position(c, "chats")) == "p9"
    client.database.write_now(lambda conn: meta.clear_position(conn, "chats"))
    assert client.read(lambda c: meta.position(c, "chats")) is None
    client.sync([text(1, "x"), text(2, "y")], initial=True, limited=True, prev_batch="t", pos="p1")
    assert [row.event_id for row in client.rows()] == ["$e1", "$e2"]


def test_an_event_is_judged_by_the_power_in_force_when_it_was_sent(client):
    def levels(number, level, before=None):
        more = {"unsigned": {"prev_content": {"users": {TEACHER: before}}}} if before is not None else {}
        return event(number, "@o1:school.test", {"users": {TEACHER: level}}, type="m.room.power_levels",
                     state_key="", **more)  # fmt: skip

    client.sync(
        [text(1, "a"), levels(2, 50, before=10), text(3, "b"), levels(4, 0), text(5, "c")], initial=True
    )

    def at(number):
        rowid = client.row(number).rowid
        found = client.read(lambda c: power.at(c, ROOM, rowid))
        return found and found[1]["users"][TEACHER]

    assert [at(1), at(3), at(5)] == [10, 50, 0]


def test_all_members_come_at_once_and_who_is_missing_has_left(client):
    client.sync([text(1, "x")], initial=True, joined_count=2, required_state=[member(2, "@gone:x")])
    raws = [json.dumps(member(n, f"@s{n}:x", name=f"学生{n}")).encode() for n in (3, 4)]
    client.database.write_now(lambda conn: client.ingest.members(conn, ROOM, [*raws, b"[]", b'{"type":1}']))
    assert [(one.user_id, one.name) for one in client.read(lambda c: members.joined(c, ROOM))] == [
        ("@s3:x", "学生3"),
        ("@s4:x", "学生4"),
    ]
    assert client.read(lambda c: members.is_complete(c, ROOM))


def test_a_receipt_for_a_message_that_is_not_here_finds_its_place_when_it_comes(client):
    client.sync([text(9, "x")], initial=True, limited=True, prev_batch="t9", receipts={"$e4": {STUDENT: 5}})
    assert client.read(lambda c: receipts.of_user(c, ROOM, STUDENT)).position is not None  # wrote $e9
    other = "@s2:school.test"
    client.database.write_now(lambda conn: client.ingest.receipts(conn, ROOM, [Receipt("$e4", other, 5)]))
    assert client.read(lambda c: receipts.of_user(c, ROOM, other)).position is None
    chunk = client.row(9).chunk
    body = page([text(5, "x"), text(4, "y")], None)
    changes = client.database.write_now(lambda conn: client.ingest.page(conn, ROOM, chunk, body))
    assert ROOM in changes.receipts
    assert client.read(lambda c: receipts.of_user(c, ROOM, other)).position == client.row(4).position
    assert client.read(lambda c: receipts.is_complete(c, ROOM))


def test_what_cannot_be_read_at_all_is_kept_and_the_rest_goes_on(client):
    broken = [{"event_id": "$x"}, 5, {"event_id": "$\u0000", "type": "a", "sender": "b", "content": {}}]
    client.sync([text(1, "a"), *broken, text(2, "b")], initial=True)
    assert [row.event_id for row in client.rows()] == ["$e1", "$e2"]
    assert client.read(poisoned.count) == 3


class Picky:
    """A projection that keeps bodies and cannot stand one of them."""

    name, version, types = "picky", 1, frozenset({"m.room.message"})
    marks = (b"",)

    def apply(self, conn, rows):
        bodies = [row.content.get("body") for row in rows]
        if "poison" in bodies:
            raise ValueError("poison")
        return tuple(bodies)

    def rebuild(self, conn):
        meta.put(conn, "rebuilt", "yes")


def test_search_is_built_again_when_words_are_cut_in_another_way(client, monkeypatch):
    client.sync([text(1, "作业"), edit(2, 1, "考试"), text(3, "作业二"), redaction(4, 3)], initial=True)
    client.database.write_now(lambda conn: bring_up_to_date(conn, ()))
    client.database.write_now(lambda conn: indexing.build(conn, 100))
    before = client.found("考试")
    monkeypatch.setattr(search_index, "VERSION", 99)
    monkeypatch.setattr(search_index, "words", lambda text: f"neu {text}")
    client.database.write_now(lambda conn: bring_up_to_date(conn, [Picky()]))
    assert client.found("neu") == []
    assert not client.read(indexing.is_whole)
    assert not client.database.write_now(lambda conn: indexing.build(conn, 100))
    assert before == client.found("neu") == ["$e1"]
    assert client.read(indexing.is_whole)
    assert client.read(lambda c: (meta.get(c, "search"), meta.get(c, "projection/picky"))) == ("99", "1")
    assert client.read(lambda c: meta.get(c, "rebuilt")) == "yes"


def test_a_page_that_is_no_answer_does_not_end_the_history(client):
    client.sync([text(9, "x")], initial=True, limited=True, prev_batch="t9")
    chunk = client.row(9).chunk
    for body in (b"[]", b'{"chunk": {}}', b"{}", b"<html>"):
        client.database.write_now(lambda conn, b=body: client.ingest.page(conn, ROOM, chunk, b))
    assert client.read(lambda c: timeline.token_of(c, chunk)) == (ROOM, "t9")
    client.database.write_now(lambda conn: client.ingest.page(conn, ROOM, chunk, page([], "t5")))
    assert client.read(lambda c: timeline.token_of(c, chunk)) == (ROOM, "t5")
    client.database.write_now(lambda conn: client.ingest.page(conn, ROOM, chunk, page([], None)))
    assert client.read(lambda c: timeline.window(c, ROOM)).at_start


class TestOurOwnMistakes:
    """What fails is logged, kept as bytes, and hides nothing else."""

    @pytest.fixture
    def allowed_logs(self):
        return [
            "schoolbell.sync.ingest_room ERROR",
            "schoolbell.sync.projection ERROR",
            "schoolbell.sync.ingest ERROR",
        ]

    def test_an_event_that_breaks_our_own_code_is_set_aside_and_stops_nobody(self, client, monkeypatch):
        apply = effects.apply

        def fragile(conn, room, inserted, index):
            if any(one.event.event_id == "$e2" for one in inserted):
                raise LookupError("our own mistake")
            return apply(conn, room, inserted, index)

        monkeypatch.setattr(effects, "apply", fragile)
        client.sync([text(1, "今天"), text(2, "明天"), text(3, "后天")], initial=True)
        client.sync([text(4, "大后天")], pos="p2")
        assert [row.event_id for row in client.rows()] == ["$e1", "$e3", "$e4"]
        assert [client.found(word) for word in ("今天", "明天", "后天")] == [["$e1"], [], ["$e4", "$e3"]]
        assert client.read(poisoned.count) == 1
        assert client.room().unread == 3

    def test_a_room_that_breaks_our_own_code_leaves_the_others_alone(self, client, monkeypatch):
        put = state.put

        def fragile(conn, room, events):
            if any(event[0] == "m.room.name" for event in events):
                raise LookupError("our own mistake")
            return put(conn, room, events)

        client.sync([text(1, "a")], initial=True)
        monkeypatch.setattr(state, "put", fragile)
        named = event(2, content={"name": "x"}, type="m.room.name", state_key="")
        client.sync([text(3, "c")], pos="p2", required_state=[named])
        client.sync([text(4, "d")], pos="p3")
        monkeypatch.undo()
        assert [row.event_id for row in client.rows()] == ["$e1", "$e4"]
        gap = client.read(lambda c: timeline.window(c, ROOM)).gaps
        assert [one.before for one in gap] == [client.row(4).rowid]

    def test_receipts_and_account_data_that_break_our_own_code_stop_no_message(self, client, monkeypatch):
        def fragile(*_):
            raise LookupError("our own mistake")

        client.sync([text(1, "a")], initial=True)
        monkeypatch.setattr(receipts, "put", fragile)
        monkeypatch.setattr(account_data, "put", fragile)
        data = {"account_data": {"global": [{"type": "m.direct", "content": {}}]}}
        client.sync([text(2, "b")], pos="p2", receipts={"$e1": {STUDENT: 5}}, extensions=data)
        monkeypatch.undo()
        assert [row.event_id for row in client.rows()] == ["$e1", "$e2"]
        assert client.read(lambda c: meta.position(c, "chats")) == "p2"

    def test_a_projection_that_fails_stops_nobody_and_is_built_again(self, client):
        client.ingest = Ingest(ME, [Picky()], FixedClock())
        changes = client.sync([text(1, "a"), text(2, "b")], initial=True)
        assert changes.projections == {"picky": ("a", "b")}
        client.sync([text(3, "poison")], pos="p2")
        assert [row.event_id for row in client.rows()] == ["$e1", "$e2", "$e3"]
        assert client.read(lambda c: meta.get(c, "projection/picky")) is None
