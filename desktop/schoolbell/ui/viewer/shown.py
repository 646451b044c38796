"""A picture of the conversation as the viewer is told of it."""

from msgspec import Struct

from schoolbell.domain.chat.items import Attachment


class Shown(Struct, frozen=True):
    """One picture of the conversation."""

    key: str  # of its message
    attachment: Attachment
    sender: str
    ts: int
