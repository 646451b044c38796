"""What one person writes in several rooms: the same for the same seed, each item to be known again."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from random import Random


class Kind(StrEnum):
    """What an item is."""

    MESSAGE = "message"
    REPLY = "reply"
    EDIT = "edit"
    REACTION = "reaction"
    RECALL = "recall"  # a message that nothing relates to is taken back
    FILE = "file"  # `text` is its caption, `content` its bytes


_WEIGHTS = {Kind.MESSAGE: 10, Kind.REPLY: 4, Kind.EDIT: 3, Kind.REACTION: 3, Kind.RECALL: 1, Kind.FILE: 2}
_LARGEST_FILE = 300_000  # bytes of a file that goes in one piece
# Every so manieth file, the first one too, is larger than the writer's lowered limit and goes in parts.
_IN_PARTS = 20
WHOLE_LIMIT, PART = 400_000, 100_000
_LARGER_FILE = 900_000
_RELATED = 12  # how many of the newest messages of a room people still refer to


@dataclass(frozen=True, slots=True)
class Item:
    """One thing written; `text` is unique (a reaction's symbol too), `target` the number of another item."""

    number: int
    room: int
    kind: Kind
    text: str
    target: int | None = None
    large: bool = False  # a file that goes in parts


def content(item: Item) -> bytes:
    """Return the bytes of a file, never the same twice."""
    chance = Random(item.text)
    if item.large:
        return chance.randbytes(chance.randrange(WHOLE_LIMIT + 1, _LARGER_FILE))
    return chance.randbytes(1 + chance.randrange(_LARGEST_FILE))


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that is written, in order, and the draft that stands in each room at the end."""

    rooms: tuple[str, ...]
    items: tuple[Item, ...]
    drafts: tuple[str, ...]

    def of_room(self, room: int) -> list[Item]:
        """Return what is written in one room, in order."""
        return [item for item in self.items if item.room == room]

    def recalled(self) -> set[int]:
        """Return the numbers of the messages that are taken back."""
        return {item.target for item in self.items if item.kind is Kind.RECALL and item.target is not None}

    def save(self, path: Path) -> None:
        """Write the script to a file."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> "Script":
        """Read what `save` wrote."""
        kept = json.loads(path.read_text())
        items = tuple(Item(**{**item, "kind": Kind(item["kind"])}) for item in kept["items"])
        return cls(tuple(kept["rooms"]), items, tuple(kept["drafts"]))


def make(rooms: tuple[str, ...], count: int, seed: int) -> Script:
    """Return `count` items over `rooms`."""
    chance = Random(seed)
    items: list[Item] = []
    free: list[list[int]] = [[] for _ in rooms]  # messages that may still be referred to, oldest first
    used: set[int] = set()  # somebody refers to them
    files = 0
    for number in range(count):
        room = chance.randrange(len(rooms))
        kind = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        newest = free[room][-_RELATED:]
        if kind is Kind.RECALL:
            newest = [one for one in newest if one not in used]
        elif kind is Kind.EDIT:
            newest = [one for one in newest if items[one].kind is not Kind.FILE]
        if kind not in (Kind.MESSAGE, Kind.FILE) and not newest:
            kind = Kind.MESSAGE
        target = None if kind in (Kind.MESSAGE, Kind.FILE) else chance.choice(newest)
        if kind is Kind.RECALL and target is not None:
            free[room].remove(target)
        elif target is not None:
            used.add(target)
        if kind in (Kind.MESSAGE, Kind.REPLY, Kind.FILE):
            free[room].append(number)
        text = f"{kind.value} {number}: " + "口算练习 " * chance.randrange(1, 30)
        large = kind is Kind.FILE and files % _IN_PARTS == 0
        files += kind is Kind.FILE
        if large:
            used.add(number)  # it is not taken back: it arrives
        items.append(Item(number, room, kind, text.strip(), target, large))
    drafts = tuple(f"draft {room} {chance.random()}" for room in range(len(rooms)))
    return Script(rooms, tuple(items), drafts)
