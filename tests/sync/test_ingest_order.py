"""The timeline's order: live answers and pages of history, in whatever order they come."""

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolbell.base.errors import KnownError
from schoolbell.store import gaps, timeline
from schoolbell.store.database import Database
from schoolbell.store.rows import Window
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, NOW, Event, FixedClock, event, open_cache, page, response


@pytest.fixture
def database(tmp_path):
    database = open_cache(tmp_path)
    yield database
    database.close()


_rooms = itertools.count()


@pytest.fixture
def server(database):
    return Server(database, f"!room{next(_rooms)}")


class Server:
    """A room's true history, and a client that hears of it in pieces."""

    def __init__(self, database: Database, room: str) -> None:
        self.room = room
        self.truth = [self._event(0, content={}, type="m.room.create", state_key="")]
        self.database = database
        self.ingest = Ingest(ME, clock=FixedClock())
        self.heard: dict[str, int] = {}
        self.reached = 0  # how much of the truth any answer has told

    def _event(self, number: int, **more) -> Event:
        return event(number, **more) | {"event_id": f"${self.room}/{number}"}

    def lie(self, choice) -> None:
        """Let the senders' clocks be anywhere."""
        for one in self.truth:
            one["origin_server_ts"] = NOW - choice.randrange(1_000_000_000)

    def write(self, count: int) -> None:
        self.truth += [self._event(len(self.truth) + number) for number in range(count)]

    def sync(self, conn_id: str, limit: int) -> None:
        start = self.heard.get(conn_id)
        news = self.truth[start or 0 :]
        if not news:
            return
        limited = len(news) > limit
        sent = news[-limit:]
        first = len(self.truth) - len(sent)
        self.heard[conn_id] = self.reached = len(self.truth)
        body = response(sent, room=self.room, initial=start is None, limited=limited, prev_batch=f"t{first}")
        self.database.write_now(lambda conn: self.ingest.sync(conn, conn_id, body))

    def forget(self, conn_id: str) -> None:
        self.heard.pop(conn_id, None)

    def gaps(self) -> list[int]:
        def read(conn):
            return [
                row[0]
                for row in conn.execute(
                    "SELECT c.id FROM chunk c JOIN room r ON r.id = c.room WHERE r.room_id = ?"
                    " AND c.prev IS NULL AND c.start = 0 ORDER BY c.ord",
                    (self.room,),
                )
            ]

        return self.database.read_now(read)

    def backfill(self, chunk: int, limit: int) -> None:
        where = self.database.read_now(lambda conn: timeline.token_of(conn, chunk))
        assert where is not None
        upto = len(self.truth) if where[1] is None else int(where[1][1:])
        first = max(0, upto - limit)
        body = page(self.truth[first:upto][::-1], f"t{first}" if first > 0 else None)
        self.database.write_now(lambda conn: self.ingest.page(conn, self.room, chunk, body))

    def context(self, at: int, before: int, after: int) -> None:
        first, end = max(0, at - before), min(len(self.truth), at + 1 + after)
        event_id = self.truth[at]["event_id"]
        body = {
            "start": f"t{first}",
            "events_before": self.truth[first:at][::-1],
            "event": self.truth[at],
            "events_after": self.truth[at + 1 : end],
            "end": f"t{end}",
        }
        raw = json.dumps(body).encode()
        self.database.write_now(lambda conn: self.ingest.context(conn, self.room, event_id, raw))

    def open_ends(self) -> list[int]:
        def read(conn):
            return [
                row[0]
                for row in conn.execute(
                    "SELECT c.id FROM chunk c JOIN room r ON r.id = c.room WHERE r.room_id = ?"
                    " AND c.next IS NULL AND c.next_token IS NOT NULL ORDER BY c.ord",
                    (self.room,),
                )
            ]

        return self.database.read_now(read)

    def forward(self, chunk: int, limit: int) -> None:
        where = self.database.read_now(lambda conn: gaps.forward_token(conn, chunk))
        assert where is not None
        first = int(where[0][1:])
        news = self.truth[first : first + limit]
        body = {"chunk": news, "start": where[0]} | ({"end": f"t{first + len(news)}"} if news else {})
        raw = json.dumps(body).encode()
        self.database.write_now(lambda conn: self.ingest.page_forward(conn, self.room, chunk, raw))

    def window(self, **more: int) -> Window:
        return self.database.read_now(lambda conn: timeline.window(conn, self.room, **more))


