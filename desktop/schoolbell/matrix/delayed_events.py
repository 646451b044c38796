"""Events that the server keeps and sends later by itself (MSC4140, as Synapse does it).

A delay id cancels without a sign-in: it is as secret as a key. A transaction id protects from nothing: for a
while it gives the same delay id, also after a cancel, and after a restart of the server another one. Whoever
lost an answer looks at `pending` before the next try, and takes a new transaction id.
"""

from typing import Any

import msgspec
from msgspec import Struct

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import V3
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport, segment
from schoolbell.matrix.wire import DECODE_ERRORS

_DELAY = "org.matrix.msc4140.delay"
_CAPABILITY = "org.matrix.msc4140.delayed_events"
_MANAGE = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events"


class Allowed(Struct, frozen=True):
    """How far ahead (ms) and how many at once the server takes."""

    max_delay_ms: int
    max_scheduled: int = 100


class Pending(Struct, frozen=True):
    """One event that the server will send."""

    delay_id: str
    room_id: str
    type: str
    content: dict[str, Any] = {}


class _DelayId(Struct):
    delay_id: str


class _Pending(Struct):
    delayed_events: list[msgspec.Raw] = []


class DelayedEvents:
    """Every method raises MatrixError; ids go in unquoted."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def allowed(self) -> Allowed | None:
        """Return what the server takes, None when it takes none."""
        answer = await self._transport.request("GET", f"{V3}/capabilities")
        try:
            capabilities = msgspec.json.decode(answer)["capabilities"]
            found = msgspec.convert(capabilities[_CAPABILITY], Allowed)
        except (*DECODE_ERRORS, KeyError, TypeError):
            return None
        return found if found.max_delay_ms > 0 and found.max_scheduled > 0 else None

    async def put(self, room_id: str, event_type: str, txn_id: str, content: object, delay_ms: int) -> str:
        """Let the server send an event in `delay_ms`; return its delay id."""
        path = f"{V3}/rooms/{segment(room_id)}/send/{segment(event_type)}/{segment(txn_id)}"
        answer = await self._transport.request(
            "PUT", path, query={_DELAY: str(max(1, delay_ms))}, body=content
        )
        try:
            return msgspec.json.decode(answer, type=_DelayId).delay_id
        except DECODE_ERRORS:
            raise MatrixError(ErrorCode.SERVER) from None

    async def pending(self) -> list[Pending]:
        """Return what the server will send of mine, what cannot be read left out."""
        answer = await self._transport.request("GET", _MANAGE)
        try:
            listed = msgspec.json.decode(answer, type=_Pending).delayed_events
        except DECODE_ERRORS:
            raise MatrixError(ErrorCode.SERVER) from None
        found = []
        for raw in listed:
            try:
                found.append(msgspec.json.decode(raw, type=Pending))
            except DECODE_ERRORS:
                continue
        return found

    async def cancel(self, delay_id: str) -> bool:
        """Do not send it; False when the server does not have it (any more)."""
        return await self._manage(delay_id, "cancel")

    async def send(self, delay_id: str) -> bool:
        """Send it now; False when the server does not have it (any more)."""
        return await self._manage(delay_id, "send")

    async def _manage(self, delay_id: str, action: str) -> bool:
        try:
            await self._transport.request("POST", f"{_MANAGE}/{segment(delay_id)}", body={"action": action})
        except MatrixError as error:
            if error.code is ErrorCode.NOT_FOUND:
                return False
            raise
        return True
