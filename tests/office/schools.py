"""Small schools on the test homeserver: roster files, offices, and a dump of what the server holds."""

import csv
import io
import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from schoolbell.matrix.transport import MatrixError
from schoolbell_demo.homeserver import HttpError, Synapse
from schoolbell_office.config import OfficeConfig
from schoolbell_office.importer import ImportReport, import_school
from schoolbell_office.setup import init_office

_prefixes = itertools.count(501)
HEADERS = {
    "学校": ["名称"],
    "班级": ["编号", "名称", "年级", "班主任"],
    "老师": ["工号", "姓名", "职务", "科目", "任教班级", "电话"],
    "学生": [
        "学号",
        "姓名",
        "班级",
        *(f"家长{n}{part}" for n in (1, 2) for part in ("姓名", "关系", "电话", "编号")),
    ],
    "课程表": ["班级", "星期", "开始", "结束", "科目", "老师"],
}

Sheets = dict[str, list[list[str]]]


def small_school(prefix: str) -> Sheets:
    """Return 1 class × 2 students (siblings with one mother), 2 teachers, principal, 2 office, officer.

    Every number starts with `prefix`, so that many such schools fit on one homeserver.
    """
    return {
        "学校": [["小小学校"]],
        "班级": [[f"{prefix}c", "一班", "一年级", f"{prefix}1"]],
        "老师": [
            [f"{prefix}1", "林晓梅", "班主任", "语文", "一班", ""],
            [f"{prefix}2", "周建平", "老师", "数学", "一班", "13900000002"],
            [f"{prefix}0", "顾长明", "校长", "", "", ""],
            [f"{prefix}8", "值班室一", "办公室", "", "", ""],
            [f"{prefix}9", "值班室二", "办公室", "", "", ""],
            [f"{prefix}7", "沈立行", "教育局", "", "", ""],
        ],
        "学生": [
            [
                *(f"{prefix}01", "李明", "一班", "李建国", "爸爸", "13800000001", f"{prefix}11"),
                *("王静", "妈妈", "13800000002", f"{prefix}12"),
            ],
            [f"{prefix}02", "李芳", "一班", "王静", "妈妈", "13800000002", f"{prefix}12", "", "", "", ""],
        ],
        "课程表": [["一班", "周一", "08:00", "08:40", "语文", f"{prefix}1"]],
    }


def csv_text(sheets: Sheets) -> str:
    """Return the one-file form of a roster."""
    out = io.StringIO()
    writer = csv.writer(out)
    for title, rows in sheets.items():
        writer.writerow(["类型", *HEADERS[title]])
        writer.writerows([title, *row] for row in rows)
    return out.getvalue()


