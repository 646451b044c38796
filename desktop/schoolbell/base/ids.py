"""Identifiers we mint: ULIDs for blocks, transaction ids for what we send."""

import secrets

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_ulid(now_ms: int) -> str:
    """Return a 26-character lower-case ULID (48 bits of `now_ms`, 80 random bits)."""
    value = (now_ms & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))


def new_txn_id() -> str:
    """Return a transaction id that is unique for this device and is also the local id of the echo."""
    return "sb" + secrets.token_hex(12)
