"""Voice notes in a DING and in a notice: recorded into the draft, sent beside the copies, heard."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.announcements.blocks import FileRef
from schoolbell.domain.announcements.files import FoundFile
from schoolbell.domain.chat.items import Attachment, Audio
from schoolbell.store import announcement_drafts, outbox
from schoolbell.ui.announcements.parts import FileChip
from schoolbell.ui.voice.chip import VoiceChip
from schoolbell.viewmodels.announcement_files import MOST_FILES
from schoolbell.viewmodels.playback import PlayState
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder
from tests.domain.notice_desk import GROUP2, two_classes
from tests.fakes.domain_engine import ME, Files, ScriptedEngine
from tests.fakes.sound import M4A, SoundDesk, tone
from tests.ui.ding_stand import Stand
from tests.ui.notice_stage import NoticeStage
from tests.ui.test_notices import until

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
def desk():
    return SoundDesk()


def bound(bridge, folder, desk):
    """Return a recorder and a player on the test's sound."""
    return Recorder(bridge, folder, desk.sound), Playing(bridge, desk.sound.loudspeaker)


@pytest.fixture
async def stand(qtbot, theme, tmp_path, desk):
    made = Stand(qtbot, theme, tmp_path)
    made.recorder, made.playing = bound(made.bridge, tmp_path / "voice", desk)
    made.pane.set_voice(made.recorder, made.playing)
    await made.settle()
    yield made
    await made.stop()
    made.recorder.stop()
    made.playing.stop()


async def record(stand, desk, ms=1500):
    stand.qtbot.mouseClick(stand.pane.compose.text.voice, LEFT)
    await stand.settle()
    assert desk.listening
    desk.hear(tone(ms))


def chips(widget):
    return [chip for chip in widget.findChildren(VoiceChip) if chip.isVisible()]


# ---- DING


async def test_a_ding_takes_a_note_that_is_heard_before_it_goes(stand, desk):
    await stand.write()
    page = stand.pane.compose
    await record(stand, desk)
    bar = page.voice.bar
    assert bar.isVisible()
    assert not bar.send.isVisible(), "a DING is sent as a whole"
    stand.qtbot.mouseClick(bar.done, LEFT)
    await stand.settle()
    (chip,) = chips(page)
    file = stand.compose.draft.files[-1]
    assert (file.voice.duration, file.mimetype) == (1500, "audio/mp4")
    assert stand.did("keep"), "nothing that was said is lost"
    stand.qtbot.mouseClick(chip.button, LEFT)
    await stand.settle()
    for _ in range(50):
        if desk.played:
            break
        await stand.settle()
    assert desk.played == [file.name]
    assert stand.playing.of(file.path).state is PlayState.PLAYING


async def test_taking_a_note_out_asks_nothing_and_can_be_undone(stand, desk):
    await stand.write()
    page = stand.pane.compose
    await record(stand, desk)
    stand.qtbot.mouseClick(page.voice.bar.done, LEFT)
    await stand.settle()
    chips(page)[0].remove.click()
    await stand.settle()
    assert not stand.compose.draft.files
    page.voice.bar.undo.click()
    await stand.settle()
    assert [one.voice.duration for one in stand.compose.draft.files] == [1500]
    assert Path(stand.compose.draft.files[0].path).is_file()
    chips(page)[0].remove.click()
    page.voice.bar._over.timeout.emit()
    await stand.settle()
    assert not list(Path(stand.recorder._folder._root).glob("*"))


async def test_a_note_waits_for_its_draft_when_the_editor_is_left(stand, desk):
    await stand.write()
    draft = stand.compose.draft
    await record(stand, desk)
    stand.pane.show_tab("received")
    stand.pane.hide()
    await stand.settle()
    assert not desk.listening, "out of sight nothing is heard"
    stand.pane.show()
    if stand.compose.draft.id != draft.id:
        stand.compose.load(draft.id)
        await stand.settle()
    assert [one.voice.duration for one in stand.compose.draft.files] == [1500]


def left(stand):
    """Places of the notes that the next start would offer."""
    return [found.place.id for found in stand.recorder._folder.found()]


