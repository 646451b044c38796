"""How far somebody is with an announcement, in the reader's words."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.announcements.items import Standing


def standing_words(standing: Standing) -> str:
    """Return how far somebody is."""
    translate = QCoreApplication.translate
    match standing:
        case Standing.CONFIRMED:
            return translate("FollowText", "Confirmed")
        case Standing.READ:
            return translate("FollowText", "Read")
    return translate("FollowText", "Unread")
