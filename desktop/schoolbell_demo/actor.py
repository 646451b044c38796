"""Another account of the school, acting and looking through the client-server API."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from schoolbell.base.ids import new_txn_id
from schoolbell.matrix.login import password_login
from schoolbell.matrix.transport import Transport
from schoolbell_demo.line import Account

if TYPE_CHECKING:
    import httpx

_POLL_SECONDS = 0.25


class Actor:
    """One signed-in account; every call is one request."""

    def __init__(self, transport: Transport, account: Account, token: str) -> None:
        self._transport = transport
        self._token = token
        self.account = account

    @staticmethod
    async def sign_in(client: "httpx.AsyncClient", base_url: str, account: Account) -> "Actor":
        """Sign in by password on a device of its own."""
        transport = Transport(client, base_url)
        localpart = account.user_id[1:].partition(":")[0]
        found = await password_login(transport, localpart, account.password, "Schoolbell demo")
        return Actor(transport, account, found.access_token)

    async def send(self, room: str, content: Mapping[str, Any], event_type: str = "m.room.message") -> str:
        """Send one event and return its id."""
        path = f"{_room(room)}/send/{event_type}/{new_txn_id()}"
        answer = await self._call("PUT", path, body=content)
        return str(answer["event_id"])

    async def say(self, room: str, text: str) -> str:
        """Send one text message and return its event id."""
        return await self.send(room, {"msgtype": "m.text", "body": text})

    async def react(self, room: str, event_id: str, symbol: str) -> str:
        """Put a reaction on an event."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": symbol}
        return await self.send(room, {"m.relates_to": relation}, "m.reaction")

    async def read(self, room: str, event_id: str) -> None:
        """Send a public read receipt."""
        await self._call("POST", f"{_room(room)}/receipt/m.read/{quote(event_id, safe='')}", body={})

    async def latest(self, room: str, limit: int = 50) -> list[dict[str, Any]]:
        """Return the newest events of a room as this account sees them, newest first."""
        answer = await self._call("GET", f"{_room(room)}/messages", query={"dir": "b", "limit": str(limit)})
        return list(answer["chunk"])

    async def wait_for(
        self, room: str, wanted: Callable[[dict[str, Any]], bool], timeout: float = 20.0
    ) -> dict[str, Any]:
        """Wait until an event that is `wanted` stands among the newest; raises TimeoutError."""
        end = time.monotonic() + timeout
        while True:
            for event in await self.latest(room):
                if wanted(event):
                    return event
            if time.monotonic() > end:
                raise TimeoutError("the other account did not see it on the homeserver")
            await asyncio.sleep(_POLL_SECONDS)

    async def set_account_data(self, event_type: str, content: Mapping[str, Any]) -> None:
        """Write this account's own account data."""
        user = quote(self.account.user_id, safe="")
        await self._call("PUT", f"/_matrix/client/v3/user/{user}/account_data/{event_type}", body=content)

    async def account_data(self, event_type: str) -> dict[str, Any]:
        """Read this account's own account data."""
        user = quote(self.account.user_id, safe="")
        return await self._call("GET", f"/_matrix/client/v3/user/{user}/account_data/{event_type}")

    async def sign_out(self) -> None:
        """Remove the device."""
        await self._call("POST", "/_matrix/client/v3/logout", body={})

    async def _call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: object | None = None
    ) -> dict[str, Any]:
        raw = await self._transport.request(method, path, query=query, body=body, token=self._token)
        answer: dict[str, Any] = msgspec.json.decode(raw)
        return answer


def _room(room: str) -> str:
    return f"/_matrix/client/v3/rooms/{quote(room, safe='')}"
