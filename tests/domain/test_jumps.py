"""Jumps in an open room: to an event, a day, the first unread message, across history that is not here."""

from datetime import datetime, timedelta

import pytest

from schoolbell.base.diffs import apply
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat import jumps
from schoolbell.domain.chat.items import GapItem, MessageItem, NewItem
from schoolbell.domain.chat.jumps import Note
from schoolbell.sync.changes import SyncState
from tests.domain.chat_school import CHEN, GROUP, LI, messages
from tests.domain.test_timeline import ZONE, viewer
from tests.fakes.domain_engine import START

__all__ = ["viewer"]

HOURS = 3_600_000


def hourly(engine, count):
    """`count` messages, one an hour: "m1" … in order."""
    return [engine.text(f"m{n}", CHEN, ts=START + n * HOURS) for n in range(1, count + 1)]


def day(ts, later=0):
    """The reader's day that has the moment `ts`, or one some days later, as (start, end) in ms."""
    moment = datetime.fromtimestamp(ts / 1000, ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = moment + timedelta(days=later)
    return round(begin.timestamp() * 1000), round((begin + timedelta(days=1)).timestamp() * 1000)


def at(viewer, key):
    """The text of the row with this key."""
    return next(item.body for item in viewer.items if isinstance(item, MessageItem) and item.key == key)


def above(viewer, key):
    """What stands directly above the row with this key, day dividers left out."""
    rows = [item for item in viewer.items if not item.key.startswith("day:")]
    place = next(at for at, item in enumerate(rows) if item.key == key)
    return rows[place - 1] if place else None


# -- events ---------------------------------------------------------------------------------------------


async def test_an_event_that_is_not_here_is_fetched_and_shown_among_its_neighbours(viewer, engine):
    sent = hourly(engine, 300)
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    key = await viewer.timeline.show_event(sent[99]["event_id"])
    await viewer.settle()
    assert at(viewer, key) == "m100"
    place = viewer.texts.index("m100")
    assert viewer.texts[place - 20 : place + 21] == [f"m{n}" for n in range(80, 121)]
    assert not viewer.timeline.at_live or "m300" in viewer.texts


async def test_after_a_jump_the_gap_below_fills_from_where_one_reads(viewer, engine):
    sent = hourly(engine, 400)
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    engine.history.asked.clear()
    await viewer.timeline.show_event(sent[39]["event_id"])
    await viewer.settle()
    assert ("forward",) in engine.history.asked
    assert ("back",) not in engine.history.asked
    place = viewer.texts.index("m40")
    following = viewer.texts[place : place + 60]
    assert following == [f"m{n}" for n in range(40, 100)], "what follows is here, without a hole"


async def test_whoever_reads_on_from_a_jump_comes_to_the_newest_and_misses_nothing(viewer, engine):
    sent = hourly(engine, 260)
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    await viewer.timeline.show_event(sent[19]["event_id"])
    await viewer.settle()
    for _ in range(20):
        if viewer.timeline.at_live and not any(isinstance(item, GapItem) for item in viewer.items[1:]):
            break
        for gap in [item for item in viewer.items[1:] if isinstance(item, GapItem)]:
            await viewer.timeline.load_gap(gap.key)
        await viewer.timeline.newer()
        await viewer.settle()
    assert viewer.timeline.at_live
    first = int(viewer.texts[0][1:])
    assert viewer.texts == [f"m{n}" for n in range(first, 261)]


async def test_an_event_nobody_has_is_an_error_and_moves_nothing(viewer, engine):
    await engine.history.know(GROUP, hourly(engine, 60), 20)
    await viewer.open()
    before = viewer.texts
    with pytest.raises(KnownError) as missing:
        await viewer.timeline.show_event("$nobody")
    assert missing.value.code is ErrorCode.NOT_FOUND
    assert viewer.texts == before


async def test_an_event_without_a_row_is_shown_by_the_next_one(viewer, engine):
    sent = hourly(engine, 40)
    reaction = engine.event(
        "m.reaction",
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": sent[0]["event_id"], "key": "✅"}},
        LI,
        ts=START + 10 * HOURS + 1,
    )
    sent[10:10] = [reaction]
    await engine.history.know(GROUP, sent, 5)
    await viewer.open()
    key = await viewer.timeline.show_event(reaction["event_id"])
    await viewer.settle()
    assert at(viewer, key) == "m11"


def quiet(engine, count, hour):
    """`count` events that have no row, after that hour."""
    return [
        engine.event(
            "m.reaction",
            {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$another", "key": f"k{n}"}},
            LI,
            ts=START + hour * HOURS + n,
        )
        for n in range(count)
    ]


async def test_the_next_row_of_an_event_without_one_is_fetched_where_it_is_not_here(viewer, engine):
    sent = hourly(engine, 300)
    sent[10:10] = quiet(engine, 120, 10)
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    key = await viewer.timeline.show_event(sent[12]["event_id"])
    await viewer.settle()
    assert at(viewer, key) == "m11"


# -- days -----------------------------------------------------------------------------------------------


async def test_a_day_that_is_here_is_shown_without_asking_anybody(viewer, engine):
    await engine.history.know(GROUP, hourly(engine, 200), 150)
    await viewer.open()
    engine.history.asked.clear()
    landing = await jumps.to_date(viewer.timeline, *day(START, 4))
    await viewer.settle()
    first = at(viewer, landing.key)
    start, end = day(START, 4)
    assert START + int(first[1:]) * HOURS >= start
    assert START + (int(first[1:]) - 1) * HOURS < start
    assert landing.note is Note.NONE
    assert start <= landing.ts < end
    assert [asked for asked in engine.history.asked if asked[0] == "find"] == []


async def test_a_day_that_is_not_here_is_looked_up_and_lands(viewer, engine):
    await engine.history.know(GROUP, hourly(engine, 500), 20)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START, 3))
    await viewer.settle()
    start, end = day(START, 3)
    number = int(at(viewer, landing.key)[1:])
    assert START + (number - 1) * HOURS < start <= START + number * HOURS < end
    assert landing.note is Note.NONE


