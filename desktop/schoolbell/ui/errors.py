"""The one table from error codes to words: what happened, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from schoolbell.base.errors import ErrorCode
from schoolbell.viewmodels.counted import Counted

_CONTEXT = "Errors"
Errors = Counted(_CONTEXT)

# code → (what happened, what to do). Texts are in the translation context "Errors".
_TABLE: Mapping[ErrorCode, tuple[object, object]] = {
    ErrorCode.NETWORK: (
        QT_TRANSLATE_NOOP("Errors", "The network is down"),
        QT_TRANSLATE_NOOP("Errors", "Check the cable or Wi-Fi. Schoolbell tries again by itself."),
    ),
    ErrorCode.TIMEOUT: (
        QT_TRANSLATE_NOOP("Errors", "The school's server does not answer"),
        QT_TRANSLATE_NOOP("Errors", "It may be busy. Try again in a moment."),
    ),
    ErrorCode.TLS: (
        QT_TRANSLATE_NOOP("Errors", "The connection is not secure"),
        QT_TRANSLATE_NOOP(
            "Errors", "The server's certificate is not valid. Check this computer's date, or ask the school."
        ),
    ),
    ErrorCode.NO_SUCH_HOST: (
        QT_TRANSLATE_NOOP("Errors", "No school was found at this address"),
        QT_TRANSLATE_NOOP("Errors", "The address is printed on the sign-in slip. Check each letter."),
    ),
    ErrorCode.NOT_HOMESERVER: (
        QT_TRANSLATE_NOOP("Errors", "There is no school server at this address"),
        QT_TRANSLATE_NOOP("Errors", "The address is printed on the sign-in slip. Check each letter."),
    ),
    ErrorCode.NO_SLIDING_SYNC: (
        QT_TRANSLATE_NOOP("Errors", "The school's server is too old for Schoolbell"),
        QT_TRANSLATE_NOOP("Errors", "It lacks sliding sync. Ask the school's IT to update it."),
    ),
    ErrorCode.CAPTIVE_PORTAL: (
        QT_TRANSLATE_NOOP("Errors", "This network asks you to sign in first"),
        QT_TRANSLATE_NOOP("Errors", "Open a web page, sign in to the network, then come back."),
    ),
    ErrorCode.PROXY: (
        QT_TRANSLATE_NOOP("Errors", "The proxy cannot be used"),
        QT_TRANSLATE_NOOP(
            "Errors", "Check the proxy in this computer's network settings, or ask the school's IT."
        ),
    ),
    ErrorCode.PROXY_SCRIPT: (
        QT_TRANSLATE_NOOP("Errors", "This computer uses a proxy script"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Schoolbell cannot read proxy scripts (PAC). Ask the school's IT for the proxy's address.",
        ),
    ),
    ErrorCode.WRONG_PASSWORD: (
        QT_TRANSLATE_NOOP("Errors", "Account or password is wrong"),
        QT_TRANSLATE_NOOP("Errors", "Forgotten? The class teacher or the office can print a new slip."),
    ),
    ErrorCode.RATE_LIMITED: (
        QT_TRANSLATE_NOOP("Errors", "Too many tries"),
        QT_TRANSLATE_NOOP("Errors", "Wait a little, then try again."),
    ),
    ErrorCode.SIGNED_OUT: (
        QT_TRANSLATE_NOOP("Errors", "You have been signed out"),
        QT_TRANSLATE_NOOP("Errors", "Sign in again to go on. Nothing on this computer is lost."),
    ),
    ErrorCode.SOFT_LOGOUT: (
        QT_TRANSLATE_NOOP("Errors", "Your sign-in has ended"),
        QT_TRANSLATE_NOOP("Errors", "Sign in again to go on. Nothing on this computer is lost."),
    ),
    ErrorCode.FORBIDDEN: (
        QT_TRANSLATE_NOOP("Errors", "You may not do this here"),
        QT_TRANSLATE_NOOP("Errors", "Ask a teacher of this group if you need to."),
    ),
    ErrorCode.NOT_FOUND: (
        QT_TRANSLATE_NOOP("Errors", "It is not there any more"),
        QT_TRANSLATE_NOOP("Errors", "It may have been removed."),
    ),
    ErrorCode.TOO_LARGE: (
        QT_TRANSLATE_NOOP("Errors", "This is too large to send"),
        QT_TRANSLATE_NOOP("Errors", "Split it into smaller messages."),
    ),
    ErrorCode.BAD_REQUEST: (
        QT_TRANSLATE_NOOP("Errors", "The school's server refused this"),
        QT_TRANSLATE_NOOP("Errors", "Change it and try again, or delete it."),
    ),
    ErrorCode.SERVER: (
        QT_TRANSLATE_NOOP("Errors", "The school's server has a problem"),
        QT_TRANSLATE_NOOP("Errors", "Nothing is lost. Schoolbell tries again by itself."),
    ),
    ErrorCode.UNKNOWN_POSITION: (
        QT_TRANSLATE_NOOP("Errors", "The school's server has restarted"),
        QT_TRANSLATE_NOOP("Errors", "Schoolbell is catching up by itself."),
    ),
    ErrorCode.BAD_SLIP_CODE: (
        QT_TRANSLATE_NOOP("Errors", "This slip code is not right"),
        QT_TRANSLATE_NOOP("Errors", "A letter or digit differs from the slip. Check it and try again."),
    ),
    ErrorCode.WEAK_PASSWORD: (
        QT_TRANSLATE_NOOP("Errors", "This password is too easy to guess"),
        QT_TRANSLATE_NOOP("Errors", "Use at least 8 characters, letters and digits."),
    ),
    ErrorCode.ANCHOR_CHANGED: (
        QT_TRANSLATE_NOOP("Errors", "This account now belongs to another school"),
        QT_TRANSLATE_NOOP("Errors", "Ask the school's office before you go on."),
    ),
    ErrorCode.NO_KEYRING: (
        QT_TRANSLATE_NOOP("Errors", "This computer has no safe place for the sign-in"),
        QT_TRANSLATE_NOOP("Errors", "You stay signed in until Schoolbell is closed."),
    ),
    ErrorCode.NO_BROWSER: (
        QT_TRANSLATE_NOOP("Errors", "The browser could not be opened"),
        QT_TRANSLATE_NOOP("Errors", "Set a default browser on this computer, or use your password."),
    ),
    ErrorCode.SSO_UNFINISHED: (
        QT_TRANSLATE_NOOP("Errors", "The sign-in in the browser was not finished"),
        QT_TRANSLATE_NOOP("Errors", "Try again and finish it in the browser window."),
    ),
    ErrorCode.WRONG_PIN: (
        QT_TRANSLATE_NOOP("Errors", "The PIN is wrong"),
        QT_TRANSLATE_NOOP("Errors", "Forgotten? Sign in with your password: nothing is lost."),
    ),
    ErrorCode.PROFILE_IN_USE: (
        QT_TRANSLATE_NOOP("Errors", "Schoolbell is already open with this account"),
        QT_TRANSLATE_NOOP("Errors", "Use the window that is open, or close it first."),
    ),
    ErrorCode.DATABASE_NEWER: (
        QT_TRANSLATE_NOOP("Errors", "A newer Schoolbell has used this data"),
        QT_TRANSLATE_NOOP("Errors", "Update Schoolbell to open it."),
    ),
    ErrorCode.DATABASE_CORRUPT: (
        QT_TRANSLATE_NOOP("Errors", "Data on this computer is damaged"),
        QT_TRANSLATE_NOOP("Errors", "It has been kept. Ask the school's IT for help."),
    ),
    ErrorCode.CACHE_REBUILT: (
        QT_TRANSLATE_NOOP("Errors", "Messages kept here were damaged"),
        QT_TRANSLATE_NOOP("Errors", "They are loaded again; nothing is lost."),
    ),
    ErrorCode.DISK_FULL: (
        QT_TRANSLATE_NOOP("Errors", "The disk is full"),
        QT_TRANSLATE_NOOP("Errors", "Free some space, then try again."),
    ),
    ErrorCode.READ_ONLY: (
        QT_TRANSLATE_NOOP("Errors", "Schoolbell cannot write to its folder"),
        QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions or ask the school's IT."),
    ),
    ErrorCode.BAD_CONFIGURATION: (
        QT_TRANSLATE_NOOP("Errors", "Schoolbell is not set up correctly"),
        QT_TRANSLATE_NOOP("Errors", "Ask the school's IT for help."),
    ),
    ErrorCode.BAD_ROSTER: (
        QT_TRANSLATE_NOOP("Errors", "The roster has mistakes"),
        QT_TRANSLATE_NOOP("Errors", "Correct them and import it again."),
    ),
    ErrorCode.CANCELLED: (
        QT_TRANSLATE_NOOP("Errors", "Cancelled"),
        QT_TRANSLATE_NOOP("Errors", "Nothing was changed."),
    ),
    ErrorCode.FILE_GONE: (
        QT_TRANSLATE_NOOP("Errors", "The file cannot be read any more"),
        QT_TRANSLATE_NOOP("Errors", "It was moved, deleted or unplugged. Put it back and try again."),
    ),
    ErrorCode.FILE_CHANGED: (
        QT_TRANSLATE_NOOP("Errors", "The file was changed after you chose it"),
        QT_TRANSLATE_NOOP("Errors", "Delete this message and choose the file again."),
    ),
    ErrorCode.FILE_DAMAGED: (
        QT_TRANSLATE_NOOP("Errors", "This file is not what its sender announced"),
        QT_TRANSLATE_NOOP("Errors", "It was not opened. Ask for it to be sent again."),
    ),
    ErrorCode.FILE_TOO_LARGE: (
        QT_TRANSLATE_NOOP("Errors", "This file is too large for the school's server"),
        QT_TRANSLATE_NOOP("Errors", "Make it smaller or split it, then send it again."),
    ),
    ErrorCode.SAVE_REFUSED: (
        QT_TRANSLATE_NOOP("Errors", "Nothing can be saved in this folder"),
        QT_TRANSLATE_NOOP("Errors", "Choose another folder."),
    ),
    ErrorCode.NO_MICROPHONE: (
        QT_TRANSLATE_NOOP("Errors", "There is no microphone on this computer"),
        QT_TRANSLATE_NOOP("Errors", "Plug one in, then try again."),
    ),
    ErrorCode.MICROPHONE_REFUSED: (
        QT_TRANSLATE_NOOP("Errors", "Schoolbell may not use the microphone"),
        QT_TRANSLATE_NOOP(
            "Errors", "Allow it in this computer's privacy settings, or close the program that uses it."
        ),
    ),
    ErrorCode.NOT_RECORDED: (
        QT_TRANSLATE_NOOP("Errors", "Nothing could be recorded"),
        QT_TRANSLATE_NOOP("Errors", "Check the microphone, then try again."),
    ),
    ErrorCode.NO_LOUDSPEAKER: (
        QT_TRANSLATE_NOOP("Errors", "There is no loudspeaker on this computer"),
        QT_TRANSLATE_NOOP("Errors", "Plug in headphones or a loudspeaker, then try again."),
    ),
    ErrorCode.NOT_AUDIO: (
        QT_TRANSLATE_NOOP("Errors", "This cannot be played"),
        QT_TRANSLATE_NOOP("Errors", "It is damaged, or no sound at all. Ask for it to be sent again."),
    ),
    ErrorCode.MUTE_REFUSED: (
        QT_TRANSLATE_NOOP("Errors", "Who may write here was not changed"),
        QT_TRANSLATE_NOOP(
            "Errors",
            "Somebody may have changed your rights or this person's. Look again, then try once more.",
        ),
    ),
    ErrorCode.NOT_A_FILE: (
        QT_TRANSLATE_NOOP("Errors", "Only files can be sent"),
        QT_TRANSLATE_NOOP("Errors", "Put a folder into one archive file first, then send that."),
    ),
}

_UNKNOWN = (
    QT_TRANSLATE_NOOP("Errors", "Something went wrong"),
    QT_TRANSLATE_NOOP("Errors", "Try again. If it stays so, tell the school's IT."),
)


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """One error in the reader's language: a short title and what to do."""

    title: str
    advice: str


