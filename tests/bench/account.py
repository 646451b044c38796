"""The account the benches measure with: N rooms × M messages on a real homeserver, prepared once and kept."""

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from schoolbell.sync.requests import DESK_TYPE
from schoolbell_demo.homeserver import Synapse, cache_dir

_VERSION = 2
_AT_ONCE = 6
_WORDS = (
    "明天上午第一节数学课请带圆规和直尺。",
    "收到，谢谢老师。",
    "今天的口算练习在第12页，写完自己对一遍答案。",
    "老师，孩子今天请假半天。",
    "Please bring the health record on Friday.",
    "周五14:00体检，请穿宽松衣服，早上正常吃饭。",
)


@dataclass(frozen=True, slots=True)
class BenchAccount:
    """Who signs in, and the rooms that the account is in."""

    user_id: str
    password: str
    friend_id: str
    friend_password: str
    rooms: tuple[str, ...]


@contextlib.contextmanager
def running(rooms: int, messages: int, desks: int = 0) -> Iterator[tuple[Synapse, BenchAccount]]:
    """Give a running homeserver with the account; a copy of the prepared data, gone afterwards.

    `desks` rooms of that type come on top; they have as many messages and are not among the account's rooms.
    """
    prepared = cache_dir() / "bench" / f"v{_VERSION}-{rooms}x{messages}{f'-{desks}' if desks else ''}"
    if not (prepared / "account.json").exists():
        _prepare(prepared, rooms, messages, desks)
    with tempfile.TemporaryDirectory(prefix="schoolbell-bench-") as folder:
        data = Path(folder) / "synapse"
        shutil.copytree(prepared, data)
        kept = json.loads((data / "account.json").read_text())
        account = BenchAccount(**{**kept, "rooms": tuple(kept["rooms"])})
        server = Synapse(data)
        server.start()
        try:
            yield server, account
        finally:
            server.stop()


def _prepare(target: Path, rooms: int, messages: int, desks: int) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    server = Synapse(draft)
    server.start()
    try:
        me = server.register("t900001", "bench-password-1", display_name="周敏")
        friend = server.register("t900002", "bench-password-2", display_name="陈静")
        tokens = (me.access_token, friend.access_token)
        made = asyncio.run(_fill(server.base_url, me.user_id, tokens, rooms, messages, desks))
    finally:
        server.stop()
    account = BenchAccount(me.user_id, "bench-password-1", friend.user_id, "bench-password-2", tuple(made))
    (draft / "account.json").write_text(json.dumps(asdict(account)))
    draft.rename(target)


async def _fill(
    base_url: str, my_id: str, tokens: tuple[str, str], rooms: int, messages: int, desks: int
) -> list[str]:
    """Make the rooms as the friend, join them, let both talk in turn; `tokens`: mine, the friend's."""
    mine, friends = tokens
    async with httpx.AsyncClient(base_url=base_url + "/_matrix/client/v3", timeout=60) as http:

        async def call(method: str, path: str, token: str, body: object) -> dict[str, str]:
            answer = await http.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})
            answer.raise_for_status()
            found: dict[str, str] = answer.json()
            return found

        async def room(number: int) -> str:
            body: dict[str, object] = {"preset": "private_chat", "invite": [my_id]}
            body["name"] = f"三年级{number + 1}班 家校群"
            if number >= rooms:
                body["creation_content"] = {"type": DESK_TYPE}
            made = (await call("POST", "/createRoom", friends, body))["room_id"]
            await call("POST", f"/join/{quote(made)}", mine, {})
            for at in range(messages):
                text = f"{_WORDS[(number + at) % len(_WORDS)]} {number}-{at}"
                path = f"/rooms/{quote(made)}/send/m.room.message/b{number}-{at}"
                await call("PUT", path, mine if at % 4 == 3 else friends, {"msgtype": "m.text", "body": text})
            return made

        gate = asyncio.Semaphore(_AT_ONCE)

        async def gated(number: int) -> str:
            async with gate:
                return await room(number)

        made = await asyncio.gather(*(gated(number) for number in range(rooms + desks)))
        return list(made[:rooms])
