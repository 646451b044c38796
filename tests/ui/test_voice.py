"""Voice notes in the messages pane: recording, waiting, sending, playing what arrives."""

import asyncio
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtWidgets import QWidget

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import MessageKind, SendState
from schoolbell.shell.session_files import SessionFiles
from schoolbell.store import outbox
from schoolbell.sync.transfers import Direction, TransferState
from schoolbell.system.voice_folder import VoiceFolder
from schoolbell.ui.messages.intake import Taken
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.messages.room_delegate import preview_words
from schoolbell.ui.messages.tray import MOST_FILES
from schoolbell.ui.voice.chip import VoiceChip
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.playback import PlayState
from schoolbell.viewmodels.recording import RecordState
from tests.domain import chat_school
from tests.domain.chat_school import CHEN, GROUP, LI, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine
from tests.fakes.media_engine import ScriptedMedia
from tests.fakes.sound import M4A, SoundDesk, tone

LEFT = Qt.MouseButton.LeftButton
NOTE, SONG, LIE = "mxc://x/note", "mxc://x/song", "mxc://x/lie"
WAVE = [at * 20 % 1024 for at in range(60)]


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


def voice_event(engine, mxc, duration, sender=LI, waveform=WAVE, size=48_000, **more):
    """A voice message as phones send it."""
    content = {
        "msgtype": "m.audio",
        "body": "Voice message.m4a",
        "filename": "Voice message.m4a",
        "url": mxc,
        "info": {"mimetype": "audio/mp4", "size": size, "duration": duration},
        "org.matrix.msc3245.voice": {},
        "org.matrix.msc1767.audio": {"duration": duration, "waveform": waveform},
    }
    return engine.event("m.room.message", content, sender, **more)


def song_event(engine, name, mxc, sender=CHEN, **more):
    """Music that somebody sent as a file."""
    info = {"mimetype": "audio/mpeg", "size": 3_400_000, "duration": 185_000}
    content = {"msgtype": "m.audio", "body": name, "filename": name, "url": mxc, "info": info}
    return engine.event("m.room.message", content, sender, **more)


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    made = ScriptedEngine(files)
    rooms = chat_school.school_rooms(made)

    def at(minutes):
        return {"ts": START + minutes * 60_000}

    rooms[GROUP]["timeline"] = [
        *chat_school.messages(made, 6),
        voice_event(made, NOTE, 12_400, **at(200)),
        song_event(made, "课间音乐.mp3", SONG, **at(201)),
        voice_event(made, LIE, 5_000, CHEN, None, **at(202)),
    ]
    made.take_in_now(rooms)
    return made


