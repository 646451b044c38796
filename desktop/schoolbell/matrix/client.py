"""The client-server API as typed calls: one method per endpoint, nothing kept between them."""

import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix import sliding
from schoolbell.matrix.errors import MatrixError, error_object, text_of
from schoolbell.matrix.sliding import SlidingSyncRequest
from schoolbell.matrix.transport import Transport, segment
from schoolbell.matrix.wire import DECODE_ERRORS, decode_deep, decode_object

V3 = "/_matrix/client/v3"
V1 = "/_matrix/client/v1"
_MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{1,255})")
_POLL_GRACE_SECONDS = 30.0  # what a busy server may take longer than the long poll asked for
_STORED_SECONDS = 120.0  # what a server, or a proxy that passes files on, may take once it has all of one

T = TypeVar("T")

_raw_list = msgspec.json.Decoder(list[msgspec.Raw])


class _EventId(Struct):
    event_id: str


class _RoomId(Struct):
    room_id: str


class _ContentUri(Struct):
    content_uri: str


class _OpenIdToken(Struct, frozen=True):
    access_token: str


class WhoAmI(Struct, frozen=True):
    """Whose token it is."""

    user_id: str
    device_id: str | None = None


def mxc_parts(mxc: str) -> tuple[str, str]:
    """Return (server, media id) of an mxc URI. Raises MatrixError(BAD_REQUEST) when it is none."""
    match = _MXC.fullmatch(mxc)
    if match is None:
        raise MatrixError(ErrorCode.BAD_REQUEST)
    return match[1], match[2]


