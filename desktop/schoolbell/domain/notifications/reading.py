"""Reads what is new: unread messages of others, room by room, as the rooms' levels allow."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from schoolbell.domain import late_edits
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import MessageKind, RoomKind
from schoolbell.domain.names import clean_name, one_line
from schoolbell.domain.notifications.items import RoomNews
from schoolbell.domain.notifications.levels import Level, level_of
from schoolbell.domain.school import POLICY_TYPE
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import account_data, arrivals, members, rooms, state, timeline, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.rows import RoomRow, content_of

RULES_TYPE = "m.push_rules"
# What happens in these has panes of its own, which tell of it in their own words.
_ELSEWHERE = frozenset({RoomKind.SCHOOL, RoomKind.CLASS, RoomKind.HOMEWORK, RoomKind.LIVE})
_LONGEST_TEXT = 240


def news(
    conn: Connection,
    room_ids: Iterable[str],
    seen: Mapping[str, int],
    knowledge: SchoolKnowledge,
    told_elsewhere: Collection[str],
) -> tuple[list[RoomNews], dict[str, int]]:
    """Return what is new in these rooms behind the events `seen`, and the newest event of each now.

    A message with a block in `told_elsewhere` that acts (a DING has a pop-up of its own) is left out.
    """
    rules = account_data.get(conn, RULES_TYPE)
    found, newest = [], {}
    for room_id, row in rooms.summaries_of(conn, room_ids).items():
        rowid = arrivals.newest_of(conn, room_id)
        if rowid is None:
            continue
        newest[room_id] = rowid
        if row.membership != "join" or row.room_type == "m.space":
            continue
        if knowledge.authority.kind_of(room_id) in _ELSEWHERE:
            continue
        level = level_of(rules, room_id, row.joined_count)
        if level is Level.NONE:
            continue
        came = arrivals.since(conn, room_id, seen.get(room_id), row.unread)
        came = _without(conn, came, told_elsewhere)
        if level is Level.MENTIONS:
            came = [one for one in came if one.mention]
        if came:
            found.append(_room_news(conn, row, came, level, knowledge))
    return found, newest


def school_policy(conn: Connection, anchors: Sequence[str]) -> dict[str, object] | None:
    """Return the content of the school's policy, None when no pinned school has one."""
    for anchor in anchors:
        row = state.get(conn, anchor, POLICY_TYPE)
        if row is not None and row.content:
            return row.content
    return None


def _without(
    conn: Connection, came: list[arrivals.Arrived], blocks: Collection[str]
) -> list[arrivals.Arrived]:
    judged = verdicts.of_events(conn, [one.rowid for one in came]) if came and blocks else {}
    told = {rowid for (rowid, block), verdict in judged.items() if verdict.allowed and block in blocks}
    return [one for one in came if one.rowid not in told]


def _room_news(
    conn: Connection,
    row: RoomRow,
    came: Sequence[arrivals.Arrived],
    level: Level,
    knowledge: SchoolKnowledge,
) -> RoomNews:
    mentions = [one for one in came if one.mention]
    event = timeline.get(conn, (mentions[-1] if mentions else came[0]).rowid)
    directory = knowledge.directory
    direct = row.direct_user and knowledge.authority.kind_of(row.room_id) is RoomKind.CHAT
    name = clean_name(row.name)
    if direct:
        hero = next((hero for user, hero, _ in row.heroes if user == row.direct_user), "")
        name = directory.person(row.direct_user, row.room_id, hero).name
    elif not name:
        people = [directory.person(user, row.room_id, hero).name for user, hero, _ in row.heroes[:4]]
        name = clean_name(", ".join(people)) or clean_name(row.room_id)
    sender, body, kind = "", "", MessageKind.TEXT
    if event is not None:
        late = late_edits.of_events(conn, [event]).get(event.rowid)
        edit = timeline.get(conn, event.edit) if event.edit is not None else None
        edit = late.acting if late is not None else edit
        parsed = parse(event.type, event.content, content_of(edit.raw) if edit is not None else None)
        kind = parsed.kind
        body = one_line(parsed.body)
        if not body and parsed.attachment is not None and kind is not MessageKind.VOICE:
            body = parsed.attachment.name
        if not direct or event.sender != row.direct_user:
            member = members.get(conn, row.room_id, event.sender)
            sender = directory.person(event.sender, row.room_id, member.name if member else "").name
    return RoomNews(
        room_id=row.room_id,
        name=name,
        count=len(came),
        mentions=len(mentions),
        level=level,
        event_id=event.event_id if event is not None else "",
        sender=sender,
        text=body[:_LONGEST_TEXT],
        kind=kind,
    )
