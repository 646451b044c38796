"""The recorder over a sound that a test makes: what was said is on the disk, told once, and never twice."""

import asyncio

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.voice_folder import VoiceFolder, VoicePlace
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.recording import Outcome, Recorder, RecordState
from tests.fakes.sound import M4A, SoundDesk, tone

ROOM = VoicePlace("room", "!a:x", "note.m4a")
DING = VoicePlace("ding", "d1", "note.m4a")


class Booth:
    """One run of the program at the folder of voice notes."""

    def __init__(self, folder):
        self.folder = folder
        self.crashes = []
        self.bridge = Bridge(self.crashes.append)
        self.sound = SoundDesk()
        self.recorder = Recorder(self.bridge, folder, self.sound.sound)
        self.said = []
        self.recorder.finished.connect(lambda one: self.said.append((one, self.recorder.state)))
        self.recorder.failed.connect(lambda *told: self.said.append((told[:2], self.recorder.state)))

    @property
    def notes(self):
        return [one for one, _ in self.said if not isinstance(one, tuple)]

    @property
    def wrong(self):
        return [one for one, _ in self.said if isinstance(one, tuple)]

    async def settle(self):
        while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
            await asyncio.wait(pending)
        assert self.crashes == []

    async def record(self, ms=1500, place=ROOM):
        self.recorder.start(place)
        await self.settle()
        if ms:
            self.sound.hear(tone(ms))
            await self.settle()

    def left(self):
        return sorted(one.key for one in VoiceFolder(self.folder).found())

    async def stop(self):
        await self.bridge.stop()
        self.recorder.stop()


@pytest.fixture
async def begin(qapp, tmp_path):
    made = []

    def again():
        made.append(Booth(tmp_path / "voice"))
        return made[-1]

    yield again
    for booth in made:
        await booth.stop()


async def test_a_note_is_told_before_the_recorder_is_free_again(begin):
    booth = begin()
    await booth.record()
    booth.recorder.finish()
    assert booth.recorder.state is RecordState.FINISHING
    await booth.settle()
    assert [state for _, state in booth.said] == [RecordState.FINISHING]
    assert booth.notes[0].file.path.read_bytes().startswith(M4A)
    assert booth.recorder.state is RecordState.IDLE


async def test_where_there_is_no_microphone_nothing_is_encoded(begin):
    booth = begin()
    booth.sound.trouble = ErrorCode.NO_MICROPHONE
    await booth.record(0)
    assert booth.wrong == [("room", ErrorCode.NO_MICROPHONE.value)]
    assert booth.sound.encoders == []
    assert booth.left() == []


# ---- an encoder that fails


async def test_an_encoder_that_fails_leaves_what_was_heard_for_the_next_start(begin):
    booth = begin()
    await booth.record()
    booth.sound.encodes = False
    booth.recorder.finish()
    await booth.settle()
    assert booth.wrong == [("room", ErrorCode.NOT_RECORDED.value)]
    assert booth.recorder.state is RecordState.IDLE
    again = begin()
    again.recorder.serve("room")
    again.recorder.restore()
    await again.settle()
    assert [note.file.voice.duration for note in again.notes] == [1500]


async def test_an_encoder_that_never_answers_does_not_hold_the_recorder(begin):
    booth = begin()
    await booth.record()
    booth.sound.answers = False
    booth.recorder.finish()
    assert booth.recorder._patience.isActive()
    booth.recorder._patience.timeout.emit()
    await booth.settle()
    assert booth.wrong == [("room", ErrorCode.NOT_RECORDED.value)]
    assert booth.recorder.state is RecordState.IDLE
    assert len(booth.left()) == 1
    await booth.record()
    assert booth.sound.listening


async def test_a_cut_off_note_that_cannot_be_encoded_now_is_tried_again_later(begin, allowed_logs):
    allowed_logs.append("cannot be encoded")
    booth = begin()
    await booth.record()
    booth.recorder.stop()  # as a crash: nobody finishes it
    second = begin()
    second.sound.encodes = False
    second.recorder.serve("room")
    second.recorder.restore()
    await second.settle()
    assert second.notes == []
    third = begin()
    third.recorder.serve("room")
    third.recorder.restore()
    await third.settle()
    assert [note.file.voice.duration for note in third.notes] == [1500]


async def test_one_note_that_the_disk_refuses_does_not_hide_the_others(begin, monkeypatch):
    booth = begin()
    await booth.record()
    booth.recorder.stop()
    other = begin()
    await other.record(2500)
    other.recorder.finish()
    await other.settle()
    again = begin()

    def full(_key, _note):
        raise KnownError(ErrorCode.DISK_FULL)

    monkeypatch.setattr(again.recorder._folder, "whole", full)
    again.recorder.serve("room")
    again.recorder.restore()
    await again.settle()
    assert [note.file.voice.duration for note in again.notes] == [2500]
    assert again.wrong == [("room", ErrorCode.DISK_FULL.value)]
    assert len(again.left()) == 2


# ---- who hears of what an earlier run left


async def test_a_note_of_an_earlier_run_waits_for_who_it_is_for(begin):
    booth = begin()
    for place in (ROOM, DING):
        await booth.record(place=place)
        booth.recorder.finish()
        await booth.settle()
    again = begin()
    again.recorder.serve("room")
    again.recorder.restore()
    await again.settle()
    assert [note.place for note in again.notes] == [ROOM]
    again.recorder.serve("ding")
    assert [note.place for note in again.notes] == [ROOM, DING]
    again.recorder.serve("ding")
    assert len(again.notes) == 2, "each is told once"


async def test_what_is_found_after_its_editor_is_there_is_told_too(begin):
    booth = begin()
    await booth.record(place=DING)
    booth.recorder.finish()
    await booth.settle()
    again = begin()
    again.recorder.serve("ding")
    again.recorder.restore()
    await again.settle()
    assert [note.place for note in again.notes] == [DING]


# ---- what was discarded


async def test_a_cancelled_note_does_not_come_back_after_quitting_at_once(begin):
    booth = begin()
    await booth.record()
    booth.sound.answers = False
    booth.recorder.cancel()
    booth.recorder.stop()
    assert begin().left() == []


async def test_a_cancelled_note_can_be_given_back_and_is_then_kept(begin):
    booth = begin()
    await booth.record()
    booth.recorder.cancel()
    await booth.settle()
    (note,) = booth.notes
    assert note.outcome is Outcome.DISCARD
    assert note.file.path.is_file()
    booth.recorder.claim(note.file.key)
    await booth.settle()
    assert booth.left() == [note.file.key]


async def test_a_cancelled_note_whose_encoder_fails_is_gone_without_a_word(begin):
    booth = begin()
    await booth.record()
    booth.sound.encodes = False
    booth.recorder.cancel()
    await booth.settle()
    assert booth.said == []
    assert booth.left() == []
    assert booth.recorder.state is RecordState.IDLE
