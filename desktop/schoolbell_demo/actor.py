"""Another account of the school, acting and looking through the client-server API."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from schoolbell.base.ids import new_txn_id
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.matrix.auth import Session
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.login import Credentials, password_login
from schoolbell.matrix.transport import Transport
from schoolbell_demo.line import Account

if TYPE_CHECKING:
    import httpx

_POLL_SECONDS = 0.25


class Actor:
    """One signed-in account on a device of its own."""

    def __init__(self, client: MatrixClient, account: Account) -> None:
        self.client = client
        self.account = account

    @staticmethod
    async def sign_in(http: "httpx.AsyncClient", base_url: str, account: Account) -> "Actor":
        """Sign in by password. Raises MatrixError."""
        transport = Transport(http, base_url)
        localpart = account.user_id[1:].partition(":")[0]
        found = await password_login(transport, localpart, account.password, "Schoolbell demo")
        session = Session(transport, found, _keep_nothing)
        return Actor(MatrixClient(transport.with_tokens(session), account.user_id), account)

    async def finish_first_sign_in(self, password: str) -> Account:
        """Choose a password as at the first sign-in, sign out, return the account as it is now."""
        await self.client.change_password(self.account.password, password)
        content = await self.client.account_data(SCHOOL_TYPE) or {}
        await self.client.set_account_data(SCHOOL_TYPE, {**content, "first_sign_in": False})
        await self.client.logout()
        return msgspec.structs.replace(self.account, password=password, first_sign_in=False)

    async def send(self, room: str, content: Mapping[str, Any], event_type: str = "m.room.message") -> str:
        """Send one event and return its id."""
        return await self.client.send(room, event_type, new_txn_id(), content)

    async def say(self, room: str, text: str) -> str:
        """Send one text message and return its event id."""
        return await self.send(room, {"msgtype": "m.text", "body": text})

    async def react(self, room: str, event_id: str, symbol: str) -> str:
        """Put a reaction on an event."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": symbol}
        return await self.send(room, {"m.relates_to": relation}, "m.reaction")

    async def read(self, room: str, event_id: str) -> None:
        """Send a public read receipt."""
        await self.client.read_receipt(room, event_id)

    async def newest(self, room: str) -> str:
        """Return the id of the newest event of a room, "" for an empty one."""
        page = await self._newest(room, 1)
        return str(page[0]["event_id"]) if page else ""

    async def has(
        self, room: str, wanted: Callable[[dict[str, Any]], bool], *, after: str
    ) -> dict[str, Any] | None:
        """Return the newest event that is `wanted` and came after event `after`, None for none."""
        for event in await self._newest(room, 100):
            if event["event_id"] == after:
                return None
            if wanted(event):
                return event
        return None

    async def wait_for(
        self, room: str, wanted: Callable[[dict[str, Any]], bool], *, after: str, timeout: float = 20.0
    ) -> dict[str, Any]:
        """Wait until an event that is `wanted` has come after event `after`; raises TimeoutError."""
        end = time.monotonic() + timeout
        while True:
            found = await self.has(room, wanted, after=after)
            if found is not None:
                return found
            if time.monotonic() > end:
                raise TimeoutError("the other account did not see it on the homeserver")
            await asyncio.sleep(_POLL_SECONDS)

    async def _newest(self, room: str, limit: int) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = msgspec.json.decode(
            await self.client.messages(room, None, limit=limit)
        )["chunk"]
        return events

    async def sign_out(self) -> None:
        """Remove the device."""
        await self.client.logout()


async def _keep_nothing(_credentials: Credentials) -> None:
    """The session ends with the demo: nothing is stored."""
