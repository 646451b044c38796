"""The follow list as a table of words, for a spreadsheet: one line per person."""

from PySide6.QtCore import QCoreApplication, QDateTime

from schoolbell.domain.announcements.items import Tally
from schoolbell.viewmodels.ding_follow import standing_words
from schoolbell.viewmodels.words import role_text


def head() -> list[str]:
    """Return the headings in the reader's language."""
    words = QCoreApplication.translate
    return [
        words("DingTable", "Class"),
        words("DingTable", "Number"),
        words("DingTable", "Student or colleague"),
        words("DingTable", "Household"),
        words("DingTable", "Name"),
        words("DingTable", "Role"),
        words("DingTable", "State"),
        words("DingTable", "Time"),
        words("DingTable", "Signed"),
    ]


def table(tally: Tally) -> list[list[str]]:
    """Return a line per addressed person, in the order of class, number and name."""
    translate = QCoreApplication.translate
    rows = []
    for household in tally.households:
        for one in household.people:
            when = QDateTime.fromMSecsSinceEpoch(one.ts).toString("yyyy-MM-dd HH:mm") if one.ts else ""
            if when and one.about:
                when = translate("DingTable", "about {time}").format(time=when)
            rows.append(
                [
                    household.class_name,
                    household.number,
                    household.name,
                    standing_words(household.standing),
                    one.person.name,
                    role_text(one.person.role),
                    standing_words(one.standing),
                    when,
                    translate("DingTable", "signed") if one.signed else "",
                ]
            )
    return rows
