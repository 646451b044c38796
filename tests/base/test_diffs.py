from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from schoolbell.base import diffs
from schoolbell.base.diffs import Insert, Move, Remove, Reset, Set


@dataclass(frozen=True)
class Item:
    key: int
    text: str = ""


def item_key(item: Item) -> int:
    return item.key


items = st.lists(
    st.builds(Item, st.integers(0, 40), st.sampled_from(["", "edited"])), max_size=30, unique_by=item_key
)


def changed(old: list[Item], new: list[Item]) -> list[Item]:
    shown = list(old)
    for diff in diffs.between(old, new, item_key):
        diffs.apply(shown, diff)
    return shown


@given(items, items)
def test_a_list_that_applies_the_diffs_becomes_the_new_one(old: list[Item], new: list[Item]) -> None:
    assert changed(old, new) == new


@given(items, st.randoms(use_true_random=False))
def test_a_shuffled_list_arrives_too_and_keeps_its_rows(old: list[Item], random: object) -> None:
    new = list(old)
    random.shuffle(new)  # type: ignore[attr-defined]
    assert changed(old, new) == new
    assert not [diff for diff in diffs.between(old, new, item_key) if not isinstance(diff, Move)]


@given(items)
def test_no_change_is_no_diff(old: list[Item]) -> None:
    assert diffs.between(old, list(old), item_key) == []


@given(items, items)
def test_every_index_a_view_is_told_exists_at_that_moment(old: list[Item], new: list[Item]) -> None:
    shown = list(old)
    for diff in diffs.between(old, new, item_key):
        match diff:
            case Insert(index, added):
                assert 0 <= index <= len(shown)
                assert added
            case Remove(index, count):
                assert count > 0
                assert index >= 0
                assert index + count <= len(shown)
            case Set(index, item):
                assert shown[index].key == item.key
            case Move(source, target):
                assert source != target
                assert 0 <= source < len(shown)
                assert 0 <= target < len(shown)
        diffs.apply(shown, diff)


def test_one_new_message_is_one_insert_and_one_edit_one_set() -> None:
    old = [Item(1), Item(2), Item(3)]
    assert diffs.between(old, [*old, Item(4), Item(5)], item_key) == [Insert(3, (Item(4), Item(5)))]
    assert diffs.between(old, [Item(1), Item(2, "edited"), Item(3)], item_key) == [Set(1, Item(2, "edited"))]
    assert diffs.between(old, [Item(3)], item_key) == [Remove(0, 2)]
    assert diffs.between(old, [Item(3), Item(1), Item(2)], item_key) == [Move(2, 0)]


def test_turning_a_long_list_round_is_a_reset() -> None:
    old = [Item(number) for number in range(200)]
    assert diffs.between(old, old[::-1], item_key) == [Reset(tuple(old[::-1]))]
    shown = list(old)
    diffs.apply(shown, Reset(tuple(old[::-1])))
    assert shown == old[::-1]
