"""Every word about something to be heard, in the reader's language."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.chat.items import Attachment
from schoolbell.viewmodels.counted import Counted

Voice = Counted("Voice")


def seconds_of(ms: int) -> int:
    """Return whole seconds, at least one for what is not nothing."""
    return max(1, round(ms / 1000)) if ms > 0 else 0


def clock(ms: int) -> str:
    """Return minutes and seconds: "0:07"."""
    seconds = max(0, ms) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def length_clock(ms: int) -> str:
    """Return how long something is, "" when that is not known."""
    return clock(seconds_of(ms) * 1000) if ms > 0 else ""


def spoken_length(ms: int) -> str:
    """Return a length as a screen reader says it: "12 seconds", "1 minute, 5 seconds"."""
    seconds = seconds_of(ms)
    if seconds < 60:
        return Voice.tr("%n second(s)", "", seconds)
    minutes = Voice.tr("%n minute(s)", "", seconds // 60)
    if not seconds % 60:
        return minutes
    text = QCoreApplication.translate("Voice", "{minutes} {seconds}", "a length")
    return text.format(minutes=minutes, seconds=Voice.tr("%n second(s)", "", seconds % 60))


def voice_words(attachment: Attachment) -> str:
    """Return what a voice message, or a recording with a name, is: "Voice message, 12 seconds"."""
    audio = attachment.audio
    name = attachment.name
    if audio is None or audio.voice:
        name = QCoreApplication.translate("Voice", "Voice message")
    if audio is None or not audio.duration:
        return name
    text = QCoreApplication.translate("Voice", "{name}, {length}", "what can be heard, and how long")
    return text.format(name=name, length=spoken_length(audio.duration))


def play_words(attachment: Attachment) -> str:
    """Return the action that plays it."""
    return QCoreApplication.translate("Voice", "Play: {what}").format(what=voice_words(attachment))


def pause_words(attachment: Attachment) -> str:
    """Return the action that pauses it."""
    return QCoreApplication.translate("Voice", "Pause: {what}").format(what=voice_words(attachment))


def seek_words(position: int, duration: int) -> str:
    """Return where it is, and that one can go elsewhere (ms)."""
    text = QCoreApplication.translate("Voice", "Position: {position} of {duration}")
    return text.format(position=clock(position), duration=length_clock(duration))


def rate_text(rate: float) -> str:
    """Return a speed: "1.5×"."""
    return f"{rate:g}×"


def rate_words(rate: float) -> str:
    """Return what a click on the speed changes, for a screen reader."""
    return QCoreApplication.translate("Voice", "Speed: {rate}").format(rate=rate_text(rate))


def discarded_words() -> str:
    """Return what is said of a note that was discarded."""
    return QCoreApplication.translate("Voice", "The voice note was discarded")


def left_words(ms: int) -> str:
    """Return how many seconds can still be recorded."""
    return Voice.tr("%n second(s) left", "", -(-ms // 1000))
