import pytest

from schoolbell.store import timeline
from schoolbell.store.rows import LINE
from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, ROOM, FixedClock, event, member, open_cache, response


@pytest.fixture
def cache(tmp_path):
    database = open_cache(tmp_path)
    yield database
    database.close()


def joins(first, last):
    return [member(number, f"@n{number}:x") for number in range(first, last)]


def filled(cache, said):
    answer = response(said, initial=True, limited=True, prev_batch="t")
    cache.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
    return lambda **how: cache.read_now(lambda conn: timeline.window(conn, ROOM, **how))


def test_a_run_of_comings_counts_as_one_row_and_is_always_whole(cache):
    read = filled(cache, [event(0), event(1), *joins(2, 302), event(302), event(303)])
    every = read(before=100)
    assert [row.event_id for row in every.rows] == ["$e0", "$e1", "$e301", "$e302", "$e303"]
    run = every.rows[2]
    assert run.shown == LINE
    assert len(every.folded[run.rowid]) == 299
    assert [row.event_id for row in read(before=3).rows] == ["$e301", "$e302", "$e303"]
    assert read(before=3).folded == every.folded

    # Whichever row of the run is looked at, it is the same run.
    middle = every.folded[run.rowid][150].rowid
    for around in (run.rowid, middle, every.folded[run.rowid][0].rowid):
        window = read(around=around, before=1, after=1)
        assert [row.event_id for row in window.rows] == ["$e1", "$e301", "$e302"]
        assert window.folded == every.folded
        assert not window.at_live
    assert read(around=every.rows[1].rowid, before=0, after=1).folded == every.folded


def test_a_window_of_one_run_knows_where_it_ends(cache):
    read = filled(cache, joins(0, 50))
    window = read(before=10)
    assert len(window.rows) == 1
    assert window.gap_before is not None
    assert window.at_live
