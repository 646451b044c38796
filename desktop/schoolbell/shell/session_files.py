"""Makes what the window needs for files and pictures of one account, after the first paint."""

from pathlib import Path
from typing import TYPE_CHECKING

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.ports import MediaEngine
from schoolbell.shell.loudspeaker import SystemLoudspeaker
from schoolbell.shell.microphone import SystemMicrophone
from schoolbell.shell.voice_encoder import SystemEncoder
from schoolbell.ui import images
from schoolbell.ui.messages.attachments import ConversationFiles
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.messages.voice_notes import VoiceNotes
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.pictures import PicturesPresenter
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder
from schoolbell.viewmodels.sound import Sound

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.shell.surroundings import Surroundings
    from schoolbell.store.database import Database
    from schoolbell.sync.engine import Engine
    from schoolbell.sync.media import Media
    from schoolbell.system.paths import ProfilePaths


def make_media(
    engine: "Engine",
    client: "MatrixClient",
    local: "Database",
    around: "Surroundings",
    paths: "ProfilePaths",
    presenter: MessagesPresenter,
) -> "Media":
    """Return the engine of one account's files."""
    from schoolbell.shell.school_texts import school_texts
    from schoolbell.sync.media import Media
    from schoolbell.system.media_folder import DEFAULT_QUOTA, MediaFolder

    quota = around.policy.cache_limit
    folder = MediaFolder(paths.media, DEFAULT_QUOTA if quota is None else quota, around.clock.now_ms)
    return Media(
        engine,
        client,
        local,
        around.clock,
        folder,
        paths.outgoing,
        texts=lambda: school_texts(presenter.school_language),
    )


SYSTEM_SOUND = Sound(SystemMicrophone, SystemEncoder, SystemLoudspeaker)


class SessionFiles:
    """Presenters of files, pictures and voice notes, bound to the pane.

    `folder` is for copies that are opened, `voice` for notes that are not sent yet.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        presenter: MessagesPresenter,
        pane: MessagesPane,
        folder: Path,
        voice: Path,
        sound: Sound = SYSTEM_SOUND,
    ) -> None:
        self.attachments = AttachmentsPresenter(presenter.bridge, images.facts, folder, pane)
        self._pictures = PicturesPresenter(presenter.bridge, images.decode_to, clock, pane)
        self.playing = Playing(presenter.bridge, sound.loudspeaker, pane)
        self.recorder = Recorder(presenter.bridge, voice, sound, pane)
        self._binding = ConversationFiles(
            theme, clock, pane, pane.conversation, presenter, self.attachments, self._pictures, self.playing
        )
        self._voice = VoiceNotes(
            theme, clock, pane, pane.conversation, presenter, self.attachments, self.recorder, self.playing
        )

    def attach_engine(self, media: MediaEngine) -> None:
        """From now on files can be sent and fetched."""
        self.attachments.attach_engine(media)
        self._pictures.attach_engine(media)
        self.playing.attach_engine(media)
        self.recorder.restore()

    def stop(self) -> None:
        """Wait for what runs in threads, remove copies that were opened."""
        self.recorder.stop()
        self.playing.stop()
        self.attachments.stop()
        self._pictures.stop()
