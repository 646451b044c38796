"""Until when a block may be edited: moments of any quality, ends that move in time, ends that do not."""

import pytest

from schoolbell.domain.closing import block_of, closes_of, in_time


@pytest.mark.parametrize("closes", [None, True, "2026", -1, 0, 1.5, 1 << 60, float("nan"), [5], {"ms": 5}])
def test_what_is_no_moment_is_no_end(closes):
    assert closes_of({"v": 1, "closes": closes}) == 0
    assert in_time({"v": 1, "closes": closes}, [], 10**15)


@pytest.mark.parametrize("block", [None, "closes", 7, [], {}])
def test_what_is_no_block_has_no_end(block):
    assert closes_of(block) == 0


def test_the_end_itself_is_in_time():
    assert in_time({"closes": 100}, [], 100)
    assert not in_time({"closes": 100}, [], 101)


def test_an_end_moves_only_while_it_is_not_over():
    moved = [(90, {"closes": 200})]
    assert in_time({"closes": 100}, moved, 150)
    assert not in_time({"closes": 100}, moved, 201)
    assert not in_time({"closes": 100}, [(101, {"closes": 200})], 150)
    assert not in_time({"closes": 100}, [(90, {"closes": 95}), (96, {"closes": 900})], 97)


def test_what_comes_after_an_edit_says_nothing_about_it():
    assert not in_time({"closes": 100}, [(300, {"closes": 900})], 200)


def test_an_edit_speaks_by_its_new_content_alone():
    content = {"org.schoolbell.assignment": {"closes": 1}, "m.new_content": "odd"}
    assert block_of("m.room.message", content, "assignment") == {"closes": 1}
    assert block_of("m.room.message", content, "assignment", edited=True) is None
    assert block_of("org.schoolbell.submission", {"closes": 2}, "submission") == {"closes": 2}
