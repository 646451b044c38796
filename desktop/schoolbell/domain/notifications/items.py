"""What a notification says: frozen values; whatever must not be told is not in them."""

from msgspec import Struct

from schoolbell.domain.chat.items import MessageKind
from schoolbell.domain.notifications.levels import Level


class Notification(Struct, frozen=True):
    """One pop-up. `rooms` 0: nothing but that something came (behind a lock, or in another account)."""

    count: int  # messages
    rooms: int = 1  # chats they are in
    room_id: str = ""  # "": of several chats, or not to be told
    event_id: str = ""  # where a click leads: the first mention, else the newest message
    room: str = ""  # name of the chat, or of the person of a direct chat
    sender: str = ""  # of a single message; "" in direct chats
    text: str = ""  # of a single message, as one line; "" where texts are not to be shown
    kind: MessageKind = MessageKind.TEXT  # of a single message
    mention: bool = False


class RoomNews(Struct, frozen=True):
    """What is new in one room, as read from the store."""

    room_id: str
    name: str
    count: int
    mentions: int
    level: Level
    event_id: str = ""
    sender: str = ""
    text: str = ""
    kind: MessageKind = MessageKind.TEXT
