"""Plain requests to a homeserver, with nothing of ours in between: how somebody outside looks at it."""

import json
import urllib.request
from typing import Any
from urllib.parse import quote


def call(base_url: str, method: str, path: str, body: object = None, *, token: str = "") -> dict[str, Any]:
    """Send one request and return the decoded answer; urllib's HTTPError for an error status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base_url + quote(path, safe="/?=&:"), data=data, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def download(base_url: str, path: str, token: str) -> bytes:
    """Return the bytes at a path."""
    request = urllib.request.Request(base_url + quote(path, safe="/?=&:"))
    request.add_header("Authorization", f"Bearer {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return bytes(answer.read())


def sign_in(base_url: str, user_id: str, password: str) -> str:
    """Return an access token for the account."""
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
    }
    return str(call(base_url, "POST", "/_matrix/client/v3/login", body)["access_token"])