def numbers(window: Window) -> list[int]:
    return [int(row.event_id.split("/")[1]) for row in window.rows]


moves = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 12)),
        st.tuples(st.just("chats"), st.integers(1, 8)),
        st.tuples(st.just("desks"), st.integers(1, 4)),
        st.tuples(st.just("forget"), st.integers(0, 1)),
        st.tuples(st.just("page"), st.integers(1, 9)),
        st.tuples(st.just("context"), st.integers(0, 99)),
        st.tuples(st.just("forward"), st.integers(1, 9)),
    ),
    min_size=3,
    max_size=30,
)


hard = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@hard
@given(moves=moves, choice=st.randoms(use_true_random=False))
def test_any_order_of_arrival_shows_the_true_order_with_gaps_only_where_something_is_missing(
    database, moves, choice
):
    server = Server(database, f"!room{next(_rooms)}")
    server.write(50)
    server.sync("chats", 4)
    for move, number in moves:
        _play(server, move, number, choice)
    _is_true(server)
    _becomes_whole(server, choice)


@hard
@given(moves=moves, choice=st.randoms(use_true_random=False))
def test_clocks_that_lie_do_not_keep_a_room_from_its_true_order(database, moves, choice):
    server = Server(database, f"!room{next(_rooms)}")
    server.write(60)
    server.lie(choice)
    server.reached = len(server.truth)
    server.sync("chats", 3)
    for move, number in moves:
        _play(server, move, number, choice)
    _becomes_whole(server, choice)


