"""What a school's office says of itself to clients, at the URL that account data name as `office`.

`GET <office>/_schoolbell/office` → `{"v":1,"reminds":true}`: whether it reminds (clients then do not). It
holds nothing private and needs no sign-in.

`GET <office>/_schoolbell/gateways` with `Authorization: Bearer <OpenID token>` →
`{"v":1,"gateways":["sms","call"]}`: which channels besides the app it has, for staff alone: 401 without a
token that counts, 403 for families, 429 and 503 with `Retry-After`.
"""

import msgspec
from msgspec import Struct

PATH = "/_schoolbell/office"
GATEWAYS_PATH = "/_schoolbell/gateways"
CHANNELS = ("sms", "call")  # besides the app, in their order everywhere


class OfficeSays(Struct, frozen=True):
    """What everybody is told."""

    v: int = 1
    reminds: bool = False


class OfficeOffers(Struct, frozen=True):
    """What staff is told. Unknown fields are ignored, unknown channels left out by `read_offers`."""

    v: int = 1
    gateways: tuple[str, ...] = ()


def read_offers(body: bytes) -> OfficeOffers | None:
    """Return what an answer of any quality offers, None when it cannot be read."""
    try:
        found = msgspec.json.decode(body, type=OfficeOffers)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if found.v != 1:
        return None
    return OfficeOffers(1, tuple(one for one in CHANNELS if one in found.gateways))
