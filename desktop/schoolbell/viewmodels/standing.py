"""How far somebody is with an announcement, in the reader's words."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.announcements.items import Addressee, Standing
from schoolbell.viewmodels.delivery_words import never_words


def standing_words(standing: Standing) -> str:
    """Return how far somebody is."""
    translate = QCoreApplication.translate
    match standing:
        case Standing.CONFIRMED:
            return translate("FollowText", "Confirmed")
        case Standing.READ:
            return translate("FollowText", "Read")
    return translate("FollowText", "Unread")


def person_words(one: Addressee) -> str:
    """Return how far one person is; who has never signed in could not read it."""
    return never_words() if one.never else standing_words(one.standing)
