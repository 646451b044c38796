"""Which messages of one sender stand together in one group."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from schoolbell.domain.chat.items import MessageItem, TimelineItem

GROUP_MS = 5 * 60 * 1000  # messages of one sender this close together stand in one group


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
