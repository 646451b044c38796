"""Accounts and rooms on a test homeserver, made by bare HTTP."""

import itertools
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from schoolbell_demo.homeserver import Account, Synapse

PASSWORD = "correct horse 7"
_numbers = itertools.count(10001)


def new_user(
    homeserver: Synapse, role: str = "t", *, name: str | None = None, admin: bool = False
) -> Account:
    """Register a fresh account named role letter + number, signed in on a device of its own."""
    return homeserver.register(f"{role}{next(_numbers)}", PASSWORD, admin=admin, display_name=name)


def new_room(homeserver: Synapse, creator: Account, members: Iterable[Account] = (), **body: object) -> str:
    """Make a private room of `creator` and let every member join; `body` goes to createRoom."""
    people = list(members)
    request: dict[str, object] = {"preset": "private_chat", "invite": [m.user_id for m in people], **body}
    answer = homeserver.call("POST", "/_matrix/client/v3/createRoom", request, token=creator.access_token)
    room_id = str(answer["room_id"])
    for member in people:
        join(homeserver, member, room_id)
    return room_id


def join(homeserver: Synapse, account: Account, room_id: str) -> None:
    """Let an account join a room it may join."""
    homeserver.call("POST", f"/_matrix/client/v3/join/{quote(room_id)}", {}, token=account.access_token)


def send(
    homeserver: Synapse,
    account: Account,
    room_id: str,
    content: Mapping[str, object] | str,
    event_type: str = "m.room.message",
) -> str:
    """Send an event (a text stands for a plain message) and return its event id."""
    body = {"msgtype": "m.text", "body": content} if isinstance(content, str) else content
    path = f"/_matrix/client/v3/rooms/{quote(room_id)}/send/{event_type}/test{next(_numbers)}"
    return str(homeserver.call("PUT", path, body, token=account.access_token)["event_id"])


def send_state(
    homeserver: Synapse,
    account: Account,
    room_id: str,
    event_type: str,
    content: Mapping[str, object],
    state_key: str = "",
) -> str:
    """Set a state entry and return its event id."""
    path = f"/_matrix/client/v3/rooms/{quote(room_id)}/state/{event_type}/{quote(state_key, safe='')}"
    return str(homeserver.call("PUT", path, content, token=account.access_token)["event_id"])


def get_state(
    homeserver: Synapse, account: Account, room_id: str, event_type: str, state_key: str = ""
) -> dict[str, object]:
    """Return a state entry's content; HttpError 404 when there is none."""
    path = f"/_matrix/client/v3/rooms/{quote(room_id)}/state/{event_type}/{quote(state_key, safe='')}"
    return homeserver.call("GET", path, token=account.access_token)
