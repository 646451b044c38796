"""What became of SMS and calls: `org.schoolbell.delivery`, told by the office in rooms that only staff read.

`{"v":1,"ding":[sender,id],"results":[[user id, "sms|call", "sent|refused|no_number|limit|failed", ms], …]}`,
from an office account, in the staff room of a class (of colleagues: the staff's). Several of them are one
account; no number stands in any. Who has no number is nobody's business but the teachers', so it never stands
in the room of a copy.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from schoolbell.domain.announcements.blocks import PREFIX, is_id
from schoolbell.domain.announcements.items import Announcement, Delivered, Outcome
from schoolbell.domain.authority import Authority
from schoolbell.domain.office import CHANNELS
from schoolbell.store import timeline, verdicts
from schoolbell.store.database import Connection

DELIVERY = "delivery"
DELIVERY_TYPE = PREFIX + DELIVERY
LARGEST = 12_000  # bytes of a content: with its envelope an event stays below 16 KiB
_MOST = 1000  # results of one event that are read
_LONGEST_USER = 255
_LATEST = 1 << 48  # ms
_AFTER_MS = 15 * 86_400_000  # the office looks after a DING for two weeks

Result: TypeAlias = tuple[str, Delivered]  # user id, what became of it


class Report(Struct, frozen=True):
    """One event as read: about which DING, and who got what."""

    sender: str
    id: str
    results: tuple[Result, ...]


def delivery_contents(sender: str, id: str, results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return the contents that tell `results`, each small enough for one event."""
    contents: list[dict[str, Any]] = []
    empty = len(msgspec.json.encode(_content(sender, id, [])))
    rows: list[list[Any]] = []
    size = empty
    for user, one in results:
        row = [user, one.channel, one.outcome.value, one.ts]
        more = len(msgspec.json.encode(row)) + 1
        if rows and size + more > LARGEST:
            contents.append(_content(sender, id, rows))
            rows, size = [], empty
        rows.append(row)
        size += more
    if rows:
        contents.append(_content(sender, id, rows))
    return contents


def _content(sender: str, id: str, rows: list[list[Any]]) -> dict[str, Any]:
    return {"v": 1, "ding": [sender, id], "results": rows}


def read_delivery(content: Mapping[str, Any]) -> Report | None:
    """Return what a content of any quality tells, None when that is nothing."""
    if content.get("v") != 1 or content["v"] is True:
        return None
    about, rows = content.get("ding"), content.get("results")
    if not isinstance(about, list) or len(about) != 2 or not isinstance(about[0], str) or not is_id(about[1]):
        return None
    if not isinstance(rows, list):
        return None
    results = tuple(result for row in rows[:_MOST] if (result := _result(row)) is not None)
    return Report(about[0], about[1], results) if results else None


def _result(row: object) -> Result | None:
    if not isinstance(row, list) or len(row) != 4:
        return None
    user, channel, outcome, ts = row
    if not isinstance(user, str) or not user.startswith("@") or len(user) > _LONGEST_USER:
        return None
    if channel not in CHANNELS or type(ts) is not int or not 0 < ts <= _LATEST:
        return None
    try:
        return user, Delivered(channel, Outcome(outcome), ts)
    except ValueError:
        return None


def delivered(conn: Connection, authority: Authority, one: Announcement) -> dict[str, tuple[Delivered, ...]]:
    """Return user id → what became of SMS and call about a DING; only what an office account told counts.

    Of several attempts one that went out counts, else the newest.
    """
    found: dict[str, dict[str, Delivered]] = {}
    rows = timeline.rows_of(conn, verdicts.acting_between(conn, DELIVERY, one.ts, one.ts + _AFTER_MS, one.id))
    for row in rows:
        if not authority.is_office(row.sender):
            continue
        report = read_delivery(row.content)
        if report is None or (report.sender, report.id) != (one.sender, one.id):
            continue
        for user, result in report.results:
            _keep(found.setdefault(user, {}), result)
    return {
        user: tuple(kept[channel] for channel in CHANNELS if channel in kept) for user, kept in found.items()
    }


def _keep(kept: dict[str, Delivered], new: Delivered) -> None:
    old = kept.get(new.channel)
    if old is None or _weight(new) >= _weight(old):
        kept[new.channel] = new


def _weight(one: Delivered) -> tuple[bool, int]:
    return one.outcome is Outcome.SENT, one.ts
