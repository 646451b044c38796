"""Words of the notices' composer, bar and lists, in the reader's language."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.notices.items import NoticePlan, Target
from schoolbell.viewmodels.counted import Counted

Notices = Counted("Notices")


def target_words(target: Target) -> str:
    """Return what a place is called."""
    match target.kind:
        case "school":
            return QCoreApplication.translate("Notices", "Whole school")
        case "reports":
            return QCoreApplication.translate("Notices", "{school}: office and principal").format(
                school=target.name
            )
    return target.name


def targets_count(target: Target) -> str:
    """Return how many households a place has."""
    if target.kind == "reports" or not target.households:
        return ""
    return Notices.tr("%n families", "", target.households)


def plan_words(plan: NoticePlan | None) -> str:
    """Return how many get it."""
    if plan is None:
        return ""
    if plan.schools:
        return Notices.tr("%n schools", "", plan.schools)
    return Notices.tr("%n families", "", plan.households)


def plan_note(plan: NoticePlan | None) -> str:
    """Return what is to be known about who gets it."""
    if plan is None:
        return ""
    if plan.missing:
        separator = QCoreApplication.translate("Notices", ", ")
        return QCoreApplication.translate("Notices", "You may not write to {names}").format(
            names=separator.join(plan.missing)
        )
    if plan.twice:
        return Notices.tr("%n with children in several of the classes get it once", "families", plan.twice)
    return ""


def summary_words(plan: NoticePlan | None) -> str:
    """Return the line beside the send button."""
    undo = QCoreApplication.translate("Notices", "It can be taken back within 10 seconds.")
    if plan is None or not plan.copies:
        return undo
    if plan.schools:
        text = Notices.tr("To %n schools.", "", plan.schools)
        return _both(text, undo)
    classes = Notices.tr("To %n classes", "", plan.classes)
    families = Notices.tr("%n families", "", plan.households)
    text = QCoreApplication.translate("Notices", "{classes} and {families}.").format(
        classes=classes, families=families
    )
    return _both(text, undo)


def _both(first: str, second: str) -> str:
    return QCoreApplication.translate("Notices", "{first} {second}", "two sentences").format(
        first=first, second=second
    )


def unscheduled_words() -> str:
    """Return what has become of a scheduled notice that was taken back."""
    return QCoreApplication.translate(
        "Notices", "It is not scheduled any more. It is a draft until you send it again."
    )


def refusal_words(refusal: str) -> str:
    """Return why a draft cannot be sent."""
    words = {
        "to": QCoreApplication.translate("Notices", "Choose at least one class"),
        "title": QCoreApplication.translate("Notices", "A title is missing"),
        "text": QCoreApplication.translate("Notices", "Write something or attach a file"),
        "long": QCoreApplication.translate("Notices", "The text is too long"),
        "due": QCoreApplication.translate("Notices", "The time to send is over"),
        "gone": QCoreApplication.translate("Notices", "It was withdrawn: it cannot be changed any more"),
        "nobody": QCoreApplication.translate("Notices", "You may not write to any of these"),
        "recording": QCoreApplication.translate("Notices", "A voice note is being recorded"),
    }
    return words.get(refusal, "")
