"""Turns stored rows and unsent echoes into the items of one room's timeline; parses only what has changed.

`TimelineBuilder.build` runs on a reader thread, one call at a time per builder.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from msgspec import Struct, field

from schoolbell.domain import late_edits
from schoolbell.domain.chat import mute_lines
from schoolbell.domain.chat.content import Parsed, parse, replacement
from schoolbell.domain.chat.echoes import Echo, Echoes
from schoolbell.domain.chat.grouping import distinct, grouped
from schoolbell.domain.chat.items import (
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    NoticeFacts,
    Quote,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.domain.chat.notice_cards import Counted, cards_of, not_counted
from schoolbell.domain.chat.state_lines import StateLine, comings, state_line
from schoolbell.domain.chat.timeline_frame import RoomFrame, chips_of, later_words, reactions_of
from schoolbell.domain.names import one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge, creation_of
from schoolbell.store import members, power, receipts, relations, rooms, timeline
from schoolbell.store.database import Connection
from schoolbell.store.outbox import OutboxRow
from schoolbell.store.rows import MESSAGE, EventRow, ReactionRow, Window

_EDITABLE = frozenset({MessageKind.TEXT, MessageKind.EMOTE, MessageKind.NOTICE})


class Built(Struct, frozen=True):
    """One state of a timeline."""

    items: tuple[TimelineItem, ...]
    rowids: tuple[int, ...]  # of the rows in the window, oldest first
    gap_before: int | None
    at_start: bool
    at_live: bool
    gaps: tuple[int, ...]  # chunks with a hole inside the window
    new_before: int | None  # rowid that the "new messages" divider stands before
    read_position: int | None  # how far I have read
    positions: Mapping[str, int] = field(default_factory=dict)  # item key → position of stored rows
    wedged: Mapping[str, str] = field(default_factory=dict)  # item key → local id of what was refused
    own_contents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # item key → to be edited
    own_reactions: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (item key, symbol) → its id


_NO_LINE = StateLine()


class _Line(Struct, frozen=True):
    """What one stored row says by itself, whoever stands beside it."""

    rev: int
    parsed: Parsed | None  # None for lines about the room
    edited: bool
    reactions: tuple[ReactionRow, ...]
    content: Mapping[str, Any] | None = None  # of own messages, as edited last
    state: StateLine = _NO_LINE
    late: str = ""


class TimelineBuilder:
    """Builds the items of one room again and again; keeps what it parsed by (rowid, rev)."""

    def __init__(self, room_id: str, me: str, zone: tzinfo, counted: Counted = not_counted) -> None:
        self._counted = counted
        self._room_id = room_id
        self._me = me
        self._zone = zone
        self._lines: dict[int, _Line] = {}
        self._quotes: dict[str, tuple[int, str, str]] = {}  # event id → rev, sender, body
        self._keys: dict[str, str] = {}  # event id of a membership → key of the line that it stands in
        self.parsed_rows = 0  # how many rows were parsed in all (a figure for tests and diagnostics)

    def build(
        self,
        conn: Connection,
        window: Window,
        outbox: Sequence[OutboxRow],
        knowledge: SchoolKnowledge,
        new_before: int | None,
        failed_gaps: frozenset[int] = frozenset(),
    ) -> Built:
        """Return the items of `window` and, at the live end, the echoes of `outbox`."""
        rows = window.rows
        every = [each for row in rows for each in (*window.folded.get(row.rowid, ()), row)]
        self._read_lines(conn, every)
        echoes = Echoes(outbox, {row.local_id for row in rows} | {row.event_id for row in rows})
        self._read_quotes(conn, rows, echoes)
        cards = cards_of(conn, knowledge, self._me, self._room_id, rows, outbox, echoes, self._counted)
        mutes = mute_lines.lines(conn, self._room_id, rows)
        room = self._room(conn, every, knowledge, cards, mutes)
        own = [row.rowid for row in rows if row.sender == self._me and row.shown == MESSAGE]
        office = set(knowledge.authority.office_accounts())
        unread = receipts.unread_counts(conn, self._room_id, own, self._me, office)
        mine = receipts.of_user(conn, self._room_id, self._me)
        gaps = {gap.before: gap.chunk for gap in window.gaps}
        if window.gap_before is not None and rows:
            gaps[rows[0].rowid] = window.gap_before

        items: list[TimelineItem] = []
        wedged: dict[str, str] = {}
        reacted: dict[tuple[str, str], str] = {}
        contents: dict[str, Mapping[str, Any]] = {}
        keys: dict[str, str] = {}
        day: date | None = None
        for row in rows:
            if row.rowid in gaps:
                chunk = gaps[row.rowid]
                items.append(GapItem(f"gap:{chunk}", chunk, chunk in failed_gaps))
            if row.type == "m.room.member":
                for line_about in self._run((*window.folded.get(row.rowid, ()), row), room, office, keys):
                    day = self._divide(items, line_about.ts, day)
                    items.append(line_about)
                continue
            for number, says in enumerate(mutes.get(row.rowid, ())):
                day = self._divide(items, row.ts, day)
                items.append(_state_item(f"{row.event_id}:{number}", says, room, row.ts))
            item = self._item(row, room, echoes, unread.get(row.rowid, -1))
            if item is None:
                continue
            day = self._divide(items, item.ts, day)
            if row.rowid == new_before:
                items.append(NewItem())
            items.append(item)
            if isinstance(item, StateItem):
                continue
            line = self._lines[row.rowid]
            if line.content is not None:
                contents[item.key] = line.content
            for reaction in line.reactions:
                if reaction.own is not None and reaction.own not in echoes.taken_back:
                    reacted[item.key, reaction.key] = reaction.own
            for symbol, local_id in echoes.reactions_to(row.event_id).items():
                reacted[item.key, symbol] = local_id
            refused = echoes.wedged_for(row.event_id)
            if refused is not None:
                wedged[item.key] = refused.local_id
        if not rows and window.gap_before is not None:
            chunk = window.gap_before
            items.append(GapItem(f"gap:{chunk}", chunk, chunk in failed_gaps))
        if window.at_live:
            for echo in echoes.messages:
                message = self._echo(echo, room, echoes)
                day = self._divide(items, message.ts, day)
                items.append(message)
                contents[message.key] = echo.content
                for symbol, local_id in echoes.reactions_to(echo.local_id).items():
                    reacted[message.key, symbol] = local_id
                if message.state is SendState.WEDGED:
                    wedged[message.key] = echo.local_id
        self._keys = keys
        return Built(
            items=tuple(grouped(distinct(items))),
            rowids=tuple(row.rowid for row in rows),
            gap_before=window.gap_before,
            at_start=window.at_start,
            at_live=window.at_live,
            gaps=tuple(gap.chunk for gap in window.gaps),
            new_before=new_before,
            read_position=mine.position if mine is not None else None,
            positions={row.local_id or row.event_id: row.position for row in rows},
            wedged=wedged,
            own_contents=contents,
            own_reactions=reacted,
        )

    # -- reading --------------------------------------------------------------------------------------

    def _read_lines(self, conn: Connection, rows: Sequence[EventRow]) -> None:
        changed = [row for row in rows if (line := self._lines.get(row.rowid)) is None or line.rev != row.rev]
        hanging = relations.for_events(conn, [row.rowid for row in changed], self._me) if changed else {}
        too_late = late_edits.of_events(conn, changed)
        for row in changed:
            self.parsed_rows += 1
            summary = hanging.get(row.rowid)
            if row.shown != MESSAGE:
                self._lines[row.rowid] = _Line(row.rev, None, False, (), None, state_line(row))
                continue
            redacted = row.redacted_by is not None or (summary is not None and summary.redacted)
            edit = summary.edit if summary is not None and not redacted else None
            late = ""
            if edit is not None and row.rowid in too_late:
                edit = too_late[row.rowid].acting
                late = later_words(row, too_late[row.rowid])
            parsed = (
                Parsed(MessageKind.REDACTED, "")
                if redacted
                else parse(row.type, row.content, edit.content if edit is not None else None)
            )
            reactions = summary.reactions if summary is not None and not redacted else ()
            content = None
            if row.sender == self._me and not redacted:
                content = (replacement(edit.content) if edit is not None else {}) or row.content
            self._lines[row.rowid] = _Line(row.rev, parsed, edit is not None, reactions, content, late=late)
        if len(self._lines) > 4 * max(300, len(rows)):
            kept = {row.rowid for row in rows}
            self._lines = {rowid: line for rowid, line in self._lines.items() if rowid in kept}

    def _read_quotes(self, conn: Connection, rows: Sequence[EventRow], echoes: Echoes) -> None:
        wanted = {line.parsed.reply_to for row in rows if (line := self._lines[row.rowid]).parsed is not None}
        wanted |= {echo.parsed.reply_to for echo in echoes.messages}
        wanted.discard("")
        if not wanted:
            return
        found = timeline.by_ids(conn, wanted)
        changed = [row for row in found.values() if self._quotes.get(row.event_id, (-1,))[0] != row.rev]
        hanging = relations.for_events(conn, [row.rowid for row in changed], self._me) if changed else {}
        too_late = late_edits.of_events(conn, changed)
        for row in changed:
            summary = hanging.get(row.rowid)
            body = ""
            if row.redacted_by is None:
                edit = summary.edit if summary is not None else None
                edit = too_late[row.rowid].acting if row.rowid in too_late else edit
                quoted = parse(row.type, row.content, edit.content if edit is not None else None)
                body = one_line(quoted.body) or (quoted.attachment.name if quoted.attachment else "")
            self._quotes[row.event_id] = (row.rev, row.sender, body)

    def _room(
        self,
        conn: Connection,
        rows: Sequence[EventRow],
        knowledge: SchoolKnowledge,
        cards: Mapping[str, NoticeFacts],
        mutes: Mapping[int, Sequence[StateLine]],
    ) -> RoomFrame:
        users = {row.sender for row in rows} | {self._me}
        users.update(user for says in mutes.values() for line in says for user in line.users)
        for row in rows:
            line = self._lines[row.rowid]
            users.update(line.state.users)
            if line.parsed is not None:
                users.update(line.parsed.mentions)
        users.update(sender for _, sender, _ in self._quotes.values())
        names = {user: member.name for user, member in members.named(conn, self._room_id, users).items()}
        summary = rooms.summary(conn, self._room_id)
        creation = creation_of(summary) if summary is not None else None
        levels = power.current(conn, self._room_id)
        return RoomFrame(self._room_id, self._me, knowledge, names, creation, levels, cards)

    # -- building -------------------------------------------------------------------------------------

    def _divide(self, items: list[TimelineItem], ts: int, day: date | None) -> date:
        """Put a day divider where a later day begins (times may go back a little: then none)."""
        today = datetime.fromtimestamp(ts / 1000, UTC).astimezone(self._zone).date()
        if day is not None and today <= day:
            return day
        items.append(DayItem(f"day:{today.isoformat()}", ts))
        return today

    def _run(
        self, run: Sequence[EventRow], room: RoomFrame, office: Container[str], keys: dict[str, str]
    ) -> Iterable[StateItem]:
        """Lines about a run of comings and goings; a line keeps its key while the run grows at either end."""
        for coming in comings([(row, self._lines[row.rowid].state) for row in run], office):
            taken = set(keys.values())
            known = (self._keys.get(event_id, "") for event_id in coming.events)
            key = next((key for key in known if key and key not in taken), coming.events[0])
            keys.update(dict.fromkeys(coming.events, key))
            users = (coming.by, *coming.people) if coming.by else coming.people
            yield StateItem(key, coming.what, tuple(room.person(user).name for user in users), coming.ts)

    def _item(
        self, row: EventRow, room: RoomFrame, echoes: Echoes, unread: int
    ) -> MessageItem | StateItem | None:
        line = self._lines[row.rowid]
        if line.parsed is None:
            says = line.state
            if not says.what:
                return None
            return _state_item(row.event_id, says, room, row.ts)
        own = row.sender == self._me
        parsed, edited, redacted = line.parsed, line.edited, line.parsed.kind is MessageKind.REDACTED
        state, error = (SendState.SENT if own else SendState.NONE), ""
        reactions = reactions_of(line.reactions, echoes.reactions_to(row.event_id), echoes.taken_back)
        if not redacted and echoes.is_redacted(row.event_id):
            parsed, redacted, reactions, state = Parsed(MessageKind.REDACTED, ""), True, (), SendState.WAITING
        elif not redacted and (edit := echoes.edit_of(row.event_id)) is not None:
            parsed, edited, state = parse(row.type, row.content, edit.content), True, SendState.WAITING
        refused = echoes.wedged_for(row.event_id)
        if refused is not None:
            state, error = SendState.WEDGED, refused.error
        return MessageItem(
            key=row.local_id or row.event_id,
            event_id=row.event_id,
            kind=parsed.kind,
            sender=room.person(row.sender),
            own=own,
            ts=row.ts,
            body=parsed.body,
            html=parsed.html,
            quote=self._quote(parsed.reply_to, room),
            reactions=reactions,
            attachment=parsed.attachment,
            mentions_me=bool(row.mention) and not own and not redacted,
            mentions=chips_of(parsed, room),
            edited=edited and not redacted,
            state=state,
            error=error,
            unread=unread if own and not redacted else -1,
            can_edit=own and parsed.kind in _EDITABLE and row.event_id not in room.notices,
            can_redact=not redacted and room.may_redact(own),
            notice=room.notices.get(row.event_id) if not redacted else None,
            late=line.late if not redacted else "",
        )

    def _echo(self, echo: Echo, room: RoomFrame, echoes: Echoes) -> MessageItem:
        parsed, edited = echo.parsed, False
        if (edit := echoes.edit_of(echo.local_id)) is not None:
            parsed, edited = parse("m.room.message", echo.content, edit.content), True
        return MessageItem(
            key=echo.local_id,
            event_id=echo.event_id,
            kind=parsed.kind,
            sender=room.person(self._me),
            own=True,
            ts=echo.ts,
            body=parsed.body,
            html=parsed.html,
            quote=self._quote(parsed.reply_to, room),
            reactions=reactions_of((), echoes.reactions_to(echo.local_id), frozenset()),
            attachment=parsed.attachment,
            mentions=chips_of(parsed, room),
            edited=edited,
            state=echo.state,
            error=echo.error,
            can_edit=(
                echo.state is not SendState.WEDGED
                and parsed.kind in _EDITABLE
                and echo.local_id not in room.notices
            ),
            can_redact=True,
            notice=room.notices.get(echo.local_id),
        )

    def _quote(self, event_id: str, room: RoomFrame) -> Quote | None:
        if not event_id:
            return None
        _, sender, body = self._quotes.get(event_id, (0, "", ""))
        return Quote(event_id, room.person(sender).name if sender else "", body)


def _state_item(key: str, says: StateLine, room: RoomFrame, ts: int) -> StateItem:
    names = tuple(room.person(user).name for user in says.users)
    return StateItem(key, says.what, (*names, says.name) if says.name else names, ts, says.until)
