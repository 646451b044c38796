"""One change of levels by this account after the other: each reads them and writes one entry anew."""

import asyncio

from schoolbell.base.observable import Observable
from schoolbell.store import timeline
from schoolbell.store.database import Connection


class MuteOrder:
    """What muting and lifting share. Belongs to the loop's thread."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.sent: dict[tuple[str, str], str] = {}  # (room, user) → event id of the last mute from here
        self.said: Observable[None] = Observable()  # a mute is at the server

    def on_their_way(self, conn: Connection) -> set[tuple[str, str]]:
        """Return of whom (room, user) a mute was sent from here that has not come back yet."""
        sent = list(self.sent.items())
        known = timeline.by_ids(conn, [event_id for _, event_id in sent])
        return {whom for whom, event_id in sent if event_id not in known}