@dataclass
class School:
    """One office with its roster file and configuration."""

    homeserver: Synapse
    prefix: str
    config: OfficeConfig
    roster: Path
    sheets: Sheets

    def user(self, localpart: str) -> str:
        """Return the user id for a role letter and the number without the prefix, e.g. `s01`."""
        return self.config.user_id(localpart[0] + self.prefix + localpart[1:])

    def write_roster(self) -> None:
        """Write `sheets` to the roster file."""
        self.roster.write_text(csv_text(self.sheets), "utf-8")

    async def run(self, **options: object) -> ImportReport:
        """Import the roster."""
        return await import_school(self.config, self.roster, **options)  # type: ignore[arg-type]

    def admin(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Call the server as its admin."""
        return self.homeserver.call(method, path, body, token=self.config.admin_token())

    def acting(self, user_id: str) -> str:
        """Return a token for acting as somebody."""
        answer = self.admin("POST", f"/_synapse/admin/v1/users/{quote(user_id)}/login", {})
        return str(answer["access_token"])

    def data(self, user_id: str) -> dict[str, object]:
        """Return somebody's `org.schoolbell.school`."""
        answer = self.admin("GET", f"/_synapse/admin/v1/users/{quote(user_id)}/accountdata")
        return answer["account_data"]["global"]["org.schoolbell.school"]  # type: ignore[index,no-any-return]

    def state(self, room_id: str) -> dict[tuple[str, str], dict[str, object]]:
        """Return a room's state as the creator sees it: (type, key) → content."""
        path = f"/_matrix/client/v3/rooms/{quote(room_id)}/state"
        answer = self.homeserver.call("GET", path, token=self.config.room_token())
        events: list[dict[str, object]] = answer["value"]  # type: ignore[assignment]
        return {(str(one["type"]), str(one["state_key"])): one["content"] for one in events}  # type: ignore[misc]

    def members(self, room_id: str) -> set[str]:
        """Return who has joined a room."""
        return {
            key
            for (kind, key), content in self.state(room_id).items()
            if kind == "m.room.member" and content["membership"] == "join"
        }

    def dump(self) -> str:
        """Return all that the server holds of this school, without what differs from run to run."""
        text = whole_dump(self.homeserver, self.config, self.prefix)
        return "\n".join(sorted(text.replace(self.prefix, "P").splitlines()))

    def _push(self, user_id: str) -> object:
        return _push_rule(self.homeserver, self.acting(user_id))


def _push_rule(homeserver: Synapse, token: str) -> object:
    try:
        path = "/_matrix/client/v3/pushrules/global/underride/org.schoolbell.big"
        return homeserver.call("GET", path, token=token)
    except HttpError:
        return None


def whole_dump(homeserver: Synapse, config: OfficeConfig, prefix: str = "") -> str:
    """Return all that the server holds of the accounts whose number starts with `prefix` and of their rooms.

    Read by bare HTTP: accounts, school data, push rules, and every room the creator is in with its whole
    state. Room ids become keys; whether somebody has chosen a password, event ids and times are left out, and
    so is what no import writes but an office on duty: who has never signed in.
    """
    token, admin = config.room_token(), config.admin_token()
    joined = homeserver.call("GET", "/_matrix/client/v3/joined_rooms", token=token)
    rooms: dict[str, list[dict[str, Any]]] = {}
    for room in joined["joined_rooms"]:  # type: ignore[attr-defined]
        answer = homeserver.call("GET", f"/_matrix/client/v3/rooms/{quote(room)}/state", token=token)
        rooms[room] = answer["value"]  # type: ignore[assignment]
    keys: dict[str, str] = {}
    lines = []
    for room, events in rooms.items():
        labels = [one["content"] for one in events if one["type"] == "org.schoolbell.room"]
        keys[room] = str(labels[0].get("key", "?")) if labels else "?"
        for event in events:
            if event["type"] == "org.schoolbell.signins":
                continue
            shown = dict(event["content"])
            if event["type"] == "m.room.member":
                shown = {"membership": shown["membership"]}
            entry = [keys[room], event["type"], event["state_key"], event["sender"][:2], shown]
            lines.append(json.dumps(entry, ensure_ascii=False, sort_keys=True))
    users = homeserver.call(
        "GET", "/_synapse/admin/v2/users?limit=5000&deactivated=true&locked=true", token=admin
    )
    for user in users["users"]:  # type: ignore[attr-defined]
        name = str(user["name"])
        if name[2:].startswith(prefix) and not user["admin"]:
            path = f"/_synapse/admin/v1/users/{quote(name)}"
            data: Any = homeserver.call("GET", f"{path}/accountdata", token=admin)["account_data"]
            school = dict(data["global"].get("org.schoolbell.school", {}))
            school.pop("first_sign_in", None)
            acting = str(homeserver.call("POST", f"{path}/login", {}, token=admin)["access_token"])
            about = [user["displayname"], user["locked"], user["deactivated"], school]
            rule = _push_rule(homeserver, acting)
            lines.append(json.dumps([name, *about, rule], ensure_ascii=False, sort_keys=True))
    text = "\n".join(sorted(lines))
    for room, key in keys.items():
        text = text.replace(room, f"<{key}>")
    return "\n".join(sorted(text.splitlines()))


async def new_school(homeserver: Synapse, folder: Path, prefix: str | None = None) -> School:
    """Set up an office for a fresh small school; nothing is imported yet."""
    prefix = prefix or str(next(_prefixes))
    config = await init_office(
        folder / f"office-{prefix}" / "office.toml",
        homeserver.base_url,
        homeserver.server_name,
        registration_secret=homeserver.registration_secret,
        creator=f"o{prefix}8",
    )
    school = School(homeserver, prefix, config, folder / f"roster-{prefix}.csv", small_school(prefix))
    school.write_roster()
    return school


def rooms_by_key(school: School, report: ImportReport) -> dict[str, str]:
    """Return key (with the prefix as P) → room id."""
    return {room.key.replace(school.prefix, "P"): room.room_id for room in report.rooms}


__all__ = ["MatrixError", "School", "csv_text", "new_school", "rooms_by_key", "small_school", "whole_dump"]
