"""The households of one sent DING as rows: filtered by how far they are, found by name or number."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from schoolbell.domain.announcements.items import Addressee, Household, Standing, Tally
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.delivery_words import household_words
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.standing import person_words

FILTERS = ("open", "read", "unread", "never", "confirmed")

# A user id → pinyin initials of the roster, "" where they are not known.
Initials = Callable[[str], str]


def describe_household(item: Household) -> str:
    """Return one household as a line: number, name, class, everybody with their state, SMS and calls."""
    people = [f"{one.person.name} {person_words(one)}" for one in item.people]
    parts = (item.number, item.name, item.class_name, *people, household_words(item))
    return ", ".join(part for part in parts if part)


class FollowList(QObject):
    """`rows` are the households that fit filter and search; `changed` follows every change of them."""

    changed = Signal()

    def __init__(self, bridge: Bridge, initials: Initials, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: ItemListModel[Household] = ItemListModel(describe_household, self)
        self._bridge = bridge
        self._initials = initials
        self._tally = Tally()
        self._of = ""
        self._only = "open"
        self._text = ""

    @property
    def only(self) -> str:
        """Which of FILTERS is on."""
        return self._only

    @property
    def text(self) -> str:
        """What is searched for."""
        return self._text

    def show(self, key: str, tally: Tally) -> None:
        """Take how far the DING `key` is; another one starts with its open households, else with all done."""
        if key != self._of:
            self._of, self._text = key, ""
            self._only = "confirmed" if tally.households and tally.done else "open"
            self._bridge.clear(self.rows)
        if self._only == "never" and not tally.never:
            self._only = "open"  # the last of them has signed in: its chip is gone
        self._tally = tally
        self._fill()

    def counts(self) -> dict[str, int]:
        """Return how many households each filter has; "never" only where there is one."""
        confirmed = self._tally.count(Standing.CONFIRMED)
        read = self._tally.count(Standing.READ)
        never = {"never": self._tally.never} if self._tally.never else {}
        return {
            "open": len(self._tally.households) - confirmed,
            "read": read,
            "unread": self._tally.count(Standing.UNREAD),
            "confirmed": confirmed,
            **never,
        }

    def set_filter(self, only: str) -> None:
        """Show one of FILTERS."""
        if only != self._only:
            self._only = only
            self._fill()

    def set_text(self, text: str) -> None:
        """Show only who has `text` in a name, a number or a class, or whose initials begin so."""
        if text != self._text:
            self._text = text
            self._fill()

    def _fill(self) -> None:
        words = self._text.casefold().split()
        rows = [
            one
            for one in self._tally.households
            if self._fits(one) and all(self._finds(one, word) for word in words)
        ]
        self._bridge.show(self.rows, rows)
        self._bridge.later("follow rows", self.changed.emit)

    def _fits(self, one: Household) -> bool:
        if self._only == "open":
            return one.standing is not Standing.CONFIRMED
        if self._only == "never":
            return one.never
        return one.standing.value == self._only

    def _finds(self, one: Household, word: str) -> bool:
        if word in f"{one.name} {one.class_name}".casefold() or one.number == word:
            return True
        people: tuple[Addressee, ...] = one.people
        if any(word in addressee.person.name.casefold() for addressee in people):
            return True
        users = (*one.children, *(addressee.person.user_id for addressee in people))
        return any(self._initials(user).startswith(word) for user in users)