def _play(server: Server, move: str, number: int, choice) -> None:
    if move == "write":
        server.write(number)
    elif move == "forget":
        server.forget(("chats", "desks")[number])
    elif move == "page":
        if missing := server.gaps():
            server.backfill(choice.choice(missing), number)
    elif move == "forward":
        if ends := server.open_ends():
            server.forward(choice.choice(ends), number)
    elif move == "context":
        if server.reached:
            server.context(number * server.reached // 100, number % 3, number % 5)
    else:
        server.sync(move, number)


def _becomes_whole(server: Server, choice) -> None:
    """Page in any direction from any end until nothing is missing: then it is the truth."""
    server.sync("chats", 2)
    server.sync("desks", 2)
    for _ in range(300):
        missing, ends = server.gaps(), server.open_ends()
        if not missing:
            break
        if ends and choice.random() < 0.5:
            server.forward(choice.choice(ends), 3)
        else:
            server.backfill(choice.choice(missing), 3)
    whole = server.window(before=10_000, after=0)
    assert [row.event_id for row in whole.rows] == [one["event_id"] for one in server.truth]
    assert whole.gaps == ()
    assert whole.gap_before is None
    assert whole.at_start


def _is_true(server: Server) -> None:
    """What is shown is in the true order, and each hole in it is said."""
    window = server.window(before=10_000, after=0)
    places = {one["event_id"]: place for place, one in enumerate(server.truth)}
    shown = [places[row.event_id] for row in window.rows]
    assert shown == sorted(set(shown))
    holes = {gap.before for gap in window.gaps}
    for older, newer, row in zip(shown, shown[1:], window.rows[1:], strict=False):
        if newer != older + 1:
            assert row.rowid in holes, (shown, holes)
    if shown and shown[0] != 0:
        assert window.gap_before is not None


def test_a_window_in_the_middle_has_rows_on_both_sides_of_a_gap(server):
    server.write(9)
    server.sync("chats", 20)
    server.write(30)
    server.sync("chats", 5)
    live = server.window(before=8, after=0)
    assert numbers(live) == [7, 8, 9, 35, 36, 37, 38, 39]
    assert [gap.before for gap in live.gaps] == [live.rows[3].rowid]
    assert live.at_live
    middle = server.window(around=live.rows[2].rowid, before=1, after=2)
    assert numbers(middle) == [8, 9, 35, 36]
    assert [gap.before for gap in middle.gaps] == [live.rows[3].rowid]
    assert not middle.at_live
    top = server.window(before=5, after=0)
    assert top.gap_before == live.gaps[0].chunk
    server.backfill(live.gaps[0].chunk, 100)
    assert server.window(before=8, after=0).gaps == ()


def test_pieces_of_history_stand_in_the_order_of_their_times_until_they_are_tied(server):
    server.write(60)
    server.sync("chats", 3)
    for at in (40, 10, 25):
        server.context(at, 1, 1)
    assert numbers(server.window()) == [9, 10, 11, 24, 25, 26, 39, 40, 41, 58, 59, 60]
    assert len(server.window().gaps) == 3
    pieces = server.open_ends()
    assert len(pieces) == 3
    server.forward(pieces[1], 5)
    assert numbers(server.window())[3:11] == [24, 25, 26, 27, 28, 29, 30, 31]
    server.forward(pieces[1], 20)
    assert len(server.window().gaps) == 2, "two pieces have met"
    assert numbers(server.window(before=200)) == [9, 10, 11, *range(24, 52), 58, 59, 60]


def test_a_piece_that_grew_at_its_end_is_not_paged_on_from_its_old_end(server):
    server.write(60)
    server.sync("chats", 3)
    server.context(20, 1, 1)
    server.backfill(server.gaps()[-1], 100)
    assert server.open_ends() == []
    server.sync("desks", 2)
    assert server.window(before=200).gaps == ()


def test_an_answer_about_another_event_than_the_one_asked_for_is_refused(server):
    server.write(20)
    server.sync("chats", 3)
    body = json.dumps({"event": server.truth[5], "start": "t5", "end": "t6"}).encode()
    with pytest.raises(KnownError):
        server.database.write_now(lambda conn: server.ingest.context(conn, server.room, "$wanted", body))
    assert numbers(server.window()) == [18, 19, 20]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"events_before": 5, "events_after": {"a": []}, "start": 7, "end": [], "state": "x"},
        {"events_before": [None, 5, [], {"event_id": "$x"}], "events_after": ["y", {}]},
        {"events_before": None, "events_after": None, "start": None, "end": None},
        {"event": None},
        {"event": [1]},
    ],
)
def test_what_is_malformed_around_an_event_hurts_nobody(server, spoiled):
    server.write(20)
    server.sync("chats", 3)
    wanted = server.truth[5]["event_id"]
    body = {"event": server.truth[5], "start": "t5", "end": "t6"} | spoiled
    raw = json.dumps(body).encode()

    def take_in(conn):
        return server.ingest.context(conn, server.room, wanted, raw)

    if "event" in spoiled:
        with pytest.raises(KnownError):
            server.database.write_now(take_in)
    else:
        server.database.write_now(take_in)
        assert numbers(server.window()) == [5, 18, 19, 20]
        for _ in range(30):
            if missing := server.gaps():
                server.backfill(missing[-1], 10)
        assert numbers(server.window()) == list(range(21))


def test_a_forged_event_id_of_another_room_does_not_move_the_event(server):
    server.write(3)
    server.sync("chats", 20)
    forged = response([server.truth[2], event(77)], room="!other:school.test", initial=True)
    server.database.write_now(lambda conn: server.ingest.sync(conn, "chats", forged))
    assert numbers(server.window()) == [0, 1, 2, 3]
