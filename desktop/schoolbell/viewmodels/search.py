"""What the search talks to: what is typed and chosen in, rows and counts out; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.items import Person
from schoolbell.domain.refresher import Refresher
from schoolbell.domain.search.finder import Chats, Finder, Reads
from schoolbell.domain.search.items import Found, Group, MessageHit, PersonHit, Question, RoomHit
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.search_words import SearchRow, SectionRow, describe_found

TYPING_MS = 120  # a pause in typing that asks
_PAGE = 50
_MOST = 500  # rows of one group
_ROOMS = 30  # to choose from in the filter
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class SearchState:
    """How far the search is. `phase`: "idle" (nothing asked), "searching", "found", "nothing", "failed"."""

    phase: str
    found: Found
    sender: Person | None = None  # only what this person wrote
    days: int = 0  # only what is not older; 0 for any time
    error: str = ""  # ErrorCode value when failed

    @property
    def only(self) -> Group | None:
        """The group that is shown, None for all of them."""
        return self.found.question.only


class SearchPresenter(QObject):
    """`rows` are sections and hits; a question is asked when typing pauses, an older answer is dropped."""

    changed = Signal(object)  # SearchState
    text_replaced = Signal(str)  # the field must show this now
    opened = Signal(str, str)  # room id, event id or ""

    def __init__(
        self, cache: Reads, me: str, chats: Chats, bridge: Bridge, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rows: ItemListModel[SearchRow] = ItemListModel(describe_found, self)
        self._finder = Finder(cache, me, chats)
        self._chats = chats
        self._bridge = bridge
        self._clock = clock
        self._question = Question()
        self._sender: Person | None = None
        self._days = 0
        self._state = SearchState("idle", Found(self._question))
        self._refresher = Refresher(self._ask, lambda coroutine: bridge.run(coroutine, self._failed))
        self._ended = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(self._refresher.poke)

    @property
    def state(self) -> SearchState:
        """As of the last `changed`."""
        return self._state

    @property
    def question(self) -> Question:
        """What is asked now; its answer may still be on the way."""
        return self._question

    @property
    def is_answered(self) -> bool:
        """Whether the rows answer what is asked now."""
        return self._state.found.question == self._question

    # -- life -----------------------------------------------------------------------------------------

    def begin(self, room_id: str = "") -> None:
        """The search opens, inside one room or everywhere; where it stood in the same place it goes on."""
        if room_id != self._question.room_id or self._sender is not None:
            self._sender, self._days = None, 0
            only = Group.MESSAGES if room_id else None
            self._question = Question(only=only, room_id=room_id, most=_PAGE)
            self.text_replaced.emit("")
        self._bridge.run(self._look_around(), self._failed, "search around")
        self._refresher.poke()

    async def _look_around(self) -> None:
        await self._finder.look_around()
        self._refresher.poke()

    def stop(self) -> None:
        """Ask and tell no more: what is asked already may be answered when this object is gone."""
        self._ended = True
        self._pause.stop()
        self._refresher.end()
        self._bridge.clear(self.rows)

    # -- gestures -------------------------------------------------------------------------------------

    def set_text(self, text: str) -> None:
        """Ask for `text` when typing pauses."""
        if text == self._question.text:
            return
        self._question = replace(self._question, text=text, most=_PAGE)
        if not self._state.found.words and text.strip():
            self._show(replace(self._state, phase="searching"))
        self._pause.start()

    def set_group(self, only: Group | None) -> None:
        """Show one group, or a few hits of each."""
        self._change(replace(self._question, only=only, most=_PAGE))

    def step_group(self, by: int) -> None:
        """Show the next group, around the ends."""
        groups: list[Group | None] = [None, *Group]
        if self._question.filtered:
            groups = [None, Group.MESSAGES, Group.FILES]
        at = groups.index(self._question.only) if self._question.only in groups else 0
        self.set_group(groups[(at + by) % len(groups)])

    def set_room(self, room_id: str) -> None:
        """Search in one room only; "" in all."""
        self._change(self._fitting(replace(self._question, room_id=room_id, most=_PAGE)))

    def set_days(self, days: int) -> None:
        """Search only what is not older than that; 0 for any time."""
        self._days = days
        since = self._clock.now_ms() - days * _DAY_MS if days else None
        self._change(self._fitting(replace(self._question, since=since, most=_PAGE)))

    def set_sender(self, person: Person | None) -> None:
        """Show what one person wrote (whatever the words); None ends it."""
        self._sender = person
        asked = replace(self._question, sender=person.user_id if person is not None else "", most=_PAGE)
        if person is not None:
            asked = replace(asked, text="", only=Group.MESSAGES)
            self.text_replaced.emit("")
        self._change(asked)

    def _fitting(self, asked: Question) -> Question:
        """Rooms and people have no time and stand in no room."""
        if asked.filtered and asked.only in (Group.ROOMS, Group.PEOPLE):
            return replace(asked, only=Group.MESSAGES)
        return asked

    def _change(self, asked: Question) -> None:
        self._question = asked
        self._pause.stop()
        self._refresher.poke()

    def more(self) -> None:
        """Show more of the group that is shown."""
        found = self._state.found
        shown = max(len(found.messages), len(found.files))
        if found.question != self._question or self._question.only not in (Group.MESSAGES, Group.FILES):
            return
        if shown >= self._question.most and shown < _MOST:
            self._change(replace(self._question, most=shown + _PAGE))

    def begin_again(self) -> None:
        """Search the same words without any filter."""
        self._sender, self._days = None, 0
        self._change(Question(self._question.text, most=_PAGE))

    def retry(self) -> None:
        """Ask again."""
        self._refresher.poke()

    def activate(self, row: SearchRow) -> None:
        """Open a hit; a person without a chat shows what that person wrote."""
        match row:
            case SectionRow():
                if row.more:
                    self.set_group(row.group)
            case RoomHit():
                self.opened.emit(row.room.key, "")
            case PersonHit():
                if row.room_id:
                    self.opened.emit(row.room_id, "")
                else:
                    self.set_sender(row.person)
            case MessageHit():
                self.opened.emit(row.room.room_id, row.event_id)

    def room_choices(self) -> list[tuple[str, str]]:
        """Return (room id, name) for the filter: the newest chats, and the one that is chosen."""
        every = self._chats.all_rooms()
        chosen = [item for item in every[_ROOMS:] if item.key == self._question.room_id]
        return [(item.key, item.name) for item in [*chosen, *every[:_ROOMS]]]

    # -- answers --------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        asked = self._question
        found = await self._finder.answer(asked)
        if self._ended or asked != self._question:
            return  # something else is asked by now
        phase = "found"
        if found.empty:
            phase = "nothing" if asked.text.strip() or asked.sender else "idle"
        self._bridge.show(self.rows, _rows(found))
        self._show(SearchState(phase, found))

    def _failed(self, error: KnownError) -> None:
        if self._ended:
            return
        self._bridge.show(self.rows, ())
        found = Found(self._question)
        self._show(SearchState("failed", found, error=error.code.value))

    def _show(self, state: SearchState) -> None:
        self._state = replace(state, sender=self._sender, days=self._days)
        self._bridge.later("search", self._tell)

    def _tell(self) -> None:
        if not self._ended:
            self.changed.emit(self._state)


def _rows(found: Found) -> list[SearchRow]:
    """Return sections and hits, in the order of the groups; one group alone needs no section."""
    rows: list[SearchRow] = []
    groups: tuple[tuple[Group, Sequence[SearchRow]], ...] = (
        (Group.ROOMS, found.rooms),
        (Group.PEOPLE, found.people),
        (Group.MESSAGES, found.messages),
        (Group.FILES, found.files),
    )
    recent = not found.question.text.strip() and not found.question.filtered
    for group, hits in groups:
        if hits and found.question.only is None:
            count = found.counts[group]
            rows.append(SectionRow(group, count, count > len(hits), recent and group is Group.ROOMS))
        rows += hits
    return rows
