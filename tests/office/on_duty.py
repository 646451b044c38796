"""An imported school whose office is on duty in a process of its own, and the gateway beside it."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from schoolbell.base.ids import new_ulid
from schoolbell_demo.homeserver import Account, Synapse, free_port
from schoolbell_office.config import load_config
from tests import servers
from tests.office.schools import School, new_school, rooms_by_key

SECRET = "not much of a secret"
PATIENCE = 60.0
_TOP = Path(__file__).resolve().parents[2]


def _environment() -> dict[str, str]:
    folders = [str(_TOP / "desktop"), str(_TOP)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


class Duty:
    """One imported school by bare HTTP: who is in it, its rooms by key, what stands in them."""

    def __init__(self, school: School, rooms: dict[str, str], accounts: dict[str, Account]) -> None:
        self.school = school
        self.rooms = rooms
        self.accounts = accounts
        self.file = school.config.room_token_file.with_name("office.toml")
        self.port = free_port()
        self._base = self.file.read_text().replace("127.0.0.1:8470", f"127.0.0.1:{self.port}")

    def configure(self, text: str) -> None:
        """Write office.toml with this after what init wrote; the office listens at `port`."""
        self.file.write_text(f"{self._base}\n{text}\n")
        self.school.config = load_config(self.file)

    def user(self, who: str) -> str:
        """Return a user id by letter and short number."""
        return self.accounts[who].user_id

    def send(self, who: str, room: str, content: dict[str, Any], kind: str = "m.room.message") -> str:
        """Send by bare HTTP; `room` is a key."""
        return servers.send(self.school.homeserver, self.accounts[who], self.rooms[room], content, kind)

    def ding(self, who: str, room: str, *, id: str = "", mentions: tuple[str, ...] = (), **block: Any) -> str:
        """Send one copy of a DING; return its block id."""
        id = id or new_ulid(time.time_ns() // 1_000_000)
        users = [self.user(one) for one in mentions]
        to = {"mentions": True} if users else {"room": True}
        block = {"v": 1, "id": id, "text": "明天停课", "to": to, "confirm": "tap", "n": 1, **block}
        mentioned = {"user_ids": users} if users else {"room": True}
        content = {"msgtype": "m.text", "body": "🔔 明天停课", "m.mentions": mentioned,
                   "org.schoolbell.ding": block}  # fmt: skip
        self.last = self.send(who, room, content)
        return id

    def confirm(self, who: str, room: str, event_id: str) -> None:
        """React with ✅."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": "✅"}
        self.send(who, room, {"m.relates_to": relation}, "m.reaction")

    def events(self, room: str, kind: str) -> list[dict[str, Any]]:
        """Return the events of one type in a room, as its creator sees it, oldest first."""
        query = quote(json.dumps({"types": [kind]}))
        path = f"/_matrix/client/v3/rooms/{quote(self.rooms[room])}/messages?dir=b&limit=100&filter={query}"
        answer = self.school.homeserver.call("GET", path, token=self.school.config.room_token())
        found: list[dict[str, Any]] = answer["chunk"]  # type: ignore[assignment]
        return list(reversed(found))

    def event_of(self, room: str, id: str) -> str:
        """Return the event id of a DING's copy in a room."""
        for event in self.events(room, "m.room.message"):
            if event["content"].get("org.schoolbell.ding", {}).get("id") == id:
                return str(event["event_id"])
        raise LookupError(id)

    def reminders(self, room: str, id: str) -> list[int]:
        """Return the numbers of the reminders of a DING that stand in a room."""
        found = [event["content"] for event in self.events(room, "org.schoolbell.remind")]
        return [content["seq"] for content in found if content["ding"][1] == id]

    def told(self, room: str = "class/Pc/staff") -> list[tuple[str, str, str, str]]:
        """Return (block id, user id, channel, outcome) of all that the office told in a staff room."""
        return [
            (event["content"]["ding"][1], user, channel, outcome)
            for event in self.events(room, "org.schoolbell.delivery")
            for user, channel, outcome, _ in event["content"]["results"]
        ]

    def levels(self, room: str) -> dict[str, Any]:
        """Return a room's power levels now."""
        return self.school.state(self.rooms[room])["m.room.power_levels", ""]

    def set_levels(self, who: str, room: str, content: dict[str, Any]) -> None:
        """Set a room's power levels."""
        account = self.accounts[who]
        servers.send_state(self.school.homeserver, account, self.rooms[room], "m.room.power_levels", content)

    def now_ms(self) -> int:
        """Return the time of the homeserver, more or less."""
        return time.time_ns() // 1_000_000

    def _ledger(self, query: str) -> list[tuple[Any, ...]]:
        path = self.school.config.service_folder / "ledger.db"
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []  # not made yet

    def duties(self) -> set[str]:
        """Return the kinds of duties that stand in the ledger."""
        return {row[0] for row in self._ledger("SELECT kind FROM duty")}

    def done(self, kind: str) -> int:
        """Return how many duties of a kind are done."""
        rows = self._ledger(f"SELECT count(*) FROM duty WHERE kind = '{kind}' AND done_ms IS NOT NULL")
        return int(rows[0][0]) if rows else 0

    def errands(self) -> list[tuple[str, str]]:
        """Return (key, state) of all errands."""
        return self._ledger("SELECT key, state FROM errand")  # type: ignore[return-value]

    def asked(self) -> dict[str, Any] | None:
        """Return what the office says of itself to everybody, None while it does not answer."""
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"http://127.0.0.1:{self.port}/_schoolbell/office", timeout=5) as answer:
                found: dict[str, Any] = json.loads(answer.read())
                return found
        except OSError:
            return None

    def openid(self, who: str) -> str:
        """Return a new OpenID token of somebody's."""
        account = self.accounts[who]
        path = f"/_matrix/client/v3/user/{quote(account.user_id)}/openid/request_token"
        answer = self.school.homeserver.call("POST", path, {}, token=account.access_token)
        return str(answer["access_token"])

    def offered(self, token: str | None = None) -> tuple[int, dict[str, Any]]:
        """Ask what the office offers staff; return (status, answer), (0, {}) while it does not answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/_schoolbell/gateways")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=15) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.loads(refused.read())
        except OSError:
            return 0, {}

    @contextmanager
    def office(self, *, ahead: float = 0) -> Iterator[subprocess.Popen[bytes]]:
        """Start the office `ahead` seconds in the future; ends with the block."""
        process = self.start(ahead)
        try:
            yield process
        finally:
            end(process)

    def start(self, ahead: float) -> subprocess.Popen[bytes]:
        """Start the office's process."""
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.office.office_process", str(self.file), str(ahead)],
                stdin=subprocess.PIPE, stdout=out, stderr=out, env=_environment(), cwd=_TOP,
            )  # fmt: skip

    @property
    def log(self) -> Path:
        """What the office said."""
        return self.file.with_name("office.out")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process by closing its standard input."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class PhoneGateway:
    """The other process, and what it was given."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "messages.jsonl"
        self.file.touch()
        self.secret_file = folder / "gateway.secret"
        self.secret_file.write_text(SECRET + "\n")
        self.secret_file.chmod(0o600)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.office.gateway_process", str(self.file), SECRET],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), cwd=_TOP,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def messages(self) -> list[dict[str, str]]:
        """Return what arrived, doubles too."""
        return [json.loads(line) for line in self.file.read_text().splitlines()]

    def close(self) -> None:
        """End it."""
        end(self.process)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def table(self, more: str = "") -> str:
        """Return the lines for office.toml."""
        return (
            f'[gateway]\nurl = "http://127.0.0.1:{self.port}/send"\n'
            f'secret_file = "{self.secret_file}"\nsms = true\ncall = true\n{more}'
        )


async def duty_at(homeserver: Synapse, folder: Path, students: int = 2) -> Duty:
    """Import a school of one class; every student has a mother (g<n>1) and, odd ones, a father (g<n>2)."""
    school = await new_school(homeserver, folder)
    rows = []
    for n in range(1, students + 1):
        father = [f"父亲{n}", "爸爸", f"1380000{n:02}02", f"{school.prefix}{n}2"] if n % 2 else [""] * 4
        rows.append(
            [f"{school.prefix}0{n}", f"学生{n}", "一班", f"母亲{n}", "妈妈", f"1380000{n:02}01",
             f"{school.prefix}{n}1", *father]
        )  # fmt: skip
    school.sheets["学生"] = rows
    school.write_roster()
    file = school.config.room_token_file.with_name("office.toml")
    file.write_text(file.read_text() + '\n[policy]\nquiet_hours = ["03:00", "03:00"]\n')
    school.config = load_config(file)
    report = await school.run()
    accounts = {}
    for one in report.accounts:
        localpart = one.user_id[1:].partition(":")[0]
        if one.password is not None and localpart != school.config.creator:
            name = localpart[0] + localpart[1:].removeprefix(school.prefix)
            accounts[name] = homeserver.login(localpart, one.password)
    return Duty(school, rooms_by_key(school, report), accounts)


async def until(
    condition: Callable[[], Any], what: str, process: subprocess.Popen[bytes] | None = None
) -> Any:
    """Ask (in a thread) until the answer is truthy; fail when it never is, or when `process` has ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = await asyncio.to_thread(condition)
        if found:
            return found
        assert time.monotonic() < deadline, f"did not happen: {what}"
        assert process is None or process.poll() is None, f"the office ended before: {what}"
        await asyncio.sleep(0.05)
