"""What can go wrong in the world (KnownError, one code each) and what is our own fault (BugError)."""

from collections.abc import Mapping
from enum import StrEnum


class ErrorCode(StrEnum):
    """Everything a person may be told about; `shell`/`ui` hold the one table code → words."""

    NETWORK = "network"
    TIMEOUT = "timeout"
    TLS = "tls"
    NO_SUCH_HOST = "no_such_host"
    NOT_HOMESERVER = "not_homeserver"
    NO_SLIDING_SYNC = "no_sliding_sync"
    CAPTIVE_PORTAL = "captive_portal"
    PROXY = "proxy"
    PROXY_SCRIPT = "proxy_script"
    WRONG_PASSWORD = "wrong_password"
    RATE_LIMITED = "rate_limited"
    SIGNED_OUT = "signed_out"
    SOFT_LOGOUT = "soft_logout"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    TOO_LARGE = "too_large"
    BAD_REQUEST = "bad_request"
    SERVER = "server"
    UNKNOWN_POSITION = "unknown_position"
    BAD_SLIP_CODE = "bad_slip_code"
    WEAK_PASSWORD = "weak_password"
    ANCHOR_CHANGED = "anchor_changed"
    NO_KEYRING = "no_keyring"
    NO_BROWSER = "no_browser"
    SSO_UNFINISHED = "sso_unfinished"
    WRONG_PIN = "wrong_pin"
    PROFILE_IN_USE = "profile_in_use"
    DATABASE_NEWER = "database_newer"
    DATABASE_CORRUPT = "database_corrupt"
    CACHE_REBUILT = "cache_rebuilt"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    BAD_CONFIGURATION = "bad_configuration"
    BAD_ROSTER = "bad_roster"
    CANCELLED = "cancelled"
    FILE_GONE = "file_gone"
    FILE_CHANGED = "file_changed"
    FILE_DAMAGED = "file_damaged"
    FILE_TOO_LARGE = "file_too_large"
    NOT_A_FILE = "not_a_file"
    SAVE_REFUSED = "save_refused"
    NO_MICROPHONE = "no_microphone"
    MICROPHONE_REFUSED = "microphone_refused"
    NOT_RECORDED = "not_recorded"
    NO_LOUDSPEAKER = "no_loudspeaker"
    NOT_AUDIO = "not_audio"
    MUTE_REFUSED = "mute_refused"


# Worth trying again without anybody doing anything.
TRANSIENT = frozenset(
    {
        ErrorCode.NETWORK,
        ErrorCode.TIMEOUT,
        ErrorCode.TLS,
        ErrorCode.NO_SUCH_HOST,
        ErrorCode.CAPTIVE_PORTAL,
        ErrorCode.PROXY,
        ErrorCode.PROXY_SCRIPT,
        ErrorCode.RATE_LIMITED,
        ErrorCode.SERVER,
    }
)

# This computer's own trouble: no server is at fault, and nothing that waits is given up for it.
LOCAL = frozenset(
    {
        ErrorCode.DISK_FULL,
        ErrorCode.READ_ONLY,
        ErrorCode.DATABASE_CORRUPT,
        ErrorCode.DATABASE_NEWER,
        ErrorCode.PROFILE_IN_USE,
        ErrorCode.NO_KEYRING,
    }
)


class KnownError(Exception):
    """The environment failed in a way we know; `code` selects the words, `details` fill them in.

    `details` never hold secrets or message text: they may reach a log.
    """

    def __init__(self, code: ErrorCode, details: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{code.value} {dict(details or {})}")
        self.code = code
        self.details: Mapping[str, object] = dict(details or {})

    @property
    def transient(self) -> bool:
        """Whether the same call may succeed later by itself."""
        return self.code in TRANSIENT

    @property
    def local(self) -> bool:
        """Whether this computer is at fault: the call may succeed once somebody has made room."""
        return self.code in LOCAL


class BugError(Exception):
    """A promise inside Schoolbell was broken; goes to the crash report, never to a banner."""
