"""Waiting before the next try."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schoolbell.sync.backoff import Backoff


@given(st.integers(), st.integers(0, 40))
def test_waits_grow_to_a_ceiling_and_are_jittered(seed: int, failures: int) -> None:
    backoff = Backoff(Random(seed))
    waits = [backoff.next() for _ in range(failures + 1)]
    ceilings = [min(60.0, 2.0**number) for number in range(failures + 1)]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(waits, ceilings, strict=True))


@given(st.integers(), st.integers(0, 600_000))
def test_never_earlier_than_the_server_asked(seed: int, wish_ms: int) -> None:
    wait = Backoff(Random(seed)).next(wish_ms)
    assert wait >= wish_ms / 1000
    assert wait <= max(1.0, wish_ms / 1000 + 5.0)


def test_a_success_begins_anew() -> None:
    backoff = Backoff(Random(1))
    for _ in range(10):
        backoff.next()
    backoff.reset()
    assert backoff.next() <= 1.0


def test_a_class_does_not_come_back_at_once() -> None:
    waits = {round(Backoff(Random(seed)).next(30_000), 2) for seed in range(48)}
    assert len(waits) > 40
