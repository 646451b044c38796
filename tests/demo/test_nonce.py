"""Whatever text somebody chooses as nonce: it goes into messages as it is, and into names that fit."""

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolbell_demo.nonce import LONGEST, Nonce

PLAIN = ["a1b2c3d4", "nonce-zh_CN", "测试"]
ODD = ["/+=@", "../../etc/passwd", "a:b*c", "@", "x" * 200, "q@school.test", "名" * 60, " ", "-", "_"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_nonce_is_the_same_everywhere(text: str) -> None:
    assert Nonce.of(text) == Nonce(text, text, text)


@pytest.mark.parametrize("text", ODD)
def test_an_odd_nonce_is_sent_as_it_is_and_called_something_else(text: str) -> None:
    nonce = Nonce.of(text)
    assert nonce.text == nonce.given == text
    assert nonce.name != text


def test_what_no_key_writes_is_left_out_of_messages_and_still_reported() -> None:
    nonce = Nonce.of("a\nb\tc\x1b\u202ed\x00")
    assert (nonce.given, nonce.text) == ("a\nb\tc\x1b\u202ed\x00", "abcd")
    assert Nonce.of("\n").text == Nonce.of("\n").name != ""
    assert len(Nonce.of("y" * 9000).text) == LONGEST


def test_different_nonces_give_different_names() -> None:
    assert (
        len({Nonce.of(text).name for text in (*ODD, "/+=:", "y" * 200, "..", "/", "a:b?c")}) == len(ODD) + 5
    )


@example("-")
@given(st.text(min_size=1, max_size=600))
def test_any_nonce_makes_a_name_for_every_folder_and_a_report(text: str) -> None:
    nonce = Nonce.of(text)
    assert nonce.name.replace("-", "").replace("_", "").isalnum()
    assert len(f"公开课录像-{nonce.name}.mp4".encode()) <= 143  # the shortest limit of usual file systems
    assert json.loads(msgspec.json.encode(nonce.given)) == nonce.given