def error_code(value: object) -> ErrorCode | None:
    """Return the code that `value` (a code or its text) names, or None."""
    try:
        return ErrorCode(str(value))
    except ValueError:
        return None


def wait_seconds(details: Mapping[str, object] | None) -> int:
    """Return how many whole seconds the server asked to wait (rounded up), 0 when it did not say."""
    found = (details or {}).get("retry_after_ms")
    if isinstance(found, bool) or not isinstance(found, int | float) or found <= 0:
        return 0
    return -(-int(found) // 1000)


def most_files(details: Mapping[str, object] | None) -> int:
    """Return how many files go together, 0 where it is not about their number."""
    found = (details or {}).get("files")
    return found if type(found) is int and 0 < found < 1000 else 0


def error_words(code: object, details: Mapping[str, object] | None = None) -> ErrorWords:
    """Return the words for `code` (an ErrorCode or its value); unknown codes get a general sentence."""
    known = error_code(code)
    title, advice = _TABLE.get(known, _UNKNOWN) if known is not None else _UNKNOWN
    shown = QCoreApplication.translate(_CONTEXT, str(advice))
    most = most_files(details)
    if most and known is ErrorCode.TOO_LARGE:
        shown = QCoreApplication.translate("Errors", "Take one out first.")
        return ErrorWords(Errors.tr("At most %n file(s) at once", "", most), shown)
    seconds = wait_seconds(details)
    if seconds and known in (ErrorCode.RATE_LIMITED, ErrorCode.WRONG_PASSWORD):
        shown = Errors.tr("You can try again in %n second(s).", "", seconds)
    return ErrorWords(QCoreApplication.translate(_CONTEXT, str(title)), shown)
