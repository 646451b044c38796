import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id, new_ulid
from schoolbell.base.observable import Observable


def test_subscribers_hear_in_order_until_they_cancel() -> None:
    heard: list[tuple[str, int]] = []
    numbers: Observable[int] = Observable()
    first = numbers.subscribe(lambda number: heard.append(("first", number)))
    numbers.subscribe(lambda number: heard.append(("second", number)))
    numbers.emit(1)
    first.cancel()
    first.cancel()
    numbers.emit(2)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]


def test_one_who_fails_does_not_silence_the_others(allowed_logs: list[str]) -> None:
    allowed_logs.append("a subscriber failed")
    heard: list[int] = []
    numbers: Observable[int] = Observable()

    def broken(_number: int) -> None:
        raise ValueError

    numbers.subscribe(broken)
    numbers.subscribe(heard.append)
    numbers.emit(1)
    assert heard == [1]


def test_one_may_unsubscribe_while_being_called() -> None:
    heard: list[int] = []
    numbers: Observable[int] = Observable()

    def once(number: int) -> None:
        heard.append(number)
        subscription.cancel()

    subscription = numbers.subscribe(once)
    numbers.emit(1)
    numbers.emit(2)
    assert heard == [1]


def test_block_ids_sort_by_time_and_never_repeat() -> None:
    ids = [new_ulid(1_790_000_000_000 + number) for number in range(1000)]
    assert ids == sorted(ids)
    assert {len(one) for one in ids} == {26}
    assert set("".join(ids)) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert len({new_ulid(5) for _ in range(1000)}) == 1000
    assert new_ulid(0).startswith("0" * 10)
    assert len(new_ulid(1 << 60)) == 26


def test_transaction_ids_never_repeat() -> None:
    assert len({new_txn_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("code", "again"),
    [
        (ErrorCode.NETWORK, True),
        (ErrorCode.RATE_LIMITED, True),
        (ErrorCode.CAPTIVE_PORTAL, True),
        (ErrorCode.FORBIDDEN, False),
        (ErrorCode.TOO_LARGE, False),
        (ErrorCode.SOFT_LOGOUT, False),
    ],
)
def test_what_may_be_tried_again_by_itself(code: ErrorCode, again: bool) -> None:
    error = KnownError(code, {"status": 1})
    assert error.transient is again
    assert error.details == {"status": 1}
