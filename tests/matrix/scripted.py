"""A scripted homeserver behind httpx: answers are taken from a list, requests are kept."""

import json
from collections.abc import Callable

import httpx

from schoolbell.matrix.transport import TokenSource, Transport

Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

BASE = "https://matrix.school.example"


def answer(status: int = 200, body: object = None, **headers: str) -> httpx.Response:
    """Return a JSON answer."""
    kind = {"content-type": "application/json"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    return httpx.Response(status, content=json.dumps({} if body is None else body), headers=kind)


def error(status: int, errcode: str, **more: object) -> httpx.Response:
    """Return a standard error answer."""
    return answer(status, {"errcode": errcode, "error": "words for developers", **more})


class Script:
    """Gives one step after the other; `requests` are what came in."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, httpx.Response) else step(request)

    def client(self) -> httpx.AsyncClient:
        """Return a client that talks to this script."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self))

    def transport(self, tokens: TokenSource | None = None) -> Transport:
        """Return a transport that talks to this script."""
        return Transport(self.client(), BASE, tokens)

    @property
    def bearers(self) -> list[str | None]:
        """Return the Authorization header of every request."""
        return [request.headers.get("authorization") for request in self.requests]
