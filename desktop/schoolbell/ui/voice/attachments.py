"""Voice notes in an editor of DING or notices: recorded into its draft, played there, taken out again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.system.voice_folder import VoicePlace
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.record_bar import RecordBar
from schoolbell.ui.voice.words import note_name
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.announcement_compose import AnnouncementEditor
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Outcome, Recorded, Recorder


class VoiceAttachments(QObject):
    """Binds an editor's page to the recorder. `kind` is the place's kind: "ding" or "notice".

    A note whose draft is not in the editor any more waits, also over a crash, until that draft is opened.
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
        self._waiting: dict[str, list[OutgoingFile]] = {}  # draft id → notes
        self._added: dict[str, list[str]] = {}  # draft id → keys of notes that its draft does not keep yet
        self.bar = RecordBar(theme, recorder, kind, sends=False)
        place(self.bar)
        self.bar.undone.connect(self._give_back)
        self.bar.ended.connect(button.setFocus)
        button.clicked.connect(self._record)
        recorder.finished.connect(self._finished)
        recorder.failed.connect(self._failed)
        compose.replaced.connect(lambda _draft: self._opened())
        compose.saved.connect(self._saved)
        page.installEventFilter(self)
        recorder.again(kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop with the page; the note stays."""
        if watched is self._page and event.type() == QEvent.Type.Hide and self.bar.recording:
            self._recorder.finish()
        return False

    def _record(self) -> None:
        draft = self._compose.draft
        if draft.id:
            self._playing.silence()
            self._recorder.start(VoicePlace(self._kind, draft.id, note_name(self._now_ms())))

    def _finished(self, recorded: Recorded) -> None:
        if recorded.place.kind != self._kind:
            return
        if recorded.outcome is Outcome.DISCARD:
            self.bar.show_discarded(recorded.file)
        elif recorded.place.id == self._compose.draft.id:
            self._add(recorded.file)
        else:
            self._waiting.setdefault(recorded.place.id, []).append(recorded.file)

    def _failed(self, kind: str, code: str, details: dict[str, object]) -> None:
        if kind == self._kind:
            self._compose.failed.emit(code, details)

    def _opened(self) -> None:
        self.bar.forget()
        for file in self._waiting.pop(self._compose.draft.id, ()):
            self._add(file)

    def _add(self, file: OutgoingFile) -> None:
        self._added.setdefault(self._compose.draft.id, []).append(file.key)
        self._compose.add_voice(
            LocalFile(str(file.path), file.name, file.size, file.mimetype, voice=file.voice)
        )

    def _saved(self, ms: int) -> None:
        """The draft is kept with copies of its notes."""
        if ms:
            for key in self._added.pop(self._compose.draft.id, ()):
                self._recorder.settle(key)

    # -- taking out -----------------------------------------------------------------------------------

    def taken_out(self, file: LocalFile) -> None:
        """Somebody took a file out of the draft: a note that was recorded just now can be given back."""
        if file.voice is None:
            return
        self._playing.silence_if(file.path)
        if not file.own:
            path = Path(file.path)
            self.bar.show_discarded(
                OutgoingFile(path.parent.name, file.name, file.size, path, b"", file.mimetype, file.voice)
            )

    def _give_back(self, file: OutgoingFile) -> None:
        self._add(file)
