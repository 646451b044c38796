"""Waiting before the next try."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.sync.backoff import Backoff


@given(st.integers(), st.integers(0, 40))
def test_waits_grow_to_a_ceiling_and_are_jittered(seed: int, failures: int) -> None:
    backoff = Backoff(Random(seed))
    waits = [backoff.next() for _ in range(failures + 1)]
    ceilings = [min(60.0, 2.0**number) for number in range(failures + 1)]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(waits, ceilings, strict=True))


@given(st.integers(), st.integers(0, 600_000), st.booleans())
def test_never_earlier_than_the_server_asked(seed: int, wish_ms: int, crowd: bool) -> None:
    wait = Backoff(Random(seed)).next(wish_ms, crowd=crowd)
    assert wait >= wish_ms / 1000
    assert wait <= max(1.0, wish_ms / 1000 + (30.0 if crowd else 5.0))


def test_a_limit_is_one_account_s_and_a_server_in_trouble_is_everybody_s() -> None:
    limited = MatrixError(ErrorCode.RATE_LIMITED, status=429, retry_after_ms=20_000)
    overloaded = MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=20_000)
    assert max(Backoff(Random(seed)).after(limited) for seed in range(500)) <= 22
    waits = sorted(Backoff(Random(seed)).after(overloaded) for seed in range(500))
    assert waits[0] >= 20
    assert waits[-1] - waits[0] >= 29


def test_a_success_begins_anew() -> None:
    backoff = Backoff(Random(1))
    for _ in range(10):
        backoff.next()
    backoff.reset()
    assert backoff.next() <= 1.0


def test_a_school_that_was_told_the_same_does_not_come_back_at_once() -> None:
    waits = sorted(Backoff(Random(seed)).next(5_000, crowd=True) for seed in range(500))
    assert waits[-1] - waits[0] >= 29
    assert all(late - early < 3 for early, late in pairwise(waits))
