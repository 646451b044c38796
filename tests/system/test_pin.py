import json
import stat
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.paths import Paths
from schoolbell.system.pin import Pins, is_weak, normal
from tests.fakes.clock import FakeClock

ANNA, BEN = "a" * 16, "b" * 16


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def pins(paths: Paths, clock: FakeClock) -> Pins:
    return Pins(paths, clock, cost=16)


async def wait_after(pins: Pins, pin: str, profile: str = ANNA) -> int:
    """Try a wrong PIN; return how long to wait."""
    with pytest.raises(KnownError) as fault:
        await pins.check(profile, pin)
    assert fault.value.code is ErrorCode.WRONG_PIN
    return int(str(fault.value.details.get("retry_after_ms", 0)))


async def test_each_account_has_its_own_and_the_file_holds_no_pin(pins: Pins, paths: Paths) -> None:
    assert not pins.has(ANNA)
    await pins.set(ANNA, "2580")
    await pins.set(BEN, "2580")
    await pins.check(ANNA, "2580")
    await pins.check(ANNA, "２５８０")  # typed with a Chinese input method
    assert await wait_after(pins, "2581") == 0
    files = [paths.profile(profile).pin_file for profile in (ANNA, BEN)]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    kept = [json.loads(file.read_text()) for file in files]
    assert "2580" not in files[0].read_text()
    assert kept[0]["hash"] != kept[1]["hash"]
    pins.remove(ANNA)
    assert not pins.has(ANNA)
    assert pins.has(BEN)


async def test_a_try_is_slow(paths: Paths, clock: FakeClock) -> None:
    await Pins(paths, clock).set(ANNA, "2580")
    assert json.loads(paths.profile(ANNA).pin_file.read_text()).get("n", 1 << 15) == 1 << 15
    await Pins(paths, clock).check(ANNA, "2580")


async def test_wrong_tries_are_slowed_also_after_a_new_start(
    pins: Pins, paths: Paths, clock: FakeClock
) -> None:
    await pins.set(ANNA, "2580")
    waits = []
    for _ in range(9):
        waits.append(await wait_after(pins, "1111"))
        clock.advance(waits[-1] / 1000)
    assert waits == [0, 0, 5_000, 15_000, 30_000, 60_000, 300_000, 300_000, 300_000]
    await wait_after(pins, "1111")
    again = Pins(paths, clock, cost=16)
    assert await wait_after(again, "2580") == 300_000  # even the right one, and it is not counted
    clock.advance(299)
    assert again.wait_ms(ANNA) == 1000
    clock.advance(1)
    await again.check(ANNA, "2580")
    assert await wait_after(again, "1111") == 0


async def test_a_clock_that_was_put_back_locks_nobody_out(pins: Pins, clock: FakeClock) -> None:
    await pins.set(ANNA, "2580")
    for _ in range(3):
        await wait_after(pins, "1111")
    clock.jump(-86_400)
    assert pins.wait_ms(ANNA) == 5_000


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b'{"salt":"","hash":"","n":1}', b"\xff"])
async def test_a_damaged_file_stays_locked(pins: Pins, paths: Paths, content: bytes) -> None:
    file = paths.profile(ANNA).pin_file
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert pins.has(ANNA)
    await wait_after(pins, "")
    await wait_after(pins, "0000")


@pytest.mark.parametrize(
    ("typed", "pin"), [("2580", "2580"), (" 2580 ", "2580"), ("１２３４", "1234"), ("123", ""), ("12a4", ""),
                       ("1" * 13, ""), ("²²²²x", ""), ("", "")]
)  # fmt: skip
def test_what_counts_as_a_pin(typed: str, pin: str) -> None:
    assert normal(typed) == pin


@pytest.mark.parametrize(
    ("pin", "weak"), [("1111", True), ("1234", True), ("9876", True), ("2580", False), ("1212", False)]
)
def test_weak_pins(pin: str, weak: bool) -> None:
    assert is_weak(pin) is weak
