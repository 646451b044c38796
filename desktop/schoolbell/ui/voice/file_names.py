"""Names of files that are made here: what they are and the moment; not needed before the first paint."""

from PySide6.QtCore import QCoreApplication, QDateTime

from schoolbell.system.filenames import safe_name


def file_moment(now_ms: int) -> str:
    """Return a moment as it can stand in a file's name: "2026-03-15 10-42-07"."""
    return QDateTime.fromMSecsSinceEpoch(now_ms).toString("yyyy-MM-dd HH-mm-ss")


def note_name(now_ms: int) -> str:
    """Return the name of the file of a note that is recorded now."""
    text = QCoreApplication.translate("Voice", "Voice message {moment}", "file name of a voice note")
    return safe_name(f"{text.format(moment=file_moment(now_ms))}.m4a")
