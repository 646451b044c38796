import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.base import slipcode
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.slipcode import QR_PREFIX, SlipCode

SLIP = SlipCode("school.example.cn", "g13800000000", "k7m2-p9xq")
CODE = slipcode.encode(SLIP.server, SLIP.localpart, SLIP.password)
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

common = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-_:/@+", min_size=1, max_size=60)
anything = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


def refused(text: str) -> bool:
    try:
        slipcode.decode(text)
    except KnownError as error:
        return error.code is ErrorCode.BAD_SLIP_CODE
    return False


@given(common | anything, common | anything, common | anything)
def test_what_goes_in_comes_out(server: str, localpart: str, password: str) -> None:
    code = slipcode.encode(server, localpart, password)
    assert slipcode.decode(code) == SlipCode(server, localpart, password)
    assert set(code) <= {*SYMBOLS, "-"}
    assert all(len(group) == 4 for group in code.split("-")[:-1])


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        CODE.replace("-", " – "),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in CODE),  # full-width, as Chinese input methods type
        QR_PREFIX + CODE,
        QR_PREFIX.upper() + CODE.replace("-", ""),
    ],
)
def test_people_and_scanners_write_it_in_many_ways(typed: str) -> None:
    assert slipcode.decode(typed) == SLIP


@given(st.integers(0, len(CODE.replace("-", "")) - 1), st.sampled_from(SYMBOLS))
def test_every_single_wrong_sign_is_noticed(place: int, sign: str) -> None:
    plain = CODE.replace("-", "")
    wrong = plain[:place] + sign + plain[place + 1 :]
    assert wrong == plain or refused(wrong)


def test_every_swap_of_neighbours_and_every_lost_or_doubled_sign_is_noticed() -> None:
    plain = CODE.replace("-", "")
    for at in range(len(plain) - 1):
        swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
        assert swapped == plain or refused(swapped)
        assert refused(plain[:at] + plain[at + 1 :])
        assert refused(plain[:at] + plain[at] + plain[at:])


@given(st.text(max_size=200))
def test_other_text_is_refused_with_its_word(text: str) -> None:
    assert refused(text)


def test_too_long_or_empty_is_refused() -> None:
    assert refused("0" * 100_000)
    assert refused("")
    assert refused(QR_PREFIX)
    for parts in (("", "a", "b"), ("a", "", "b"), ("a", "b", ""), ("a", "b\0c", "d"), ("a" * 399, "b", "c")):
        with pytest.raises(ValueError, match="part"):
            slipcode.encode(*parts)


def test_a_password_is_not_shown_by_accident() -> None:
    assert SLIP.password not in repr(SLIP)
