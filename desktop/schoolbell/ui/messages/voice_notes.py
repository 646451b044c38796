"""Voice notes of the open conversation: recorded in the composer, waiting in its tray, sent."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode
from schoolbell.system.voice_folder import VoicePlace
from schoolbell.ui.errors import error_words
from schoolbell.ui.messages.conversation import Conversation
from schoolbell.ui.messages.tray import MOST_FILES
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.file_names import note_name
from schoolbell.ui.voice.record_bar import RecordBar
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Outcome, Recorded, Recorder

KIND = "room"


class VoiceNotes(QObject):
    """Binds `conversation` to recorder and player. What is out of sight neither hears nor is heard."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        pane: QWidget,
        conversation: Conversation,
        messages: MessagesPresenter,
        files: AttachmentsPresenter,
        recorder: Recorder,
        playing: Playing,
    ) -> None:
        super().__init__(pane)
        self._clock = clock
        self._conversation = conversation
        self._messages = messages
        self._recorder = recorder
        self._playing = playing
        self._rooms: dict[str, str] = {}  # key of a note that was taken away → its room
        composer = conversation.composer
        self.bar = RecordBar(theme, recorder, KIND, sends=self._sends)
        composer.add_bar(self.bar)
        composer.tray.set_playing(playing)
        composer.voice_wanted.connect(self._record)
        composer.escape_wanted.connect(self._escape)
        composer.tray.taken_away.connect(self._taken_away)
        self.bar.undone.connect(self._give_back)
        self.bar.ended.connect(composer.input.setFocus)
        files.file_sent.connect(self._sent)
        recorder.finished.connect(self._finished)
        recorder.failed.connect(self._failed)
        messages.room_opened.connect(self._room_opened)
        conversation.installEventFilter(self)
        recorder.serve(KIND)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop with the conversation; a note stays."""
        if watched is self._conversation and event.type() == QEvent.Type.Hide:
            if self.bar.recording:
                self._recorder.finish()
            self._playing.silence()
        return False

    def _record(self) -> None:
        room_id = self._messages.room_id
        if len(self._conversation.composer.tray.files) >= MOST_FILES:
            self._failed(KIND, ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})
        elif room_id:
            self._playing.silence()
            self._recorder.start(VoicePlace(KIND, room_id, note_name(self._clock.now_ms())))

    def _escape(self, taken: list[object]) -> None:
        if self.bar.recording:
            taken.append(self.bar)
            self._recorder.cancel()

    def _sends(self) -> bool:
        """Whether "Send" means the note alone: what is written, chosen or changed goes by the composer's."""
        composer, place = self._conversation.composer, self._recorder.place
        here = place.id == self._messages.room_id
        return here and composer.sends_files_only and not composer.tray.files

    def _room_opened(self, room_id: str) -> None:
        self.bar.forget()
        self._playing.silence()
        if self.bar.recording and self._recorder.place.id != room_id:
            self._recorder.finish()

    def _finished(self, recorded: Recorded) -> None:
        if recorded.place.kind != KIND:
            return
        room_id, file = recorded.place.id, recorded.file
        if recorded.outcome is Outcome.DISCARD:
            self._discarded(room_id, file)
            return
        composer, goes = self._conversation.composer, self._sends()
        composer.tray.add(room_id, [file])
        if recorded.outcome is Outcome.SEND and goes:
            composer.send_button.click()

    def _failed(self, kind: str, code: str, details: dict[str, object]) -> None:
        if kind == KIND:
            words = error_words(code, details)
            self._conversation.say(self.tr("{what}. {advice}").format(what=words.title, advice=words.advice))

    # -- discarding, sending --------------------------------------------------------------------------

    def _taken_away(self, file: OutgoingFile) -> None:
        if file.voice is not None:
            self._playing.silence_if(file.key)
            self._discarded(self._messages.room_id, file)

    def _discarded(self, room_id: str, file: OutgoingFile) -> None:
        self._rooms = {file.key: room_id}
        self.bar.show_discarded(file)

    def _give_back(self, file: OutgoingFile) -> None:
        self._conversation.composer.tray.add(self._rooms.pop(file.key, self._messages.room_id), [file])

    def _sent(self, key: str) -> None:
        self._playing.silence_if(key)
        self._recorder.forget(key)
