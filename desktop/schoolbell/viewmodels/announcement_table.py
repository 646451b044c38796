"""The follow list as a table of words, for a spreadsheet: one line per person."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime

from schoolbell.domain.announcements.items import Addressee, Tally
from schoolbell.domain.office import CHANNELS
from schoolbell.viewmodels.delivery_words import channel_name, outcome_words
from schoolbell.viewmodels.standing import person_words, standing_words
from schoolbell.viewmodels.words import role_text


class TableWriter:
    """Writes follow lists in a thread of its own, made when it is wanted."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    async def write(self, path: Path, title: str, tally: Tally) -> None:
        """Write a table to `path` as XLSX. Raises KnownError for what the disk has."""
        from schoolbell.system.spreadsheet import write_table

        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="follow-list")
        going = self._pool.submit(write_table, path, title, head(tally), table(tally))
        await asyncio.wrap_future(going)

    def stop(self) -> None:
        """Wait for what is being written."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def head(tally: Tally) -> list[str]:
    """Return the headings in the reader's language; SMS and calls only where there are any."""
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
        *(channel_name(channel) for channel in _channels(tally)),
    ]


def _channels(tally: Tally) -> tuple[str, ...]:
    return tuple(channel for channel in CHANNELS if any(tally.sent_by(channel)))


def _outcome(one: Addressee, channel: str) -> str:
    return next((outcome_words(each) for each in one.delivered if each.channel == channel), "")


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
                    person_words(one),
                    when,
                    translate("DingTable", "signed") if one.signed else "",
                    *(_outcome(one, channel) for channel in _channels(tally)),
                ]
            )
    return rows