class MatrixClient:
    """Calls as one signed-in user. Every method raises MatrixError; ids go in unquoted.

    `device_id` "": not known, or of no importance to the caller.
    """

    def __init__(self, transport: Transport, user_id: str, device_id: str = "") -> None:
        self.transport = transport
        self.user_id = user_id
        self.device_id = device_id

    def server_ms(self) -> int:
        """Return the server's time (ms) at its last answer, to the second; 0 when it told none."""
        return self.transport.server_ms

    # -- sync and history

    async def sync(
        self, request: SlidingSyncRequest | Mapping[str, object], pos: str | None, timeout_ms: int
    ) -> bytes:
        """Return one sliding-sync answer (`sliding.decode_sync`); waits up to `timeout_ms` for news."""
        query = {"timeout": str(timeout_ms)} | ({"pos": pos} if pos else {})
        return await self.transport.request(
            "POST", sliding.PATH, query=query, body=request, timeout=timeout_ms / 1000 + _POLL_GRACE_SECONDS
        )

    async def messages(
        self,
        room_id: str,
        from_: str | None,
        dir: str = "b",
        limit: int = 100,
        filter: Mapping[str, object] | None = None,
    ) -> bytes:
        """Return a page of history (`pages.decode_messages`); `dir` "b" goes back, "f" forward."""
        query = {"dir": dir, "limit": str(limit)}
        if from_ is not None:
            query["from"] = from_
        if filter is not None:
            query["filter"] = _json(filter)
        return await self.transport.request("GET", f"{_room(room_id)}/messages", query=query)

    async def context(
        self, room_id: str, event_id: str, limit: int = 50, filter: Mapping[str, object] | None = None
    ) -> bytes:
        """Return an event with about `limit` events around it (`pages.decode_context`)."""
        query = {"limit": str(limit)} | ({"filter": _json(filter)} if filter is not None else {})
        return await self.transport.request(
            "GET", f"{_room(room_id)}/context/{segment(event_id)}", query=query
        )

    async def timestamp_to_event(self, room_id: str, ts: int, dir: str = "f") -> str:
        """Return the event nearest to `ts` (ms): not earlier with `dir` "f", not later with "b".

        Raises MatrixError(NOT_FOUND) when there is none in that direction.
        """
        path = f"{V1}/rooms/{segment(room_id)}/timestamp_to_event"
        answer = await self.transport.request("GET", path, query={"ts": str(max(0, ts)), "dir": dir})
        return _decode(_EventId, answer).event_id

    async def relations(
        self, room_id: str, event_id: str, rel_type: str = "", from_: str | None = None, limit: int = 400
    ) -> bytes:
        """Return what relates to an event (with `rel_type` only that), newest first (`decode_messages`)."""
        path = f"{V1}/rooms/{segment(room_id)}/relations/{segment(event_id)}"
        if rel_type:
            path += f"/{segment(rel_type)}"
        query = {"limit": str(limit), "dir": "b"} | ({"from": from_} if from_ is not None else {})
        return await self.transport.request("GET", path, query=query)

    async def event(self, room_id: str, event_id: str) -> bytes:
        """Return one event (`wire.decode_event`)."""
        return await self.transport.request("GET", f"{_room(room_id)}/event/{segment(event_id)}")

    async def members(self, room_id: str) -> bytes:
        """Return all member events of a room, also of those who left (`pages.decode_members`)."""
        return await self.transport.request("GET", f"{_room(room_id)}/members")

    async def room_receipts(self, room_id: str) -> bytes:
        """Return everyone's receipts of a room (`pages.decode_room_receipts`), by a filtered /v3/sync."""
        nothing: Mapping[str, object] = {"types": []}
        wanted = {
            "presence": nothing,
            "account_data": nothing,
            "room": {
                "rooms": [room_id],
                "timeline": {"limit": 1, "types": []},
                "state": {"types": [], "lazy_load_members": True},
                "account_data": nothing,
                "ephemeral": {"types": ["m.receipt"]},
            },
        }
        query = {"filter": _json(wanted), "timeout": "0", "set_presence": "offline"}
        return await self.transport.request("GET", f"{V3}/sync", query=query, timeout=60)

    async def notifications(
        self, from_: str | None = None, limit: int = 50, only: str | None = "highlight"
    ) -> bytes:
        """Return what rang, newest first (`pages.decode_notifications`)."""
        query = {"limit": str(limit)}
        if from_ is not None:
            query["from"] = from_
        if only is not None:
            query["only"] = only
        return await self.transport.request("GET", f"{V3}/notifications", query=query)

    async def state(self, room_id: str) -> list[dict[str, Any]]:
        """Return the current state events of a room, malformed ones left out."""
        body = await self.transport.request("GET", f"{_room(room_id)}/state")
        try:
            raws = decode_deep(_raw_list, body)
        except DECODE_ERRORS:
            raise MatrixError(ErrorCode.SERVER) from None
        return [event for event in map(decode_object, raws) if event]

    async def state_event(self, room_id: str, event_type: str, state_key: str = "") -> dict[str, Any] | None:
        """Return the content of one state event, None when there is none."""
        path = f"{_room(room_id)}/state/{segment(event_type)}/{segment(state_key)}"
        return await self._object_or_none(path)

    # -- sending

    async def send(self, room_id: str, event_type: str, txn_id: str, content: object) -> str:
        """Send a message event and return its id; the same `txn_id` gives the same event."""
        path = f"{_room(room_id)}/send/{segment(event_type)}/{segment(txn_id)}"
        return _decode(_EventId, await self.transport.request("PUT", path, body=content)).event_id

    async def send_state(self, room_id: str, event_type: str, state_key: str, content: object) -> str:
        """Set a state event and return its id."""
        path = f"{_room(room_id)}/state/{segment(event_type)}/{segment(state_key)}"
        return _decode(_EventId, await self.transport.request("PUT", path, body=content)).event_id

    async def redact(self, room_id: str, event_id: str, txn_id: str, reason: str | None = None) -> str:
        """Redact an event and return the redaction's id."""
        path = f"{_room(room_id)}/redact/{segment(event_id)}/{segment(txn_id)}"
        body = {"reason": reason} if reason else {}
        return _decode(_EventId, await self.transport.request("PUT", path, body=body)).event_id

    async def read_receipt(self, room_id: str, event_id: str) -> None:
        """Say publicly that everything up to the event is read."""
        await self.transport.request("POST", f"{_room(room_id)}/receipt/m.read/{segment(event_id)}", body={})

    async def read_up_to(self, room_id: str, event_id: str) -> None:
        """Move the public read receipt and the account's own fully-read marker to the event, in one call."""
        body = {"m.fully_read": event_id, "m.read": event_id}
        await self.transport.request("POST", f"{_room(room_id)}/read_markers", body=body)

    async def typing(self, room_id: str, typing: bool, timeout_ms: int = 20_000) -> None:
        """Say that we write, for at most `timeout_ms`, or stopped."""
        body: dict[str, object] = {"typing": typing} | ({"timeout": timeout_ms} if typing else {})
        await self.transport.request("PUT", f"{_room(room_id)}/typing/{segment(self.user_id)}", body=body)

    # -- rooms

    async def create_direct(self, user_id: str) -> str:
        """Make an unencrypted room with one other person, note it in `m.direct`, return its id."""
        body = {"preset": "private_chat", "is_direct": True, "invite": [user_id]}
        answer = await self.transport.request("POST", f"{V3}/createRoom", body=body)
        room_id = _decode(_RoomId, answer).room_id
        await self.note_direct(user_id, room_id)
        return room_id

    async def note_direct(self, user_id: str, room_id: str) -> None:
        """Note in `m.direct` that the room is a chat with this one person."""
        direct = await self.account_data("m.direct") or {}
        known = direct.get(user_id)
        rooms = [room for room in known if isinstance(room, str)] if isinstance(known, list) else []
        if room_id not in rooms:
            await self.set_account_data("m.direct", direct | {user_id: [*rooms, room_id]})

    async def join(self, room_id: str) -> str:
        """Join and return the room's id."""
        answer = await self.transport.request("POST", f"{V3}/join/{segment(room_id)}", body={})
        return _decode(_RoomId, answer).room_id

    async def leave(self, room_id: str) -> None:
        """Leave, or refuse an invitation."""
        await self.transport.request("POST", f"{_room(room_id)}/leave", body={})

    # -- the account

    async def account_data(self, event_type: str) -> dict[str, Any] | None:
        """Return global account data of a type, None when there is none."""
        return await self._object_or_none(f"{self._user()}/account_data/{segment(event_type)}")

    async def set_account_data(self, event_type: str, content: object) -> None:
        """Replace global account data of a type."""
        path = f"{self._user()}/account_data/{segment(event_type)}"
        await self.transport.request("PUT", path, body=content)

    async def display_name(self, user_id: str) -> str | None:
        """Return the name in somebody's profile."""
        found = await self._object_or_none(f"{V3}/profile/{segment(user_id)}/displayname")
        return text_of(found or {}, "displayname") or None

    async def whoami(self) -> WhoAmI:
        """Return whose token this is."""
        return _decode(WhoAmI, await self.transport.request("GET", f"{V3}/account/whoami"))

    async def openid_token(self) -> str:
        """Return a new OpenID token: it tells others who this account is and opens nothing of it."""
        path = f"{self._user()}/openid/request_token"
        return _decode(_OpenIdToken, await self.transport.request("POST", path, body={})).access_token

    async def logout(self) -> None:
        """End this device's session on the server."""
        await self.transport.request("POST", f"{V3}/logout", body={})

    async def change_password(self, old: str, new: str) -> None:
        """Set a new password; other devices stay signed in.

        Raises MatrixError(WRONG_PASSWORD) when `old` is wrong, WEAK_PASSWORD when the server refuses `new`.
        Two steps as in the specification, "User-Interactive Authentication API".
        """
        path = f"{V3}/account/password"
        body: dict[str, object] = {"new_password": new, "logout_devices": False}
        try:
            await self.transport.request("POST", path, body=body)
            return
        except MatrixError as error:
            session = text_of(error_object(error.body), "session")
            if error.status != 401 or not session:
                raise
        auth = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.user_id},
            "password": old,
            "session": session,
        }
        try:
            await self.transport.request("POST", path, body=body | {"auth": auth})
        except MatrixError as error:
            if error.status in (401, 403) and error.errcode == "M_FORBIDDEN":
                raise MatrixError(
                    ErrorCode.WRONG_PASSWORD, status=error.status, errcode=error.errcode
                ) from None
            raise

    # -- media

    async def media_config(self) -> int | None:
        """Return the largest upload in bytes, None when the server does not say."""
        size = decode_object(await self.transport.request("GET", f"{V1}/media/config")).get("m.upload.size")
        return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None

    async def upload(
        self,
        content: bytes,
        content_type: str,
        filename: str,
        *,
        progress: Callable[[int], None] | None = None,
    ) -> str:
        """Upload a file and return its mxc URI. Ask `media_config` first: a server may just hang up.

        `progress` is told how many bytes are on their way.
        """
        body = await self.transport.request(
            "POST",
            "/_matrix/media/v3/upload",
            query={"filename": filename},
            content=content,
            content_type=content_type,
            timeout=_STORED_SECONDS,
            progress=progress,
        )
        uri = _decode(_ContentUri, body).content_uri
        mxc_parts(uri)
        return uri

    def download(self, mxc: str) -> AsyncGenerator[bytes, None]:
        """Yield a file's bytes piece by piece; the caller bounds and checks them."""
        server, media_id = mxc_parts(mxc)
        return self.transport.stream(f"{V1}/media/download/{segment(server)}/{segment(media_id)}")

    async def has_media(self, mxc: str) -> bool:
        """Whether the server still has a file; asks for it and hangs up at its first bytes."""
        try:
            async with aclosing(self.download(mxc)) as pieces:
                async for _ in pieces:
                    break
        except MatrixError as error:
            if error.code in (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN):
                return False
            raise
        return True

    async def thumbnail(
        self, mxc: str, width: int, height: int, method: str = "scale", *, limit: int = 8 << 20
    ) -> bytes:
        """Return a small picture; `width`, `height` in pixels are a wish. TOO_LARGE past `limit` bytes."""
        server, media_id = mxc_parts(mxc)
        query = {"width": str(width), "height": str(height), "method": method}
        path = f"{V1}/media/thumbnail/{segment(server)}/{segment(media_id)}"
        picture = bytearray()
        async with aclosing(self.transport.stream(path, query=query)) as pieces:
            async for piece in pieces:
                picture += piece
                if len(picture) > limit:
                    raise MatrixError(ErrorCode.TOO_LARGE)
        return bytes(picture)

    # -- inside

    def _user(self) -> str:
        return f"{V3}/user/{segment(self.user_id)}"

    async def _object_or_none(self, path: str) -> dict[str, Any] | None:
        try:
            return decode_object(await self.transport.request("GET", path))
        except MatrixError as error:
            if error.code is ErrorCode.NOT_FOUND:
                return None
            raise


def _room(room_id: str) -> str:
    return f"{V3}/rooms/{segment(room_id)}"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _decode(kind: type[T], body: bytes) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except DECODE_ERRORS:
        raise MatrixError(ErrorCode.SERVER) from None
