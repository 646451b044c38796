import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolbell.domain.chat.content import BODY_LIMIT, parse, safe_html
from schoolbell.domain.chat.items import MessageKind

MESSAGE = "m.room.message"


def html(body):
    return {"msgtype": "m.text", "body": "x", "format": "org.matrix.custom.html", "formatted_body": body}


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="https://evil.test/x.png">',
        '<b style="background:url(https://evil.test/x)">x</b><script>steal()</script>',
        '<a href="javascript:steal()">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<iframe src="https://evil.test"></iframe><i>x</i>',
        '<svg onload="steal()"><i>x</i></svg>',
        '<b onclick="steal()">x</b>',
        '<link rel="stylesheet" href="https://evil.test"><i>x</i>',
    ],
)
def test_nothing_remote_and_nothing_active_survives(hostile):
    shown = parse(MESSAGE, html(hostile)).html
    for word in ("evil", "steal", "src", "style", "javascript", "file:", "on"):
        assert word not in shown


def test_formatting_stays_and_pills_alone_are_plain():
    assert safe_html(html("<b>周五</b><br>体检")) == "<b>周五</b><br>体检"
    assert safe_html(html('<a href="https://matrix.to/#/@a:b">李明</a> 早<br>好')) == ""
    assert safe_html(html('<a href="https://school.test/x">课件</a>')) != ""
    assert safe_html(html("<mx-reply><blockquote>旧</blockquote></mx-reply><b>新</b>")) == "<b>新</b>"


def test_html_that_would_take_long_to_lay_out_is_shown_as_text():
    assert safe_html(html("<b>" * 1500 + "x")) == ""
    assert safe_html(html("<blockquote>" * 40 + "x" + "</blockquote>" * 40)) == ""
    assert safe_html(html("<b>x</b>" * 20_000)) == ""


def test_images_and_files_keep_what_is_needed_to_fetch_them():
    content = {
        "msgtype": "m.image", "body": "黑板.jpg", "url": "mxc://school.test/abc",
        "info": {"w": 10**9, "h": -4, "size": 5, "mimetype": "image/jpeg"},
    }  # fmt: skip
    image = parse(MESSAGE, content)
    assert image.kind is MessageKind.IMAGE
    assert image.attachment.name == "黑板.jpg"
    assert (image.attachment.width, image.attachment.height) == (16384, 0)
    assert image.body == ""
    captioned = parse(MESSAGE, {**content, "body": "今天的板书", "filename": "黑板.jpg"})
    assert captioned.body == "今天的板书"
    remote = parse(MESSAGE, {**content, "url": "https://evil.test/x.jpg"})
    assert remote.attachment is None


def test_old_reply_quotes_are_cut_from_the_text():
    content = {
        "msgtype": "m.text", "body": "> <@a:b> 早\n> 好\n\n收到",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$e"}},
    }  # fmt: skip
    parsed = parse(MESSAGE, content)
    assert (parsed.body, parsed.reply_to) == ("收到", "$e")
    assert parse(MESSAGE, {"msgtype": "m.text", "body": "> <@a:b> 早"}).body == "> <@a:b> 早"


def test_unknown_message_types_show_their_body_and_encrypted_ones_a_card():
    assert parse(MESSAGE, {"msgtype": "org.other", "body": "hi"}).body == "hi"
    assert parse("m.room.encrypted", {"ciphertext": "x"}).kind is MessageKind.ENCRYPTED
    assert parse(MESSAGE, {"msgtype": "m.text"}).kind is MessageKind.UNKNOWN
    assert len(parse(MESSAGE, {"msgtype": "m.text", "body": "长" * 60_000}).body) == BODY_LIMIT


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "msgtype": st.sampled_from(["m.text", "m.image", "m.file", 7]) | JUNK,
            "body": st.text() | JUNK,
            "format": st.just("org.matrix.custom.html"),
            "formatted_body": st.text() | JUNK,
            "url": st.just("mxc://a/b") | JUNK,
            "info": JUNK,
            "filename": JUNK,
            "m.mentions": JUNK | st.fixed_dictionaries({"user_ids": JUNK}),
            "m.relates_to": JUNK | st.fixed_dictionaries({"m.in_reply_to": JUNK}),
            "m.new_content": JUNK,
        },
    ),
    st.sampled_from([MESSAGE, "m.sticker", "org.other"]),
)
def test_malformed_content_never_raises(content, event_type):
    parsed = parse(event_type, content, content)
    assert isinstance(parsed.body, str)
    assert isinstance(parsed.reply_to, str)
    assert all(isinstance(user, str) for user in parsed.mentions)
