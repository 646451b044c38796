"""A report for whoever helps: versions, settings, numbers, the last log lines; no secret, nobody's words.

What goes in is named here one by one: a new setting, or a new name in a policy, is not told until somebody
has thought about it. It is text, so that who sends it can read what is sent.
"""

import locale
import os
import platform
import ssl
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from schoolbell.base.clock import Clock
from schoolbell.system import logs
from schoolbell.system.files import read_bounded
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.settings import Values
from schoolbell.version import VERSION

_PACKAGES = ("PySide6_Essentials", "qasync", "httpx", "msgspec", "keyring", "truststore", "nh3")
_SETTINGS = (
    "language", "theme", "text_scale", "notify", "notify_preview", "notify_sound", "quiet", "close_to_tray",
    "low_data", "lock_minutes",
)  # fmt: skip
_CRASHES = 3  # the newest reports; they tell types and places only
_LONGEST_REPORT = 64 << 10


def report(
    clock: Clock,
    paths: Paths,
    values: Values,
    policy: Policy,
    accounts: Iterable[tuple[str, Mapping[str, object]]],
) -> str:
    """Return the report. `accounts` are (homeserver address, what is → how it is), shown one first."""
    sections = [
        ("Schoolbell", _versions() | {"time (ms)": clock.now_ms()}),
        ("Settings", {name: getattr(values, name) for name in _SETTINGS}),
        ("Laid down by the school", _laid_down(policy)),
    ]
    for number, (server, facts) in enumerate(accounts, 1):
        sections.append((f"Account {number}", {"server": _address(server), **facts}))
    lines = [line for title, facts in sections for line in (f"== {title}", *_listed(facts), "")]
    lines += ["== Crash reports", *_crashes(paths.logs), "", "== Last lines of the log", *logs.recent()]
    return "\n".join(lines) + "\n"


def _listed(facts: Mapping[str, object]) -> list[str]:
    return [f"{name}: {value}" for name, value in facts.items()]


def _versions() -> dict[str, object]:
    found: dict[str, object] = {"version": VERSION, "packed": bool(getattr(sys, "frozen", False))}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "?"
    return found | {
        "Python": sys.version.split()[0],
        "TLS": ssl.OPENSSL_VERSION,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": os.cpu_count(),
        "locale": ".".join(part or "?" for part in locale.getlocale()),
        "desktop": os.environ.get("XDG_SESSION_TYPE", ""),
    }


def _laid_down(policy: Policy) -> dict[str, object]:
    """Return which names a policy speaks of; the proxy's address may hold a password."""
    return {
        "server": policy.server is not None,
        "anchors": len(policy.anchors),
        "proxy": policy.proxy is not None,
        "cache_limit": policy.cache_limit,
        "low_data": policy.low_data,
        "plaintext session allowed": policy.plaintext_session_allowed,
    }


def _address(server: str) -> str:
    """Return scheme, host and port: whatever else stands in an address is nobody's business."""
    try:
        parts = urlsplit(server)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return "?"


def _crashes(folder: Path) -> list[str]:
    try:
        newest = sorted(folder.glob("crash-*.txt"))[-_CRASHES:]
    except OSError:
        return []
    found = ((path.name, read_bounded(path, _LONGEST_REPORT)) for path in newest)
    return [
        line for name, text in found if text for line in (name, *text.decode("utf-8", "replace").splitlines())
    ]
