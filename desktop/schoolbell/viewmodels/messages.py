"""What the messages pane talks to: room list, timeline, drafts, sending, read lists; it decides nothing."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.diffs import between
from schoolbell.base.errors import KnownError
from schoolbell.domain.chat import composing
from schoolbell.domain.chat.drafts import Draft
from schoolbell.domain.chat.items import Person, Quote, ReadLists, RoomItem, SendState, TimelineItem
from schoolbell.domain.chat.ports import ChatEngine, ChatReader
from schoolbell.domain.chat.room_header import RoomDetails
from schoolbell.domain.chat.session import ChatSession
from schoolbell.domain.chat.timeline import Timeline
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.drafts import Drafts
from schoolbell.viewmodels.history import HistoryPresenter
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.typing import TypingNotice
from schoolbell.viewmodels.words import describe_room, describe_timeline

_COMPLETIONS = 8


class MessagesPresenter(QObject):
    """Signals carry frozen items of `domain.chat.items`; slots never block and never raise.

    `rooms` is filtered by `set_filter` ("all", "unread", "mentions", "class", "direct");
    `timeline` is the open room's window of at most 300 rows.
    """

    header_changed = Signal(object)  # RoomHeader | None
    reads_changed = Signal(object)  # ReadLists | None
    status_changed = Signal(object)  # SyncStatus
    draft_loaded = Signal(str, object)  # text, Quote | None (the reply it belongs to)
    failed = Signal(str, dict)  # ErrorCode value, details
    sent = Signal()  # the text handed to `send` is in the outbox: the composer may empty
    typing_changed = Signal(tuple)  # of Person, without me
    members_changed = Signal(object)  # tuple[Person, ...] of the open room
    room_opened = Signal(str)  # room id, "" when none is open (the shell remembers the last one)
    counts_changed = Signal(dict)  # "unread" (messages, without muted rooms), "mentions", "failed"
    badge_changed = Signal(int)  # the same "unread", for rail and tray
    live_changed = Signal(bool)  # whether the window ends at the newest message (else: jump_to_live)
    below_changed = Signal(int)  # messages of others below the last visible row
    scroll_requested = Signal(str)  # key of a row to bring into view

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
        self.drafts = Drafts(reader)
        self._clock = clock
        self._session = ChatSession(reader, me, zone, anchors, self._run)
        self._reads: ReadLists | None = None
        self._live = True
        self._badge = self._below = 0
        self._last_visible = ""
        self._marked: tuple[str, str] = ("", "")
        self._typing = TypingNotice(clock, self._tell_typing, self._run)
        self.history = HistoryPresenter(self.bridge, zone, lambda: self._session.timeline, self._run, self)
        self.history.arrived.connect(self.scroll_requested)
        session = self._session
        session.rooms.diffs.subscribe(lambda diffs: self.bridge.feed(self.rooms, diffs))
        session.rooms.counted.subscribe(self._on_counts)
        session.details_changed.subscribe(self._on_details)
        session.reads_changed.subscribe(self._on_reads)
        session.typing_changed.subscribe(lambda people: self._later("typing", self.typing_changed, people))
        session.status_changed.subscribe(lambda status: self._later("status", self.status_changed, status))

    # -- life -----------------------------------------------------------------------------------------

    def show_cached(self, last_room: str) -> None:
        """Fill the models from the cache before any loop or engine exists (first paint); "" opens no room."""
        try:
            opened = self._session.show_now(last_room)
        except KnownError as error:
            self._on_known(error)
            return
        if opened is not None:
            self._follow(opened)
            if opened.items:
                self.timeline.apply(between((), opened.items, lambda item: item.key))
        self.bridge.flush()
        if opened is not None:
            self.room_opened.emit(last_room)
            self._on_details(self._session.details)
            draft = self.drafts.read_now(last_room)
            self.draft_loaded.emit(draft.text, self._quote(draft))
            self.bridge.flush()

    def attach_engine(self, engine: ChatEngine) -> None:
        """Start to live: follow the engine (inside the loop, before the engine starts)."""
        self.bridge.start()
        self._session.attach(engine)

    def set_anchors(self, anchors: tuple[str, ...]) -> None:
        """Take the school spaces that were pinned after the first paint; all is judged anew."""
        self._session.set_anchors(anchors)

    async def stop(self) -> None:
        """Let go of everything; the models keep their last rows."""
        self._session.close()
        await self.bridge.stop()

    @property
    def session(self) -> ChatSession:
        """What is known of the account's chats: other presenters read it."""
        return self._session

    @property
    def room_id(self) -> str:
        """The open room, or ""."""
        opened = self._session.timeline
        return opened.room_id if opened is not None else ""

    @property
    def reads(self) -> ReadLists | None:
        """The open read lists: as a whole, since a group has a thousand readers and a page shows a dozen."""
        return self._reads

    # -- room list ------------------------------------------------------------------------------------

    def set_filter(self, name: str) -> None:
        """Show "all", "unread", "mentions", "class" or "direct" rooms."""
        self._session.rooms.set_filter(name)

    def room_name(self, room_id: str) -> str:
        """Return the shown name of any chat, whatever the filter; "" when it is not known."""
        item = self._session.rooms.item(room_id)
        return item.name if item is not None else ""

    @property
    def school_language(self) -> str:
        """That of the school's texts for others, "" when it is not known."""
        return self._session.knowledge.language

    def person(self, user_id: str, claimed: str) -> Person:
        """Return how somebody is shown who is in no open room; `claimed` is a name of their own choice."""
        return self._session.knowledge.directory.person(user_id, "", claimed)

    # -- open room ------------------------------------------------------------------------------------

    def open_room(self, room_id: str) -> None:
        """Show `room_id` in `timeline`; header, draft, typing and members follow as signals."""
        if room_id == self.room_id or not room_id:
            return
        self._typing.stop()
        opened = self._session.open(room_id)
        self.bridge.clear(self.timeline)
        self._last_visible, self._marked = "", ("", "")
        self._follow(opened)
        self._set_below(0)
        self.history.look()
        self.header_changed.emit(None)
        self.typing_changed.emit(())
        self.room_opened.emit(room_id)
        self._run(self._load_draft(room_id))

    def _follow(self, opened: Timeline) -> None:
        opened.diffs.subscribe(lambda diffs: self.bridge.feed(self.timeline, diffs))
        opened.moved.subscribe(self._on_moved)

    def load_older(self) -> None:
        """Extend the window upwards; from the server when the cache ends."""
        if self._session.timeline is not None:
            self._run(self._session.timeline.older(), f"older {self.room_id}")

    def load_gap(self, key: str, again: bool = False) -> None:
        """Fetch what is missing at the gap `key`, because it came into view or (`again`) was clicked."""
        opened = self._session.timeline
        if opened is not None:
            self._run(opened.load_gap(key, again=again), f"gap {opened.room_id} {key}")

    def load_newer(self) -> None:
        """Extend the window downwards."""
        if self._session.timeline is not None:
            self._run(self._session.timeline.newer(), f"newer {self.room_id}")

    def jump_to_live(self) -> None:
        """Show the newest messages; `scroll_requested` names the last row."""
        self.history.jump_to_live()

    def jump_to(self, event_id: str) -> None:
        """Bring an event (a quote, a pin) into the window; `scroll_requested` names its row."""
        self.history.jump_to(event_id)

    def visible_changed(self, last_visible_key: str, focused: bool) -> None:
        """Tell which row is the last visible one; marks read up to it when the window is `focused`."""
        opened, engine = self._session.timeline, self._session.engine
        if opened is None:
            return
        self._last_visible = last_visible_key
        items = opened.items
        at_end = bool(items) and items[-1].key == last_visible_key
        opened.viewer_at_end(at_end)
        if engine is not None and not at_end:  # rows that arrive at the end are nobody's scrolling
            engine.active()
        self._set_below(opened.new_below(last_visible_key))
        if not focused or engine is None:
            return
        event_id = opened.readable_up_to(last_visible_key)
        if event_id and (opened.room_id, event_id) != self._marked:
            self._marked = (opened.room_id, event_id)
            self._run(engine.mark_read(opened.room_id, event_id))

    # -- composing ------------------------------------------------------------------------------------

    def send(self, text: str, mentions: list[tuple[str, str]], reply_to: str) -> None:
        """Send `text`; `mentions` are (user id, shown name) as in it, `reply_to` an item key or "".

        `draft_loaded("", None)` says that it is on disk, `failed` that it is not.
        """
        opened, engine = self._session.timeline, self._session.engine
        if opened is None or engine is None or not text.strip():
            return
        reply = None
        if reply_to:
            target = opened.message(reply_to)
            event_id = (target.event_id or target.key) if target is not None else reply_to
            reply = composing.ReplyTarget(event_id, target.sender.user_id if target is not None else "")
        content = composing.message(text, mentions, reply, self._session.me)
        self._typing.sent()
        self._run(self._send(engine, opened, content))

    async def _send(self, engine: ChatEngine, opened: Timeline, content: dict[str, Any]) -> None:
        with self._session.things.first():
            await engine.send(opened.room_id, "m.room.message", content)
            self.drafts.sent(opened.room_id)
            if self._session.timeline is opened:
                await opened.shown()
                self.bridge.flush()  # one frame: the text appears above and leaves the composer
        if self._session.timeline is opened:
            self.sent.emit()
            if not opened.at_live:
                await self.history.to_live(opened)

    def edit(self, key: str, text: str, mentions: Sequence[tuple[str, str]] = ()) -> None:
        """Replace the text of the own message `key`."""
        opened, engine = self._session.timeline, self._session.engine
        item = opened.message(key) if opened is not None else None
        if opened is None or engine is None or item is None or not item.can_edit or not text.strip():
            return
        if text == item.body:
            return
        original = opened.content_of(item.key)
        content = composing.edit(text, item.event_id or item.key, original, mentions)
        self._run(engine.send(opened.room_id, "m.room.message", content, clear_draft=False))

    def react(self, key: str, symbol: str) -> None:
        """Add the reaction `symbol` to `key`, or take the own one back."""
        opened, engine = self._session.timeline, self._session.engine
        item = opened.message(key) if opened is not None else None
        if opened is None or engine is None or item is None:
            return
        own = opened.own_reaction(item.key, symbol)
        if own:
            self._run(engine.redact(opened.room_id, own))
        else:
            self._run(engine.react(opened.room_id, item.event_id or item.key, symbol))

    def redact(self, key: str) -> None:
        """Recall 撤回 `key`."""
        opened, engine = self._session.timeline, self._session.engine
        item = opened.message(key) if opened is not None else None
        if opened is not None and engine is not None and item is not None and item.can_redact:
            self._run(engine.redact(opened.room_id, item.event_id or item.key))

    def retry(self, key: str) -> None:
        """Try again what the server refused: of a message of this room, or any outbox row by local id."""
        opened, engine = self._session.timeline, self._session.engine
        if engine is not None:
            wedged = opened.wedged(key) if opened is not None else ""
            self._run(engine.retry(wedged or key))

    def remove(self, key: str) -> None:
        """Delete what is not sent: a message of this room by key, any other outbox row by local id."""
        opened, engine = self._session.timeline, self._session.engine
        if engine is None:
            return
        item = opened.message(key) if opened is not None else None
        wedged = opened.wedged(key) if opened is not None else ""
        if wedged:
            self._run(engine.delete(wedged))
        elif item is None or item.state is SendState.WAITING:
            self._run(engine.delete(key))

    def save_draft(self, text: str, reply_to: str) -> None:
        """Keep `text` as the open room's draft (call after a short pause and when leaving)."""
        opened, engine = self._session.timeline, self._session.engine
        if opened is None or engine is None:
            return
        target = opened.message(reply_to)
        event_id = (target.event_id or target.key) if target is not None else reply_to
        self._run(self.drafts.save(engine, opened.room_id, text, event_id))

    def typing(self) -> None:
        """Tell the room that I am typing (call at every change of text; rate-limited here)."""
        if self._session.engine is not None and self.room_id:
            self._typing.typed(self.room_id)

    def _tell_typing(self, room_id: str, typing: bool) -> None:
        if self._session.engine is not None:
            self._session.engine.set_typing(room_id, typing)

    def complete_mention(self, prefix: str) -> list[Person]:
        """Return members whose name contains `prefix` or whose pinyin initials begin with it, at most 8."""
        return self._session.matching(prefix, _COMPLETIONS)

    # -- details --------------------------------------------------------------------------------------

    def show_reads(self, key: str) -> None:
        """Load the read / unread lists of message `key`; `reads_changed` follows, again as they change."""
        opened = self._session.timeline
        item = opened.message(key) if opened is not None else None
        if item is not None and item.event_id:
            self._session.show_reads(item.event_id)

    def close_details(self) -> None:
        """Stop following read lists; `reads_changed(None)`."""
        self._session.show_reads("")

    def retry_connection(self) -> None:
        """Try to reach the server now."""
        if self._session.engine is not None:
            self._session.engine.retry_now()

    # -- from the domain ------------------------------------------------------------------------------

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str = "") -> None:
        self.bridge.run(coroutine, self._on_known, once)

    def _later(self, name: str, signal: Any, value: object) -> None:
        self.bridge.later(name, lambda: signal.emit(value))

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))

    def _on_counts(self, counts: dict[str, int] | Any) -> None:
        self._later("counts", self.counts_changed, dict(counts))
        if counts["unread"] != self._badge:
            self._badge = counts["unread"]
            self._later("badge", self.badge_changed, self._badge)

    def _on_details(self, details: RoomDetails | None) -> None:
        self._later("header", self.header_changed, details.header if details is not None else None)
        self._later("members", self.members_changed, details.people if details is not None else ())

    def _on_reads(self, lists: ReadLists | None) -> None:
        self._reads = lists
        self._later("reads", self.reads_changed, lists)

    def _on_moved(self, at_live: bool) -> None:
        if at_live != self._live:
            self._live = at_live
            self._later("live", self.live_changed, at_live)
        self.history.look()
        if self._session.timeline is not None and self._last_visible:
            self._set_below(self._session.timeline.new_below(self._last_visible))

    def _set_below(self, count: int) -> None:
        if count != self._below:
            self._below = count
            self._later("below", self.below_changed, count)

    async def _load_draft(self, room_id: str) -> None:
        draft = await self.drafts.read(room_id)
        if room_id == self.room_id:
            self.draft_loaded.emit(draft.text, await self._quote_of(draft))

    async def _quote_of(self, draft: Draft) -> Quote | None:
        opened = self._session.timeline
        if opened is None or not draft.reply_to:
            return None
        await opened.loaded()
        return self._quote(draft)

    def _quote(self, draft: Draft) -> Quote | None:
        opened = self._session.timeline
        if opened is None or not draft.reply_to:
            return None
        item = opened.message(draft.reply_to)
        if item is None:
            return Quote(draft.reply_to, "", "")
        return Quote(item.event_id or item.key, item.sender.name, item.body)
