"""What the school has laid down for this machine; stronger than anything its user sets."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import read_bounded

MACHINE_POLICY = Path("/etc/schoolbell/policy.json")

SpaceId = Annotated[str, Meta(pattern=r"^!\S{1,254}$")]


class Policy(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The merged policy. None or empty means: nothing laid down. Unknown names are left alone.

    `server` is the address to sign in to; `anchors` are the school space ids; `proxy` is a URL; `cache_limit`
    is in bytes. `language` and `theme` fix those settings. `locked` names further settings that the user
    cannot change from their defaults.
    """

    server: str | None = None
    school_name: str | None = None
    anchors: tuple[SpaceId, ...] = ()
    proxy: str | None = None
    allow_plaintext_session: bool | None = None
    cache_limit: Annotated[int, Meta(ge=0)] | None = None
    low_data: bool | None = None
    language: str | None = None
    theme: str | None = None
    locked: tuple[str, ...] = ()

    @property
    def plaintext_session_allowed(self) -> bool:
        """Whether `--plaintext-session` may be obeyed: yes, unless somebody forbade it."""
        return self.allow_plaintext_session is not False


def sources() -> tuple[Path, ...]:
    """Return where a policy may lie, strongest first: the machine's, then the one beside the program."""
    beside = Path(sys.executable).resolve().parent / "school.json"
    return (MACHINE_POLICY, beside) if getattr(sys, "frozen", False) else (MACHINE_POLICY,)


def load_policy(files: Sequence[Path] | None = None) -> Policy:
    """Read and merge the files, the first that says something about a name wins.

    A missing file says nothing. Raises KnownError(BAD_CONFIGURATION) with `file` (its name) for one that
    cannot be read or understood: running without the school's rules would be worse than not running.
    """
    merged: dict[str, Any] = {}
    locked: list[str] = []
    for path in files if files is not None else sources():
        if not path.exists():
            continue
        content = read_bounded(path)
        try:
            policy = msgspec.json.decode(content or b"", type=Policy)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise KnownError(ErrorCode.BAD_CONFIGURATION, {"file": path.name}) from None
        locked += policy.locked
        for field in Policy.__struct_fields__:
            value = getattr(policy, field)
            if value is not None and value != ():
                merged.setdefault(field, value)
    merged["locked"] = tuple(dict.fromkeys(locked))
    return Policy(**merged)
