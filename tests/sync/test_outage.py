"""When an answer to something else brings a client's connections back before their turn."""

from random import Random

import pytest

from schoolbell.sync.outage import Outage
from schoolbell.sync.requests import CHATS, DESKS


@pytest.fixture
def outage() -> Outage:
    """A client of a school whose two connections stood."""
    return Outage(Random(1), of=(CHATS, DESKS))


@pytest.fixture
def hurried(outage: Outage) -> list[None]:
    """How often the connections were told to ask again."""
    found: list[None] = []
    outage.seen.subscribe(found.append)
    return found


def test_a_first_failure_is_not_hurried(outage: Outage, hurried: list[None]) -> None:
    """Its own wait is under a second; a second failure in a row would look like an outage."""
    assert outage.failed(CHATS, 10.0, again=False) is None
    outage.answered_otherwise()
    assert hurried == []


@pytest.mark.parametrize("second", [CHATS, DESKS])
def test_whoever_waits_for_a_turn_is_told_that_the_server_is_there(
    outage: Outage, hurried: list[None], second: str
) -> None:
    outage.failed(CHATS, 10.0, again=False)
    turn = outage.failed(second, 10.0, again=second == CHATS)
    assert turn is not None
    assert turn > 10.0
    outage.answered_otherwise()
    assert hurried == [None]


def test_nobody_is_told_when_all_stand(outage: Outage, hurried: list[None]) -> None:
    outage.failed(CHATS, 10.0, again=True)
    outage.answered(CHATS)
    outage.answered_otherwise()
    assert hurried == []
