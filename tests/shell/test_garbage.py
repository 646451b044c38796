"""When the interpreter looks for garbage: through old objects only while the window is left alone."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from schoolbell.shell.garbage import Garbage
from tests.fakes.clock import FakeClock


class Knot:
    """Holds itself: only the collector can let it go."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def garbage(window: QWidget, clock: FakeClock) -> Iterator[Garbage]:
    before = gc.get_threshold()
    garbage = Garbage(clock, window.windowHandle())
    yield garbage
    garbage.stop()
    assert gc.get_threshold() == before


def old_knot() -> "weakref.ref[Knot]":
    """Return an old object that nobody holds, after enough others became old with it."""
    knot = Knot()
    gc.collect(1)
    known = weakref.ref(knot)
    del knot
    for _ in range(105):
        gc.collect(1)
    assert known() is not None, "it is old"
    return known


def test_many_objects_do_not_make_the_interpreter_look_through_everything(garbage: Garbage) -> None:
    before = gc.get_stats()[2]["collections"]
    knot = old_knot()
    kept = [[number] for number in range(400_000)]
    assert gc.get_stats()[2]["collections"] == before
    assert knot() is not None
    del kept


def test_it_looks_through_everything_when_nobody_is_there(garbage: Garbage, clock: FakeClock) -> None:
    knot = old_knot()
    clock.advance(21)
    garbage.look()
    assert knot() is None


def test_not_while_somebody_types(garbage: Garbage, clock: FakeClock, window: QWidget) -> None:
    knot = old_knot()
    clock.advance(60)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    clock.advance(5)
    garbage.look()
    assert knot() is not None
    clock.advance(16)
    garbage.look()
    assert knot() is None


def test_after_an_hour_of_typing_it_does(garbage: Garbage, clock: FakeClock, window: QWidget) -> None:
    knot = old_knot()
    clock.advance(3601)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    garbage.look()
    assert knot() is None


def test_nothing_new_is_not_looked_through(garbage: Garbage, clock: FakeClock) -> None:
    gc.collect()
    before = gc.get_stats()[2]["collections"]
    clock.advance(3601)
    garbage.look()
    assert gc.get_stats()[2]["collections"] == before
