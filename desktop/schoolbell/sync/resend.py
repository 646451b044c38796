"""Looks in a room's history for an event that an earlier run may have sent, before it is sent again."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec

from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.pages import decode_messages
from schoolbell.matrix.wire import Event, decode_event
from schoolbell.store import echoes, outbox
from schoolbell.store.database import Database
from schoolbell.store.outbox import OutboxRow

# Synapse remembers transaction ids for a day; after that the same one makes a second event.
FORGOTTEN_MS = 12 * 3600 * 1000
_SKEW_MS = 2 * 3600 * 1000  # how far the machine's clock may have been off when the row was written
_TWIN_SKEW_MS = 10 * 60 * 1000  # the same for twins: what was said long before is another message
_PAGES = 10
_PAGE = 100


async def find_earlier(
    client: MatrixClient,
    cache: Database,
    local: Database,
    row: OutboxRow,
    content: Mapping[str, Any],
    now_ms: int,
) -> str | None:
    """Return the event id of a row tried before that the server has, but would not know by its
    transaction id; None when it has it not, or when it knows. Raises KnownError.
    """
    moved = row.device != client.device_id
    if moved and row.type not in (outbox.REDACTION, "m.reaction"):  # two of those do no harm
        twins = await find_twins(client, row.room_id, row.type, content, row.created_ms)
        taken = await cache.read(lambda conn: echoes.others(conn, twins, row.local_id))
        taken |= await local.read(lambda conn: outbox.event_ids(conn, row.room_id))
        return next((event_id for event_id in twins if event_id not in taken), None)
    if not moved and now_ms - row.created_ms >= FORGOTTEN_MS:
        return await find_sent(client, row.room_id, row.local_id, row.created_ms)
    return None


async def find_sent(client: MatrixClient, room_id: str, local_id: str, created_ms: int) -> str | None:
    """Return the event id of what was sent with `local_id`, None when the room does not have it.

    Pages back until before `created_ms`, at most a thousand events. Raises MatrixError.
    """
    async for event in _history(client, room_id, created_ms):
        if event.transaction_id == local_id and event.sender == client.user_id:
            return event.event_id
    return None


async def find_twins(
    client: MatrixClient, room_id: str, type_: str, content: Mapping[str, Any], created_ms: int
) -> list[str]:
    """Return ids of own events that say exactly the same since `created_ms`, newest first.

    For what another device of ours sent: the server tells a transaction id to that device only.
    Raises MatrixError.
    """
    return [
        event.event_id
        async for event in _history(client, room_id, created_ms)
        if event.sender == client.user_id
        and event.type == type_
        and event.content == content
        and event.origin_server_ts >= created_ms - _TWIN_SKEW_MS
    ]


async def _history(client: MatrixClient, room_id: str, created_ms: int) -> AsyncIterator[Event]:
    token: str | None = None
    for _ in range(_PAGES):
        page = decode_messages(await client.messages(room_id, token, "b", _PAGE))
        oldest = _SKEW_MS + created_ms
        for raw in page.chunk:
            event = decode_event(msgspec.Raw(raw))
            if event is not None:
                yield event
                oldest = event.origin_server_ts
        token = page.end
        if token is None or oldest < created_ms - _SKEW_MS:
            return
