"""Microphone, encoder and loudspeaker by Qt Multimedia, on a sound server of the test's own."""

import json
import subprocess
import sys

import pytest

from tests.pulse import sound_server


def run(tmp_path, what, *, microphone=True):
    with sound_server(tmp_path / "sound", microphone=microphone) as environ:
        done = subprocess.run(
            [sys.executable, "-m", "tests.shell.sound_process", str(tmp_path), what],
            env=environ, capture_output=True, text=True, timeout=150, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["bugs"] == []
    return said


def test_what_was_heard_before_a_crash_becomes_a_note_that_plays(tmp_path):
    said = run(tmp_path, "rescue")
    assert said["wrong"] == []
    assert said["duration"] == 45_000
    assert 45 * 2_000 < said["size"] < 45 * 8_000, "some 32 kbit/s"
    assert len(said["waveform"]) == 100
    assert min(said["waveform"]) == 0
    assert max(said["waveform"]) == 1024
    assert abs(said["played"] - 45_000) < 200
    assert said["states"] == ["idle", "loading", "playing"], "and idle again"


def test_a_computer_without_a_microphone_is_told_so(tmp_path):
    assert run(tmp_path, "deaf", microphone=False)["wrong"] == ["no_microphone"]


def test_what_only_begins_as_a_recording_fails_with_words(tmp_path):
    said = run(tmp_path, "broken")
    assert said["wrong"] == ["not_audio"]
    assert said["state"] == "failed"


@pytest.mark.parametrize("module", ["schoolbell.shell.session_files", "schoolbell.ui.messages.pane"])
def test_nothing_of_it_is_loaded_before_somebody_speaks_or_listens(module):
    look = f"import sys, {module}; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
