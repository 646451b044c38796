"""The office's HTTP surface for clients: what it can do, for everybody and, by OpenID, for staff."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Iterator, Mapping

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schoolbell.base.errors import KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.office import GATEWAYS_PATH, PATH, OfficeOffers, OfficeSays
from schoolbell_office.config import bad
from schoolbell_office.openid import OpenId, Pace, bearer

log = logging.getLogger(__name__)

_AGAIN = "5"  # seconds after which an office that is just starting is asked again

Staff = Callable[[str], bool | None]  # user id → whether that is one of the staff, None: not known yet


def application(
    says: OfficeSays, offers: OfficeOffers, identity: OpenId, pace: Pace, is_staff: Staff
) -> Starlette:
    """Return the ASGI application: `GET /_schoolbell/office` and `GET /_schoolbell/gateways`."""
    body, offered = msgspec.json.encode(says), msgspec.json.encode(offers)

    async def office(_: Request) -> Response:
        headers = {"Cache-Control": "max-age=60", "Access-Control-Allow-Origin": "*"}
        return Response(body, media_type="application/json", headers=headers)

    async def gateways(request: Request) -> Response:
        wait = pace.wait(request.client.host if request.client is not None else "")
        if wait:
            return _refusal(429, "M_LIMIT_EXCEEDED", {"Retry-After": str(int(wait) + 1)})
        token = bearer(request.headers.getlist("authorization"))
        if not token:
            return _refusal(401, "M_MISSING_TOKEN", {"WWW-Authenticate": "Bearer"})
        try:
            user = await identity.who(token)
        except KnownError as error:
            log.info("whose a token is cannot be said: %s", error.code)
            return _refusal(503, "M_UNKNOWN", {"Retry-After": _AGAIN})
        if user is None:
            return _refusal(401, "M_UNKNOWN_TOKEN", {"WWW-Authenticate": "Bearer"})
        match is_staff(user):
            case None:
                return _refusal(503, "M_UNKNOWN", {"Retry-After": _AGAIN})
            case False:
                return _refusal(403, "M_FORBIDDEN", {})
        return Response(offered, media_type="application/json", headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route(PATH, office, methods=["GET"]),
            Route(GATEWAYS_PATH, gateways, methods=["GET"]),
        ]
    )


def _refusal(status: int, errcode: str, headers: Mapping[str, str]) -> Response:
    body = msgspec.json.encode({"errcode": errcode})
    return Response(
        body, status, media_type="application/json", headers={**headers, "Cache-Control": "no-store"}
    )


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the service."""
        yield


class Listener:
    """Serves the application at `listen` ("address:port") between `start` and `stop`."""

    def __init__(self, listen: str, served: Starlette, tasks: TaskOwner) -> None:
        self._listen = listen
        self._tasks = tasks
        self._server = _Server(
            uvicorn.Config(
                served, loop="none", http="h11", ws="none", lifespan="off", log_config=None,
                access_log=False, server_header=False, limit_concurrency=200, timeout_graceful_shutdown=2,
            )
        )  # fmt: skip
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen. Raises KnownError(BAD_CONFIGURATION) when the address cannot be had."""
        host, _, port = self._listen.rpartition(":")
        host = host.strip("[]")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        taken = socket.socket(family, socket.SOCK_STREAM)
        try:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind((host, int(port)))
        except OSError as fault:
            taken.close()
            raise bad("listen_taken", value=self._listen) from fault
        taken.listen(64)
        taken.setblocking(False)
        self._task = self._tasks.run(self._server.serve(sockets=[taken]), name="listen")

    async def stop(self) -> None:
        """Answer what was asked and listen no more."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
