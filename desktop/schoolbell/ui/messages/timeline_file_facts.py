"""What a timeline asks about the files of its messages: how far they are, whether they are played."""

from schoolbell.domain.chat.items import Attachment, MessageItem
from schoolbell.domain.chat.ports import Transfer
from schoolbell.viewmodels.playback import Playback


class FileFacts:
    """What a layout asks about files. Unless it `opens` them they are cards that say what was sent."""

    def __init__(self, opens: bool = False) -> None:
        self.opens = opens

    def transfer(self, item: MessageItem) -> Transfer | None:
        """Return how far the file of a message is on its way, None when nothing moves."""
        return None

    def playback(self, item: MessageItem) -> Playback | None:
        """Return how far something to be heard is played, None where nothing can be played."""
        return None

    def is_here(self, attachment: Attachment) -> bool:
        """Return whether the bytes of a file are known to be on this computer."""
        return False
