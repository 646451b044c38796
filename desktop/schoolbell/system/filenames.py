"""Names of files that came from elsewhere made safe to save under, and the types that names stand for."""

import mimetypes
import os
import re
import unicodedata
from pathlib import Path

NAME_BYTES = 200  # of UTF-8: most file systems take 255, and " (12)" or ".part" may follow
_EXTENSION = 16  # characters that count as one
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)
# What Python's own table lacks on one or the other version; never the machine's, which differ.
_TYPES = {
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".7z": "application/x-7z-compressed",
    ".rar": "application/vnd.rar",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".md": "text/markdown",
}
_TABLE = mimetypes.MimeTypes(filenames=())


def safe_name(name: str, fallback: str = "file") -> str:
    """Return `name` as the name of a file in one folder, on every system.

    No paths, no reserved names, no invisible or text-reversing characters, at most NAME_BYTES bytes; the
    extension survives. `fallback` stands in when nothing is left.
    """
    plain = "".join(
        " " if unicodedata.category(character)[0] == "Z" else character
        for character in unicodedata.normalize("NFC", name[:4096])
        if character in "\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    plain = _FORBIDDEN.sub("_", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or not stem or len(extension) > _EXTENSION:
        stem, extension = plain, ""
    stem, tail = stem.strip(" ."), f".{extension}" if extension else ""
    if _RESERVED.fullmatch((stem or fallback) + tail):
        stem = f"_{stem or fallback}"
    stem = _cut(stem, NAME_BYTES - len(tail.encode())).rstrip(" .")
    return (stem or fallback) + tail


def _cut(text: str, most: int) -> str:
    """Return as much of `text` as fits into `most` bytes."""
    return text.encode()[:most].decode("utf-8", "ignore")


def free_path(folder: Path, name: str) -> Path:
    """Return a path in `folder` for a file called `name` (made safe) that does not exist yet."""
    wanted = safe_name(name)
    stem, extension = os.path.splitext(wanted)
    path, number = folder / wanted, 2
    while path.exists() or path.is_symlink():
        path, number = folder / f"{stem} ({number}){extension}", number + 1
    return path


def type_of(name: str) -> str:
    """Return the MIME type that a file name stands for, the general one when it is not known."""
    extension = os.path.splitext(name)[1].lower()
    return _TYPES.get(extension) or _TABLE.guess_type(f"x{extension}")[0] or "application/octet-stream"