@pytest.fixture
def media(engine, tmp_path):
    content = {NOTE: M4A, SONG: b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0", LIE: b"#EXTM3U\n"}
    return ScriptedMedia(engine, tmp_path / "media", content)


@pytest.fixture
def desk():
    return SoundDesk()


@pytest.fixture
async def presenter(qapp, files, engine):
    made = MessagesPresenter(files, ME, FakeClock(), UTC, (SCHOOL,), lambda error: pytest.fail(repr(error)))
    yield made
    await made.stop()


@pytest.fixture
async def pane(qtbot, theme, presenter, engine, media, desk, tmp_path):
    made = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(made)
    made.resize(1216, 800)
    presenter.show_cached("")
    made.show()
    presenter.attach_engine(engine)
    bound = SessionFiles(
        theme, FakeClock(), presenter, made, tmp_path / "opened", tmp_path / "voice", desk.sound
    )
    bound.attach_engine(media)
    made.files = bound
    made.engine_ready()
    yield made
    bound.stop()


@pytest.fixture
def until(presenter, qtbot):
    """Let the loop, Qt and the bridge run until something holds."""
    turn = QTimer()
    turn.setSingleShot(True)

    async def wait(condition, what="it"):
        for _ in range(600):
            with qtbot.waitSignal(turn.timeout):
                turn.start(0)
            presenter.bridge.flush()
            if condition():
                return
            await asyncio.sleep(0.005)
        pytest.fail(f"{what} did not come true")

    return wait


@pytest.fixture
async def opened(pane, presenter, until):
    pane.open_room(GROUP)
    await until(lambda: item_of(pane, NOTE) is not None, "the timeline")
    pane.timeline.settle()
    return pane


def item_of(pane, mxc):
    items = pane._presenter.timeline.items()
    with_files = (one for one in items if getattr(one, "attachment", None) is not None)
    return next((one for one in with_files if one.attachment.mxc == mxc), None)


def own_note(pane):
    items = pane._presenter.timeline.items()
    return next((one for one in items if getattr(one, "kind", None) is MessageKind.VOICE and one.own), None)


def layout_of(pane, mxc):
    pane.timeline.settle()
    row = pane.timeline.stack.find(item_of(pane, mxc).key)
    return pane.timeline.stack.laid_out(row), pane.timeline.stack.top_of(row)


def zones_of(pane, mxc):
    return {zone.kind: zone for zone in layout_of(pane, mxc)[0].zones}


def words_of(pane, mxc):
    return [line.text for line in layout_of(pane, mxc)[0].words]


def click(qtbot, pane, mxc, kind, share=0.5):
    layout, top = layout_of(pane, mxc)
    zone = next(zone for zone in layout.zones if zone.kind == kind)
    x = zone.rect.left() + zone.rect.width() * share
    at = QPointF(x, zone.rect.center().y() + top).toPoint()
    qtbot.mouseClick(pane.timeline.viewport(), LEFT, pos=at)


def state_of(pane, mxc):
    return pane.files.playing.of(item_of(pane, mxc).key)


def bar_of(pane):
    return pane.files._voice.bar


def chips(pane):
    return [chip for chip in pane.composer.tray.findChildren(VoiceChip) if chip.isVisible()]


async def record(pane, desk, until, *pieces):
    """Press the button and let the microphone hear."""
    pane.composer.voice.click()
    await until(lambda: desk.listening, "the microphone")
    for piece in pieces:
        desk.hear(piece)


# ---- recording


async def test_recording_shows_time_and_level_and_done_puts_the_note_into_the_tray(opened, desk, until):
    bar = bar_of(opened)
    assert not bar.isVisible()
    await record(opened, desk, until, tone(1200), tone(600, 3000))
    assert bar.isVisible()
    assert bar.time.full_text() == "0:01"
    assert opened.files.recorder.levels[-1] < 200, "the last moment was soft"
    assert bar.note.full_text() == ""
    bar.done.click()
    await until(lambda: chips(opened), "the note in the tray")
    assert not desk.listening
    assert not bar.isVisible()
    file = opened.composer.tray.files[0]
    assert file.voice.duration == 1800
    assert max(file.voice.waveform) == 1024
    assert min(file.voice.waveform) < 300
    assert chips(opened)[0].time.full_text() == "0:02"
    assert file.path.read_bytes().startswith(M4A)
    assert file.path.name.startswith("Voice message ")
    assert file.path.suffix == ".m4a"


async def test_the_note_is_played_before_it_is_sent_and_goes_out_as_a_voice_message(
    opened, desk, until, media, files
):
    await record(opened, desk, until, tone(2000))
    bar_of(opened).done.click()
    await until(lambda: chips(opened), "the note")
    chip = chips(opened)[0]
    chip.button.click()
    await until(lambda: desk.played, "the preview")
    desk.speaker.move(1000)
    assert chip.time.full_text() == "0:01"
    assert chip.button.accessibleName() == "Pause: Voice message, 2 seconds"
    path = opened.composer.tray.files[0].path
    opened.composer.send_button.click()
    await until(lambda: own_note(opened) is not None, "the message")
    assert desk.speaker.path is None, "what is sent is not played on"
    await until(lambda: not path.exists(), "the end of the file that was recorded")
    assert not opened.composer.tray.files
    (content,) = [row.decoded() for row in files.local.read_now(outbox.everything)]
    assert content["msgtype"] == "m.audio"
    assert content["org.matrix.msc3245.voice"] == {}
    note = own_note(opened).attachment
    assert (note.mimetype, note.audio.duration, note.audio.voice) == ("audio/mp4", 2000, True)


async def test_send_in_the_bar_sends_at_once(opened, desk, until):
    await record(opened, desk, until, tone(900))
    bar_of(opened).send.click()
    await until(lambda: own_note(opened) is not None, "the message")
    assert not opened.composer.tray.files


async def test_a_minute_is_the_end_and_the_last_ten_seconds_are_counted(opened, desk, until):
    await record(opened, desk, until, *[tone(10_000)] * 4, tone(9_900))
    bar = bar_of(opened)
    assert bar.note.full_text() == ""
    desk.hear(tone(200))
    assert bar.note.full_text() == "10 seconds left"
    desk.hear(tone(9_000))
    assert bar.note.full_text() == "1 second left"
    desk.hear(tone(5_000))
    await until(lambda: chips(opened), "the note")
    assert not desk.listening
    assert opened.composer.tray.files[0].voice.duration == 60_000
    assert own_note(opened) is None, "it waits to be sent"


async def test_escape_discards_without_a_question_and_undo_brings_it_back(opened, desk, until, qtbot):
    await record(opened, desk, until, tone(1500))
    bar = bar_of(opened)
    qtbot.keyClick(bar.done, Qt.Key.Key_Escape)
    await until(lambda: bar.undo.isVisible(), "the way back")
    assert not chips(opened)
    assert not desk.listening
    bar.undo.click()
    assert [file.voice.duration for file in opened.composer.tray.files] == [1500]
    assert opened.composer.tray.files[0].path.is_file()
    chips(opened)[0].remove.click()
    assert bar.undo.isVisible(), "taking it out of the tray can be undone as well"
    bar.undo.click()
    path = opened.composer.tray.files[0].path
    chips(opened)[0].remove.click()
    bar._over.timeout.emit()
    await until(lambda: not path.exists(), "its end")
    assert not bar.isVisible()


async def test_escape_in_the_text_cancels_the_recording_first(opened, desk, until, qtbot):
    opened.composer.input.setPlainText("half a word")
    await record(opened, desk, until, tone(1500))
    opened.composer.input.setFocus()
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_Escape)
    await until(lambda: bar_of(opened).undo.isVisible(), "the way back")
    assert opened.composer.input.text() == "half a word"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (ErrorCode.NO_MICROPHONE, "There is no microphone on this computer"),
        (ErrorCode.MICROPHONE_REFUSED, "Schoolbell may not use the microphone"),
    ],
)
async def test_without_a_microphone_it_says_so_and_the_button_stays(
    opened, desk, until, trouble, words, tmp_path
):
    desk.trouble = trouble
    opened.composer.voice.click()
    await until(lambda: opened.conversation.notice.isVisible(), "the words")
    assert opened.conversation.notice.accessibleName().startswith(words)
    assert opened.composer.voice.isVisible()
    assert opened.composer.voice.isEnabled()
    assert not bar_of(opened).isVisible()
    await until(lambda: not list((tmp_path / "voice").iterdir()), "nothing is left")


