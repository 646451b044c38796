"""Makes what the window needs for files and pictures of one account, after the first paint."""

from pathlib import Path
from typing import TYPE_CHECKING

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.ports import MediaEngine
from schoolbell.ui import images
from schoolbell.ui.messages.attachments import ConversationFiles
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.pictures import PicturesPresenter

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


class SessionFiles:
    """Presenters of files and pictures, bound to the pane. `folder` is for copies that are opened."""

    def __init__(
        self, theme: Theme, clock: Clock, presenter: MessagesPresenter, pane: MessagesPane, folder: Path
    ) -> None:
        self.attachments = AttachmentsPresenter(presenter.bridge, images.facts, folder, pane)
        self._pictures = PicturesPresenter(presenter.bridge, images.decode_to, clock, pane)
        self._binding = ConversationFiles(
            theme, clock, pane, pane.conversation, presenter, self.attachments, self._pictures
        )

    def attach_engine(self, media: MediaEngine) -> None:
        """From now on files can be sent and fetched."""
        self.attachments.attach_engine(media)
        self._pictures.attach_engine(media)

    def stop(self) -> None:
        """Wait for what runs in threads, remove copies that were opened."""
        self.attachments.stop()
        self._pictures.stop()
