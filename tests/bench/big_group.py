"""`big_group`: a group of 1,000 members: opening its member and read lists, a thousand receipts arriving.

`python -m tests.bench.big_group [--quick] [--members N]` ends with one JSON line. "Open" is from the click to
the end of the first paint of the list with everybody in it; `first` is the first time, when the page is made
too, `again` the median of ten more. Receipts come while the read lists of my newest message are open: all in
one answer, then by fifty; `flush` is what one flush takes, models and the paints that follow until the next
one: by the clock, and (`cpu`) of the window's own thread.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.ui.messages.people_list import PeopleView
from schoolbell.ui.messages.room_list import RoomView
from schoolbell.ui.messages.timeline_view import TimelineView
from tests.bench.heartbeat import Beats
from tests.bench.window import Flushes, Window, in_qt, painted, share, until, window
from tests.domain import chat_school
from tests.domain.chat_school import CHEN, CLASS, GROUP, OFFICE, SCHOOL
from tests.fakes.domain_engine import ME, Files, ScriptedEngine

_AGAIN = 10
_BY = 50


def fill(files: Files, members: int) -> tuple[list[str], str]:
    """Make the group; return its families, and the id of my newest message."""
    engine = ScriptedEngine(files)
    families = [f"@g{number}:school.test" for number in range(members - 3)]
    made = chat_school.school_rooms(engine)
    roster = {user: {"role": "guardian", "name": f"家长{at}", "relation": "mother", "children": []}
              for at, user in enumerate(families)}  # fmt: skip
    everybody = (ME, CHEN, OFFICE, *families)
    state = chat_school.room_state(engine, "group", name="全校通知", members=everybody)
    made[GROUP] |= {"required_state": state, "joined_count": members}
    made[CLASS]["required_state"] = chat_school.room_state(
        engine, "class", room_type="m.space", name="三年级2班", members=[ME], children=[GROUP],
        roster={**chat_school.ROSTER, **roster},
    )  # fmt: skip
    mine = [engine.text(f"请大家阅读第{number}条通知。", ME) for number in range(40)]
    made[GROUP]["timeline"] = mine
    assert SCHOOL in made
    engine.take_in_now(made)

    def complete(conn: Connection) -> None:
        room = rooms.ensure(conn, GROUP)
        rooms.set_fields(conn, room, {"members_complete": 1, "receipts_complete": 1})

    files.cache.write_now(complete)
    return families, mine[-1]["event_id"]


class Lists:
    """When a list of people was painted that has at least so many."""

    def __init__(self, least: int) -> None:
        self._least = least
        self.ends: list[float] = []

    def painted(self, view: PeopleView, _begun: float, end: float, _cpu_ms: float) -> None:
        """For `painted`."""
        if view.model().rowCount() >= self._least:
            self.ends.append(end)

    async def opened(self, do: Callable[[], object], undo: Callable[[], object]) -> list[float]:
        """Return the ms of opening a list, the first time and again."""
        spent: list[float] = []
        for _ in range(_AGAIN + 1):
            self.ends.clear()
            begun = time.perf_counter()
            do()
            await until(lambda: bool(self.ends), "the list")
            spent.append((self.ends[0] - begun) * 1000)
            await asyncio.sleep(0.2)
            undo()
            await asyncio.sleep(0.2)
        return spent


async def receipts(one: Window, families: Sequence[str], events: Sequence[str]) -> None:
    """Let everybody read the first of `events` at once, then the second by fifty."""
    names = [user[1:].partition(":")[0] for user in families]
    await one.engine.receive(GROUP, **dict.fromkeys(names, events[0]))
    await asyncio.sleep(0.5)
    for at in range(0, len(names), _BY):
        await one.engine.receive(GROUP, **dict.fromkeys(names[at : at + _BY], events[1]))
        await asyncio.sleep(0.03)
    await asyncio.sleep(0.5)


async def measure(app: QApplication, folder: Path, members: int) -> dict[str, object]:
    """Open the lists, let the receipts come; return the figures."""
    files = Files.make(folder)
    lists, flushes = Lists(members // 2), Flushes()
    try:
        families, newest = fill(files, members)
        with (
            flushes.counted(),
            painted(PeopleView, lists.painted),
            painted(PeopleView, flushes.painted),
            painted(TimelineView, flushes.painted),
            painted(RoomView, flushes.painted),
        ):
            async with window(app, files, folder, QSize(1280, 800)) as one:
                pane = one.pane
                one.click_room(GROUP)
                await until(lambda: bool(pane.timeline.stack.rows), "the group")
                await asyncio.sleep(1)
                details = pane.header.details
                people = await lists.opened(details.click, details.click)
                read = await lists.opened(lambda: pane.show_reads(newest), pane.close_details)
                pane.show_reads(newest)
                await asyncio.sleep(0.5)
                flushes.clear()
                before = next(item.event_id for item in one.presenter.timeline.items()[-3:-2])
                async with one.beating(Beats()) as beats:
                    await receipts(one, families, (before, newest))
                lists_at_end = one.presenter.reads
    finally:
        files.close()
    return {
        "bench": "big_group",
        "members": members,
        "members_first_ms": round(people[0], 1),
        "members_again_ms": round(statistics.median(people[1:]), 1),
        "reads_first_ms": round(read[0], 1),
        "reads_again_ms": round(statistics.median(read[1:]), 1),
        "readers_at_end": len(lists_at_end.read) if lists_at_end is not None else 0,
        "flushes": len(flushes.ms),
        "flush_p50_ms": round(statistics.median(flushes.ms), 1),
        "flush_p95_ms": round(share(flushes.ms, 0.95), 1),
        "flush_max_ms": round(max(flushes.ms), 1),
        "flush_cpu_p50_ms": round(statistics.median(flushes.cpu), 1),
        "flush_cpu_p95_ms": round(share(flushes.cpu, 0.95), 1),
        "flush_cpu_max_ms": round(max(flushes.cpu), 1),
        **beats.figures(),
    }


def main() -> None:
    """Run and end with one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 members, to see that it works")
    parser.add_argument("--members", type=int, default=1000)
    options = parser.parse_args()
    members = 60 if options.quick else options.members
    with tempfile.TemporaryDirectory() as folder:
        figures = in_qt(lambda app: measure(app, Path(folder), members))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
