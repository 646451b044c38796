"""Puts into a tally what only staff may know of people: SMS and calls, and who has never signed in."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from schoolbell.domain.announcements.delivery import delivered
from schoolbell.domain.announcements.items import (
    Addressee,
    Announcement,
    Delivered,
    Household,
    Standing,
    Tally,
)
from schoolbell.domain.announcements.signins import never_signed_in
from schoolbell.domain.authority import Authority
from schoolbell.store.database import Connection


def marked(conn: Connection, authority: Authority, one: Announcement, counted: Tally) -> Tally:
    """Return the tally of `one` with what the office told of those who are addressed."""
    sent = delivered(conn, authority, one) if len(one.block.channels) > 1 else {}
    never = never_signed_in(conn, authority)
    if not sent and not never:
        return counted
    return replace(counted, households=tuple(_household(each, sent, never) for each in counted.households))


def _household(
    one: Household, sent: Mapping[str, tuple[Delivered, ...]], never: Collection[str]
) -> Household:
    people = tuple(_person(person, sent, never) for person in one.people)
    return replace(one, people=people) if people != one.people else one


def _person(one: Addressee, sent: Mapping[str, tuple[Delivered, ...]], never: Collection[str]) -> Addressee:
    user = one.person.user_id
    found = sent.get(user, ())
    # Who has read or confirmed has signed in, whatever was told before.
    absent = user in never and one.standing is Standing.UNREAD
    return replace(one, delivered=found, never=absent) if found or absent else one
