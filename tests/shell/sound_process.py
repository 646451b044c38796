"""A process with a sound server: prints as one JSON line what its microphone, encoder and loudspeaker do.

Arguments: a folder, and what to do: "rescue", "deaf" or "broken".
"""

import asyncio
import json
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.chat.items import Attachment
from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.session_files import SYSTEM_SOUND
from schoolbell.system.voice_folder import VoiceFolder, VoicePlace
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.playback import PlayState
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder
from tests.fakes.sound import tone

PATIENCE = 60  # seconds
PLACE = VoicePlace("room", "!a:x", "note.m4a")


async def until(condition, what):
    for _ in range(PATIENCE * 100):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{what} did not come true")


class Room:
    def __init__(self, folder):
        self.folder = folder
        self.bugs, self.wrong, self.notes, self.states = [], [], [], []
        self.bridge = Bridge(lambda error: self.bugs.append(repr(error)))
        self.recorder = Recorder(self.bridge, folder / "voice", SYSTEM_SOUND)
        self.playing = Playing(self.bridge, SYSTEM_SOUND.loudspeaker)
        self.recorder.finished.connect(self.notes.append)
        self.recorder.failed.connect(lambda _kind, code, _details: self.wrong.append(code))
        self.playing.failed.connect(lambda code, _details: self.wrong.append(code))
        self.longest = 0
        self.playing.changed.connect(self._look)

    def _look(self, key):
        now = self.playing.of(key)
        self.states.append(now.state.value)
        self.longest = max(self.longest, now.duration)

    async def rescue(self):
        """A run was killed while somebody spoke for 45 seconds."""
        left = VoiceFolder(self.folder / "voice")
        left.begin("cut", PLACE)
        for _ in range(15):
            left.heard("cut", tone(2000) + bytes(96 * 1000))
        self.recorder.serve("room")
        self.recorder.restore()
        await until(lambda: self.notes or self.wrong, "the note")
        file = self.notes[0].file
        self.playing.next_rate("x")
        self.playing.next_rate("x")
        self.playing.toggle("note", file.attachment)
        await until(lambda: self.playing.of("note").duration, "its length")
        self.playing.seek("note", file.attachment, 0.97)
        await until(lambda: self.playing.of("note").state is PlayState.IDLE or self.wrong, "the end")
        voice = file.voice
        return {"duration": voice.duration, "waveform": voice.waveform, "size": file.size}

    async def deaf(self):
        self.recorder.start(PLACE)
        await until(lambda: self.wrong, "the words")
        await until(lambda: not list((self.folder / "voice").iterdir()), "nothing left")
        return {}

    async def broken(self):
        path = self.folder / "lie"
        path.write_bytes(b"\0\0\0\x1cftypM4A \0\0\2\0" + bytes(range(256)) * 40)
        self.playing.toggle("lie", Attachment("lie", "audio/mp4", 1, "", local_path=str(path)))
        await until(lambda: self.wrong, "the words")
        return {"state": self.playing.of("lie").state.value}

    async def stop(self):
        await self.bridge.stop()
        self.recorder.stop()
        self.playing.stop()


async def main(folder, what):
    room = Room(Path(folder))
    try:
        said = await getattr(room, what)()
    finally:
        await room.stop()
    said |= {"wrong": room.wrong, "bugs": room.bugs, "states": list(dict.fromkeys(room.states))}
    said["played"] = room.longest
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    application = QCoreApplication(sys.argv[:1])
    loop = make_event_loop(application)
    with loop:
        loop.run_until_complete(main(*sys.argv[1:]))
