"""Links that any web page can hold: they name a room or fill in the sign-in page, or are nothing."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schoolbell.shell.deep_links import OpenRoom, SignInAt, parse
from tests.hostile.made import TEXTS, one_of

_PIECES = one_of(
    (
        *(
            "schoolbell://",
            "schoolbell:",
            "matrix:",
            "room/",
            "roomid/",
            "signin",
            "?server=",
            "slip/",
            "/e/",
            "!a:b",
            "$e",
        ),
        *(
            "%0a",
            "%00",
            "%2f",
            "%21",
            "%",
            "//",
            "\\",
            "@",
            "#",
            "&",
            "javascript:",
            "https://evil.test",
            "[::1",
            "..",
            "\n",
        ),
        *("%E2%80%AE", "ABCD EFGH JKLM NPQR", *TEXTS[:25]),
    )
)


@settings(max_examples=1000)
@example("schoolbell://room/!a:b%0a")
@example("matrix:roomid/a:b%0A/e/x%0a")
@example("schoolbell://slip/ABCDEFGH%0a")
@example("schoolbell://signin?server=evil.test%0a")
@given(st.lists(_PIECES | st.text(max_size=4), max_size=8).map("".join))
def test_no_link_is_more_than_a_room_an_event_or_a_form_filled_in(text):
    match parse(text):
        case OpenRoom(room_id, event_id):
            assert re.fullmatch(r"![\x21-\x7e]{1,254}", room_id)
            assert not event_id or re.fullmatch(r"\$[\x21-\x7e]{1,254}", event_id)
        case SignInAt(address, slip_code):
            assert re.fullmatch(r"[A-Za-z0-9.\-\[\]:]{0,253}", address)
            assert re.fullmatch(r"[0-9A-Za-z \-]{0,400}", slip_code)
        case other:
            assert other is None
