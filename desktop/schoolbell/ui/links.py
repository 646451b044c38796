"""What becomes of a link that somebody clicked: the web's go to the system, our own to the shell."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_OWN = ("schoolbell:", "matrix:")
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")


def open_outside(url: str) -> bool:
    """Hand a web, mail or telephone link to the system; return whether it is one of our own instead."""
    if url.startswith(_OWN):
        return True
    if url.startswith(_OUTSIDE):
        QDesktopServices.openUrl(QUrl(url))
    return False