async def test_nothing_goes_before_the_note_is_in_the_draft(stand, desk):
    await stand.write()
    page = stand.pane.compose
    assert page.send.isEnabled()
    desk.answers = False
    await record(stand, desk)
    assert not page.send.isEnabled()
    assert page.hint.full_text() == "A voice note is being recorded."
    stand.qtbot.keyClick(page.text.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stand.qtbot.mouseClick(page.voice.bar.done, LEFT)
    await stand.settle()
    assert not page.send.isEnabled(), "it is not whole yet"
    stand.qtbot.keyClick(page.text.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert not stand.did("send")
    desk.encoders[-1].end()
    await stand.settle()
    assert page.send.isEnabled()
    stand.qtbot.mouseClick(page.send, LEFT)
    await stand.settle()
    ((_, sent),) = stand.did("send")
    assert [one.voice.duration for one in sent.files] == [1500]
    assert left(stand) == [], "what is sent does not come back"


async def test_a_note_that_failed_does_not_hold_the_ding(stand, desk):
    await stand.write()
    page = stand.pane.compose
    desk.encodes = False
    await record(stand, desk)
    stand.qtbot.mouseClick(page.voice.bar.done, LEFT)
    await stand.settle()
    assert page.send.isEnabled()


async def test_another_draft_ends_the_recording_of_the_one_before(stand, desk):
    await stand.write()
    first = stand.compose.draft.id
    await record(stand, desk)
    await stand.write("另一条")
    assert not desk.listening
    assert stand.compose.draft.files == ()
    assert [one.voice.duration for one in stand.desk.kept[first].files] == [1500]
    assert left(stand) == [], "its draft keeps it"


async def test_a_note_said_into_an_empty_draft_is_a_draft_of_its_own_when_that_is_gone(stand, desk):
    stand.pane.begin()
    await stand.settle()
    desk.answers = False
    await record(stand, desk)
    stand.pane.close_compose()
    await stand.settle()
    assert stand.desk.kept == {}
    desk.encoders[-1].end()
    await stand.settle()
    (kept,) = stand.desk.kept.values()
    assert [one.voice.duration for one in kept.files] == [1500]
    stand.compose.load(kept.id)
    stand.pane._show_compose()
    await stand.settle()
    assert len(chips(stand.pane.compose)) == 1


async def test_what_is_given_up_takes_its_notes_along(stand, desk):
    await stand.write()
    await record(stand, desk)
    stand.qtbot.mouseClick(stand.pane.compose.voice.bar.done, LEFT)
    await stand.settle()
    await record(stand, desk)
    stand.pane.compose._discard()
    await stand.settle()
    assert not desk.listening
    assert stand.desk.kept == {}
    assert not list(Path(stand.recorder._folder._root).glob("*"))


async def test_a_full_draft_says_so_before_anything_is_recorded(stand, desk, tmp_path):
    told = []
    stand.compose.failed.connect(lambda code, details: told.append((code, details)))
    await stand.write()
    paths = [tmp_path / f"{at}.txt" for at in range(MOST_FILES)]
    for path in paths:
        path.write_text("a")
    stand.compose.add_files(paths)
    await stand.settle()
    stand.qtbot.mouseClick(stand.pane.compose.text.voice, LEFT)
    await stand.settle()
    assert told == [(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})]
    assert not desk.microphones
    assert stand.pane.notice.accessibleName().startswith("At most 9 files at once")


async def test_without_a_microphone_the_ding_says_so(stand, desk):
    told = []
    stand.compose.failed.connect(lambda code, _details: told.append(code))
    desk.trouble = ErrorCode.NO_MICROPHONE
    await stand.write()
    stand.qtbot.mouseClick(stand.pane.compose.text.voice, LEFT)
    await stand.settle()
    assert told == [ErrorCode.NO_MICROPHONE.value]
    assert stand.pane.compose.text.voice.isVisible()


async def test_a_received_note_is_a_player_and_other_files_are_not(stand, desk, tmp_path):
    path = tmp_path / "note.m4a"
    path.write_bytes(M4A)
    audio = Audio(12_000, (100, 900, 400), voice=True)
    note = Attachment("note.m4a", "audio/mp4", 10, "mxc://x/n", local_path=str(path), audio=audio)
    sheet = Attachment("a.pdf", "application/pdf", 10, "mxc://x/a")
    song = Attachment("课间音乐.mp3", "audio/mpeg", 10, "mxc://x/s", audio=Audio(185_000))
    found = [
        FoundFile(FileRef(one.name, one.mimetype, one.size, "0" * 64), one) for one in (note, sheet, song)
    ]
    await stand.open(stand.box.lists.received[0].key)
    page = stand.pane.received
    page.files.show_files(found)
    (chip,) = chips(page)
    shown = [one.accessibleName() for one in page.files.findChildren(FileChip)]
    assert any("课间音乐.mp3" in name for name in shown), "music keeps its name"
    assert chip.button.accessibleName() == "Play: Voice message, 12 seconds"
    stand.qtbot.mouseClick(chip.button, LEFT)
    for _ in range(50):
        if desk.played:
            break
        await stand.settle()
    desk.speaker.move(6_000)
    assert chip.time.full_text() == "0:06"
    stand.qtbot.mouseClick(chip.wave, LEFT, pos=chip.wave.rect().center())
    assert desk.speaker.position == pytest.approx(6_000, abs=300)
    page.hide()
    assert desk.speaker.path is None


# ---- notices


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
async def stage(qtbot, theme, files, tmp_path, desk):
    def crash(error):
        pytest.fail(repr(error))

    made = NoticeStage(theme, files, ScriptedEngine(files), tmp_path, ME, crash)
    made.recorder, made.playing = bound(made.bridge, tmp_path / "voice", desk)
    made.binding.voice = (made.recorder, made.playing)
    made.qtbot, made.turn = qtbot, QTimer(made.pane)
    made.turn.setSingleShot(True)
    qtbot.addWidget(made.pane)
    made.pane.resize(1216, 800)
    made.pane.show()
    await made.begin(two_classes(made.engine))
    yield made
    await made.stop()
    made.recorder.stop()
    made.playing.stop()


async def test_a_notice_carries_a_note_to_each_class_as_a_voice_message(stage, desk, qtbot, tmp_path):
    stage.binding.begin(GROUP2)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.id, "the draft")
    page.title.setText("早读")
    page.title.textEdited.emit("早读")
    page.editor.field.setPlainText("请听录音")
    qtbot.mouseClick(page.editor.voice, LEFT)
    await until(stage, lambda: desk.listening, "the microphone")
    desk.hear(tone(2000))
    qtbot.mouseClick(page.voice.bar.done, LEFT)
    await until(stage, lambda: chips(page), "the note")
    name = stage.compose.draft.files[0].name
    kept = stage.files.local
    await until(stage, lambda: kept.read_now(announcement_drafts.own_paths), "the draft with its copy")
    await until(stage, lambda: not list((tmp_path / "voice").glob("*/place.json")), "it is safe elsewhere")
    await until(stage, lambda: page.send.isEnabled(), "who gets it")
    qtbot.mouseClick(page.send, LEFT)

    def notes():
        rows = [row for row in kept.read_now(outbox.everything) if row.path is not None]
        return [row.decoded() for row in rows]

    await until(stage, lambda: notes(), "the notes in the outbox")
    for content in notes():
        assert content["msgtype"] == "m.audio"
        assert content["filename"] == name
        assert content["info"]["duration"] == 2000
        assert content["org.matrix.msc3245.voice"] == {}
        assert max(content["org.matrix.msc1767.audio"]["waveform"]) == 1024


