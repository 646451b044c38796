"""What a school's office says of itself to clients, at the URL that account data name as `office`.

`GET <office>/_schoolbell/office` → `{"v":1,"gateways":["sms","call"],"reminds":true}`: which channels besides
the app it has, and whether it reminds (clients then do not). It holds nothing private and needs no sign-in.
"""

import msgspec
from msgspec import Struct

PATH = "/_schoolbell/office"
CHANNELS = ("sms", "call")


class OfficeSays(Struct, frozen=True):
    """The answer. Unknown fields are ignored, unknown channels left out by `read`."""

    v: int = 1
    gateways: tuple[str, ...] = ()
    reminds: bool = False


def read(body: bytes) -> OfficeSays | None:
    """Return what an answer of any quality says, None when it cannot be read."""
    try:
        found = msgspec.json.decode(body, type=OfficeSays)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if found.v != 1:
        return None
    return OfficeSays(1, tuple(one for one in CHANNELS if one in found.gateways), found.reminds)
