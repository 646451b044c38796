"""A Synapse module with a school's rules: who makes rooms and invites, and that rooms can be read.

One file, no dependencies: put it on Synapse's import path and name it under `modules:` (see schoolbell.yaml).
Accounts are told apart by the localpart: one lower-case letter for the role and a number after
it (which may have letters further on: t1001a).

- the office (o) may create rooms, invite, and name or publish rooms;
- a teacher (t) may start a private direct chat with one person;
- everybody else (students, guardians) may neither create rooms nor invite: families write in their desk;
- an encryption request is taken out of new rooms, and switching encryption on later is refused, because the
  school keeps records and the client says openly that rooms are not encrypted.

Synapse exempts server administrators from the first three rules and from the refusal; in school rooms the
power level of `m.room.encryption` (101) holds for them too. The cheap callbacks are used on purpose:
`check_event_allowed` would load a room's whole state for every event sent.
"""

import re
from collections.abc import Collection
from typing import Any, Literal

from synapse.module_api import NOT_SPAM, DirectServeJsonResource, ModuleApi
from synapse.module_api.errors import Codes, ConfigError, SynapseError

_ENCRYPTION = "m.room.encryption"
_LOCALPART = re.compile(r"([a-z])[0-9][0-9a-z._-]*")
# Where the office asks whether this module runs (with its own token); proxies pass /_synapse/client on.
STATUS_PATH = "/_synapse/client/org.schoolbell.policy"
_PRIVATE_PRESETS = (None, "private_chat", "trusted_private_chat")

Verdict = Literal["NOT_SPAM"] | Codes


class Config:
    """Which first letters of localparts belong to the office and to teachers."""

    def __init__(self, office: Collection[str] = ("o",), teachers: Collection[str] = ("t",)) -> None:
        self.office = frozenset(office)
        self.teachers = frozenset(teachers)


