"""Takes out of a photo what it tells of place, time, device and owner; the picture and its upright side stay.

JPEG (Exif, XMP, IPTC, comments), PNG and WebP (the chunks of the same); everything else is left as it is.
"""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_WORDS = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04  # of VP8X: has Exif, has XMP
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
# Application data 1 and 13 and comments; JFIF, colour profiles and Adobe's transform are the picture's.
_JPEG_WORDS = {0xE1, 0xED, 0xFE}
_START_OF_SCAN = 0xDA
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length


def without_whereabouts(picture: bytes) -> bytes:
    """Return `picture` without words about it; what is not well-formed comes back as it is."""
    try:
        if picture.startswith(b"\xff\xd8"):
            return _jpeg(picture)
        if picture.startswith(_PNG):
            return _png(picture)
        if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
            return _webp(picture)
    except (struct.error, ValueError):
        return picture
    return picture


def _jpeg(picture: bytes) -> bytes:
    kept, at, turned = [picture[:2]], 2, 1
    while True:
        mark, kind = struct.unpack_from(">BB", picture, at)
        if mark != 0xFF:
            raise ValueError("no marker")
        if kind == 0xFF:  # a fill byte
            at += 1
            continue
        if kind == _START_OF_SCAN:
            break
        length = 0 if kind in _ALONE else struct.unpack_from(">H", picture, at + 2)[0]
        segment = picture[at : at + 2 + length]
        if len(segment) != 2 + length or (length < 2 and kind not in _ALONE):
            raise ValueError("cut")
        if kind in _JPEG_WORDS:
            turned = _orientation(segment[4:]) or turned
        else:
            kept.append(segment)
        at += len(segment)
    if turned != 1:
        # After JFIF's own segment, which must be the first.
        place = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1
        kept.insert(place, _only_orientation(turned))
    return b"".join((*kept, picture[at:]))


def _orientation(exif: bytes) -> int:
    """Return 2…8 when that is what the Exif data say, else 0."""
    if not exif.startswith(_EXIF):
        return 0
    tiff = exif[len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 1000)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return int(value) if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _only_orientation(turned: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return struct.pack(">BBH", 0xFF, 0xE1, 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _png(picture: bytes) -> bytes:
    kept, at, turned = [picture[: len(_PNG)]], len(_PNG), 0
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        chunk = picture[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError("cut")
        if chunk[4:8] == b"eXIf":
            turned = _orientation(_EXIF + chunk[8:-4])
        if chunk[4:8] not in _PNG_WORDS:
            kept.append(chunk)
        at += len(chunk)
    if turned and len(kept) > 1:
        words = b"eXIf" + _only_orientation(turned)[4 + len(_EXIF) :]
        kept.insert(2, struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words)))
    return b"".join(kept)


def _webp(picture: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", picture, 4)
    kept, at, end = [b"WEBP"], 12, min(len(picture), 8 + size)
    while at < end:
        (length,) = struct.unpack_from("<I", picture, at + 4)
        chunk = picture[at : at + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise ValueError("cut")
        if chunk[:4] == b"VP8X" and length >= 1:
            chunk = chunk[:8] + bytes((chunk[8] & ~_WEBP_FLAGS,)) + chunk[9:]
        if chunk[:4] not in _WEBP_WORDS:
            kept.append(chunk)
        at += len(chunk)
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
