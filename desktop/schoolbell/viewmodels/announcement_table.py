"""The follow list as a table of words, for a spreadsheet: one line per person."""

from PySide6.QtCore import QCoreApplication, QDateTime

from schoolbell.domain.announcements.items import Tally
from schoolbell.viewmodels.standing import standing_words
from schoolbell.viewmodels.words import role_text


def head() -> list[str]:
    """Return the headings in the reader's language."""
    translate = QCoreApplication.translate
    return [
        translate("DingTable", "Class"),
        translate("DingTable", "Number"),
        translate("DingTable", "Student or colleague"),
        translate("DingTable", "Household"),
        translate("DingTable", "Name"),
        translate("DingTable", "Role"),
        translate("DingTable", "State"),
        translate("DingTable", "Time"),
        translate("DingTable", "Signed"),
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
