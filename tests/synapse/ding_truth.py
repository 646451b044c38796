"""Who confirmed a DING, worked out from raw answers of the homeserver alone: nothing of the client is used.

As an outsider would write it after reading the protocol: pages of /messages, /relations of each copy, the
receipts of a full /sync, the roster and the members as state.
"""

import json
import urllib.request
from collections import defaultdict
from typing import Any
from urllib.parse import quote

DING = "org.schoolbell.ding"
Person = tuple[str, str]  # user id, "confirmed" | "read" | "unread"


class Outsider:
    """Reads with one account's token."""

    def __init__(self, base_url: str, token: str, me: str, office: str) -> None:
        self._base, self._token, self.me, self._office = base_url, token, me, office
        self._sync = self._get("/_matrix/client/v3/sync?timeout=0&filter=" + quote(json.dumps(
            {"room": {"timeline": {"limit": 1}, "ephemeral": {"types": ["m.receipt"]}}}
        )))  # fmt: skip
        self._rooms = list(self._sync["rooms"]["join"])
        self._state = {room: self._get(f"/_matrix/client/v3/rooms/{room}/state") for room in self._rooms}

    def _get(self, path: str) -> Any:
        request = urllib.request.Request(self._base + path)
        request.add_header("Authorization", f"Bearer {self._token}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.loads(answer.read())

    def _content(self, room: str, type_: str, key: str = "") -> dict[str, Any]:
        return next(
            (one["content"] for one in self._state[room] if one["type"] == type_ and one["state_key"] == key),
            {},
        )

    def timeline(self, room: str) -> list[dict[str, Any]]:
        """Return all events of a room, oldest first."""
        found: list[dict[str, Any]] = []
        token = ""
        while True:
            page = self._get(f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=100{token}")
            found += page["chunk"]
            if "end" not in page:
                return found[::-1]
            token = f"&from={page['end']}"

    def roster(self) -> dict[str, dict[str, Any]]:
        """Return user id → entry of any class."""
        found = {}
        for room in self._rooms:
            if self._content(room, "org.schoolbell.room").get("kind") == "class":
                for one in self._state[room]:
                    if one["type"] == "org.schoolbell.member" and one["content"]:
                        found["@" + one["state_key"]] = one["content"]
        return found

    def tallies(self) -> dict[tuple[str, str], dict[tuple[str, ...], tuple[str, frozenset[Person]]]]:
        """Return (sender, id) → household (its children, or the person) → its state and its people's."""
        roster = self.roster()
        dings: dict[tuple[str, str], list[tuple[str, dict[str, Any], int]]] = defaultdict(list)
        orders: dict[str, dict[str, int]] = {}
        for room in self._rooms:
            kind = self._content(room, "org.schoolbell.room").get("kind")
            if kind not in ("group", "desk", "staff_all", "notices"):
                continue
            events = self.timeline(room)
            orders[room] = {event["event_id"]: at for at, event in enumerate(events)}
            levels = self._content(room, "m.room.power_levels")
            for at, event in enumerate(events):
                block = event["content"].get(DING)
                if event["type"] != "m.room.message" or not isinstance(block, dict):
                    continue
                if event["content"].get("m.relates_to", {}).get("rel_type") == "m.replace":
                    continue
                level = levels.get("users", {}).get(event["sender"], levels.get("users_default", 0))
                if level >= 50 or event["sender"] == self._office:
                    dings[event["sender"], block["id"]].append((room, event, at))
        return {key: self._tally(copies, roster, orders) for key, copies in dings.items()}

    def _tally(
        self,
        copies: list[tuple[str, dict[str, Any], int]],
        roster: dict[str, dict[str, Any]],
        orders: dict[str, dict[str, int]],
    ) -> dict[tuple[str, ...], tuple[str, frozenset[Person]]]:
        asked: set[str] = set()
        confirmed: set[str] = set()
        read: set[str] = set()
        counts = copies[0][1]["content"][DING].get("counts", "guardian")
        for room, event, at in copies:
            members = {
                one["state_key"] for one in self._state[room]
                if one["type"] == "m.room.member" and one["content"]["membership"] == "join"
            }  # fmt: skip
            if event["content"][DING]["to"].get("room"):
                here = {
                    user for user in members if roster.get(user, {}).get("role") in ("student", "guardian")
                }
            else:
                here = set(event["content"]["m.mentions"]["user_ids"])
            here -= {event["sender"], self._office}
            asked |= here
            confirmed |= self._confirmed(room, event["event_id"])
            read |= self._read(room, at, orders[room])
        people = {
            user: "confirmed" if user in confirmed else "read" if user in read else "unread" for user in asked
        }
        households: list[tuple[set[str], set[str]]] = []  # children, people
        for user in sorted(asked):
            entry = roster.get(user, {})
            children = {user} if entry.get("role") == "student" else set(entry.get("children", ()))
            if entry.get("role") == "guardian" and children & asked:
                children &= asked
            mine = (children or {user}, {user})
            for other in [one for one in households if one[0] & mine[0]]:
                households.remove(other)
                mine = (mine[0] | other[0], mine[1] | other[1])
            households.append(mine)
        found = {}
        for children, members in households:
            role = {"guardian": "guardian", "student": "student"}.get(counts)
            counting = [user for user in members if role is None or roster.get(user, {}).get("role") == role]
            states = [people[user] for user in counting or members]
            if "confirmed" in states:
                state = "confirmed"
            else:
                state = "read" if any(people[user] != "unread" for user in members) else "unread"
            found[tuple(sorted(children))] = state, frozenset((user, people[user]) for user in members)
        return found

    def _confirmed(self, room: str, event_id: str) -> set[str]:
        found: set[str] = set()
        token = ""
        while True:
            path = (
                f"/_matrix/client/v1/rooms/{room}/relations/{quote(event_id)}/m.annotation?limit=100{token}"
            )
            page = self._get(path)
            for one in page["chunk"]:
                if one["content"].get("m.relates_to", {}).get("key", "").replace("\ufe0f", "") == "✅":
                    found.add(one["sender"])
            if "next_batch" not in page:
                return found
            token = f"&from={page['next_batch']}"

    def _read(self, room: str, at: int, order: dict[str, int]) -> set[str]:
        found: set[str] = set()
        for part in self._sync["rooms"]["join"][room]["ephemeral"]["events"]:
            for event_id, kinds in part["content"].items():
                if order.get(event_id, -1) >= at:
                    found |= set(kinds.get("m.read", {}))
        for event in self.timeline(room)[at + 1 :]:
            if event["type"] == "m.room.message" and "m.new_content" not in event["content"]:
                found.add(event["sender"])  # who writes later has seen it
        return found