async def test_a_microphone_that_is_pulled_out_keeps_what_was_said(opened, desk, until):
    await record(opened, desk, until, tone(1500))
    desk.microphones[-1].failed(ErrorCode.NOT_RECORDED)
    await until(lambda: chips(opened), "the note")
    assert opened.composer.tray.files[0].voice.duration == 1500
    assert opened.conversation.notice.isVisible()


async def test_a_slip_of_the_finger_is_no_note(opened, desk, until):
    await record(opened, desk, until, tone(100))
    bar_of(opened).done.click()
    await until(lambda: opened.conversation.notice.isVisible(), "the words")
    assert not chips(opened)


async def test_silence_is_said_while_it_can_still_be_mended(opened, desk, until):
    await record(opened, desk, until, bytes(96 * 1600))
    assert bar_of(opened).note.full_text() == "The microphone hears nothing. Is it switched off?"


async def test_leaving_the_room_or_the_pane_ends_the_recording_and_keeps_it(opened, desk, until):
    await record(opened, desk, until, tone(1500))
    opened.open_room(chat_school.CHAT)
    await until(lambda: opened._presenter.room_id == chat_school.CHAT, "the other room")
    assert not desk.listening
    assert not opened.composer.tray.files
    opened.open_room(GROUP)
    await until(lambda: opened.composer.tray.files, "the note")
    await record(opened, desk, until, tone(700))
    opened.hide()
    assert not desk.listening, "behind a lock nothing is heard"


