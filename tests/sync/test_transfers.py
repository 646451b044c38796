"""Who looks at a transfer hears of every state and not of every byte."""

from schoolbell.sync.transfers import Board, Direction, Transfer, TransferState
from tests.fakes.clock import FakeClock


def board() -> tuple[Board, FakeClock, list[Transfer]]:
    clock = FakeClock()
    made, told = Board(clock), list[Transfer]()
    made.transfers.subscribe(told.append)
    return made, clock, told


def running(done: int = 0) -> Transfer:
    return Transfer("k", "!a", Direction.UP, done, 1000, TransferState.RUNNING)


def test_bytes_are_told_ten_times_a_second_and_always_right_to_who_asks() -> None:
    made, clock, told = board()
    made.put(running())
    for done in range(1, 501):
        clock.advance(0.002)
        made.move("k", done)
    assert 9 <= len(told) <= 12
    current = made.current("k")
    assert current is not None
    assert current.done == 500


def test_states_are_told_at_once_and_an_end_is_told_once_and_forgotten() -> None:
    made, _, told = board()
    made.put(running())
    made.end("k", TransferState.PAUSED, "network")
    made.move("k", 10)
    made.end("k", TransferState.DONE)
    made.end("k", TransferState.DONE)
    made.move("k", 20)
    assert [(one.state, one.done) for one in told] == [
        ("running", 0), ("paused", 0), ("running", 10), ("done", 1000),
    ]  # fmt: skip
    assert made.current("k") is None


def test_more_bytes_than_announced_are_never_shown() -> None:
    made, _, told = board()
    made.put(running())
    made.move("k", 5000)
    made.end("k", TransferState.FAILED, "file_damaged")
    assert told[-1].done == 1000
