"""Which families have never signed in: state `org.schoolbell.signins` in the staff room of each class.

`{"v":1,"never":[user id, …]}` with an empty state key, written by the office alone (state takes level 100
there) and read by the teachers of the class. Where it does not stand nothing is known.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from schoolbell.domain.announcements.blocks import PREFIX
from schoolbell.domain.authority import Authority
from schoolbell.domain.chat.items import RoomKind
from schoolbell.store import state
from schoolbell.store.database import Connection

SIGNINS_TYPE = PREFIX + "signins"
_MOST = 1000  # people of one class
_LONGEST_USER = 255


def signins_content(never: Iterable[str]) -> dict[str, Any]:
    """Return the content that names who of a class has never signed in."""
    return {"v": 1, "never": sorted(never)[:_MOST]}


def read_signins(content: Mapping[str, Any]) -> frozenset[str] | None:
    """Return who has never signed in by a content of any quality, None when it says nothing."""
    named = content.get("never")
    if content.get("v") != 1 or content["v"] is True or not isinstance(named, list):
        return None
    return frozenset(
        user
        for user in named[:_MOST]
        if isinstance(user, str) and user.startswith("@") and len(user) <= _LONGEST_USER
    )


def never_signed_in(conn: Connection, authority: Authority) -> frozenset[str]:
    """Return who has never signed in, by the word of the office in the staff rooms that are here."""
    found: set[str] = set()
    for row in state.of_type(conn, SIGNINS_TYPE):
        if row.state_key or authority.kind_of(row.room_id) is not RoomKind.STAFF:
            continue
        if authority.is_office(row.sender):
            found |= read_signins(row.content) or frozenset()
    return frozenset(found)
