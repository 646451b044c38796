"""Cuts an import off at one call: before it leaves, or after the server did it but before we hear of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Killed(BaseException):
    """The process ends here; like a kill, nothing in the office catches it."""


@dataclass
class Fate:
    """What the calls of one school have been, over all attempts; decides where the next attempt dies."""

    lose_answer: Callable[[int], bool] = lambda number: True
    done: list[str] = field(default_factory=list)  # writes that reached the server for the first time
    _known: set[str] = field(default_factory=set)
    _actors: dict[str, str] = field(default_factory=dict)

    def name(self, method: str, path: str, token: str | None, body: object) -> str | None:
        """Return what tells one write from another; None for reads and for logins on somebody's behalf."""
        if method == "GET" or path.endswith("/login"):
            return None
        what = body.get("name", "") if isinstance(body, dict) else ""
        return f"{method} {path} {what} {self._actors.get(token or '', '')}"

    def learn(self, path: str, answer: bytes) -> None:
        """Remember on whose behalf a token acts."""
        if path.endswith("/login"):
            self._actors[json.loads(answer)["access_token"]] = path

    def is_new(self, name: str) -> bool:
        """Whether this write happens for the first time; it counts as done from now on."""
        if name in self._known:
            return False
        self._known.add(name)
        self.done.append(name)
        return True


class DiesAfterEachNewWrite:
    """Lets one new write through per attempt, then kills: its answer is lost, or no call follows."""

    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate
        self._dead = False

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        """Send, or die."""
        if self._dead:
            raise Killed
        name = self._fate.name(method, path, rest.get("token"), rest.get("body"))
        answer: bytes = await self._inner.request(method, path, **rest)
        self._fate.learn(path, answer)
        if name is not None and self._fate.is_new(name):
            if self._fate.lose_answer(len(self._fate.done)):
                raise Killed
            self._dead = True
        return answer


class DiesAtCall:
    """Kills at the k-th call, whatever it is; even k: the call still reaches the server."""

    def __init__(self, inner: Any, k: int) -> None:
        self._inner = inner
        self._k = k
        self.calls = 0

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        """Send, or die."""
        self.calls += 1
        number = self.calls
        if number > self._k or (number == self._k and number % 2):
            raise Killed
        answer: bytes = await self._inner.request(method, path, **rest)
        if number == self._k:
            raise Killed
        return answer
