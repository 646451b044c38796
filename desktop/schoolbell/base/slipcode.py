"""The code on a first-sign-in slip: server, localpart and first password in one typable text.

Crockford base32 (no I, L, O, U) in groups of four: one symbol for the packing, the packed text, four symbols
of a 20-bit CRC. The CRC's polynomial is primitive, so every single wrong symbol and every swap of two
neighbours is noticed. A QR code holds the same text behind `QR_PREFIX`.
"""

import unicodedata
from dataclasses import dataclass, field

from schoolbell.base.errors import ErrorCode, KnownError

QR_PREFIX = "schoolbell://slip/"

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_SYMBOLS)} | {"I": 1, "L": 1, "O": 0}
# Slips rarely need more than this; 44 signs take 5.5 bits each instead of 8.
_COMMON = "\0abcdefghijklmnopqrstuvwxyz0123456789.-_:/@+"
_PACK_COMMON, _PACK_UTF8 = 0, 1
_CHECK_SYMBOLS = 4
_MAX_TEXT = 400  # characters, all three parts together


@dataclass(frozen=True, slots=True)
class SlipCode:
    """What a slip says. `server` is what a person would type as the address."""

    server: str
    localpart: str
    password: str = field(repr=False)


def encode(server: str, localpart: str, password: str) -> str:
    """Return the code for a slip, in groups of four. Raises ValueError for parts that no slip may hold."""
    parts = (server, localpart, password)
    text = "\0".join(parts)
    if not _acceptable(parts):
        raise ValueError("every part needs 1 or more printable characters, 400 together at most")
    if all(sign in _COMMON for sign in text):
        packing, number = _PACK_COMMON, 1
        for sign in text:
            number = number * len(_COMMON) + _COMMON.index(sign)
    else:
        packing, number = _PACK_UTF8, int.from_bytes(b"\1" + text.encode())
    symbols = [packing]
    size = (number.bit_length() + 4) // 5
    symbols += [number >> 5 * place & 31 for place in range(size - 1, -1, -1)]
    check = _crc20(symbols)
    symbols += [check >> 5 * place & 31 for place in range(_CHECK_SYMBOLS - 1, -1, -1)]
    written = "".join(_SYMBOLS[value] for value in symbols)
    return "-".join(written[at : at + 4] for at in range(0, len(written), 4))


def decode(text: str) -> SlipCode:
    """Read a code as a person types or scans it.

    Any case, spaces, dashes and full-width signs are fine, and so are O for 0, I or L for 1.
    Raises KnownError(BAD_SLIP_CODE) for anything else.
    """
    if len(text) > 4 * _MAX_TEXT:
        raise KnownError(ErrorCode.BAD_SLIP_CODE)
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower().startswith(QR_PREFIX):
        plain = plain[len(QR_PREFIX) :]
    symbols = []
    for sign in plain.upper():
        if sign.isspace() or unicodedata.category(sign) == "Pd":
            continue
        value = _VALUES.get(sign)
        if value is None:
            raise KnownError(ErrorCode.BAD_SLIP_CODE)
        symbols.append(value)
    body, check = symbols[:-_CHECK_SYMBOLS], symbols[-_CHECK_SYMBOLS:]
    if len(body) < 2 or _number(check) != _crc20(body):
        raise KnownError(ErrorCode.BAD_SLIP_CODE)
    parts = tuple(_unpack(body[0], _number(body[1:])).split("\0"))
    if len(parts) != 3 or not _acceptable(parts):
        raise KnownError(ErrorCode.BAD_SLIP_CODE)
    return SlipCode(*parts)


def _unpack(packing: int, number: int) -> str:
    if packing == _PACK_COMMON:
        signs = []
        while number > 1:
            number, value = divmod(number, len(_COMMON))
            signs.append(_COMMON[value])
        return "".join(reversed(signs))
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    try:
        return raw[1:].decode()
    except UnicodeDecodeError:
        raise KnownError(ErrorCode.BAD_SLIP_CODE) from None


def _acceptable(parts: tuple[str, ...]) -> bool:
    return sum(map(len, parts)) <= _MAX_TEXT and all(part and part.isprintable() for part in parts)


def _number(symbols: list[int]) -> int:
    number = 0
    for value in symbols:
        number = number << 5 | value
    return number


def _crc20(symbols: list[int]) -> int:
    """Return the CRC of 5-bit symbols for x²⁰ + x³ + 1."""
    register = 0xFFFFF
    for value in symbols:
        for place in range(4, -1, -1):
            bit = register >> 19 ^ value >> place & 1
            register = register << 1 & 0xFFFFF
            if bit & 1:
                register ^= 0b1001
    return register
