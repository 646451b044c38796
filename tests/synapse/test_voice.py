"""A voice note from one person's microphone to another one's loudspeaker, through a real homeserver."""

import json
import subprocess
import sys

import pytest

from tests.pulse import sound_server

pytestmark = pytest.mark.synapse


def test_a_note_is_recorded_sent_fetched_verified_and_played_to_its_end(
    homeserver, new_user, new_room, tmp_path
):
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    with sound_server(tmp_path / "sound") as environ:
        done = subprocess.run(
            [
                sys.executable, "-m", "tests.synapse.voice_process", str(tmp_path), homeserver.base_url, room,
                teacher.user_id, teacher.access_token, student.user_id, student.access_token,
            ],
            env=environ, capture_output=True, text=True, timeout=170, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["wrong"] == []
    assert 2000 <= said["recorded"] < 4000
    assert said["head"] == "ftyp"
    assert said["bytes"] < said["recorded"] * 12, "some 32 kbit/s, and what a container takes"
    assert 30 < len(said["waveform"]) <= 100
    assert max(said["waveform"]) == 1024
    assert min(said["waveform"]) < 200, "between the sounds it was silent"
    content = said["content"]
    assert content["msgtype"] == "m.audio"
    assert content["info"] == {
        "mimetype": "audio/mp4", "size": said["bytes"], "duration": said["recorded"]
    }  # fmt: skip
    assert content["org.matrix.msc3245.voice"] == {}
    assert content["org.matrix.msc1767.audio"] == {
        "duration": said["recorded"], "waveform": said["waveform"]
    }  # fmt: skip
    assert said["hash"] == content["org.schoolbell.file"]["sha256"], "it was verified by it"
    assert said["fetched"] == said["bytes"]
    assert said["states"] == ["loading", "playing", "idle"]
    assert abs(said["played"] - said["recorded"]) < 200
    assert said["heard"] > 100, "it came out of the loudspeaker"