async def test_what_a_crash_left_is_offered_again(
    opened, desk, until, presenter, media, theme, qtbot, tmp_path
):
    await record(opened, desk, until, tone(1500))
    bar_of(opened).done.click()
    await until(lambda: chips(opened), "the note")
    await record(opened, desk, until, tone(2500))
    voice = tmp_path / "voice"
    await until(lambda: list(voice.glob("*/heard.pcm")), "what was heard is on the disk")
    # Another process begins on the same folder while nothing was ended in good order.
    again = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(again)
    bound = SessionFiles(
        theme, FakeClock(), presenter, again, tmp_path / "opened2", voice, SoundDesk().sound
    )
    again.composer.set_room(GROUP)
    bound.attach_engine(media)
    await until(lambda: len(again.composer.tray.files) == 2, "both notes")
    assert sorted(file.voice.duration for file in again.composer.tray.files) == [1500, 2500]
    assert all(Path(file.path).is_file() for file in again.composer.tray.files)
    bound.stop()


# ---- nothing that was said is lost


async def finishing(pane, desk, until, outcome):
    """Record a note whose encoder has not answered yet."""
    desk.answers = False
    await record(pane, desk, until, tone(1500))
    getattr(bar_of(pane), outcome).click()
    assert not desk.listening


async def test_send_in_the_bar_is_there_only_where_the_note_goes_alone(opened, desk, until, tmp_path):
    await record(opened, desk, until, tone(600))
    bar, composer = bar_of(opened), opened.composer
    assert bar.send.isVisible()
    composer.input.setPlainText("half a word")
    desk.hear(tone(100))
    assert not bar.send.isVisible(), "what is half written would go with it"
    assert bar.done.isVisible()
    composer.input.setPlainText("")
    composer.begin_edit("$x", "")
    desk.hear(tone(100))
    assert not bar.send.isVisible(), "the button means the edit"
    composer.cancel_context()
    (tmp_path / "a.txt").write_text("a")
    opened.files._binding.take(Taken((tmp_path / "a.txt",)))
    await until(lambda: composer.tray.files, "a chosen file")
    desk.hear(tone(100))
    assert not bar.send.isVisible(), "what is chosen would go with it"
    composer.tray.remove(composer.tray.files[0].key)
    desk.hear(tone(100))
    assert bar.send.isVisible()


async def test_what_is_written_while_a_note_is_finished_does_not_go_and_the_note_stays(
    opened, desk, until, media
):
    await finishing(opened, desk, until, "send")
    opened.composer.input.setPlainText("half a word")
    desk.encoders[-1].end()
    await until(lambda: chips(opened), "the note in the tray")
    assert not media.said("send")
    assert opened.composer.input.text() == "half a word"


async def test_a_note_for_an_edit_that_began_meanwhile_stays_and_the_edit_too(opened, desk, until, media):
    edits = []
    opened.composer.edit_submitted.connect(lambda *what: edits.append(what))
    await finishing(opened, desk, until, "send")
    opened.composer.begin_edit("$x", "half an edit")
    desk.encoders[-1].end()
    await until(lambda: chips(opened), "the note in the tray")
    assert (edits, media.said("send")) == ([], [])
    assert opened.composer.input.text() == "half an edit"


async def test_a_note_that_is_whole_in_another_room_waits_in_its_own(opened, desk, until, media):
    await finishing(opened, desk, until, "send")
    opened.open_room(chat_school.CHAT)
    await until(lambda: opened._presenter.room_id == chat_school.CHAT, "the other room")
    desk.encoders[-1].end()
    await until(lambda: opened.files.recorder.state is RecordState.IDLE, "the note")
    assert not opened.composer.tray.files
    assert not media.said("send")
    opened.open_room(GROUP)
    await until(lambda: chips(opened), "the note")


