"""Keeps confirmations of own and unanswered announcements complete, also across gaps (a sync Follower)."""

from collections.abc import Collection, Sequence
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.projection import NAME, confirmation_of, note_of
from schoolbell.store import announcements, rooms, timeline
from schoolbell.store.announcements import NewConfirmation
from schoolbell.store.database import Connection
from schoolbell.store.placement import DAY_MS

_HORIZON_MS = 60 * DAY_MS  # older ones are complete as far as they ever came
_LATEST = 1 << 53


class Following:
    """What is asked of the server for the account `me`: only copies whose story has a hole."""

    name = NAME

    def __init__(self, me: str, clock: Clock) -> None:
        self._me = me
        self._clock = clock

    def doubt(self, conn: Connection, rooms: Collection[str]) -> None:
        """Something may have been missed in `rooms`."""
        announcements.doubt(conn, rooms)

    def incomplete(self, conn: Connection) -> list[tuple[str, str]]:
        """Return (room id, event id) of the copies to ask about, the newest first."""
        since = self._clock.now_ms() - _HORIZON_MS
        return [
            (room_id, event_id)
            for room_id, event_id, event in announcements.incomplete(conn, self._me, since)
            if not timeline.leads_to_live(conn, event)
        ]

    def take(self, conn: Connection, room_id: str, event_id: str, found: Sequence[dict[str, Any]]) -> bool:
        """Take in everything that relates to a copy now; what is malformed is left out."""
        room = rooms.number(conn, room_id)
        if room is None:
            return False
        confirmations: list[NewConfirmation] = []
        for event in found:
            type_, sender, id = event.get("type"), event.get("sender"), event.get("event_id")
            ts = event.get("origin_server_ts")
            if not (isinstance(type_, str) and isinstance(sender, str) and isinstance(id, str)):
                continue
            when = min(max(ts, 0), _LATEST) if type(ts) is int else 0
            confirmation = confirmation_of(type_, sender, id, when, event.get("content"))
            if confirmation is not None and confirmation.copy == event_id:
                confirmations.append(confirmation)
            note = note_of(type_, sender, id, None, when, event.get("content"))
            if note is not None:
                announcements.put_note(conn, room, note)
        return announcements.replace_confirmations(conn, room, event_id, confirmations)
