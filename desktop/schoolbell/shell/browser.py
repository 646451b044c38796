"""Opens a web page in the person's own browser."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_in_browser(url: str) -> bool:
    """Return whether the desktop took `url` over; anything but http and https is refused."""
    address = QUrl(url, QUrl.ParsingMode.StrictMode)
    if not address.isValid() or address.scheme() not in ("http", "https"):
        return False
    return QDesktopServices.openUrl(address)
