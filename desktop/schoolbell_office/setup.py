"""Day one: from a registration secret or an admin's token to office.toml, two tokens and the creator."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.transport import MatrixError, Transport, segment
from schoolbell.system.http import make_client
from schoolbell_office.config import OfficeConfig, bad, load_config, write_private
from schoolbell_office.server import Requester

ADMIN_LOCALPART = "schoolbell-import"
DEVICE_NAME = "Schoolbell Office"


async def init_office(
    config_file: Path,
    homeserver: str,
    server_name: str,
    *,
    registration_secret: str | None = None,
    admin_token: str | None = None,
    creator: str = "o1",
    language: str = "zh_CN",
    timezone: str = "Asia/Shanghai",
    office_url: str | None = None,
) -> OfficeConfig:
    """Write office.toml, admin.token and room.token beside each other and return the configuration.

    With `registration_secret` (Synapse's registration_shared_secret) a server admin `schoolbell-import` is
    made; else `admin_token` is an existing admin's. The creator account gets a device of its own and is never
    an admin. Run again after a fault: what exists is used. Raises KnownError(BAD_CONFIGURATION), MatrixError.
    """
    folder = _new_folder(config_file)
    client = make_client()
    try:
        transport: Requester = Transport(client, homeserver)
        if admin_token is None:
            if not registration_secret:
                raise bad("missing_key", key="registration_secret")
            admin_token = await _register_admin(transport, registration_secret)
        await _require_admin(transport, admin_token, server_name)
        room_token = await _creator_token(transport, admin_token, f"@{creator}:{server_name}")
    finally:
        await client.aclose()
    write_private(folder / "admin.token", admin_token + "\n")
    write_private(folder / "room.token", room_token + "\n")
    lines = {
        "homeserver": homeserver.rstrip("/"),
        "server_name": server_name,
        "admin_token_file": "admin.token",
        "room_token_file": "room.token",
        "creator": creator,
        "listen": "127.0.0.1:8470",
        "database": "office.db",
        "language": language,
        "timezone": timezone,
        "leavers": "lock",
    }
    if office_url:
        lines["office_url"] = office_url
    # JSON strings are TOML strings.
    text = "".join(f"{key} = {msgspec.json.encode(value).decode()}\n" for key, value in lines.items())
    write_private(config_file, text)
    return load_config(config_file)


def _new_folder(config_file: Path) -> Path:
    """Return the folder for a new office.toml; an existing one is never written over."""
    if config_file.exists():
        raise bad("exists", file=str(config_file))
    folder = config_file.resolve().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


async def _send(
    transport: Requester, method: str, path: str, body: object = None, token: str | None = None
) -> dict[str, Any]:
    answer = msgspec.json.decode(await transport.request(method, path, body=body, token=token))
    return answer if isinstance(answer, dict) else {}


async def _register_admin(transport: Requester, secret: str) -> str:
    """Make a server admin by the shared secret (Synapse, "Shared-Secret Registration"); return its token.

    A name that is taken gets a suffix: the earlier account's password is known to nobody.
    """
    path = "/_synapse/admin/v1/register"
    localpart = ADMIN_LOCALPART
    for _ in range(3):
        nonce = str((await _send(transport, "GET", path))["nonce"])
        password = secrets.token_urlsafe(32)
        mac = hmac.new(
            secret.encode(), "\0".join((nonce, localpart, password, "admin")).encode(), hashlib.sha1
        ).hexdigest()
        body = {"nonce": nonce, "username": localpart, "password": password, "admin": True, "mac": mac}
        try:
            return str((await _send(transport, "POST", path, body))["access_token"])
        except MatrixError as error:
            if error.code is ErrorCode.FORBIDDEN:
                raise bad("secret") from error
            if error.errcode != "M_USER_IN_USE":
                raise
            localpart = f"{ADMIN_LOCALPART}-{secrets.token_hex(3)}"
    raise bad("secret")


async def _require_admin(transport: Requester, token: str, server_name: str) -> None:
    user = str((await _send(transport, "GET", "/_matrix/client/v3/account/whoami", token=token))["user_id"])
    if user.split(":", 1)[1] != server_name:
        raise bad("wrong_creator", user=user, creator=server_name)
    try:
        await _send(transport, "GET", f"/_synapse/admin/v1/users/{segment(user)}/admin", token=token)
    except MatrixError as error:
        if error.code is ErrorCode.FORBIDDEN:
            raise bad("not_admin") from error
        raise


async def _creator_token(transport: Requester, admin_token: str, user_id: str) -> str:
    """Make the creator account if need be and sign it in on a device (a token without one cannot sync)."""
    path = f"/_synapse/admin/v2/users/{segment(user_id)}"
    try:
        found: Mapping[str, Any] = await _send(transport, "GET", path, token=admin_token)
    except MatrixError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        found = {}
    if found.get("admin"):
        raise bad("creator_admin", user=user_id)
    password = secrets.token_urlsafe(32)
    await _send(transport, "PUT", path, {"password": password, "logout_devices": False}, admin_token)
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "initial_device_display_name": DEVICE_NAME,
    }
    return str((await _send(transport, "POST", "/_matrix/client/v3/login", body))["access_token"])
