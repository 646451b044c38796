"""The signed-in session: holds the tokens and renews them, one renewal at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from msgspec import Struct

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.login import Credentials
from schoolbell.matrix.transport import Transport
from schoolbell.matrix.wire import DECODE_ERRORS, Id

log = logging.getLogger(__name__)


class _RefreshAnswer(Struct):
    access_token: Id
    refresh_token: str | None = None
    expires_in_ms: int | None = None


class Session:
    """A TokenSource over one device's credentials (client-server API, "Refreshing access tokens").

    Refresh tokens rotate, and using an old one again ends the session; so renewals queue up, and a new pair
    is saved before its first use: after a crash in between, the stored old pair still works.
    """

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        save: Callable[[Credentials], Awaitable[None]],
        clock: Clock | None = None,
    ) -> None:
        """`transport` is to the same server; its own tokens are not used. `save` stores a pair durably."""
        self._clock = clock or SystemClock()
        self._transport = transport.with_tokens(None)
        self._credentials = credentials
        self._save = save
        self._unsaved: Credentials | None = None
        self._ended: ErrorCode | None = None
        self._lock = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Session({self._credentials!r})"

    @property
    def credentials(self) -> Credentials:
        """The pair in use."""
        return self._credentials

    @property
    def ended(self) -> ErrorCode | None:
        """SOFT_LOGOUT or SIGNED_OUT once a renewal was refused for good."""
        return self._ended

    def access_token(self) -> str:
        """Return the token to use now; "" when only the refresh token was kept."""
        return self._credentials.access_token

    async def refresh(self, stale: str) -> str:
        """Return a token newer than `stale`; callers that come meanwhile share one renewal.

        Raises MatrixError: SOFT_LOGOUT (the password is needed again, data stays), SIGNED_OUT (the device
        is gone), network codes; and whatever `save` raises: then the new pair waits for the next call.
        """
        async with self._lock:
            if self._credentials.access_token != stale:
                return self._credentials.access_token
            if self._ended is not None:
                raise MatrixError(self._ended)
            renewed = self._unsaved or await self._renew()
            self._unsaved = renewed
            await self._save(renewed)
            self._credentials, self._unsaved = renewed, None
            return renewed.access_token

    async def _renew(self) -> Credentials:
        old = self._credentials
        if not old.refresh_token:
            self._ended = ErrorCode.SOFT_LOGOUT
            raise MatrixError(self._ended)
        try:
            answer = await self._transport.request(
                "POST", "/_matrix/client/v3/refresh", body={"refresh_token": old.refresh_token}
            )
        except MatrixError as error:
            if error.transient or error.status not in (400, 401, 403, 404):
                raise
            gone = error.code is ErrorCode.SIGNED_OUT
            self._ended = ErrorCode.SIGNED_OUT if gone else ErrorCode.SOFT_LOGOUT
            raise MatrixError(self._ended, status=error.status, errcode=error.errcode) from None
        try:
            got = msgspec.json.decode(answer, type=_RefreshAnswer)
        except DECODE_ERRORS:
            raise MatrixError(ErrorCode.SERVER) from None
        log.info("access token renewed")
        return msgspec.structs.replace(
            old,
            access_token=got.access_token,
            refresh_token=got.refresh_token or old.refresh_token,
            expires_in_ms=got.expires_in_ms,
            expires_at_ms=None,
        ).noted(self._clock.now_ms())
