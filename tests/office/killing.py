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


@dataclass
class Ledger:
    """Counts the writes of one school over all attempts; kills an attempt at each number in `marks`.

    At an odd mark the call never leaves; at an even one it is on its way and nobody hears what became of it.
    """

    marks: list[int]  # ascending
    writes: int = 0
    kills: int = 0


class DiesAtMarks:
    """Kills at the next mark; what was in flight beside it is cut off."""

    def __init__(self, inner: Any, ledger: Ledger) -> None:
        self._inner = inner
        self._ledger = ledger
        self._dead = False

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        """Send, or die."""
        ledger = self._ledger
        if self._dead:
            raise Killed
        if method == "GET":
            answer: bytes = await self._inner.request(method, path, **rest)
            return answer
        ledger.writes += 1
        dies = bool(ledger.marks) and ledger.writes >= ledger.marks[0]
        mark = ledger.marks.pop(0) if dies else 0
        self._dead = dies
        ledger.kills += dies
        if mark % 2:
            raise Killed
        answer = await self._inner.request(method, path, **rest)
        if dies:
            raise Killed
        return answer


class DiesAtCall:
    """Kills at the k-th call, reads too: before it leaves, or (`heard`) when the server has answered."""

    def __init__(self, inner: Any, k: int, *, heard: bool) -> None:
        self._inner = inner
        self._k = k
        self._heard = heard
        self._calls = 0
        self.killed_at = ""  # method of the call that was cut off

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        """Send, or die."""
        self._calls += 1
        number = self._calls
        if number >= self._k:
            self.killed_at = self.killed_at or method
        if number > self._k or (number == self._k and not self._heard):
            raise Killed
        answer: bytes = await self._inner.request(method, path, **rest)
        if number == self._k:
            raise Killed
        return answer


class Counting:
    """Counts the calls of an import that nobody kills."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.methods: list[str] = []

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        """Send."""
        self.methods.append(method)
        answer: bytes = await self._inner.request(method, path, **rest)
        return answer
