"""What benches say of the window's heartbeat is what was counted, also by several and by killed clients."""

import mmap
from pathlib import Path

import pytest

from tests.bench.heartbeat import Beats, Heartbeat


def counted(file: Path, late: list[float]) -> None:
    """Beat as a client does that is killed afterwards: nothing is closed or flushed."""
    with file.open("r+b") as opened:
        beats = Beats(mmap.mmap(opened.fileno(), 0))
    for one in late:
        beats.note(one)


def client(heart: Heartbeat, part: str, late: list[float]) -> None:
    counted(Path(heart.environment(part)["SCHOOLBELL_HEARTBEAT"]), late)


def test_p99_and_the_worst_are_told_in_tenths():
    beats = Beats()
    for late in [0.04] * 980 + [7.31] * 15 + [123.44] * 5:
        beats.note(late)
    assert beats.figures() == {"heartbeat_p99_ms": 7.4, "heartbeat_worst_ms": 123.4}
    beats.note(1e9)
    assert beats.worst_ms == 1e9


def test_each_process_has_its_own_file_and_parts_are_kept_apart(tmp_path):
    heart = Heartbeat(tmp_path)
    client(heart, "start", [1.0] * 50)
    client(heart, "start", [2.0] * 40 + [30.0] * 10)
    client(heart, "events", [5.0])
    assert heart.figures("start") == {"start_heartbeat_p99_ms": 30.0, "start_heartbeat_worst_ms": 30.0}
    assert heart.figures("events")["events_heartbeat_worst_ms"] == 5.0
    assert heart.figures()["heartbeat_worst_ms"] == 30.0


def test_what_was_before_can_be_forgotten(tmp_path):
    heart = Heartbeat(tmp_path)
    file = Path(heart.environment("events")["SCHOOLBELL_HEARTBEAT"])
    counted(file, [90.0])
    heart.forget("events")
    counted(file, [3.0])
    assert heart.figures("events")["events_heartbeat_worst_ms"] == 3.0


def test_a_heart_that_never_beat_is_no_good_figure(tmp_path):
    heart = Heartbeat(tmp_path)
    heart.environment("start")
    with pytest.raises(RuntimeError):
        heart.figures("start")
