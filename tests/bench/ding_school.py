"""A school of N people for the bench `ding`: a room of all, one class, a desk; prepared once and kept."""

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from schoolbell_demo.homeserver import Account, Synapse, cache_dir

_VERSION = 1
_AT_ONCE = 6
_CLASS = 50
_LEVELS = {
    "users_default": 0, "state_default": 100, "events_default": 0, "redact": 50, "invite": 100,
    "events": {
        "m.space.child": 100, "org.schoolbell.room": 100, "org.schoolbell.member": 100, "m.reaction": -1,
        "m.room.power_levels": 100,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DingSchool:
    """Who sends, who confirms (guardians' tokens), and where."""

    teacher_id: str
    teacher_token: str
    space: str
    everybody: str  # a group of all
    class_room: str
    desk: str
    in_class: int  # how many are in the class's room
    tokens: tuple[str, ...]  # of everybody: the desk's two first, then the class's


@contextlib.contextmanager
def running(people: int) -> Iterator[tuple[Synapse, DingSchool]]:
    """Give a running homeserver with the school (`prepare` first); a copy of the data, gone afterwards."""
    prepared = prepare(people)
    with tempfile.TemporaryDirectory(prefix="schoolbell-bench-") as folder:
        data = Path(folder) / "synapse"
        shutil.copytree(prepared, data)
        kept = json.loads((data / "school.json").read_text())
        server = Synapse(data)
        server.start()
        try:
            yield server, DingSchool(**{**kept, "tokens": tuple(kept["tokens"])})
        finally:
            server.stop()


def prepare(people: int) -> Path:
    """Return the folder with the prepared school, made first if there is none; not inside a running loop."""
    folder = cache_dir() / "bench" / f"ding-v{_VERSION}-{people}"
    if not (folder / "school.json").exists():
        _prepare(folder, people)
    return folder


def _prepare(target: Path, people: int) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    server = Synapse(draft)
    server.start()
    try:
        office = server.register("o900001", "bench-password-1")
        teacher = server.register("t900001", "bench-password-1", display_name="周敏")
        students = [server.register(f"s9{n:05}", "bench-password-2") for n in range(people // 2)]
        guardians = [server.register(f"g9{n:05}", "bench-password-3") for n in range(people // 2)]
        made = asyncio.run(_Maker(server, office, teacher).school(students, guardians))
    finally:
        server.stop()
    (draft / "school.json").write_text(json.dumps(asdict(made)))
    draft.rename(target)


class _Maker:
    def __init__(self, server: Synapse, office: Account, teacher: Account) -> None:
        self._server, self._office, self._teacher = server, office, teacher

    async def school(self, students: list[Account], guardians: list[Account]) -> DingSchool:
        base = self._server.base_url + "/_matrix/client/v3"
        async with httpx.AsyncClient(base_url=base, timeout=120) as self._http:
            everybody = [*students, *guardians]
            near = pairs(students, guardians)[:_CLASS]
            group = await self._room("group", "全校家校群", everybody)
            small = await self._room("group", "三年级2班 家校群", near)
            desk = await self._room("desk", "课桌", [students[0], guardians[0]])
            big_class = await self._space("class", "三年级", [group])
            small_class = await self._space("class", "三年级2班", [small, desk])
            space = await self._space("school", "实验小学", [big_class, small_class])
            for child, guardian in zip(students, guardians, strict=False):
                await self._member(big_class, child, {"role": "student", "name": child.localpart})
                entry = {"role": "guardian", "name": guardian.localpart, "children": [child.user_id]}
                await self._member(big_class, guardian, entry)
            body = {"v": 1, "anchors": [space], "first_sign_in": False}
            where = f"/user/{quote(self._teacher.user_id)}/account_data/org.schoolbell.school"
            await self._call("PUT", where, self._teacher, body)
        tokens = tuple(one.access_token for one in pairs(students, guardians))
        return DingSchool(
            self._teacher.user_id, self._teacher.access_token, space, group, small, desk, len(near), tokens
        )

    async def _call(self, method: str, path: str, who: Account, body: object) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {who.access_token}"}
        answer = await self._http.request(method, path, json=body, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    async def _room(self, kind: str, name: str, members: list[Account]) -> str:
        """Make a room that everybody told of it may join, and let the teacher and `members` join."""
        levels = {**_LEVELS, "users": {self._teacher.user_id: 50}}
        state = [
            {"type": "org.schoolbell.room", "state_key": "", "content": {"v": 1, "kind": kind, "key": name}},
            {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "public"}},
        ]
        body: dict[str, object] = {
            "name": name, "preset": "private_chat", "initial_state": state,
            "power_level_content_override": levels,
        }  # fmt: skip
        if kind in ("school", "class"):
            body["creation_content"] = {"type": "m.space"}
        elif kind == "desk":
            body["creation_content"] = {"type": "org.schoolbell.desk"}
        room = str((await self._call("POST", "/createRoom", self._office, body))["room_id"])
        gate = asyncio.Semaphore(_AT_ONCE)

        async def join(who: Account) -> None:
            async with gate:
                await self._call("POST", f"/join/{quote(room)}", who, {})

        await asyncio.gather(*(join(who) for who in (self._teacher, *members)))
        return room

    async def _space(self, kind: str, name: str, children: list[str]) -> str:
        space = await self._room(kind, name, [])
        for child in children:
            path = f"/rooms/{quote(space)}/state/m.space.child/{quote(child)}"
            await self._call("PUT", path, self._office, {"via": [self._server.server_name]})
        return space

    async def _member(self, space: str, who: Account, entry: dict[str, object]) -> None:
        key = quote(who.user_id.removeprefix("@"), safe="")
        path = f"/rooms/{quote(space)}/state/org.schoolbell.member/{key}"
        await self._call("PUT", path, self._office, {"v": 1, **entry})


def pairs(students: list[Account], guardians: list[Account]) -> list[Account]:
    """Return each student followed by the guardian."""
    return [one for pair in zip(students, guardians, strict=True) for one in pair]
