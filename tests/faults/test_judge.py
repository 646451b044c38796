"""The judge of the killing sees what is lost, doubled, out of order or wrongly related."""

from typing import Any

import pytest

from tests.faults.killing import Verdict, judge_room
from tests.faults.script import Item, Kind, Script, make

ROOM = ("!a:school.test",)
SCRIPT = Script(
    ROOM,
    (
        Item(0, 0, Kind.MESSAGE, "zero"),
        Item(1, 0, Kind.REPLY, "one", 0),
        Item(2, 0, Kind.EDIT, "two", 0),
        Item(3, 0, Kind.REACTION, "three", 1),
        Item(4, 0, Kind.MESSAGE, "four"),
        Item(5, 0, Kind.RECALL, "five", 4),
    ),
    ("",),
)


def event(event_id: str, kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
    return {"event_id": event_id, "type": kind, "content": content}


ZERO = event("$0", body="zero")
ONE = event("$1", body="one", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}})
TWO = event(
    "$2", body="* two",
    **{"m.new_content": {"body": "two"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}},
)  # fmt: skip
THREE = event("$3", "m.reaction", **{"m.relates_to": {"event_id": "$1", "key": "three"}})
FOUR = event("$4", body="four")
GONE = event("$4")
FIVE = event("$5", "m.room.redaction", redacts="$4")
AGAIN = {**ONE, "event_id": "$9"}
ASTRAY = event("$1", body="one", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$7"}}})


@pytest.mark.parametrize(
    ("events", "wrong"),
    [
        ([ZERO, ONE, TWO, THREE, GONE, FIVE], {}),
        ([ZERO, ONE, TWO, THREE], {}),  # what is taken back need not arrive
        ([ZERO, ONE, TWO, THREE, FOUR], {"not_recalled": 1}),
        ([ZERO, ONE, THREE], {"lost": 1}),
        ([ZERO, ONE, TWO, THREE, AGAIN], {"doubled": 1}),
        ([ZERO, TWO, ONE, THREE], {"reordered": 1}),
        ([ZERO, ASTRAY, TWO, THREE], {"misdirected": 1}),
        ([ZERO, ONE, TWO, THREE, event("$8", body="who?")], {"doubled": 1}),
    ],
)
def test_what_is_wrong_is_counted(events: list[dict[str, Any]], wrong: dict[str, int]) -> None:
    verdict = Verdict()
    judge_room(SCRIPT, 0, events, verdict)
    names = ("lost", "doubled", "reordered", "misdirected", "not_recalled")
    counts = {name: getattr(verdict, name) for name in names}
    assert counts == dict.fromkeys(counts, 0) | wrong
    assert verdict.good is (not wrong)


def test_a_script_has_every_kind_and_takes_back_only_what_nobody_refers_to() -> None:
    script = make(("!a", "!b", "!c"), 300, seed=1)
    assert script == make(("!a", "!b", "!c"), 300, seed=1)
    assert {item.kind for item in script.items} == set(Kind)
    targets = [item.target for item in script.items if item.kind is not Kind.RECALL]
    assert script.recalled().isdisjoint(targets)
    for item in script.items:
        assert item.target is None or script.items[item.target].room == item.room
        assert item.target is None or item.target < item.number
