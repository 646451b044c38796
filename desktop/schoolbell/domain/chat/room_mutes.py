"""Who may not write in a room for now and until when, and whom I may mute there."""

from collections.abc import Iterable, Mapping
from typing import Any

from schoolbell.domain.authority import DEFAULT_LEVEL, Creation, level_of, needed_level
from schoolbell.domain.chat.items import RoomKind, RoomMutes
from schoolbell.domain.mute_levels import POWER_TYPE, is_closed, muted_in
from schoolbell.domain.mutes import ends
from schoolbell.store.database import Connection


def load(
    conn: Connection,
    room_id: str,
    me: str,
    kind: RoomKind,
    creation: Creation,
    levels: Mapping[str, Any] | None,
    people: Iterable[str],
) -> RoomMutes:
    """Return the mutes of a room; `levels` are those in force, `people` its members."""
    muted = muted_in(levels)
    said = ends(conn, room_id, muted) if muted else {}
    mine = level_of(creation, levels, me)
    may = kind is RoomKind.GROUP and may_mute(creation, levels, me)
    return RoomMutes(
        room_id,
        {user: said.get(user, 0) for user in muted},
        closed=is_closed(levels),
        may=may,
        below=frozenset(
            user for user in people if user != me and may and is_below(creation, levels, user, mine)
        ),
    )


def is_below(creation: Creation, levels: object, user: str, mine: float) -> bool:
    """Whether a mute takes nothing from `user` but the word: a level of their own would be gone after it."""
    level = level_of(creation, levels, user)
    return level < mine and level <= level_of(creation, levels, "")


def may_mute(creation: Creation, levels: object, me: str) -> bool:
    """Whether the server would let me change the levels, and a mute of mine would act."""
    mine = level_of(creation, levels, me)
    return mine >= DEFAULT_LEVEL and mine >= needed_level(levels, POWER_TYPE, state=True)
