"""An httpx transport that finds the way to each server once, and says when it is the proxy that fails."""

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor

import httpx

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.proxy import Proxies, is_this_machine


class ProxyScriptError(httpx.ProxyError):
    """No direct way, and the desktop names only a proxy script."""


class ProxiedTransport(httpx.AsyncBaseTransport):
    """Sends each request directly or through the proxy that `proxies` names for its server."""

    def __init__(self, proxies: Proxies, trust: ssl.SSLContext, limits: httpx.Limits) -> None:
        self._proxies = proxies
        self._trust = trust
        self._limits = limits
        self._ways: dict[str, str | None] = {}  # origin → proxy
        self._transports: dict[str | None, httpx.AsyncHTTPTransport] = {}
        self._asking = asyncio.Lock()
        self._under_way: dict[asyncio.Timeout, asyncio.Future[None]] = {}  # done when the request has ended

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; raises httpx.ProxyError when the proxy is what is wrong.

        httpx.CloseError when this is closed before the answer has begun, wherever the request is by then:
        what still connects or waits for a proxy's name would go on over connections that nobody closes.
        """
        limit = asyncio.timeout(None)
        ended = asyncio.get_running_loop().create_future()
        try:
            async with limit:
                self._under_way[limit] = ended
                return await self._send(request)
        except TimeoutError:
            if not limit.expired():
                raise
            raise httpx.CloseError("the client was closed meanwhile", request=request) from None
        finally:
            self._under_way.pop(limit, None)
            ended.set_result(None)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        origin = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
        proxy = await self._way(origin, request)
        try:
            return await self._transport(proxy).handle_async_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            self._ways.pop(origin, None)  # the network may have changed: ask again next time
            if proxy is None:
                if self._proxies.script and not is_this_machine(request.url.host):
                    raise ProxyScriptError("a proxy script", request=request) from None
                raise
            if isinstance(error, httpx.ProxyError) and str(error)[:1] == "5":
                raise httpx.ConnectError("nothing behind the proxy", request=request) from None
            if _is_about_the_certificate(error):
                raise
            raise httpx.ProxyError("the proxy failed", request=request) from None

    async def aclose(self) -> None:
        """End the requests that have no answer yet, then close every connection."""
        for limit in self._under_way:
            if limit.when() is None:
                limit.reschedule(asyncio.get_running_loop().time())
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()))
        transports, self._transports = list(self._transports.values()), {}
        for transport in transports:
            await transport.aclose()

    async def _way(self, origin: str, request: httpx.Request) -> str | None:
        if origin in self._ways:
            return self._ways[origin]
        async with self._asking:
            if origin not in self._ways:
                worker = ThreadPoolExecutor(1, thread_name_prefix="proxy")  # a desktop may take seconds
                try:
                    self._ways[origin] = await asyncio.get_running_loop().run_in_executor(
                        worker, self._proxies.proxy_for, origin
                    )
                except KnownError as error:
                    kind = ProxyScriptError if error.code is ErrorCode.PROXY_SCRIPT else httpx.ProxyError
                    raise kind(error.code.value, request=request) from None
                finally:
                    worker.shutdown(wait=False)
            return self._ways[origin]

    def _transport(self, proxy: str | None) -> httpx.AsyncHTTPTransport:
        if proxy not in self._transports:
            self._transports[proxy] = httpx.AsyncHTTPTransport(
                verify=self._trust, proxy=proxy, limits=self._limits, trust_env=False
            )
        return self._transports[proxy]


def _is_about_the_certificate(error: BaseException) -> bool:
    """Return whether the proxy let us through and the server's certificate is what was wrong."""
    cause: BaseException | None = error
    for _ in range(12):
        if cause is None:
            return False
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
