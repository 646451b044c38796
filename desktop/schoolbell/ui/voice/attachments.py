"""Voice notes in an editor of DING or notices: recorded into its draft, played there, taken out again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.system.voice_folder import VoicePlace
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.file_names import note_name
from schoolbell.ui.voice.record_bar import RecordBar
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.announcement_compose import AnnouncementEditor
from schoolbell.viewmodels.announcement_desk import Draft
from schoolbell.viewmodels.announcement_files import MOST_FILES
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Outcome, Recorded, Recorder, RecordState


class VoiceAttachments(QObject):
    """Binds an editor's page to the recorder. `kind` is the place's kind: "ding" or "notice".

    A note goes into its draft also when that is not in the editor any more, and after a crash.
    """

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        kind: str,
        compose: AnnouncementEditor[Any, Any, Any],
        recorder: Recorder,
        playing: Playing,
        now_ms: Callable[[], int],
        button: ToolButton,
        place: Callable[[QWidget], None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._kind = kind
        self._compose = compose
        self._recorder = recorder
        self._playing = playing
        self._now_ms = now_ms
        self._unkept: dict[str, str] = {}  # path of a note that no draft keeps yet → its key
        self._discarded: set[str] = set()  # ids of drafts that were given up
        self.bar = RecordBar(theme, recorder, kind)
        place(self.bar)
        self.bar.undone.connect(self._give_back)
        self.bar.ended.connect(button.setFocus)
        button.clicked.connect(self._record)
        recorder.changed.connect(self._changed)
        recorder.finished.connect(self._finished)
        recorder.failed.connect(self._failed)
        compose.replaced.connect(lambda _draft: self._opened())
        compose.saved.connect(self._kept)
        compose.sent.connect(self._kept)
        compose.discarded.connect(self._given_up)
        page.installEventFilter(self)
        recorder.serve(kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop with the page; the note stays."""
        if watched is self._page and event.type() == QEvent.Type.Hide and self.bar.recording:
            self._recorder.finish()
        return False

    def _record(self) -> None:
        draft = self._compose.draft
        if self._compose.full:
            self._compose.failed.emit(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})
        elif draft.id:
            self._playing.silence()
            self._recorder.start(VoicePlace(self._kind, draft.id, note_name(self._now_ms())))

    def _changed(self) -> None:
        mine = self._recorder.place.kind == self._kind
        self._compose.set_recording(mine and self._recorder.state is not RecordState.IDLE)

    def _finished(self, recorded: Recorded) -> None:
        if recorded.place.kind != self._kind:
            return
        if recorded.place.id in self._discarded:
            self._recorder.forget(recorded.file.key)
        elif recorded.outcome is Outcome.DISCARD:
            self.bar.show_discarded(recorded.file)
        else:
            self._add(recorded.place.id, recorded.file)

    def _failed(self, kind: str, code: str, details: dict[str, object]) -> None:
        if kind == self._kind:
            self._compose.failed.emit(code, details)

    def _opened(self) -> None:
        """Another draft is in the editor: what is recorded still belongs to the one before."""
        self.bar.forget()
        if self.bar.recording and self._recorder.place.id != self._compose.draft.id:
            self._recorder.finish()

    def _add(self, id: str, file: OutgoingFile) -> None:
        self._unkept[str(file.path)] = file.key
        self._compose.add_voice(
            id, LocalFile(str(file.path), file.name, file.size, file.mimetype, voice=file.voice)
        )

    def _kept(self, draft: Draft | None) -> None:
        """A draft is kept, or in the outbox, with copies of its notes."""
        for file in draft.files if draft is not None else ():
            key = self._unkept.pop(file.path, None)
            if key is not None:
                self._recorder.settle(key)

    def _given_up(self, draft: Draft) -> None:
        self._discarded.add(draft.id)
        if self.bar.recording and self._recorder.place.id == draft.id:
            self._recorder.cancel()
        for file in draft.files:
            if file.voice is not None and not file.own:
                self._recorder.forget(_key(file))

    # -- taking out -----------------------------------------------------------------------------------

    def taken_out(self, file: LocalFile) -> None:
        """Somebody took a file out of the draft: a note that was recorded just now can be given back."""
        if file.voice is None:
            return
        self._playing.silence_if(file.path)
        if not file.own:
            path = Path(file.path)
            self.bar.show_discarded(
                OutgoingFile(_key(file), file.name, file.size, path, b"", file.mimetype, file.voice)
            )

    def _give_back(self, file: OutgoingFile) -> None:
        self._add(self._compose.draft.id, file)


def _key(file: LocalFile) -> str:
    """Return the key of a note that lies where it was recorded."""
    return Path(file.path).parent.name