async def test_a_day_before_everything_shows_the_first_message(viewer, engine):
    await engine.history.know(GROUP, hourly(engine, 100), 20)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START, -30))
    await viewer.settle()
    assert at(viewer, landing.key) == "m1"
    assert landing.note is Note.LATER


async def test_a_day_that_begins_with_many_events_without_rows_shows_its_first_message(viewer, engine):
    sent = [*quiet(engine, 200, 0), *hourly(engine, 300)]
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START))
    await viewer.settle()
    assert at(viewer, landing.key) == "m1"
    assert landing.note is Note.NONE


async def test_what_has_no_row_is_not_taken_for_the_day(viewer, engine):
    sent = [*quiet(engine, 200, 0), *hourly(engine, 300)]
    await engine.history.know(GROUP, sent, 20)
    await engine.history.land(GROUP, sent[0]["event_id"])
    engine.history.refuse = KnownError(ErrorCode.NETWORK)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START))
    await viewer.settle()
    assert at(viewer, landing.key) == "m281"
    assert landing.note is Note.NEAREST, "m1 is the first one of that day, and it is not here"


async def test_a_day_after_everything_shows_the_newest(viewer, engine):
    await engine.history.know(GROUP, hourly(engine, 100), 20)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START + 100 * HOURS, 5))
    await viewer.settle()
    assert at(viewer, landing.key) == "m100"
    assert landing.note is Note.EARLIER


async def test_a_silent_day_shows_what_came_next(viewer, engine):
    sent = [*hourly(engine, 30), engine.text("after the holidays", CHEN, ts=START + 400 * HOURS)]
    await engine.history.know(GROUP, sent, 31)
    await viewer.open()
    landing = await jumps.to_date(viewer.timeline, *day(START, 5))
    assert at(viewer, landing.key) == "after the holidays"
    assert landing.note is Note.LATER


