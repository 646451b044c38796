"""Formatted bodies, links and names that are made to be slow, active or misleading."""

import json
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolbell.domain.chat import content
from schoolbell.domain.chat.content import parse, safe_html
from schoolbell.domain.names import clean_name, one_line
from schoolbell.matrix.wire import decode_deep, prune
from schoolbell.ui.messages.timeline_text import find_links, find_mentions
from tests.hostile.made import MARKUP, TEXTS, one_of

FORMAT = {"msgtype": "m.text", "body": "x", "format": "org.matrix.custom.html"}
PILL = '<a href="https://matrix.to/#/">'
# Each is as long as what is looked at. A pattern that starts over at every place takes 0.2 to 0.6 s for one
# of them; read two hundred times that is minutes, and the watchdog ends the test. Good ones take 3 s at most.
TIMES = 200
SLOW_HTML = {
    "quotes that never end": "<mx-reply>" * 2000 + "x" * 40_000,
    "pills that never end": PILL * (60_000 // len(PILL)),
    "tags that never end, in a pill": PILL + "<a" * 25_000 + "</a>",
    "addresses that never end": '<a href="https://matrix.to/#/' * 2000,
    "people": "https://matrix.to/#/@" * 2800,
    "entities": "&amp;" * 12_000,
    "a table": "<table>" + "<tr><td>x" * 900,
    "comments": "<!--" * 1900,
    "an attribute": "<b " + "x=" * 29_000,
}
SLOW_TEXT = {
    "a mail without host": "a" * 20_000,
    "a mail of hyphens": "a@" + "a-" * 10_000,
    "a mail of dots": "a@" + "a." * 10_000,
    "mails in a row": "a@" * 10_000,
    "dots and an at": "a." * 10_000 + "@",
    "country codes": "+8" * 10_000,
    "digits": "1 " * 10_000,
    "addresses behind wide characters": "😀 https://a.b " * 1300,
    "mentions behind wide characters": "😀@n1 " * 3000,
    "marks": "a" + "\u0301" * 19_999,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("html", SLOW_HTML.values(), ids=SLOW_HTML.keys())
def test_no_formatted_body_takes_long_to_read(html):
    message = {**FORMAT, "formatted_body": html}
    for _ in range(TIMES):
        assert len(parse("m.room.message", message).html) <= 200_000


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", SLOW_TEXT.values(), ids=SLOW_TEXT.keys())
def test_no_text_takes_long_to_look_for_links(text):
    names = tuple(f"n{number}" for number in range(50))
    for _ in range(TIMES):
        find_links(text)
        find_mentions(text, names)
        clean_name(text)
        one_line(text)


@pytest.mark.timeout(30)
def test_no_answer_takes_long_to_prune():
    """Nested too deeply, and then a text that never ends with a quote behind every backslash."""
    body = b"[" * 3000 + b'"' + b'\\"' * 100_000
    assert prune(body).count(b"[") == 100


def test_an_answer_both_nested_too_deeply_and_with_half_characters_is_read():
    """Each alone was mended; together they took the whole answer away."""
    for order in (('{"deep":%s,"half":"\\ud83d","good":[1]}'), ('{"half":"\\ud83d","deep":%s,"good":[1]}')):
        body = (order % ("[" * 3000 + "]" * 3000)).encode()
        found = decode_deep(msgspec.json.Decoder(dict[str, msgspec.Raw]), body)
        assert json.loads(bytes(found["good"])) == [1]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test/x",
        "/etc/passwd",
        "..\\x",
        "\\\\host\\share",
        "x.exe",
        "#",
        "?",
        "http:evil.test",
        "C:/x",
        " javascript:x",
        "java\tscript:x",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "file:///x",
        "vbscript:x",
        "ftp://x",
        "ms-settings:x",
        "tel:1",
        "smb://x",
        "search-ms:x",
        "steam://x",
        "about:blank",
        "qrc:/x",
        "schoolbell://x",
    ],
)
def test_a_link_that_is_no_whole_web_address_is_no_link(address):
    html = safe_html({**FORMAT, "formatted_body": f'<a href="{address}">课件</a> <b>x</b>'})
    assert "href" not in html
    assert "课件" in html


_TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>")
_ALLOWED = frozenset(content._TAGS)
_PIECES = one_of(
    (
        *MARKUP,
        *TEXTS[:20],
        "<",
        ">",
        '"',
        "'",
        "&",
        "&lt;",
        "<a href=",
        "<b",
        "</b>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x",
        "\x00",
        "<plaintext>",
        "<noscript>",
        "<title>",
        "<textarea>",
        "<template>",
        "<xmp>",
        "<select>",
        "<base href=//x>",
        "<meta http-equiv=refresh>",
        "<form action=x>",
        "<input>",
        "<video src=x>",
        "<object data=x>",
        "<embed src=x>",
        "<p onclick=x>",
        "<a href='https://x' style=x>",
        "<mx-reply>",
        "</mx-reply>",
        "<style>",
        "<svg><style>",
        "<math>",
        "<li>",
        "<ul>",
        "<h7>",
    )
)


@settings(max_examples=1000)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=12))
def test_whatever_the_pieces_only_harmless_tags_and_whole_links_come_out(pieces):
    html = safe_html({**FORMAT, "formatted_body": "".join(pieces)})
    for _, tag, attributes in _TAG.findall(html):
        assert tag in _ALLOWED, html
        if attributes.strip(" /"):
            assert tag == "a", html
            assert re.fullmatch(r' href="(https?://|mailto:|matrix:)[^"]*"', attributes, re.IGNORECASE), html