class SchoolbellPolicy:
    """Registers the callbacks; Synapse makes one object at start."""

    def __init__(self, config: Config, api: ModuleApi) -> None:
        self._config = config
        self._api = api
        api.register_spam_checker_callbacks(
            user_may_create_room=self.user_may_create_room,
            user_may_invite=self.user_may_invite,
            user_may_send_3pid_invite=self.user_may_send_3pid_invite,
            user_may_create_room_alias=self.user_may_create_room_alias,
            user_may_publish_room=self.user_may_publish_room,
            user_may_send_state_event=self.user_may_send_state_event,
        )
        api.register_third_party_rules_callbacks(on_create_room=self.on_create_room)
        api.register_web_resource(STATUS_PATH, _Status(self))

    @staticmethod
    def parse_config(config: dict[str, Any] | None) -> Config:
        """Check `config:` of the module's entry: `office` and `teachers`, each a list of letters."""
        known = {"office", "teachers"}
        given = config or {}
        if set(given) - known:
            raise ConfigError(f"schoolbell_policy: unknown settings {sorted(set(given) - known)}")
        for name, letters in given.items():
            valid = isinstance(letters, list) and letters
            if not valid or not all(isinstance(x, str) and re.fullmatch("[a-z]", x) for x in letters):
                raise ConfigError(f"schoolbell_policy: {name} must be a list of single lower-case letters")
        return Config(**given)

    async def user_may_create_room(self, user_id: str, room: dict[str, Any]) -> Verdict:
        """Allow the office any room, a teacher a direct chat, nobody else anything."""
        if self._is(user_id, self._config.office):
            return NOT_SPAM
        if self._is(user_id, self._config.teachers) and _is_direct_chat(room):
            return NOT_SPAM
        return Codes.FORBIDDEN

    async def user_may_invite(self, inviter: str, invitee: str, room_id: str) -> Verdict:
        """Allow the office, and a teacher who is still alone in the room: a direct chat stays one of two."""
        if self._is(inviter, self._config.office):
            return NOT_SPAM
        if self._is(inviter, self._config.teachers):
            state = await self._api.get_room_state(room_id, [("m.room.member", None)])
            here = ("join", "invite")
            present = {user for (_, user), e in state.items() if e.content.get("membership") in here}
            if present <= {inviter, invitee}:
                return NOT_SPAM
        return Codes.FORBIDDEN

    async def user_may_send_3pid_invite(
        self, inviter: str, medium: str, address: str, room_id: str
    ) -> Verdict:
        """Allow only the office to invite somebody by mail address or telephone."""
        return self._office_only(inviter)

    async def user_may_create_room_alias(self, user_id: str, alias: object) -> Verdict:
        """Allow only the office to give a room an address."""
        return self._office_only(user_id)

    async def user_may_publish_room(self, user_id: str, room_id: str) -> Verdict:
        """Allow only the office to list a room publicly."""
        return self._office_only(user_id)

    async def user_may_send_state_event(
        self, user_id: str, room_id: str, event_type: str, state_key: str, content: dict[str, Any]
    ) -> Verdict:
        """Refuse switching encryption on, whoever asks."""
        return Codes.FORBIDDEN if event_type == _ENCRYPTION else NOT_SPAM

    async def on_create_room(self, requester: object, room: dict[str, Any], is_admin: bool) -> None:
        """Take the request for encryption out of a new room; some apps always send it."""
        state = room.get("initial_state")
        if isinstance(state, list):
            room["initial_state"] = [
                entry for entry in state if not (isinstance(entry, dict) and entry.get("type") == _ENCRYPTION)
            ]

    def status(self) -> dict[str, object]:
        """Return what the office checks at its start: our letters, and the settings this server runs with.

        Synapse offers modules no public way to its configuration, so what a later version keeps elsewhere is
        left out, and the office then says nothing about it.
        """
        config = getattr(getattr(self._api, "_hs", None), "config", None)
        address = getattr(getattr(config, "ratelimiting", None), "rc_login_address", None)
        rooms = getattr(getattr(config, "roomdirectory", None), "enable_room_list_search", None)
        server = getattr(config, "server", None)
        settings: dict[str, object] = {
            "enable_room_list_search": rooms,
            "limit_profile_requests_to_users_who_share_rooms": getattr(
                server, "limit_profile_requests_to_users_who_share_rooms", None
            ),
        }
        if address is not None:
            settings["rc_login"] = {
                "address": {
                    "per_second": getattr(address, "per_second", None),
                    "burst_count": getattr(address, "burst_count", None),
                }
            }
        return {
            "v": 1,
            "office": sorted(self._config.office),
            "teachers": sorted(self._config.teachers),
            "settings": {name: value for name, value in settings.items() if value is not None},
        }

    async def status_for(self, request: Any) -> dict[str, object]:
        """Return `status` to an office account or a server administrator, 403 to anybody else."""
        requester = await self._api.get_user_by_req(request)
        user_id = requester.user.to_string()
        if not self._is(user_id, self._config.office) and not await self._api.is_user_admin(user_id):
            raise SynapseError(403, "Only the office may ask", Codes.FORBIDDEN)
        return self.status()

    def _office_only(self, user_id: str) -> Verdict:
        return NOT_SPAM if self._is(user_id, self._config.office) else Codes.FORBIDDEN

    def _is(self, user_id: str, letters: Collection[str]) -> bool:
        match = _LOCALPART.fullmatch(user_id[1:].partition(":")[0])
        return match is not None and match[1] in letters and self._api.is_mine(user_id)


class _Status(DirectServeJsonResource):
    """`GET STATUS_PATH`: the module is loaded, and how."""

    def __init__(self, policy: SchoolbellPolicy) -> None:
        super().__init__()
        self._policy = policy

    async def _async_render_GET(self, request: Any) -> tuple[int, dict[str, object]]:
        return 200, await self._policy.status_for(request)


def _is_direct_chat(room: dict[str, Any]) -> bool:
    """Whether a createRoom request asks for a plain private chat with at most one other person."""
    creation = room.get("creation_content") or {}
    invited = room.get("invite") or []
    return (
        room.get("is_direct") is True
        and room.get("visibility", "private") == "private"
        and room.get("preset") in _PRIVATE_PRESETS
        and not room.get("room_alias_name")
        and not room.get("invite_3pid")
        and isinstance(creation, dict)
        and creation.get("type") is None
        and isinstance(invited, list)
        and len(invited) <= 1
    )
