"""The state machine of a connection, every pair of state and event."""

import pytest

from schoolbell.sync.changes import SyncState as S
from schoolbell.sync.states import TABLE, SyncAction, SyncEvent, Transition, combined, step
from schoolbell.sync.states import SyncEvent as E

REQUEST, WAIT, FORGET, CANCEL = (
    SyncAction.REQUEST,
    SyncAction.WAIT,
    SyncAction.FORGET_POSITION,
    SyncAction.CANCEL,
)

# One row per state, one column per event; a state alone means: no action.
COLUMNS = (E.START, E.STOP, E.COMMITTED, E.FAILED, E.POSITION_LOST, E.SIGNED_OUT, E.REFUSED, E.RETRY)
ROWS = {
    S.STOPPED: (
        (S.CONNECTING, REQUEST), (S.STOPPED,), (S.STOPPED,), (S.STOPPED,),
        (S.STOPPED,), (S.STOPPED,), (S.STOPPED,), (S.STOPPED,),
    ),
    S.CONNECTING: (
        (S.CONNECTING,), (S.STOPPED, CANCEL), (S.LIVE, REQUEST), (S.OFFLINE, WAIT),
        (S.CONNECTING, FORGET, REQUEST), (S.SIGNED_OUT, CANCEL), (S.REFUSED, CANCEL), (S.CONNECTING,),
    ),
    S.LIVE: (
        (S.LIVE,), (S.STOPPED, CANCEL), (S.LIVE, REQUEST), (S.OFFLINE, WAIT),
        (S.CONNECTING, FORGET, REQUEST), (S.SIGNED_OUT, CANCEL), (S.REFUSED, CANCEL), (S.LIVE,),
    ),
    S.OFFLINE: (
        (S.OFFLINE,), (S.STOPPED, CANCEL), (S.OFFLINE,), (S.OFFLINE,),
        (S.OFFLINE,), (S.SIGNED_OUT, CANCEL), (S.REFUSED, CANCEL), (S.CONNECTING, REQUEST),
    ),
    S.SIGNED_OUT: (
        (S.CONNECTING, REQUEST), (S.STOPPED,), (S.SIGNED_OUT,), (S.SIGNED_OUT,),
        (S.SIGNED_OUT,), (S.SIGNED_OUT,), (S.SIGNED_OUT,), (S.SIGNED_OUT,),
    ),
    S.REFUSED: (
        (S.CONNECTING, REQUEST), (S.STOPPED,), (S.REFUSED,), (S.REFUSED,),
        (S.REFUSED,), (S.SIGNED_OUT,), (S.REFUSED,), (S.CONNECTING, REQUEST),
    ),
}  # fmt: skip
PAIRS = [
    (state, event, expected)
    for state, row in ROWS.items()
    for event, expected in zip(COLUMNS, row, strict=True)
]


@pytest.mark.parametrize(("state", "event", "expected"), PAIRS, ids=lambda value: getattr(value, "value", ""))
def test_every_pair(state: S, event: SyncEvent, expected: tuple[object, ...]) -> None:
    assert step(state, event) == Transition(expected[0], tuple(expected[1:]))  # type: ignore[arg-type]


def test_the_table_has_every_pair_and_no_other() -> None:
    assert set(TABLE) == {(state, event) for state in S for event in E}
    assert {(state, event) for state, event, _ in PAIRS} == set(TABLE)


def test_a_state_that_waits_for_nothing_can_be_left() -> None:
    """No state is a trap: every one but a dead token can reach LIVE again without a new start."""
    for state in (S.CONNECTING, S.LIVE, S.OFFLINE, S.REFUSED):
        after = step(step(state, E.RETRY).state, E.COMMITTED).state
        assert after is S.LIVE, state
    assert step(S.SIGNED_OUT, E.RETRY).state is S.SIGNED_OUT


@pytest.mark.parametrize(
    ("chats", "desks", "seen"),
    [
        (S.LIVE, S.LIVE, S.LIVE),
        (S.LIVE, S.CONNECTING, S.LIVE),
        (S.CONNECTING, S.LIVE, S.CONNECTING),
        (S.LIVE, S.OFFLINE, S.OFFLINE),
        (S.OFFLINE, S.SIGNED_OUT, S.SIGNED_OUT),
        (S.REFUSED, S.OFFLINE, S.REFUSED),
    ],
)
def test_what_people_see_of_two_connections(chats: S, desks: S, seen: S) -> None:
    assert combined(chats, desks) is seen
