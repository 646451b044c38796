"""Signing in with a password or a browser's token, and what the server hands out for it."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport
from schoolbell.matrix.wire import DECODE_ERRORS, Id

# What Windows' credential store holds: 2560 bytes of UTF-16.
SECRET_LIMIT = 1280


class Credentials(Struct, frozen=True):
    """One device's session; tokens appear in no repr. `expires_in_ms` None: the access token never ends.

    `expires_at_ms` is when it ends by this computer's wall clock, None when that was not noted.
    """

    user_id: str
    device_id: str
    access_token: str
    refresh_token: str | None = None
    expires_in_ms: int | None = None
    expires_at_ms: int | None = None

    def __repr__(self) -> str:
        return f"Credentials(user_id={self.user_id!r}, device_id={self.device_id!r})"

    __str__ = __repr__

    def noted(self, now_ms: int) -> "Credentials":
        """Return the pair, handed out at `now_ms`, with the moment of its end."""
        if self.expires_in_ms is None:
            return self
        return msgspec.structs.replace(self, expires_at_ms=now_ms + self.expires_in_ms)

    @property
    def server_name(self) -> str:
        """The homeserver's name, as every user id there ends."""
        return self.user_id.partition(":")[2]

    def to_secret(self) -> str:
        """Return the text for a secret store, ≤ SECRET_LIMIT characters if the tokens allow it.

        The access token is left out when both do not fit: the refresh token gets a new one.
        """
        text = msgspec.json.encode(self).decode()
        if len(text) > SECRET_LIMIT and self.refresh_token:
            text = msgspec.json.encode(msgspec.structs.replace(self, access_token="")).decode()
        return text

    @staticmethod
    def from_secret(text: str) -> "Credentials | None":
        """Read back `to_secret`; None for anything else."""
        try:
            return msgspec.json.decode(text.encode(), type=Credentials)
        except DECODE_ERRORS:
            return None


class _LoginAnswer(Struct):
    user_id: Id
    device_id: Id
    access_token: Id
    refresh_token: str | None = None
    expires_in_ms: int | None = None


async def password_login(
    transport: Transport, account: str, password: str, device_name: str, device_id: str | None = None
) -> Credentials:
    """Sign in as `account` (a localpart or a whole user id) and return the new session.

    `device_id` signs in again on a device that was soft-logged-out. Raises MatrixError: WRONG_PASSWORD,
    RATE_LIMITED (`retry_after_ms` says how long to wait), FORBIDDEN (account closed), and what
    `Transport.request` raises.
    """
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": account},
        "password": password,
    }
    return await _login(transport, body, device_name, device_id, ErrorCode.WRONG_PASSWORD)


def sso_url(base_url: str, redirect: str) -> str:
    """Return the page where a person signs in with the school's own sign-in; it ends at `redirect`."""
    query = urlencode({"redirectUrl": redirect})
    return f"{base_url.rstrip('/')}/_matrix/client/v3/login/sso/redirect?{query}"


async def token_login(
    transport: Transport, token: str, device_name: str, device_id: str | None = None
) -> Credentials:
    """Sign in with the token that came back from `sso_url`; it is good for one try and a few minutes.

    Raises MatrixError: SSO_UNFINISHED (refused), FORBIDDEN (account closed), and the transport's errors.
    """
    body = {"type": "m.login.token", "token": token}
    return await _login(transport, body, device_name, device_id, ErrorCode.SSO_UNFINISHED)


async def _login(
    transport: Transport,
    how: Mapping[str, object],
    device_name: str,
    device_id: str | None,
    refused: ErrorCode,
) -> Credentials:
    body: dict[str, object] = {**how, "initial_device_display_name": device_name, "refresh_token": True}
    if device_id:
        body["device_id"] = device_id
    try:
        answer = await transport.with_tokens(None).request("POST", "/_matrix/client/v3/login", body=body)
    except MatrixError as error:
        code = None
        if error.status in (401, 403):
            closed = error.errcode == "M_USER_DEACTIVATED"
            code = ErrorCode.FORBIDDEN if closed else refused
        if code is None or error.code is ErrorCode.CAPTIVE_PORTAL:
            raise
        raise MatrixError(
            code, status=error.status, errcode=error.errcode, retry_after_ms=error.retry_after_ms
        ) from None
    try:
        got = msgspec.json.decode(answer, type=_LoginAnswer)
    except DECODE_ERRORS:
        raise MatrixError(ErrorCode.NOT_HOMESERVER) from None
    return Credentials(got.user_id, got.device_id, got.access_token, got.refresh_token, got.expires_in_ms)
