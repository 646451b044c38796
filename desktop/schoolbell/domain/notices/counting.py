"""How far a notice is, per class and person: where a signature is wanted, only who signed is done."""

from collections.abc import Sequence

from msgspec.structs import replace

from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.announcements.items import Addressee, Announcement, Household, Standing, Tally
from schoolbell.domain.chat.items import NoticeCount
from schoolbell.domain.notices.items import ClassPart

_ORDER = (Standing.UNREAD, Standing.READ, Standing.CONFIRMED)


def demanded(one: Announcement, counted: Tally) -> Tally:
    """Return the tally as the notice asks: a ✅ without the signature that is wanted has only been read."""
    if one.block.confirm is not Confirm.SIGN:
        return counted
    return replace(counted, households=tuple(map(_signed, counted.households)))


def _signed(household: Household) -> Household:
    people = tuple(map(_by_signature, household.people))
    signed = [person.ts for person in people if person.counts and person.signed]
    if signed:
        return replace(household, people=people, ts=min(signed))
    if household.standing is Standing.CONFIRMED:
        return replace(household, people=people, standing=Standing.READ, ts=0)
    return replace(household, people=people)


def _by_signature(person: Addressee) -> Addressee:
    if person.signed:
        return replace(person, ts=person.signed_ts)
    if person.standing is Standing.CONFIRMED:
        return replace(person, standing=Standing.READ)
    return person


def count_of(counted: Tally, waiting: int = 0, failed: int = 0) -> NoticeCount:
    """Return the numbers of a tally."""
    return NoticeCount(
        total=len(counted.households),
        done=counted.count(Standing.CONFIRMED),
        read=counted.count(Standing.READ),
        unread=counted.count(Standing.UNREAD),
        families=counted.families,
        known=counted.known,
        waiting=waiting,
        failed=failed,
    )


def by_class(households: Sequence[Household]) -> tuple[ClassPart, ...]:
    """Return the households class by class, in each those first that are not done."""
    parts: dict[str, list[Household]] = {}
    for one in households:
        parts.setdefault(one.class_name, []).append(one)
    return tuple(
        ClassPart(name, tuple(sorted(listed, key=lambda one: _ORDER.index(one.standing))))
        for name, listed in parts.items()
    )
