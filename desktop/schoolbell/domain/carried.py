"""Which blocks with a rule an event carries: a message's, an edit's new ones, or its own type."""

from schoolbell.domain.authority import PREFIX, RULES
from schoolbell.domain.closing import MESSAGE_TYPE
from schoolbell.store.rows import EventRow


def blocks_of(event: EventRow) -> tuple[str, ...]:
    """Return the blocks with a rule that an event carries (without prefix): a message's, or its own type."""
    if event.type.startswith(PREFIX):
        block = event.type.removeprefix(PREFIX)
        return (block,) if block in RULES else ()
    if event.type != MESSAGE_TYPE:
        return ()
    content = event.content
    if event.rel_type == "m.replace":
        new = content.get("m.new_content")
        content = new if isinstance(new, dict) else {}
    return tuple(
        block
        for block in RULES
        if isinstance(found := content.get(PREFIX + block), dict)
        and found.get("v") == 1
        and found["v"] is not True
    )
