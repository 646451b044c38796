"""One character for all that people hold for the same."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.store.folding import folded, letters, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("數學作業", "数学作业"),
        ("後來", "后来"),
        ("頭髮", "头发"),
        ("看著", "看着"),
        ("裡面", "裏面"),
        ("台灣", "臺灣"),
        ("周淨", "周净"),
        ("ＡＢＣ１２", "ABC12"),
        ("作\u200b业\ufe0f", "作业"),
        ("\uf9e9", "里"),
    ],
)
def test_variants_are_one(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("人", "入"), ("未", "末"), ("大", "太"), ("a", "b"), ("王", "玉")]
)
def test_what_only_looks_alike_is_two(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize(("one", "other"), [("Café", "CAFE"), ("ÜBER", "uber"), ("Ａb", "aB"), ("數", "数")])
def test_for_comparing_case_and_accents_go_too(one, other):
    assert plain(one) == plain(other)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_every_letter_knows_where_it_came_from(text):
    kept, places = letters(text)
    assert len(kept) == len(places)
    assert places == sorted(places)
    for letter, place in zip(kept, places, strict=True):
        assert letter in plain(text[place])


def test_the_table_is_not_read_before_something_is_folded():
    program = (
        "from schoolbell.store import folding, search, indexing\n"
        "before = folding._variants.cache_info().currsize\n"
        "folding.folded('plain'); ascii_only = folding._variants.cache_info().currsize\n"
        "folding.folded('數'); print(before, ascii_only, folding._variants.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "1"]