async def test_a_note_that_is_whole_while_files_go_stays_in_the_tray(opened, desk, until, media, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    media.way_out = asyncio.Event()
    opened.files._binding.take(Taken((tmp_path / "a.txt",)))
    await until(lambda: opened.composer.tray.files, "a chosen file")
    opened.composer.send_button.click()
    await until(lambda: media.said("send"), "the file on its way")
    await record(opened, desk, until, tone(1500))
    assert not bar_of(opened).send.isVisible()
    bar_of(opened).done.click()
    await until(lambda: chips(opened), "the note")
    media.way_out.set()
    await until(lambda: len(opened.composer.tray.files) == 1, "the end of what went")
    (left,) = opened.composer.tray.files
    assert left.voice.duration == 1500
    assert left.path.is_file()
    opened.composer.send_button.click()
    await until(lambda: own_note(opened) is not None, "the message")


async def test_a_note_too_many_is_refused_before_it_is_recorded_and_kept_when_it_is_there(
    opened, desk, until, tmp_path
):
    def choose(first, last):
        paths = tuple(tmp_path / f"{at}.txt" for at in range(first, last))
        for path in paths:
            path.write_text("a")
        opened.files._binding.take(Taken(paths))

    choose(0, MOST_FILES - 1)
    await until(lambda: len(opened.composer.tray.files) == MOST_FILES - 1, "the files")
    await record(opened, desk, until, tone(1500))
    choose(100, 101)
    await until(lambda: len(opened.composer.tray.files) == MOST_FILES, "one more")
    bar_of(opened).done.click()
    await until(lambda: chips(opened), "the note, though there is no room")
    assert opened.composer.tray.files[-1].voice.duration == 1500
    opened.composer.voice.click()
    assert opened.conversation.notice.accessibleName().startswith(f"At most {MOST_FILES} files at once")
    assert not bar_of(opened).recording


async def test_a_note_that_was_cancelled_does_not_come_back_with_the_next_start(
    opened, desk, until, tmp_path, qtbot
):
    await record(opened, desk, until, tone(1500))
    qtbot.keyClick(bar_of(opened).done, Qt.Key.Key_Escape)
    await until(lambda: bar_of(opened).undo.isVisible(), "the way back")
    bar_of(opened).undo.click()
    await until(lambda: VoiceFolder(tmp_path / "voice").found(), "it is wanted again")
    chips(opened)[0].remove.click()
    opened.files.recorder.stop()
    assert VoiceFolder(tmp_path / "voice").found() == []


# ---- the keyboard


async def test_the_keyboard_stays_in_the_text_when_the_minute_is_over(opened, desk, until):
    await record(opened, desk, until, tone(1500))
    opened.composer.input.setFocus()
    opened.composer.input.insertPlainText("half")
    desk.hear(tone(60_000))
    await until(lambda: chips(opened), "the note")
    assert opened.window().focusWidget() is opened.composer.input


async def test_the_keyboard_goes_from_the_bar_to_the_text(opened, desk, until):
    await record(opened, desk, until, tone(1500))
    assert opened.window().focusWidget() is bar_of(opened).done
    bar_of(opened).done.click()
    await until(lambda: chips(opened), "the note")
    await until(lambda: not bar_of(opened).isVisible(), "the end of the bar")
    assert opened.window().focusWidget() is opened.composer.input


# ---- out of sight


async def test_what_stands_in_place_of_the_conversation_ends_recording_and_sound(opened, desk, until, qtbot):
    over = QWidget()
    await record(opened, desk, until, tone(1500))
    opened.show_over(over)
    assert not desk.listening
    opened.show_over(None)
    await until(lambda: chips(opened), "the note")
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    opened.show_over(over)
    assert desk.speaker.path is None


async def test_another_room_is_silent(opened, desk, until, qtbot):
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    opened.open_room(chat_school.CHAT)
    assert desk.speaker.path is None


# ---- playing


async def test_a_voice_message_is_a_player_that_says_what_it_is(opened, media):
    zones = zones_of(opened, NOTE)
    assert zones["play"].name == "Play: Voice message, 12 seconds"
    assert "0:12" in words_of(opened, NOTE)
    assert "课间音乐.mp3" in words_of(opened, SONG)
    assert not media.said("fetch"), "nothing is fetched before somebody wants to hear it"
    assert len(layout_of(opened, NOTE)[0].voice.heights) > 20
    assert layout_of(opened, LIE)[0].voice.heights == (), "without a waveform it is a flat bar"
    row = opened.timeline.stack.index(item_of(opened, NOTE).key)
    assert "Voice message, 12 seconds" in opened.timeline.facts.accessible_row(row)[0]


async def test_play_pause_seek_speed_and_the_end(opened, desk, until, media, qtbot):
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    assert media.said("fetch") == [("fetch", NOTE)]
    desk.speaker.move(3_000)
    assert "0:03" in words_of(opened, NOTE)
    assert layout_of(opened, NOTE)[0].voice.played == pytest.approx(0.25)
    click(qtbot, opened, NOTE, "seek", 0.75)
    assert desk.speaker.position == pytest.approx(9_000, abs=200)
    assert zones_of(opened, NOTE)["rate"].name == "Speed: 1×"
    click(qtbot, opened, NOTE, "rate")
    assert desk.speaker.rate == 1.5
    click(qtbot, opened, NOTE, "rate")
    assert "2×" in words_of(opened, NOTE)
    click(qtbot, opened, NOTE, "play")
    assert not desk.speaker.playing
    assert layout_of(opened, NOTE)[0].voice.icon == "play"
    click(qtbot, opened, NOTE, "play")
    assert desk.speaker.playing
    desk.speaker.end()
    assert state_of(opened, NOTE).state is PlayState.IDLE
    assert layout_of(opened, NOTE)[0].voice.icon == "play"


async def test_playing_one_stops_another(opened, desk, until, qtbot):
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    click(qtbot, opened, SONG, "play")
    await until(lambda: state_of(opened, SONG).state is PlayState.PLAYING, "the other one")
    assert state_of(opened, NOTE).state is PlayState.IDLE
    assert desk.played == ["note", "song"]


async def test_enter_and_space_on_the_row_play(opened, desk, until, qtbot):
    opened.timeline.setFocus(Qt.FocusReason.TabFocusReason)
    opened.timeline.set_current(item_of(opened, NOTE).key, by_keyboard=True)
    qtbot.keyClick(opened.timeline, Qt.Key.Key_Space)
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    qtbot.keyClick(opened.timeline, Qt.Key.Key_Return)
    assert state_of(opened, NOTE).state is PlayState.PAUSED
    desk.speaker.move(6_000)
    qtbot.keyClick(opened.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert desk.speaker.position == 11_000


async def test_what_is_no_recording_is_never_given_to_the_loudspeaker(opened, desk, until, qtbot):
    click(qtbot, opened, LIE, "play")
    await until(lambda: state_of(opened, LIE).state is PlayState.FAILED, "the failure")
    assert desk.played == []
    assert "This cannot be played" in words_of(opened, LIE)


async def test_what_cannot_be_decoded_or_heard_says_so(opened, desk, until, qtbot):
    desk.broken = ErrorCode.NOT_AUDIO
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.FAILED, "the failure")
    assert "This cannot be played" in words_of(opened, NOTE)
    desk.broken = None
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "the second try")


