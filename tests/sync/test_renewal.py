"""Tokens that end are renewed before anybody meets an ended one."""

import asyncio
from random import Random

import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.login import Credentials
from schoolbell.sync.renewal import TokenKeeper
from tests.fakes.clock import FakeClock

LIFE = 300_000


class Device:
    """A session whose tokens live for five minutes by the server's clock; a used one may be an ended one."""

    def __init__(self, clock: FakeClock, **pair: object) -> None:
        self.clock = clock
        self.number = 1
        self.born = clock.monotonic()
        self.faults: list[MatrixError] = []
        self.tries: list[float] = []
        options = {"refresh_token": "r1", "expires_in_ms": LIFE} | pair
        self.credentials = Credentials("@t1:school.test", "D", "a1", **options)  # type: ignore[arg-type]

    @property
    def age(self) -> float:
        return self.clock.monotonic() - self.born

    async def refresh(self, stale: str) -> str:
        assert stale == self.credentials.access_token
        self.tries.append(self.clock.monotonic())
        if self.faults:
            raise self.faults.pop(0)
        self.number += 1
        self.born = self.clock.monotonic()
        self.credentials = Credentials(
            "@t1:school.test", "D", f"a{self.number}", f"r{self.number}", LIFE
        ).noted(self.clock.now_ms())
        return self.credentials.access_token


async def pass_time(device: Device, seconds: float) -> float:
    """Let time go by in small steps; return how old a token in use became at most."""
    oldest = 0.0
    end = device.clock.monotonic() + seconds
    while device.clock.monotonic() < end:
        for _ in range(4):
            await asyncio.sleep(0)
        oldest = max(oldest, device.age)
        device.clock.advance(0.5)
    return oldest


@pytest.fixture
async def keep():
    tasks = []

    def start(device: Device, seed: int = 1) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(TokenKeeper(device, device.clock, Random(seed)).run())
        tasks.append(task)
        return task

    yield start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_token_never_gets_as_old_as_it_may(keep) -> None:
    device = Device(FakeClock())
    keep(device)
    assert await pass_time(device, 3600) < LIFE / 1000 - 10
    assert 12 <= len(device.tries) <= 20


async def test_a_class_that_signed_in_together_does_not_renew_together(keep) -> None:
    devices = [Device(FakeClock()) for _ in range(30)]
    for seed, device in enumerate(devices):
        keep(device, seed)
        await pass_time(device, 290)
    assert len({round(device.tries[0]) for device in devices}) > 12


async def test_a_server_that_is_away_is_asked_again_and_not_hammered(keep) -> None:
    device = Device(FakeClock())
    device.faults = [MatrixError(ErrorCode.NETWORK)] * 4
    keep(device)
    await pass_time(device, 290)
    assert device.number == 2
    assert len(device.tries) == 5


@pytest.mark.parametrize("age_ms", [0, 100_000, 299_000, 10 * LIFE, -86_400_000])
async def test_what_was_kept_over_a_restart_is_renewed_in_time_whatever_the_clock_says(keep, age_ms) -> None:
    clock = FakeClock()
    device = Device(clock, expires_at_ms=clock.now_ms() + LIFE - age_ms)
    keep(device)
    await pass_time(device, LIFE / 1000)
    assert device.number in (2, 3)
    left = max(0.0, min(LIFE, LIFE - age_ms) / 1000)
    assert device.tries[0] <= max(left, 1.0)


async def test_an_absurd_lifetime_is_no_reason_to_spin(keep) -> None:
    device = Device(FakeClock(), expires_in_ms=0)
    keep(device)
    await pass_time(device, 30)
    assert len(device.tries) <= 61


@pytest.mark.parametrize("pair", [{"expires_in_ms": None}, {"refresh_token": None}])
async def test_what_does_not_end_or_cannot_be_renewed_is_left_alone(keep, pair) -> None:
    device = Device(FakeClock(), **pair)
    task = keep(device)
    await pass_time(device, 600)
    assert task.done()
    assert device.tries == []


@pytest.mark.parametrize("code", [ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT])
async def test_a_session_that_has_ended_is_not_asked_again(keep, code) -> None:
    device = Device(FakeClock())
    device.faults = [MatrixError(code)] * 9
    task = keep(device)
    await pass_time(device, 900)
    assert task.done()
    assert len(device.tries) == 1
