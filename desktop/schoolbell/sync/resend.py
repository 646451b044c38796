"""Looks in a room's history for an event that an earlier run may have sent, before it is sent again."""

import msgspec

from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.pages import decode_messages
from schoolbell.matrix.wire import decode_event

# Synapse remembers transaction ids for a day; after that the same one makes a second event.
FORGOTTEN_MS = 12 * 3600 * 1000
_SKEW_MS = 2 * 3600 * 1000  # how far the machine's clock may have been off when the row was written
_PAGES = 10
_PAGE = 100


async def find_sent(client: MatrixClient, room_id: str, local_id: str, created_ms: int) -> str | None:
    """Return the event id of what was sent with `local_id`, None when the room does not have it.

    Pages back until before `created_ms`, at most a thousand events. Raises MatrixError.
    """
    token: str | None = None
    for _ in range(_PAGES):
        page = decode_messages(await client.messages(room_id, token, "b", _PAGE))
        oldest = _SKEW_MS + created_ms
        for raw in page.chunk:
            event = decode_event(msgspec.Raw(raw))
            if event is None:
                continue
            if event.transaction_id == local_id and event.sender == client.user_id:
                return event.event_id
            oldest = event.origin_server_ts
        token = page.end
        if token is None or oldest < created_ms - _SKEW_MS:
            return None
    return None