@pytest.mark.parametrize("code", [ErrorCode.NETWORK, ErrorCode.FORBIDDEN])
async def test_a_day_that_cannot_be_had_shows_the_nearest_that_is_here(viewer, engine, code):
    sent = hourly(engine, 500)
    await engine.history.know(GROUP, sent, 30)
    await engine.history.land(GROUP, sent[99]["event_id"])
    engine.history.refuse = KnownError(code)
    await viewer.open()
    near_the_piece = START + 140 * HOURS
    landing = await jumps.to_date(viewer.timeline, near_the_piece, near_the_piece + 24 * HOURS)
    await viewer.settle()
    assert at(viewer, landing.key) == "m120", "the end of the piece, not the far newest"
    assert landing.note is Note.NEAREST
    near_the_end = START + 460 * HOURS
    landing = await jumps.to_date(viewer.timeline, near_the_end, near_the_end + 24 * HOURS)
    assert at(viewer, landing.key) == "m471"


# -- the first unread message ---------------------------------------------------------------------------


async def know_and_read(engine, count, last, read):
    """A room of which message number `read` was the last one read."""
    sent = hourly(engine, count)
    await engine.receive(GROUP, t1001=sent[read - 1]["event_id"])
    await engine.history.know(GROUP, sent, last)
    return sent


async def test_unread_messages_that_are_all_here_are_counted_exactly(viewer, engine):
    sent = hourly(engine, 60)
    await engine.history.know(GROUP, sent, 60)
    await engine.mark_read(GROUP, sent[19]["event_id"])
    await viewer.open()
    assert viewer.timeline.unread_above == (40, False)
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) == "m21"
    assert isinstance(above(viewer, landing.key), NewItem)
    assert landing.note is Note.NONE


async def test_the_first_unread_message_is_found_far_behind_gaps(viewer, engine):
    sent = await know_and_read(engine, 1000, 20, 300)
    await engine.history.land(GROUP, sent[600]["event_id"])  # a piece in between: two gaps
    await viewer.open()
    assert viewer.timeline.unread_above[1], "at least so many"
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) == "m301"
    assert isinstance(above(viewer, landing.key), NewItem)
    assert landing.note is Note.NONE


async def test_reading_on_does_not_move_where_the_unread_began(viewer, engine):
    sent = await know_and_read(engine, 600, 20, 100)
    await viewer.open()
    await engine.mark_read(GROUP, sent[-1]["event_id"])
    await viewer.settle()
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) == "m101"


async def test_own_and_quiet_events_behind_the_read_one_are_passed_over(viewer, engine):
    sent = hourly(engine, 400)
    target = sent[99]["event_id"]
    quiet = [
        engine.event(
            "m.reaction",
            {"m.relates_to": {"rel_type": "m.annotation", "event_id": target, "key": f"k{n}"}},
            LI,
            ts=START + 100 * HOURS + n,
        )
        for n in range(1, 91)
    ]
    sent[100:100] = quiet
    await engine.receive(GROUP, t1001=target)
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) == "m101"


async def test_a_read_event_that_is_gone_is_replaced_by_its_moment(viewer, engine):
    sent = hourly(engine, 500)
    await engine.deliver_all(
        receipts={
            "rooms": {
                GROUP: {
                    "type": "m.receipt",
                    "content": {"$gone": {"m.read": {"@t1001:school.test": {"ts": START + 200 * HOURS}}}},
                }
            }
        }
    )
    await engine.history.know(GROUP, sent, 20)
    await viewer.open()
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) in ("m200", "m201")


async def test_offline_the_nearest_known_unread_message_is_shown_and_said(viewer, engine):
    await know_and_read(engine, 500, 30, 100)
    await viewer.open()
    engine.history.refuse = KnownError(ErrorCode.NETWORK)
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert landing.note is Note.NEAREST
    assert at(viewer, landing.key) == "m471"


async def test_cut_off_nobody_is_asked_and_nobody_waits(viewer, engine):
    sent = await know_and_read(engine, 500, 30, 100)
    await viewer.open()
    engine.set_status(SyncState.OFFLINE)
    engine.history.asked.clear()
    assert (await jumps.to_date(viewer.timeline, *day(START, 3))).note is Note.NEAREST
    assert (await jumps.to_unread(viewer.timeline)).note is Note.NEAREST
    with pytest.raises(KnownError) as missing:
        await viewer.timeline.show_event(sent[50]["event_id"])
    assert missing.value.code is ErrorCode.NETWORK
    asked = [one for one in engine.history.asked if one[0] in ("land", "find")]
    assert asked == []
    await viewer.settle()


