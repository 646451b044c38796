"""The office's HTTP surface for clients: says what it can do. Nothing in it is private, nothing is taken."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.office import PATH, OfficeSays
from schoolbell_office.config import bad


def application(says: OfficeSays) -> Starlette:
    """Return the ASGI application: `GET /_schoolbell/office`."""
    body = msgspec.json.encode(says)

    async def office(_: Request) -> Response:
        headers = {"Cache-Control": "max-age=60", "Access-Control-Allow-Origin": "*"}
        return Response(body, media_type="application/json", headers=headers)

    return Starlette(routes=[Route(PATH, office, methods=["GET"])])


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the service."""
        yield


class Listener:
    """Serves the application at `listen` ("address:port") between `start` and `stop`."""

    def __init__(self, listen: str, says: OfficeSays, tasks: TaskOwner) -> None:
        self._listen = listen
        self._tasks = tasks
        self._server = _Server(
            uvicorn.Config(
                application(says), loop="none", http="h11", ws="none", lifespan="off", log_config=None,
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
