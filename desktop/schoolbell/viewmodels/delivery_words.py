"""Words about SMS and calls under a DING, and about who has never signed in."""

from PySide6.QtCore import QCoreApplication, QDateTime

from schoolbell.domain.announcements.items import Delivered, Household, Outcome, Tally
from schoolbell.domain.office import CHANNELS
from schoolbell.viewmodels.counted import Counted

DeliveryWords = Counted("DeliveryWords")


def channel_name(channel: str) -> str:
    """Return the name of "sms" or "call"."""
    translate = QCoreApplication.translate
    return translate("DeliveryWords", "SMS") if channel == "sms" else translate("DeliveryWords", "Phone call")


def outcome_words(one: Delivered) -> str:
    """Return what became of an SMS or a call: "SMS sent 19:02", "call not possible: no number"."""
    translate = QCoreApplication.translate
    sms = one.channel == "sms"
    match one.outcome:
        case Outcome.SENT:
            words = (
                translate("DeliveryWords", "SMS sent {time}")
                if sms
                else translate("DeliveryWords", "called {time}")
            )
            return words.format(time=QDateTime.fromMSecsSinceEpoch(one.ts).toString("HH:mm"))
        case Outcome.REFUSED if sms:
            return translate("DeliveryWords", "SMS refused by the gateway")
        case Outcome.REFUSED:
            return translate("DeliveryWords", "call refused by the gateway")
        case Outcome.NO_NUMBER if sms:
            return translate("DeliveryWords", "SMS not possible: no number")
        case Outcome.NO_NUMBER:
            return translate("DeliveryWords", "call not possible: no number")
        case Outcome.LIMIT if sms:
            return translate("DeliveryWords", "no SMS: the daily limit is reached")
        case Outcome.LIMIT:
            return translate("DeliveryWords", "no call: the daily limit is reached")
    if sms:
        return translate("DeliveryWords", "SMS not sent: the gateway did not answer")
    return translate("DeliveryWords", "call not made: the gateway did not answer")


def household_words(one: Household) -> str:
    """Return what became of all SMS and calls to a household, person by person; "" when there are none."""
    separator = QCoreApplication.translate("DeliveryWords", ", ", "between what became of SMS and call")
    shape = QCoreApplication.translate("DeliveryWords", "{name}: {words}")
    parts = (
        shape.format(
            name=person.person.name, words=separator.join(outcome_words(each) for each in person.delivered)
        )
        for person in one.people
        if person.delivered
    )
    return " · ".join(parts)


def refused(one: Household) -> bool:
    """Whether an SMS or a call to somebody of a household could not be sent."""
    return any(each.outcome is not Outcome.SENT for person in one.people for each in person.delivered)


def tally_words(tally: Tally) -> str:
    """Return how many SMS and calls went out and how many could not; "" when there are none."""
    return " · ".join(words for channel in CHANNELS if (words := _channel_words(tally, channel)))


def _channel_words(tally: Tally, channel: str) -> str:
    sent, failed = tally.sent_by(channel)
    translate = QCoreApplication.translate
    if sent and failed:
        words = translate("DeliveryWords", "{channel}: {sent} sent, {failed} could not be sent")
    elif failed:
        words = translate("DeliveryWords", "{channel}: {failed} could not be sent")
    elif sent:
        words = translate("DeliveryWords", "{channel}: {sent} sent")
    else:
        return ""
    return words.format(channel=channel_name(channel), sent=sent, failed=failed)


def never_words() -> str:
    """Return what stands beside somebody who has never signed in."""
    return QCoreApplication.translate("DeliveryWords", "not signed in yet")


def never_hint(tally: Tally) -> str:
    """Return how many households the app cannot reach and what to do about it; "" for none."""
    if not tally.never:
        return ""
    if tally.families:
        return DeliveryWords.tr(
            "%n families have never signed in: hand out their slips again", "", tally.never
        )
    return DeliveryWords.tr("%n people have never signed in: hand out their slips again", "", tally.never)
