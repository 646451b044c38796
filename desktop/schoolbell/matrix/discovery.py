"""From an address a person types to a homeserver we can work with, or a clear word why not."""

import ipaddress
import unicodedata
from contextlib import aclosing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport
from schoolbell.matrix.wire import decode_any, decode_object

if TYPE_CHECKING:
    import httpx

SCHOOL = "org.schoolbell.school"  # our key in .well-known; the same name is an account data type
SLIDING_SYNC = "org.matrix.simplified_msc3575"
MAX_WELL_KNOWN = 50 << 10  # bytes, as the specification allows
MAX_ANCHORS = 50
_WHAT_A_WEB_SERVER_SAYS = frozenset(
    {
        ErrorCode.NOT_FOUND,
        ErrorCode.CAPTIVE_PORTAL,
        ErrorCode.BAD_REQUEST,
        ErrorCode.FORBIDDEN,
        ErrorCode.TOO_LARGE,
        ErrorCode.SIGNED_OUT,
    }
)


class Homeserver(Struct, frozen=True):
    """A homeserver that can serve Schoolbell. `anchors` are what its .well-known names, maybe none.

    `server_name` is what the person typed (host and port); the name in user ids is known after sign-in.
    `sso_login`: one can sign in through a browser; `sso_name` is what the one provider calls itself.
    """

    base_url: str
    server_name: str
    versions: tuple[str, ...]
    sliding_sync: bool
    password_login: bool
    anchors: tuple[str, ...] = ()
    office: str | None = None
    sso_login: bool = False
    sso_name: str = ""


async def discover(client: "httpx.AsyncClient", address: str) -> Homeserver:
    """Find the homeserver for an address: `school.example`, `host:port`, a URL, or a whole user id.

    Client-server API, "Server discovery", then `/versions` and `/login`. Everything goes over TLS except
    to this machine itself. Raises KnownError: NO_SUCH_HOST, TLS, NOT_HOMESERVER, NO_SLIDING_SYNC, NETWORK …
    """
    origin, server_name = parse_address(address)
    well_known = await _well_known(client, origin)
    base_url = origin
    named = well_known.get("m.homeserver")
    if isinstance(named, dict) and isinstance(named.get("base_url"), str):
        base_url = _checked_base_url(named["base_url"], local=_is_local(urlsplit(origin).hostname or ""))
    transport = Transport(client, base_url)
    versions = await _ask(transport, "/_matrix/client/versions")
    names = versions.get("versions")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or not names:
        raise KnownError(ErrorCode.NOT_HOMESERVER)
    features = versions.get("unstable_features")
    if not isinstance(features, dict) or features.get(SLIDING_SYNC) is not True:
        raise KnownError(ErrorCode.NO_SLIDING_SYNC)
    flows = await read_flows(transport)
    school = well_known.get(SCHOOL)
    return Homeserver(
        base_url=transport.base_url,
        server_name=server_name,
        versions=tuple(names),
        sliding_sync=True,
        password_login="m.login.password" in flows,
        anchors=read_anchors(school),
        office=read_office(school),
        sso_login="m.login.sso" in flows and "m.login.token" in flows,
        sso_name=_only_provider(flows.get("m.login.sso", {})),
    )


def parse_address(address: str) -> tuple[str, str]:
    """Return (origin URL, host with port) of what a person typed.

    `http://` counts for this machine only; everywhere else https is used. Raises KnownError(NO_SUCH_HOST).
    """
    text = unicodedata.normalize("NFKC", address).strip().replace("。", ".")
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode()
        if ":" not in host:
            host.encode("idna")
    except ValueError:  # UnicodeError is one
        raise KnownError(ErrorCode.NO_SUCH_HOST) from None
    usable = parts.scheme in ("", "http", "https") and parts.username is None
    if not usable or not host or len(host) > 253 or any(sign.isspace() or sign in "/\\?#%" for sign in host):
        raise KnownError(ErrorCode.NO_SUCH_HOST)
    name = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    plain = _is_local(host) and parts.scheme != "https"
    return f"{'http' if plain else 'https'}://{name}", name


def read_anchors(school: object) -> tuple[str, ...]:
    """Return the school space ids in a `{"anchors": […]}` object; what is no room id is left out."""
    anchors = school.get("anchors") if isinstance(school, dict) else None
    if not isinstance(anchors, list):
        return ()
    good = [anchor for anchor in anchors[:MAX_ANCHORS] if isinstance(anchor, str) and _is_room_id(anchor)]
    return tuple(dict.fromkeys(good))


def read_office(school: object) -> str | None:
    """Return the office's address in the same object: https, or http on this machine."""
    office = school.get("office") if isinstance(school, dict) else None
    if not isinstance(office, str):
        return None
    try:
        parts = urlsplit(office)
    except ValueError:
        return None
    secure = parts.scheme == "https" or (parts.scheme == "http" and _is_local(parts.hostname or ""))
    return office if secure and parts.hostname else None


def _is_room_id(text: str) -> bool:
    return text.startswith("!") and 1 < len(text) <= 255 and text.isprintable() and " " not in text


async def read_flows(transport: Transport) -> dict[str, dict[str, Any]]:
    """Return the ways to sign in, by type. Raises KnownError."""
    flows = (await _ask(transport, "/_matrix/client/v3/login")).get("flows")
    known = [flow for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
    return {flow["type"]: flow for flow in known if isinstance(flow.get("type"), str)}


def _only_provider(flow: dict[str, Any]) -> str:
    """Return the name of the one identity provider, "" for several or for what cannot be shown."""
    providers = flow.get("identity_providers")
    if not isinstance(providers, list) or len(providers) != 1 or not isinstance(providers[0], dict):
        return ""
    name = providers[0].get("name")
    return name.strip() if isinstance(name, str) and name.isprintable() and len(name) <= 40 else ""


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_base_url(text: str, *, local: bool) -> str:
    """Return a base URL that .well-known may name: https, or http on this machine for an address here."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise KnownError(ErrorCode.NOT_HOMESERVER) from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and local and _is_local(host))
    if not secure or not host or parts.username is not None or parts.query or parts.fragment:
        raise KnownError(ErrorCode.NOT_HOMESERVER)
    name = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return f"{parts.scheme}://{name}{parts.path.rstrip('/')}"


async def _well_known(client: "httpx.AsyncClient", origin: str) -> dict[str, Any]:
    """Return the .well-known object; {} where a web server just has none. Redirects are followed."""
    body = bytearray()
    try:
        async with aclosing(Transport(client, origin).stream("/.well-known/matrix/client")) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) > MAX_WELL_KNOWN:
                    return {}
    except MatrixError as error:
        if error.code not in _WHAT_A_WEB_SERVER_SAYS and not (
            error.code is ErrorCode.SERVER and error.status
        ):
            raise
        return {}
    return decode_object(bytes(body))


async def _ask(transport: Transport, path: str) -> dict[str, Any]:
    """Return a JSON object every homeserver serves to everybody. Raises KnownError."""
    try:
        body = await transport.request("GET", path)
    except MatrixError as error:
        if error.code in _WHAT_A_WEB_SERVER_SAYS:
            raise KnownError(ErrorCode.NOT_HOMESERVER) from None
        raise
    answer = decode_any(body)
    if not isinstance(answer, dict):
        raise KnownError(ErrorCode.NOT_HOMESERVER)
    return answer
