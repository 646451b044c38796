"""Words of what DING and notices show alike."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.announcements.items import Addressee, Standing
from schoolbell.ui.words import clock_time
from schoolbell.viewmodels.delivery_words import never_words


def addressee_words(one: Addressee) -> str:
    """Return how far one person is: "read 10:44"."""
    translate = QCoreApplication.translate
    time = clock_time(one.ts)
    if one.about and time:
        time = translate("DingWords", "about {time}").format(time=time)
    match one.standing:
        case Standing.CONFIRMED if one.signed:
            return translate("DingWords", "signed {time}").format(time=time)
        case Standing.CONFIRMED:
            return translate("DingWords", "confirmed {time}").format(time=time)
        case Standing.READ:
            return translate("DingWords", "read {time}").format(time=time)
    if one.never:
        return never_words()
    return translate("DingWords", "unread")
