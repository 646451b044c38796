"""Looks at the homeserver and its configuration file and says what a school must change."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from schoolbell.base.errors import KnownError
from schoolbell.base.texts import Texts
from schoolbell.matrix.transport import segment
from schoolbell_office.config import OfficeConfig
from schoolbell_office.server import Requester

# Below this, colleagues behind one address lock each other out with a handful of sign-ins.
_LOGIN_PER_SECOND = 1.0
_LOGIN_BURST = 50
_POLICY_MODULE = "schoolbell_policy"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to change. `key` is a text of [check]; `fatal` means that Schoolbell cannot work so."""

    key: str
    fatal: bool = False
    values: tuple[tuple[str, str], ...] = ()

    def words(self, texts: Texts) -> str:
        """Return the finding as a sentence."""
        return texts.get(f"check.{self.key}", **dict(self.values))


async def check_server(config: OfficeConfig, requester: Requester, room_token: str) -> list[Finding]:
    """Return what should change at the homeserver, what is fatal first. Reads only."""
    try:
        findings = await _probe(requester, room_token)
    except KnownError as error:
        return [Finding("unreachable", True, (("code", str(error.code)),))]
    if config.homeserver_config is not None:
        findings += read_configuration(config.homeserver_config)
    return sorted(findings, key=lambda one: not one.fatal)


async def check_limits(config: OfficeConfig, requester: Requester, admin_token: str) -> list[Finding]:
    """Return whether the creator still has rate limits; needs the admin's token."""
    user = config.user_id(config.creator)
    path = f"/_synapse/admin/v1/users/{segment(user)}/override_ratelimit"
    answer = await _get(requester, path, admin_token)
    free = bool(answer) and answer.get("messages_per_second") == 0
    return [] if free else [Finding("no_ratelimit", False, (("user", user),))]


async def _get(requester: Requester, path: str, token: str | None = None) -> dict[str, Any]:
    answer = msgspec.json.decode(await requester.request("GET", path, token=token))
    return answer if isinstance(answer, dict) else {}


async def _probe(requester: Requester, room_token: str) -> list[Finding]:
    findings = []
    versions = await _get(requester, "/_matrix/client/versions", room_token)
    features = versions.get("unstable_features", {})
    if not features.get("org.matrix.simplified_msc3575"):
        findings.append(Finding("no_sliding_sync", fatal=True))
    answer = await _get(requester, "/_matrix/client/v3/capabilities", room_token)
    capabilities = answer.get("capabilities", {})
    rooms = capabilities.get("m.room_versions", {})
    if "12" not in rooms.get("available", {}):
        findings.append(Finding("no_room_version", fatal=True))
    elif rooms.get("default") != "12":
        findings.append(Finding("default_room_version"))
    delayed = capabilities.get("org.matrix.msc4140.delayed_events")
    if not features.get("org.matrix.msc4140") and not delayed:
        findings.append(Finding("no_delayed"))
    try:
        well_known = await _get(requester, "/.well-known/matrix/client")
    except KnownError:
        well_known = {}
    if well_known.get("io.element.e2ee", {}).get("force_disable") is not True:
        findings.append(Finding("encryption"))
    return findings


def read_configuration(path: Path) -> list[Finding]:
    """Return what a Synapse configuration lacks: one YAML file, or a folder of fragments."""
    import yaml

    try:
        files = sorted(path.glob("*.y*ml")) if path.is_dir() else [path]
        merged: dict[str, Any] = {}
        for file in files:
            document = yaml.safe_load(file.read_text("utf-8"))
            if isinstance(document, Mapping):
                merged.update(document)  # as Synapse does: later files replace whole keys
        if not merged:
            raise OSError(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return [Finding("unreadable", False, (("file", str(path)),))]
    findings = []
    modules = merged.get("modules") or []
    names = [str(one.get("module", "")) for one in modules if isinstance(one, Mapping)]
    if not any(name.split(".")[0] == _POLICY_MODULE for name in names):
        findings.append(Finding("no_module"))
    if _login_limit_too_low(merged):
        findings.append(Finding("login_limit"))
    if merged.get("enable_registration"):
        findings.append(Finding("registration"))
    if merged.get("enable_room_list_search", True):
        findings.append(Finding("room_list"))
    if not merged.get("limit_profile_requests_to_users_who_share_rooms", False):
        findings.append(Finding("profiles"))
    return findings


def _login_limit_too_low(configuration: Mapping[str, Any]) -> bool:
    limits = configuration.get("rc_login")
    address = limits.get("address") if isinstance(limits, Mapping) else None
    if not isinstance(address, Mapping):
        return True  # Synapse's own default: 0.003 a second, five at once
    try:
        return (
            float(address.get("per_second", 0)) < _LOGIN_PER_SECOND
            or float(address.get("burst_count", 0)) < _LOGIN_BURST
        )
    except (TypeError, ValueError):
        return True
