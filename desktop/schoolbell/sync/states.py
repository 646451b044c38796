"""The state machine of one sync connection, as a table: state × event → next state and actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from schoolbell.sync.changes import SyncState


class SyncEvent(StrEnum):
    """What can happen to a connection."""

    START = "start"
    STOP = "stop"
    COMMITTED = "committed"  # a response came and is in the cache
    FAILED = "failed"  # network, server or local write: may work later
    POSITION_LOST = "position_lost"  # the server does not know our position any more
    SIGNED_OUT = "signed_out"  # the token is gone for good
    REFUSED = "refused"  # e.g. no sliding sync
    RETRY = "retry"  # the wait is over, or somebody does not want to wait


class SyncAction(StrEnum):
    """What the driver does after a step, in this order."""

    FORGET_POSITION = "forget_position"
    REQUEST = "request"
    WAIT = "wait"  # back off, then RETRY
    CANCEL = "cancel"  # whatever is under way


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a step leads."""

    state: SyncState
    actions: tuple[SyncAction, ...] = ()


def _table() -> Mapping[tuple[SyncState, SyncEvent], Transition]:
    state, event, action = SyncState, SyncEvent, SyncAction
    request = (action.REQUEST,)
    cancel = (action.CANCEL,)
    table = {
        (state.STOPPED, event.START): Transition(state.CONNECTING, request),
        (state.OFFLINE, event.RETRY): Transition(state.CONNECTING, request),
        (state.OFFLINE, event.STOP): Transition(state.STOPPED, cancel),
        (state.OFFLINE, event.SIGNED_OUT): Transition(state.SIGNED_OUT, cancel),
        (state.OFFLINE, event.REFUSED): Transition(state.REFUSED, cancel),
        (state.SIGNED_OUT, event.START): Transition(state.CONNECTING, request),
        (state.SIGNED_OUT, event.STOP): Transition(state.STOPPED),
        (state.REFUSED, event.START): Transition(state.CONNECTING, request),
        (state.REFUSED, event.RETRY): Transition(state.CONNECTING, request),
        (state.REFUSED, event.STOP): Transition(state.STOPPED),
        (state.REFUSED, event.SIGNED_OUT): Transition(state.SIGNED_OUT),
    }
    for running in (state.CONNECTING, state.LIVE):
        table |= {
            (running, event.COMMITTED): Transition(state.LIVE, request),
            (running, event.FAILED): Transition(state.OFFLINE, (action.WAIT,)),
            (running, event.POSITION_LOST): Transition(
                state.CONNECTING, (action.FORGET_POSITION, action.REQUEST)
            ),
            (running, event.SIGNED_OUT): Transition(state.SIGNED_OUT, cancel),
            (running, event.REFUSED): Transition(state.REFUSED, cancel),
            (running, event.STOP): Transition(state.STOPPED, cancel),
        }
    # Everything else cannot happen or changes nothing; it is in the table so that no pair is forgotten.
    return MappingProxyType(
        {(old, what): table.get((old, what), Transition(old)) for old in SyncState for what in SyncEvent}
    )


TABLE = _table()


def step(state: SyncState, event: SyncEvent) -> Transition:
    """Return the transition for `event` in `state`."""
    return TABLE[state, event]


def combined(chats: SyncState, desks: SyncState) -> SyncState:
    """Return the one state that people see for both connections.

    The chats connection is what one looks at; the desks only add bad news.
    """
    worst = (SyncState.SIGNED_OUT, SyncState.REFUSED, SyncState.OFFLINE)
    for state in worst:
        if state in (chats, desks):
            return state
    return chats
