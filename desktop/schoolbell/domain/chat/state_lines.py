"""Which words a state event gets in the timeline, and whom they are about."""

from dataclasses import replace

from schoolbell.domain.chat.content import mapping, text
from schoolbell.domain.chat.items import StateItem, TimelineItem
from schoolbell.domain.names import clean_name
from schoolbell.store.rows import EventRow, json_object

_NAMES_LIMIT = 100  # names kept for one "joined" line


def state_line(row: EventRow) -> tuple[str, tuple[str, ...]]:
    """Return which words a state event gets and whom they are about; ("", ()) for none."""
    content = row.content
    if row.type == "m.room.name":
        name = clean_name(content.get("name"))
        return ("renamed", (name,)) if name else ("", ())
    if row.type != "m.room.member" or not row.state_key:
        return "", ()
    person, by = row.state_key, row.sender
    unsigned = mapping(json_object(row.raw).get("unsigned"))
    before = text(mapping(unsigned.get("prev_content")).get("membership"))
    now = text(content.get("membership"))
    match now:
        case "join" if before != "join":
            return "joined", (person,)
        case "invite":
            return "invited", (person, by)
        case "leave" if before in ("", "join") and person == by:
            return "left", (person,)
        case "leave" | "ban" if before in ("", "join", "ban") and person != by:
            return ("removed", (person, by)) if before != "ban" else ("", ())
    return "", ()


def joined_into(items: list[TimelineItem], line: StateItem) -> bool:
    """Put who joined (or left) into the line before, if that says the same; return whether it did."""
    last = items[-1] if items else None
    if line.what not in ("joined", "left") or not isinstance(last, StateItem) or last.what != line.what:
        return False
    if len(last.names) < _NAMES_LIMIT and not set(line.names) <= set(last.names):
        items[-1] = replace(last, names=last.names + line.names)
    return True
