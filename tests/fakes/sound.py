"""A computer's sound without one: a test says what the microphone hears and how far the loudspeaker is."""

import math
from array import array
from pathlib import Path

from schoolbell.viewmodels.sound import RATE, Sound

# What begins as a recording does: enough for who only looks at the beginning.
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x02\x00" + bytes(200)


def tone(ms, loudness=12_000):
    """Samples of a tone of so many ms."""
    step = math.tau * 440 / RATE
    return array("h", [round(loudness * math.sin(step * at)) for at in range(RATE * ms // 1000)]).tobytes()


class FakeMicrophone:
    def __init__(self, desk):
        self._desk = desk
        self.heard = self.failed = None
        desk.microphones.append(self)

    def start(self, heard, failed):
        if self._desk.trouble is not None:
            failed(self._desk.trouble)
            return
        self.heard, self.failed = heard, failed

    def stop(self):
        self.heard = self.failed = None


class FakeEncoder:
    """Writes what a player would take for a recording, and how many bytes it was fed."""

    def __init__(self, desk):
        self._desk = desk
        self._fed = 0
        self._target = self._ended = None
        desk.encoders.append(self)

    def begin(self, target, ended):
        self._target, self._ended = target, ended

    def feed(self, samples):
        self._fed += len(samples)

    def finish(self):
        if self._desk.answers:
            self.end()

    def end(self):
        """Write the file, or fail."""
        ended, self._ended = self._ended, None
        if not self._desk.encodes:
            ended(False)
            return
        Path(self._target).write_bytes(M4A + str(self._fed).encode())
        ended(True)

    def drop(self):
        self._ended = None


class FakeLoudspeaker:
    def __init__(self, desk):
        self._desk = desk
        self.path = self.listener = None
        self.playing = False
        self.position = 0
        self.rate = 1.0
        desk.speaker = self

    def open(self, path, listener):
        self.path, self.listener, self.position = path, listener, 0
        self._desk.played.append(Path(path).name)
        if self._desk.broken is not None:
            listener.failed(self._desk.broken)
            return
        listener.measured(self._desk.length)

    def play(self):
        self.playing = True

    def pause(self):
        self.playing = False

    def seek(self, position):
        self.position = position

    def set_rate(self, rate):
        self.rate = rate

    def close(self):
        self.path = self.listener = None
        self.playing = False

    def move(self, position):
        """Play on to `position`."""
        self.position = position
        self.listener.moved(position)

    def end(self):
        """Play to the end."""
        self.listener.ended()


class SoundDesk:
    """What a test turns: `trouble` of the microphone, `broken` loudspeaker, `length` of what is played.

    An encoder fails unless it `encodes`, and says nothing before its `end` unless it `answers`.
    """

    def __init__(self):
        self.microphones, self.encoders = [], []
        self.trouble = self.broken = None
        self.encodes = self.answers = True
        self.length = 12_000
        self.played = []
        self.speaker = None

    @property
    def sound(self):
        return Sound(
            lambda: FakeMicrophone(self), lambda: FakeEncoder(self), lambda: FakeLoudspeaker(self)
        )

    @property
    def listening(self):
        """Whether a microphone is on."""
        return bool(self.microphones) and self.microphones[-1].heard is not None

    def hear(self, samples):
        """Let the microphone hear `samples`."""
        self.microphones[-1].heard(samples)
