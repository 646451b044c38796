"""Looks at the homeserver and its configuration file and says what a school must change."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import Texts
from schoolbell.matrix.transport import MatrixError, segment
from schoolbell_office.config import OfficeConfig
from schoolbell_office.openid import USERINFO
from schoolbell_office.server import Requester

# Below this, colleagues behind one address lock each other out with a handful of sign-ins.
_LOGIN_PER_SECOND = 1.0
_LOGIN_BURST = 50
_POLICY_MODULE = "schoolbell_policy"
# Where the running module answers the office (packaging/homeserver/schoolbell_policy.py).
_POLICY_STATUS = "/_synapse/client/org.schoolbell.policy"


class UnfitServerError(KnownError):
    """Schoolbell cannot work at this homeserver; nothing was written. `findings` say what must change."""

    def __init__(self, findings: list["Finding"]) -> None:
        super().__init__(ErrorCode.BAD_CONFIGURATION, {"reason": "unfit"})
        self.findings = findings


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
    """Return what should change at the homeserver, what is fatal first. Reads only.

    Most of it the running server tells; what it does not tell (the module's absence hides the limits) comes
    from its configuration file, if office.toml names one.
    """
    try:
        findings = await _probe(config, requester, room_token)
    except KnownError as error:
        return [Finding("unreachable", True, (("code", str(error.code)),))]
    if config.homeserver_config is not None:
        findings += read_configuration(config.homeserver_config)
    return sorted(dict.fromkeys(findings), key=lambda one: not one.fatal)


async def require_fit(config: OfficeConfig, requester: Requester, room_token: str) -> list[Finding]:
    """Return what should change, as the office does at every start; UnfitServerError when it cannot work so.

    A fault of the network or a token the server no longer takes is raised as it is.
    """
    findings = await check_server(config, requester, room_token)
    if any(one.key == "unreachable" for one in findings):
        findings = await _probe(config, requester, room_token)  # once more; now a fault is the caller's
    if any(one.fatal for one in findings):
        raise UnfitServerError(findings)
    return findings


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


async def _probe(config: OfficeConfig, requester: Requester, room_token: str) -> list[Finding]:
    findings = []
    versions = await _get(requester, "/_matrix/client/versions", room_token)
    features = _table(versions, "unstable_features")
    if not features.get("org.matrix.simplified_msc3575"):
        findings.append(Finding("no_sliding_sync", fatal=True))
    answer = await _get(requester, "/_matrix/client/v3/capabilities", room_token)
    capabilities = _table(answer, "capabilities")
    rooms = _table(capabilities, "m.room_versions")
    if "12" not in _table(rooms, "available"):
        findings.append(Finding("no_room_version", fatal=True))
    elif rooms.get("default") != "12":
        findings.append(Finding("default_room_version"))
    delayed = capabilities.get("org.matrix.msc4140.delayed_events")
    if not features.get("org.matrix.msc4140") and not delayed:
        findings.append(Finding("no_delayed"))
    if _table(capabilities, "m.set_displayname").get("enabled", True):
        findings.append(Finding("names"))
    try:
        well_known = await _get(requester, "/.well-known/matrix/client")
    except KnownError:
        well_known = {}
    if _table(well_known, "io.element.e2ee").get("force_disable") is not True:
        findings.append(Finding("encryption"))
    if await _registration_open(config, requester):
        findings.append(Finding("registration"))
    if config.openid_url is None and not await _checks_openid(requester):
        findings.append(Finding("no_openid"))
    return findings + await _probe_module(config, requester, room_token)


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key)
    return found if isinstance(found, Mapping) else {}


async def _registration_open(config: OfficeConfig, requester: Requester) -> bool:
    """Whether anybody may make an account: a closed server refuses even to say whether a name is free."""
    path = "/_matrix/client/v3/register/available"
    try:
        await requester.request("GET", path, query={"username": config.creator}, token=None)
    except MatrixError as error:
        return error.errcode in ("M_USER_IN_USE", "M_INVALID_USERNAME", "M_EXCLUSIVE")
    return True


async def _checks_openid(requester: Requester) -> bool:
    """Whether the server says whose an OpenID token is: it refuses one that is none."""
    try:
        await requester.request("GET", USERINFO, query={"access_token": "none"}, token=None)
    except MatrixError as error:
        if error.status == 0:
            raise
        return error.errcode == "M_UNKNOWN_TOKEN"
    return False


async def _probe_module(config: OfficeConfig, requester: Requester, room_token: str) -> list[Finding]:
    """Ask schoolbell_policy whether it runs, for whom, and under which limits."""
    try:
        answer = await _get(requester, _POLICY_STATUS, room_token)
    except MatrixError as error:
        if error.errcode == "M_FORBIDDEN":  # it runs, but does not know our account as the office's
            return [Finding("module_letters", False, (("account", config.creator),))]
        if error.status == 0 or error.code is ErrorCode.SIGNED_OUT:
            raise
        return [Finding("no_module")]
    except msgspec.DecodeError:
        return [Finding("no_module")]
    if not isinstance(answer.get("office"), list):
        return [Finding("no_module")]
    return _settings(_table(answer, "settings"), partial=True)


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
    return findings + _settings(merged, partial=False)


def _settings(configuration: Mapping[str, Any], partial: bool) -> list[Finding]:
    """Return what a configuration lacks; in a partial one an absent setting is not known, else a default."""

    def known(key: str) -> bool:
        return key in configuration or not partial

    findings = []
    if known("rc_login") and _login_limit_too_low(configuration):
        findings.append(Finding("login_limit"))
    if configuration.get("enable_registration"):
        findings.append(Finding("registration"))
    if known("enable_room_list_search") and configuration.get("enable_room_list_search", True):
        findings.append(Finding("room_list"))
    profiles = "limit_profile_requests_to_users_who_share_rooms"
    if known(profiles) and not configuration.get(profiles, False):
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
