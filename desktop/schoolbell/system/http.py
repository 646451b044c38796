"""The one factory of HTTP clients: the machine's trust store, proxy, timeouts, no redirects by themselves."""

import ssl
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from schoolbell.system.proxy import DesktopProxy, Proxies
from schoolbell.version import VERSION

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 50.0  # less than what servers and the proxies before them usually grant
CONNECTIONS = 16


def make_client(
    proxy: str | None = None, trust: ssl.SSLContext | None = None, desktop: DesktopProxy | None = None
) -> "httpx.AsyncClient":
    """Return a client for one homeserver session; the caller closes it (`aclose`).

    `proxy` is the policy's http or https URL; None means what the environment says, else what `desktop`
    answers. A proxy that cannot be used fails each request with httpx.ProxyError (`ErrorCode.PROXY`). This
    machine itself is never asked through a proxy. `trust` is for a caller with a trust store of its own;
    None means the operating system's. Verification cannot be switched off.
    httpx and the trust store are imported here, so that nobody pays for them before the first paint.
    """
    # httpx also imports its command line (click, rich: 6 MB) where these happen to be installed.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    import httpx
    import truststore

    context = trust or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if context.verify_mode != ssl.CERT_REQUIRED or not context.check_hostname:
        raise ValueError("an SSL context that does not verify is refused")
    from schoolbell.system.proxied import ProxiedTransport

    limits = httpx.Limits(
        max_connections=CONNECTIONS,
        max_keepalive_connections=CONNECTIONS,
        keepalive_expiry=KEEP_ALIVE_SECONDS,
    )
    return httpx.AsyncClient(
        transport=ProxiedTransport(Proxies(proxy, desktop), context, limits),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS),
        headers={"User-Agent": f"Schoolbell/{VERSION}", "Accept": "application/json"},
    )


class RenewableClient:
    """Sends every request through the newest client: after a sleep old connections hang without knowing."""

    def __init__(self, client: "httpx.AsyncClient") -> None:
        self._client = client

    @property
    def stream(self) -> "Callable[..., AbstractAsyncContextManager[httpx.Response]]":
        """`httpx.AsyncClient.stream` of the client in use."""
        return self._client.stream

    async def replace(self, client: "httpx.AsyncClient") -> None:
        """Use `client` from now on; the connections of the one before end, with what was on its way there."""
        old, self._client = self._client, client
        await old.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()
