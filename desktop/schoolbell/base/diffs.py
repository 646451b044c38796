"""List diffs that a view can apply: Insert, Remove, Set, Move, Reset; and how to compute them by key."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

T = TypeVar("T")

# Past this many moves a view repaints everything anyway.
_MANY_MOVES = 64


class Insert(Struct, Generic[T], frozen=True):
    """`items` now stand at `index`, in order."""

    index: int
    items: tuple[T, ...]


class Remove(Struct, frozen=True):
    """`count` items starting at `index` are gone."""

    index: int
    count: int


class Set(Struct, Generic[T], frozen=True):
    """The item at `index` has a new value (the same key)."""

    index: int
    item: T


class Move(Struct, frozen=True):
    """The item at `source` was taken out and put back so that it now stands at `target`."""

    source: int
    target: int


class Reset(Struct, Generic[T], frozen=True):
    """Everything is new; for a subscriber that has nothing yet or lags too far behind."""

    items: tuple[T, ...]


Diff: TypeAlias = Insert[T] | Remove | Set[T] | Move | Reset[T]


def apply(items: list[T], diff: Diff[T]) -> None:
    """Change `items` in place as `diff` says."""
    match diff:
        case Insert(index, new):
            items[index:index] = new
        case Remove(index, count):
            del items[index : index + count]
        case Set(index, item):
            items[index] = item
        case Move(source, target):
            items.insert(target, items.pop(source))
        case Reset(new):
            items[:] = new


def _longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the positions in `values` of one longest increasing subsequence (patience sorting)."""
    tails: list[int] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, value in enumerate(values):
        at = bisect_left(tails, value)
        if at == len(tails):
            tails.append(value)
            tail_positions.append(position)
        else:
            tails[at] = value
            tail_positions[at] = position
        previous.append(tail_positions[at - 1] if at else -1)
    kept: set[int] = set()
    at = tail_positions[-1] if tail_positions else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return kept


def between(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> list[Diff[T]]:
    """Return diffs that turn `old` into `new`; items with equal keys keep their identity.

    Keys must be unique within each sequence. Runs of neighbouring inserts and removes are one diff each.
    """
    wanted = {key(item): position for position, item in enumerate(new)}
    diffs: list[Diff[T]] = []
    present: list[T] = list(old)

    # 1. remove what is gone, in runs, from the end so that indices stay true
    end = len(present)
    while end > 0:
        if key(present[end - 1]) in wanted:
            end -= 1
            continue
        start = end - 1
        while start > 0 and key(present[start - 1]) not in wanted:
            start -= 1
        diffs.append(Remove(start, end - start))
        del present[start:end]
        end = start

    # 2. move as few as possible: everything outside one longest increasing run
    order = [wanted[key(item)] for item in present]
    stays = _longest_increasing(order)
    if len(stays) != len(order):
        movers = sorted(value for position, value in enumerate(order) if position not in stays)
        if len(movers) > _MANY_MOVES:
            return [Reset(tuple(new))]
        for value in movers:
            source = order.index(value)
            order.pop(source)
            target = 1 + max((at for at, other in enumerate(order) if other < value), default=-1)
            order.insert(target, value)
            if source != target:
                diffs.append(Move(source, target))
                present.insert(target, present.pop(source))

    # 3. insert what is new, in runs, and set what has changed
    index = 0
    while index < len(new):
        if index < len(present) and key(present[index]) == key(new[index]):
            if present[index] is not new[index] and present[index] != new[index]:
                diffs.append(Set(index, new[index]))
            index += 1
            continue
        stop = index
        next_key = key(present[index]) if index < len(present) else None
        while stop < len(new) and (next_key is None or key(new[stop]) != next_key):
            stop += 1
        diffs.append(Insert(index, tuple(new[index:stop])))
        present[index:index] = new[index:stop]
        index = stop
    return diffs