async def test_the_count_becomes_exact_when_history_comes_and_later_messages_do_not_count(viewer, engine):
    await know_and_read(engine, 100, 30, 30)
    await viewer.open()
    assert viewer.timeline.unread_above == (30, True)
    await engine.deliver(GROUP, engine.text("just now", CHEN, ts=START + 200 * HOURS))
    for _ in range(5):
        await viewer.timeline.older()
        await viewer.settle()
    assert viewer.timeline.unread_above == (70, False)
    divider = next(at for at, item in enumerate(viewer.items) if isinstance(item, NewItem))
    assert viewer.items[divider + 1].body == "m31"


async def test_seen_means_gone_but_only_once_the_beginning_is_known(viewer, engine):
    await know_and_read(engine, 500, 20, 100)
    await viewer.open()
    viewer.timeline.unread_seen()
    assert viewer.timeline.unread_above[0] > 0, "what is in view is not the beginning"
    await jumps.to_unread(viewer.timeline)
    viewer.timeline.unread_seen()
    assert viewer.timeline.unread_above == (0, False)


async def test_where_one_looks_at_older_rows_the_unread_ones_are_not_above(viewer, engine):
    sent = hourly(engine, 600)
    await engine.history.know(GROUP, sent, 200)
    await engine.mark_read(GROUP, sent[419]["event_id"])
    await viewer.open()
    assert viewer.timeline.unread_above == (180, False)
    await jumps.to_date(viewer.timeline, *day(START, 4))
    await viewer.settle()
    assert "m421" not in viewer.texts
    assert viewer.timeline.unread_above == (0, False)
    await viewer.timeline.to_live()
    assert viewer.timeline.unread_above == (180, False)


async def test_a_room_that_is_read_has_nothing_above(viewer, engine):
    sent = messages(engine, 30)
    await engine.deliver(GROUP, *sent)
    await engine.mark_read(GROUP, sent[-1]["event_id"])
    await viewer.open()
    assert viewer.timeline.unread_above[0] == 0


async def test_what_came_while_the_program_was_closed_is_unread_above(viewer, engine):
    sent = hourly(engine, 40)
    await engine.history.know(GROUP, sent, 40)
    await engine.mark_read(GROUP, sent[-1]["event_id"])
    engine.set_status(SyncState.STOPPED)
    viewer.session.show_now(GROUP)  # the first paint, from the cache: all of it is read
    viewer.timeline = viewer.session.timeline
    viewer.items[:] = viewer.timeline.items
    viewer.timeline.diffs.subscribe(lambda diffs: [apply(viewer.items, diff) for diff in diffs])
    viewer.session.attach(engine)
    await viewer.settle()
    assert viewer.timeline.unread_above[0] == 0
    sent += [engine.text(f"m{n}", CHEN, ts=START + n * HOURS) for n in range(41, 141)]
    await engine.history.know(GROUP, sent, 30)
    engine.set_status(SyncState.LIVE)
    await viewer.settle()
    assert viewer.timeline.unread_above[0] >= 30
    landing = await jumps.to_unread(viewer.timeline)
    await viewer.settle()
    assert at(viewer, landing.key) == "m41"
    assert isinstance(above(viewer, landing.key), NewItem)


async def test_reading_on_while_connected_makes_nothing_unread_above(viewer, engine):
    sent = hourly(engine, 40)
    await engine.history.know(GROUP, sent, 40)
    await engine.mark_read(GROUP, sent[-1]["event_id"])
    await viewer.open()
    await engine.deliver(GROUP, engine.text("now", CHEN, ts=START + 41 * HOURS))
    engine.set_status(SyncState.OFFLINE)
    engine.set_status(SyncState.LIVE)
    await viewer.settle()
    assert viewer.timeline.unread_above[0] == 0
    assert not any(isinstance(item, NewItem) for item in viewer.items)
