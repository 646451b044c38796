"""The one JSON line of `--serve`: a running demo school, for whoever wants to try it from outside."""

from collections.abc import Iterable

import msgspec


class SchoolInfo(msgspec.Struct, frozen=True):
    """The anchor: the school's space and its name."""

    space: str
    name: str


class Account(msgspec.Struct, frozen=True):
    """One person of the school; `class` is "" for those who belong to the whole school.

    `first_sign_in` is true for those who never signed in (they must change their password when they do);
    `password` is "" when the person has chosen one that the demo does not know.
    """

    user_id: str
    password: str
    role: str
    name: str
    class_: str = msgspec.field(name="class")
    first_sign_in: bool


class Room(msgspec.Struct, frozen=True):
    """One room made by the office; `kind` is a word of the protocol."""

    id: str
    kind: str
    name: str
    class_: str = msgspec.field(name="class")


class SchoolLine(msgspec.Struct, frozen=True):
    """Everything `--serve` prints."""

    homeserver: str
    server_name: str
    school: SchoolInfo
    office: str | None
    accounts: tuple[Account, ...]
    rooms: tuple[Room, ...]

    def encode(self) -> str:
        """Return the line, without its newline."""
        return msgspec.json.encode(self).decode()

    @staticmethod
    def decode(text: str | bytes) -> "SchoolLine":
        """Read a saved line; raises msgspec.ValidationError when it is not one."""
        return msgspec.json.decode(text, type=SchoolLine)

    def people(self, role: str, class_name: str | None = None) -> list[Account]:
        """Return those of `role` (and class) who have finished the first sign-in; their password is known."""
        return [
            person
            for person in self.accounts
            if person.role == role
            and not person.first_sign_in
            and person.password
            and (class_name is None or person.class_ == class_name)
        ]

    def rooms_of(self, kind: str, class_name: str | None = None) -> list[Room]:
        """Return the rooms of one kind (and class)."""
        return [r for r in self.rooms if r.kind == kind and (class_name is None or r.class_ == class_name)]


def first(people: Iterable[Account]) -> Account:
    """Return the first of `people`; raises LookupError with a clear word when there is none."""
    for person in people:
        return person
    raise LookupError("the school has nobody of that role who has finished the first sign-in")
