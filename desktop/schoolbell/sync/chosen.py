"""Files chosen for something that is not sent yet: copied while they are small, read through when it goes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schoolbell.store.uploads import NewUpload
from schoolbell.sync import file_message, upload_plan
from schoolbell.sync.transfers import VoiceFacts
from schoolbell.system.filenames import safe_name, type_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as it was when it was chosen; `own`: a copy in the profile's folder."""

    path: str
    name: str
    size: int
    mimetype: str
    own: bool = False
    voice: VoiceFacts | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the message of a file says while it waits, what goes up before it, the hash of all of it."""

    content: Mapping[str, Any]
    upload: NewUpload
    sha256: str


def identify(path: Path) -> Chosen:
    """Return a file where it lies. Blocking. Raises KnownError(FILE_GONE | NOT_A_FILE)."""
    identity = upload_plan.identify(path)
    name = safe_name(path.name)
    return Chosen(os.path.abspath(path), name, identity.size, type_of(name))


def prepare(chosen: Chosen) -> Prepared:
    """Read a chosen file through. Blocking. Raises KnownError(FILE_GONE | NOT_A_FILE | FILE_CHANGED)."""
    path = Path(chosen.path)
    identity = upload_plan.identify(path)
    plan = upload_plan.read_through(path, identity, max(1, identity.size))
    name = safe_name(chosen.name)
    mimetype = chosen.mimetype or type_of(name)
    upload = NewUpload(
        path=chosen.path,
        own=chosen.own,
        name=name,
        mimetype=mimetype,
        size=identity.size,
        mtime_ns=identity.mtime_ns,
        holds=False,  # words never wait for a file, nor does the same file go up twice at once
    )
    content = file_message.draft(name, mimetype, identity.size, voice=chosen.voice)
    return Prepared(content, upload, plan.sha256)
