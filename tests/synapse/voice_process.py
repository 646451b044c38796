"""Two people in one process with a real sound server: one records and sends, the other fetches and plays.

Prints one JSON line of what happened. Arguments: folder, base URL, room, then user id and token of each.
"""

import asyncio
import json
import math
import sys
import wave
from array import array
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from PySide6.QtCore import QCoreApplication

from schoolbell.base.clock import SystemClock
from schoolbell.domain.chat.items import MessageItem, MessageKind
from schoolbell.matrix.transport import Transport
from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.loudspeaker import SystemLoudspeaker
from schoolbell.shell.microphone import SystemMicrophone
from schoolbell.shell.session_files import SYSTEM_SOUND
from schoolbell.store.rows import content_of
from schoolbell.system.voice_folder import VoicePlace
from schoolbell.ui import images
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.loudness import loudness
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.playback import PlayState
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder
from schoolbell.viewmodels.sound import RATE
from tests.sync.desk import Desk

PATIENCE = 90  # seconds


class _Token:
    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        return self._token

    async def refresh(self, stale: str) -> str:
        raise AssertionError("the token of this test does not expire")


class Person:
    """One account's presenters over a real engine and a real sound server."""

    def __init__(self, desk, user_id, folder):
        self.desk = desk
        self.wrong = []
        zone = ZoneInfo("Asia/Shanghai")
        def crash(error):
            self.wrong.append(repr(error))

        self.messages = MessagesPresenter(desk, user_id, desk.clock, zone, (), crash)
        bridge = self.messages.bridge
        self.files = AttachmentsPresenter(bridge, images.facts, folder / "opened")
        self.playing = Playing(bridge, SystemLoudspeaker)
        self.recorder = Recorder(bridge, folder / "voice", SYSTEM_SOUND)
        self.files.failed.connect(lambda code, _details: self.wrong.append(code))
        self.playing.failed.connect(lambda code, _details: self.wrong.append(code))
        self.recorder.failed.connect(lambda _kind, code, _details: self.wrong.append(code))
        self.recorded = []
        self.recorder.finished.connect(self.recorded.append)
        self.messages.show_cached("")
        self.messages.attach_engine(desk.engine)
        self.files.attach_engine(desk.media)
        self.playing.attach_engine(desk.media)

    def note(self):
        """Return the voice message as shown now, None while there is none."""
        self.messages.bridge.flush()
        items = self.messages.timeline.items()
        return next((i for i in items if isinstance(i, MessageItem) and i.kind is MessageKind.VOICE), None)

    async def stop(self):
        await self.messages.stop()
        self.recorder.stop()
        self.playing.stop()
        self.files.stop()
        await self.desk.close()


class Ear:
    """A loudspeaker's listener that only remembers."""

    def __init__(self):
        self.done = False
        self.wrong = None

    def moved(self, position):
        pass

    def measured(self, duration):
        pass

    def ended(self):
        self.done = True

    def failed(self, code):
        self.wrong = code


async def until(condition, what):
    for _ in range(PATIENCE * 100):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{what} did not come true")


def bursts(path):
    """Write a sound of ten seconds: half a second of 440 Hz, half a second of silence, again and again."""
    samples = array("h")
    for at in range(RATE * 10):
        loud = (at // (RATE // 2)) % 2 == 0
        samples.append(round(12_000 * math.sin(math.tau * 440 * at / RATE)) if loud else 0)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


async def main(folder, base_url, room, *accounts):
    said = {}
    async with httpx.AsyncClient(trust_env=False) as client:
        people = []
        for name, user_id, token in (("one", *accounts[:2]), ("other", *accounts[2:4])):
            where = Path(folder) / name
            where.mkdir()
            transport = Transport(client, base_url, _Token(token))
            desk = Desk(where, transport, user_id, clock=SystemClock())
            people.append(Person(desk, user_id, where))
            await desk.live()
            people[-1].messages.open_room(room)
        one, other = people
        try:
            said |= await record_and_send(one, room, Path(folder))
            said |= await receive_and_play(other, room)
        finally:
            for person in people:
                await person.stop()
        said["wrong"] = one.wrong + other.wrong
    sys.stdout.write(json.dumps(said) + "\n")


async def record_and_send(one, room, folder):
    bursts(folder / "bursts.wav")
    speaker = SystemLoudspeaker()
    speaker.open(folder / "bursts.wav", Ear())
    speaker.play()
    one.recorder.start(VoicePlace("room", room, "Voice message.m4a"))
    await until(lambda: one.recorder.elapsed >= 2000 or one.wrong, "two seconds")
    one.recorder.finish()
    await until(lambda: one.recorded or one.wrong, "the note")
    speaker.close()
    recorded = one.recorded[0]
    kept = recorded.file.path.read_bytes()
    one.playing.toggle("preview", recorded.file.attachment)
    await until(lambda: one.playing.of("preview").position > 200 or one.wrong, "the preview")
    one.playing.silence()
    sent = []
    one.files.file_sent.connect(sent.append)
    one.files.send(room, [recorded.file])
    await until(lambda: sent, "the note in the outbox")
    one.recorder.forget(sent[0])
    await until(lambda: not recorded.file.path.exists(), "the end of the recording")
    return {
        "recorded": recorded.file.voice.duration,
        "waveform": recorded.file.voice.waveform,
        "bytes": len(kept),
        "head": kept[4:8].decode("latin-1"),
    }


async def receive_and_play(other, room):
    await until(other.note, "the message")
    note = other.note()
    row = other.desk.rows(room)[-1]
    shown, longest = [], [0]

    def follow(key):
        now = other.playing.of(key)
        shown.append(now.state.value)
        longest[0] = max(longest[0], now.duration)

    other.playing.changed.connect(follow)
    heard = bytearray()
    ear = SystemMicrophone()  # it hears what the loudspeaker plays
    ear.start(heard.extend, lambda code: other.wrong.append(code.value))
    await until(lambda: heard, "the ear")
    heard.clear()
    other.playing.toggle(note.key, note.attachment)
    await until(lambda: other.playing.of(note.key).state is PlayState.PLAYING or other.wrong, "playing")
    await until(lambda: other.playing.of(note.key).state is PlayState.IDLE or other.wrong, "the end")
    ear.stop()
    path = await other.desk.media.fetch(note.attachment)
    return {
        "content": row.content if hasattr(row, "content") else content_of(row.raw),
        "hash": note.attachment.sha256,
        "fetched": path.stat().st_size,
        "states": list(dict.fromkeys(shown)),
        "played": longest[0],
        "heard": max(loudness(bytes(heard))[0], default=0),
    }


if __name__ == "__main__":
    application = QCoreApplication(sys.argv[:1])
    loop = make_event_loop(application)
    with loop:
        loop.run_until_complete(main(*sys.argv[1:]))
