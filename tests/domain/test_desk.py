"""What DING and notices share: when a desk looks around and tidies up, and what is still unsent."""

import asyncio

import pytest

from schoolbell.base.observable import Observable
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.desk import DeskLife
from schoolbell.domain.announcements.unsent import load_unsent
from schoolbell.store import outbox
from schoolbell.store.outbox import NewRow
from schoolbell.sync.changes import Changes
from tests.domain.announced import GROUP, settle


class Below:
    """An engine, and a server that sends later: both only tell what changed."""

    def __init__(self):
        self.changes = Observable()
        self.changed = Observable()


@pytest.fixture
async def life():
    engine, later, changed, done, told = Below(), Below(), Observable(), [], []
    changed.subscribe(lambda _: told.append("changed"))

    async def look_around():
        done.append("look")

    async def finish():
        done.append("finish")

    made = DeskLife(Kind.NOTICE, engine, later, changed, look_around=look_around, finish=finish)
    made.start()
    await settle()
    assert sorted(done) == ["finish", "look"]
    done.clear()
    yield made, engine, later, done, told
    await made.stop()


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (Changes(outbox=frozenset({GROUP})), ["finish"]),
        (Changes(state=frozenset({(GROUP, "m.room.power_levels")})), ["look"]),
        (Changes(state=frozenset({(GROUP, "m.room.topic")})), []),
        (Changes(rooms=frozenset({GROUP})), ["look"]),
        (Changes(rooms=frozenset({GROUP}), timelines=frozenset({GROUP})), []),
    ],
)
async def test_a_desk_does_what_a_change_asks_for(life, changes, wanted):
    _made, engine, _later, done, _told = life
    engine.changes.emit(changes)
    await settle()
    assert done == wanted


async def test_what_the_server_sent_later_is_tidied_up_and_told(life):
    _made, _engine, later, done, told = life
    later.changed.emit(None)
    await settle()
    assert (done, told) == (["finish"], ["changed"])


async def test_a_desk_that_has_stopped_follows_nothing(life):
    made, engine, later, done, told = life
    await made.stop()
    engine.changes.emit(Changes(outbox=frozenset({GROUP})))
    later.changed.emit(None)
    await asyncio.sleep(0)
    await settle()
    assert (done, told) == ([], [])


async def test_what_is_unsent_is_told_by_batch_and_by_copy(engine):
    def reaction(key):
        return {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$1", "key": key}}

    words = {"body": "x"}
    rows = [NewRow(f"n{at}", GROUP, "m.room.message", words, created_ms=1, batch="b") for at in range(3)]
    rows.append(NewRow("r1", GROUP, "m.reaction", reaction("✅"), created_ms=7, target="$1"))
    rows.append(NewRow("r2", GROUP, "m.reaction", reaction("👍"), created_ms=9, target="$2"))
    await engine.send_together(rows, lambda _: None)
    await engine.wedge("n2")
    found = engine.files.local.read_now(load_unsent)
    assert (found.of("b"), found.of("other")) == ((2, 1), (0, 0))
    assert found.pending == {"$1": 7}
    await engine.wedge("r1")
    assert engine.files.local.read_now(load_unsent).pending == {}
    assert outbox.WEDGED in found.states["b"]
