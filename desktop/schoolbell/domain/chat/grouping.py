"""Which messages of one sender stand together in one group; what makes two rows the same one."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from schoolbell.domain.chat.items import MessageItem, TimelineItem

GROUP_MS = 5 * 60 * 1000  # messages of one sender this close together stand in one group


def distinct(items: Iterable[TimelineItem]) -> list[TimelineItem]:
    """Give every item a key of its own: a server can say of two events that they are the same own message."""
    seen: set[str] = set()
    found = []
    for item in items:
        key = item.key
        if key in seen and isinstance(item, MessageItem) and item.event_id:
            key = item.event_id
        while key in seen:
            key += "#"
        seen.add(key)
        found.append(item if key == item.key else replace(item, key=key))
    return found


def grouped(items: Sequence[TimelineItem]) -> Iterable[TimelineItem]:
    """Mark where groups of one sender begin and end."""
    for at, item in enumerate(items):
        if not isinstance(item, MessageItem):
            yield item
            continue
        before = items[at - 1] if at else None
        after = items[at + 1] if at + 1 < len(items) else None
        first, last = not _together(before, item), not _together(item, after)
        if item.first_in_group == first and item.last_in_group == last:
            yield item
        else:
            yield replace(item, first_in_group=first, last_in_group=last)


def _together(one: TimelineItem | None, other: TimelineItem | None) -> bool:
    return (
        isinstance(one, MessageItem)
        and isinstance(other, MessageItem)
        and one.sender.user_id == other.sender.user_id
        and abs(other.ts - one.ts) <= GROUP_MS
    )
