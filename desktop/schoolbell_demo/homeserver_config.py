"""The configuration of the Synapse that the demo and the tests run."""

from collections.abc import Mapping
from pathlib import Path

_FREE = {"per_second": 100000, "burst_count": 100000}
# Every limit of Synapse lifted: hundreds of accounts and rooms are made within seconds.
NO_LIMITS: Mapping[str, object] = {
    "rc_message": _FREE,
    "rc_registration": _FREE,
    "rc_registration_token_validity": _FREE,
    "rc_login": {"address": _FREE, "account": _FREE, "failed_attempts": _FREE},
    "rc_joins": {"local": _FREE, "remote": _FREE},
    "rc_joins_per_room": _FREE,
    "rc_invites": {"per_room": _FREE, "per_user": _FREE, "per_issuer": _FREE},
    "rc_admin_redaction": _FREE,
    "rc_room_creation": _FREE,
    "rc_media_create": _FREE,
    "rc_delayed_event_mgmt": _FREE,
    "rc_user_directory": _FREE,
    "rc_profile": _FREE,
    "rc_reports": _FREE,
    "rc_presence": {"per_user": _FREE},
    "rc_third_party_invite": _FREE,
    "rc_3pid_validation": _FREE,
    "rc_key_requests": _FREE,
}


def merge(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Return `base` with `over` laid upon it, mapping by mapping; a value of None removes the key."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def configuration(
    data_dir: Path, server_name: str, port: int, secrets: Mapping[str, str], *, test_limits: bool
) -> dict[str, object]:
    """Return Synapse's configuration as one mapping.

    Everything lies in `data_dir`, the one listener is `port` of 127.0.0.1, and nothing federates. `secrets`
    has registration, macaroon and form. `test_limits` lifts every rate limit; else Synapse's defaults hold.
    """
    config: dict[str, object] = {
        "server_name": server_name,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "pid_file": str(data_dir / "homeserver.pid"),
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "x_forwarded": False,
                # openid is the one path that checks OpenID tokens; there is no federation
                "resources": [{"names": ["client", "openid"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(data_dir / "homeserver.db")}},
        "media_store_path": str(data_dir / "media_store"),
        "signing_key_path": str(data_dir / "signing.key"),
        "log_config": str(data_dir / "log.yaml"),
        "registration_shared_secret": secrets["registration"],
        "macaroon_secret_key": secrets["macaroon"],
        "form_secret": secrets["form"],
        "report_stats": False,
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "enable_registration": False,
        "url_preview_enabled": False,
        "max_upload_size": "100M",
        "presence": {"enabled": False},
        "default_room_version": "12",
        "user_directory": {"enabled": True, "search_all_users": True, "prefer_local_users": True},
        "allow_public_rooms_without_auth": False,
        "max_event_delay_duration": "24h",
        "refreshable_access_token_lifetime": "5m",
        "refresh_token_lifetime": "30d",
        "experimental_features": {
            "msc4222_enabled": True,
            "msc4354_enabled": True,
            "msc4143_enabled": True,
            "msc4306_enabled": True,
            "msc4140_max_delayed_events_per_user": 1000,
        },
        "bcrypt_rounds": 4,
    }
    return merge(config, NO_LIMITS) if test_limits else config
