"""What the messages pane talks to: room list, timeline, drafts, sending, read lists; it decides nothing."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QObject, Signal

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import Person, ReadLists, RoomItem, TimelineItem
from schoolbell.domain.chat.ports import ChatEngine, ChatReader
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.words import describe_reader, describe_room, describe_timeline


class MessagesPresenter(QObject):
    """Signals carry frozen items of `domain.chat.items`; slots never block and never raise.

    `rooms` is filtered by `set_filter` ("all", "unread", "mentions", "class", "direct") and `search_rooms`;
    `timeline` is the open room's window of at most 300 rows.
    """

    header_changed = Signal(object)  # RoomHeader | None
    reads_changed = Signal(object)  # ReadLists | None
    status_changed = Signal(object)  # SyncStatus
    draft_loaded = Signal(str, object)  # text, Quote | None (the reply it belongs to)
    failed = Signal(str, dict)  # ErrorCode value, details
    typing_changed = Signal(tuple)  # of Person, without me
    members_changed = Signal(object)  # tuple[Person, ...] of the open room
    room_opened = Signal(str)  # room id, "" when none is open (the shell remembers the last one)
    counts_changed = Signal(dict)  # filter name → number for its chip: unread (messages), mentions (rooms)
    badge_changed = Signal(int)  # unread messages of rooms that are not muted
    live_changed = Signal(bool)  # whether the window ends at the newest message (else: jump_to_live)
    below_changed = Signal(int)  # messages of others below the last visible row
    scroll_requested = Signal(str)  # key of a row to bring into view (first unread, jump target)

    def __init__(
        self,
        reader: ChatReader,
        me: str,
        clock: Clock,
        zone: tzinfo,
        anchors: tuple[str, ...],
        crash: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.rooms: ItemListModel[RoomItem] = ItemListModel(describe_room, self)
        self.timeline: ItemListModel[TimelineItem] = ItemListModel(describe_timeline, self)
        self.bridge = Bridge(crash, self)

    def show_cached(self, last_room: str) -> None:
        """Fill the models from the cache before any loop or engine exists (first paint); "" opens no room."""

    def attach_engine(self, engine: ChatEngine) -> None:
        """Start to live: subscribe to changes, open the current room at the engine (call inside the loop)."""

    async def stop(self) -> None:
        """Let go of everything; the models keep their last rows."""

    @property
    def room_id(self) -> str:
        """The open room, or ""."""
        return ""

    # -- room list ------------------------------------------------------------------------------------
    def set_filter(self, name: str) -> None:
        """Show "all", "unread", "mentions", "class" or "direct" rooms."""

    def search_rooms(self, text: str) -> None:
        """Show only rooms whose name contains `text` (any case); "" shows all."""

    # -- open room ------------------------------------------------------------------------------------
    def open_room(self, room_id: str) -> None:
        """Show `room_id` in `timeline`; header, draft, typing and members follow as signals."""

    def load_older(self) -> None:
        """Extend the window upwards; from the server when the cache ends."""

    def load_newer(self) -> None:
        """Extend the window downwards."""

    def jump_to_live(self) -> None:
        """Show the newest messages."""

    def visible_changed(self, last_visible_key: str, focused: bool) -> None:
        """Tell which row is the last visible one; marks read up to it when the window is `focused`."""

    # -- composing ------------------------------------------------------------------------------------
    def send(self, text: str, mentions: list[tuple[str, str]], reply_to: str) -> None:
        """Send `text`; `mentions` are (user id, shown name) as they stand in it, `reply_to` an item key or ""."""

    def edit(self, key: str, text: str) -> None:
        """Replace the text of the own message `key`."""

    def react(self, key: str, symbol: str) -> None:
        """Add the reaction `symbol` to `key`, or take the own one back."""

    def redact(self, key: str) -> None:
        """Recall 撤回 `key`."""

    def retry(self, key: str) -> None:
        """Try a wedged message again."""

    def remove(self, key: str) -> None:
        """Delete a wedged or waiting message."""

    def save_draft(self, text: str, reply_to: str) -> None:
        """Keep `text` as the open room's draft (call after a short pause and when leaving)."""

    def typing(self) -> None:
        """Tell the room that I am typing (call at every change of text; rate-limited here)."""

    def complete_mention(self, prefix: str) -> list[Person]:
        """Return members of the open room whose name or pinyin initials start with `prefix`, at most 8."""
        return []

    # -- details --------------------------------------------------------------------------------------
    def show_reads(self, key: str) -> None:
        """Load the read / unread lists of message `key`; `reads_changed` follows, and again as they change."""

    def close_details(self) -> None:
        """Stop following read lists; `reads_changed(None)`."""

    def retry_connection(self) -> None:
        """Try to reach the server now."""