async def test_a_download_shows_how_far_it_is_and_why_it_failed(opened, media, until, qtbot):
    media.held = asyncio.Event()
    click(qtbot, opened, NOTE, "play")
    await until(lambda: media.said("fetch"), "the wish")
    key = item_of(opened, NOTE).attachment.key
    media.move(key, 12_000, 48_000)
    await until(lambda: "cancel" in zones_of(opened, NOTE), "a way to stop")
    assert any(word.startswith("25 %") for word in words_of(opened, NOTE))
    media.files[NOTE] = KnownError(ErrorCode.FILE_DAMAGED)
    media.move(key, 12_000, 48_000, TransferState.FAILED, ErrorCode.FILE_DAMAGED.value, Direction.DOWN)
    media.held.set()
    await until(lambda: state_of(opened, NOTE).state is PlayState.FAILED, "the failure")
    assert "This file is not what its sender announced" in words_of(opened, NOTE)
    row = opened.timeline.stack.index(item_of(opened, NOTE).key)
    assert "not what its sender announced" in opened.timeline.facts.accessible_row(row)[0]
    assert zones_of(opened, NOTE)["play"].name.startswith("Play")


async def test_an_own_note_on_its_way_is_a_player(opened, desk, until):
    await record(opened, desk, until, tone(900))
    bar_of(opened).send.click()
    await until(lambda: own_note(opened) is not None, "the message")
    assert own_note(opened).state is SendState.WAITING
    opened.timeline.settle()
    row = opened.timeline.stack.find(own_note(opened).key)
    layout = opened.timeline.stack.laid_out(row)
    assert layout.voice.own
    assert {zone.kind for zone in layout.zones} >= {"play", "seek"}


async def test_a_hidden_pane_is_silent(opened, desk, until, qtbot):
    click(qtbot, opened, NOTE, "play")
    await until(lambda: state_of(opened, NOTE).state is PlayState.PLAYING, "playing")
    opened.hide()
    assert desk.speaker.path is None


async def test_the_room_list_names_it(opened, until):
    row = next(item for item in opened._presenter.rooms.items() if item.key == GROUP)
    assert row.preview_kind is MessageKind.VOICE
    assert preview_words(row) == "陈静: [Voice message]"