async def test_what_a_crash_left_of_a_notice_is_in_its_draft_again(stage, desk, qtbot, tmp_path):
    stage.binding.begin(GROUP2)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.id, "the draft")
    page.title.textEdited.emit("早读")
    stage.compose.save()
    await until(stage, lambda: stage.compose.saved_ms, "the draft is kept")
    qtbot.mouseClick(page.editor.voice, LEFT)
    await until(stage, lambda: desk.listening, "the microphone")
    desk.hear(tone(2000))
    await until(stage, lambda: list((tmp_path / "voice").glob("*/heard.pcm")), "what was heard")
    id = stage.compose.draft.id
    stage.recorder.stop()  # as a crash: nobody finishes it
    again, _ = bound(stage.bridge, tmp_path / "voice", SoundDesk())
    again.finished.connect(page.voice._finished)
    again.serve("notice")
    again.restore()
    await until(stage, lambda: stage.compose.draft.files, "the note")
    assert stage.compose.draft.id == id
    assert stage.compose.draft.files[0].voice.duration == 2000
    again.stop()


async def test_a_notice_waits_for_its_note(stage, desk, qtbot):
    stage.binding.begin(GROUP2)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.id, "the draft")
    page.title.textEdited.emit("早读")
    page.editor.field.setPlainText("请听录音")
    await until(stage, lambda: page.send.isEnabled(), "who gets it")
    qtbot.mouseClick(page.editor.voice, LEFT)
    await until(stage, lambda: desk.listening, "the microphone")
    assert not page.send.isEnabled()
    assert page.foot.summary.full_text() == "A voice note is being recorded"
    desk.hear(tone(2000))
    qtbot.mouseClick(page.voice.bar.done, LEFT)
    await until(stage, lambda: page.send.isEnabled(), "the note")
    assert [one.voice.duration for one in stage.compose.draft.files] == [2000]


async def test_a_changed_notice_takes_no_new_note(stage):
    stage.binding.begin(GROUP2)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.id, "the draft")
    page._show(replace(stage.compose.draft, edits="x"))
    assert not page.editor.voice.isEnabled()


async def test_a_notice_that_is_written_on_while_it_goes_stays_in_the_editor(stage, qtbot, monkeypatch):
    stage.binding.begin(GROUP2)
    page = stage.binding.composer
    await until(stage, lambda: stage.compose.draft.id, "the draft")
    page.title.textEdited.emit("早读")
    page.editor.field.setPlainText("明天早读")
    await until(stage, lambda: page.send.isEnabled(), "who gets it")
    send, sent, way_out = stage.writing.send, [], asyncio.Event()

    async def slow(draft):
        await way_out.wait()
        await send(draft)
        sent.append(draft)

    monkeypatch.setattr(stage.writing, "send", slow)
    qtbot.mouseClick(page.send, LEFT)
    page.editor.field.setPlainText("明天早读，带课本")
    way_out.set()
    await until(stage, lambda: sent, "it goes")
    await until(stage, lambda: page.send.isEnabled(), "the next one can go")
    assert sent[0].text == "明天早读"
    assert page.isVisible()
    assert stage.compose.draft.text == "明天早读，带课本"
    assert stage.compose.draft.id != sent[0].id
    await until(stage, lambda: len(stage.notices.lists.drafts) == 1, "its draft")
