"""Hypothesis strategies for what somebody hostile sends: texts, keys, relations, whole runs of events."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from schoolbell.domain.authority import RULES
from tests.domain.chat_school import CHEN, LI, OFFICE, WANG
from tests.fakes.domain_engine import ME, START

PEOPLE = (LI, WANG, CHEN, OFFICE, ME)
LONG = "长" * 21_846  # 64 KiB of UTF-8
TEXTS = (
    "",
    " ",
    "\x00",
    "\u202e\u202e钱 100",
    "\u200b\u200d\ufeff",
    "a\u0301" * 3000,
    "\u2066" * 500,
    "👨‍👩‍👧‍👦" * 200,
    "𠮷" * 300,
    "x" * 65_536,
    LONG,
    "\n" * 5000,
    "ﷺ" * 500,
    "\ud7ff\uffff",
    "\ud83d 半个",
    "\x1b[31m",
    "../../etc/passwd",
    "CON",
    "javascript:alert(1)",
    "@所有人",
    "收到",
    "http://127.0.0.1/" * 3,
    "مرحبا بالعالم",
    "a" * 300 + "@" + "b." * 500,
    "<b>不是标签</b>",
    "%s%n{}",
    "'; DROP TABLE event; --",
    "\t\r\n\v\f\u2028\u2029",
    "ｆｕｌｌ",
    "\U000e0001" * 50,
)
ODD = (
    None,
    True,
    False,
    0,
    -1,
    1 << 53,
    -(1 << 53),
    1 << 64,
    10**40,
    -(10**40),
    0.5,
    1e308,
    -0.0,
    [],
    {},
    [[]],
    {"": None},
    [None] * 50,
    ["x"] * 2000,
    "x",
    "",
    {"k" * 65_536: 1},
    {str(number): number for number in range(500)},
)
DEEP = (50, 200, 900, 4000)  # levels
TIMES = (0, -1, 1, START, 1 << 52, 1 << 53, 1 << 62, 253402300800000, 8.64e15, "yesterday", None, True)
TYPES = (
    *("m.room.message",) * 8,
    *("m.reaction",) * 2,
    "m.room.redaction",
    "m.sticker",
    "m.room.encrypted",
    "m.room.member",
    "m.room.power_levels",
    "m.room.name",
    "m.room.topic",
    "m.room.create",
    "m.room.tombstone",
    "m.room.pinned_events",
    "m.space.child",
    "org.schoolbell.room",
    "org.schoolbell.member",
    "org.schoolbell.ding",
    "org.schoolbell.review",
    "org.schoolbell.x",
    "",
    "x" * 1025,
    "m.room.message\x00",
)
MARKUP = (
    '<img src="{web}/a.png"><i>x</i>',
    "<script>fetch('{web}')</script><b>x</b>",
    '<a href="javascript:x">x</a><b>y</b>',
    '<a href="{file}">x</a><b>y</b>',
    '<a href="data:text/html,x">x</a><b>y</b>',
    '<b style="background:url({web})">x</b>',
    "<style>@import '{web}';</style><b>x</b>",
    "<table>" + "<tr><td>x</td></tr>" * 700 + "</table>",
    "<b>" * 300 + "x",
    "<blockquote>" * 23 + "x" + "</blockquote>" * 23,
    "<mx-reply>" * 1900 + "<b>x</b>",
    '<iframe src="{web}"></iframe><b>x</b>',
    '<svg><image href="{web}"/></svg><b>x</b>',
    "<math><mtext><img src=x onerror=x>",
    "<b>x</b>&#0;&#x202e;&nbsp;",
    '<a href="https://matrix.to/#/@s1:school.test">李明</a><b>x</b>',
    '<a href="//{web}">x</a><b>y</b>',
    "<ol start=99999999999><li>x</ol>",
    '<font data-mx-bg-color="url({web})">x</font><b>x</b>',
    '<p background="{web}">x<b>y</b>',
    "<pre>" + "x" * 5000 + "</pre>",
    '<link rel="stylesheet" href="{web}"><b>x</b>',
    '<img src="{file}"><b>x</b>',
    "<details><summary>" * 99 + "<b>x</b>",
    '<a href="https://matrix.to/#/">' * 900 + "<b>x</b>",
    "<h1>" * 24 + "x" + "</h1>" * 24,
    "<hr>" * 500 + "<b>x</b>",
)
RELATIONS = ("m.replace", "m.annotation", "m.thread", "m.reference", "redaction", "", "m.in_reply_to")
PART = {"mxc": "mxc://school.test/part", "size": 10, "sha256": "0" * 64}
MSGTYPES = (
    "m.text",
    "m.text",
    "m.text",
    "m.notice",
    "m.emote",
    "m.image",
    "m.file",
    "m.video",
    "m.audio",
    "m.location",
    "org.x",
    "",
    7,
    None,
)
LOUD = ([1, 2, 1024], [-1, 1 << 80, 0], [0], [])  # waveforms
WAVES = (*LOUD, [None], [0.5], [True], ["1"], [1] * 10_001, {"0": 1}, "1", 7)
MORE_KEYS = (
    "body",
    "filename",
    "info",
    "url",
    "file",
    "m.mentions",
    "m.relates_to",
    "format",
    "membership",
    "displayname",
    "avatar_url",
    "users",
    "events",
    "pinned",
    "name",
    "topic",
    "kind",
    "v",
    "via",
    "redacts",
    "additional_creators",
)


class _From:
    """Takes one of many by its number; what is long is not written out when a test fails."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __call__(self, number: int) -> Any:
        return self._values[number]

    def __repr__(self) -> str:
        return f"one of {len(self._values)}"


def one_of(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw one of `values`."""
    return st.integers(0, len(values) - 1).map(_From(values))


texts = one_of(TEXTS) | st.text(max_size=12)
odd = one_of(ODD) | texts
people = one_of(PEOPLE)


@st.composite
def runs(draw: st.DrawFn, size: int, web: str = "http://127.0.0.1:9", file: str = "file:///x") -> list[Any]:
    """Draw `size` events, each with an id of its own unless it is a doubled one.

    Relations go forwards, backwards, in loops, to itself and to nothing; the ids look like "$h0-<n>".
    """
    return [_event(draw, number, size, web, file) for number in range(size)]


def _id(draw: st.DrawFn, number: int, size: int, *, honest: bool = True) -> object:
    """Another event of the run, this one itself, an honest one, one that nobody has, or no id at all."""
    which = draw(st.integers(0, 9))
    if which < 6 or (which < 8 and not honest):
        return f"$h0-{draw(st.integers(0, size - 1))}"
    if which < 8:
        return f"$good0-{draw(st.integers(0, 2))}"
    return draw(one_of((f"$h0-{number}", "$nobody"))) if which == 8 else draw(odd)


def _file(draw: st.DrawFn, web: str) -> dict[str, Any]:
    """A large file in parts, now and then with one thing wrong about it."""
    parts: Any = [dict(PART) for _ in range(draw(st.integers(1, 3)))]
    block = {
        "v": 1,
        "name": draw(texts),
        "mimetype": "video/mp4",
        "size": 10 * len(parts),
        "sha256": "0" * 64,
    }
    block |= {"parts": parts, "caption": draw(texts)}
    wrong = draw(st.integers(0, 5))
    if wrong == 0:
        block[draw(one_of(("v", "name", "mimetype", "size", "sha256", "parts", "caption", "w", "h")))] = draw(
            odd
        )
    elif wrong == 1:
        parts[0][draw(one_of(("mxc", "size", "sha256")))] = draw(
            one_of((web, "mxc://a/../b", -1, 1 << 62, "Z" * 64))
        )
    elif wrong == 2:
        block["parts"] = parts * 2000
    return block


def _event(draw: st.DrawFn, number: int, size: int, web: str, file: str) -> Any:
    kind = draw(one_of(TYPES))
    content: dict[str, Any] = {"msgtype": draw(one_of(MSGTYPES)), "body": draw(texts)}
    sender = draw(people)
    twist = draw(st.integers(0, 11))
    if twist <= 3 or kind == "m.reaction":
        rel_type = "m.annotation" if kind == "m.reaction" else draw(one_of(RELATIONS))
        target = _id(draw, number, size)
        content["m.relates_to"] = {"rel_type": rel_type, "event_id": target, "key": draw(texts)}
        if rel_type == "m.in_reply_to":
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": target}}
        content["m.new_content"] = draw(
            one_of(({"msgtype": "m.text", "body": "改了"}, {"body": 7}, {}, None))
        )
    elif twist == 4:
        content["format"] = "org.matrix.custom.html"
        content["formatted_body"] = draw(one_of(MARKUP)).replace("{web}", web).replace("{file}", file)
    elif twist == 5:
        content["org.schoolbell." + draw(one_of(tuple(RULES)))] = draw(one_of(({"v": 1}, {"v": 2}, 7)))
    elif twist == 6:
        content["url"] = draw(one_of(("mxc://a/b", web, file, "mxc://" + "x" * 9000, "mxc:///", 7)))
        said = ("w", "h", "size", "mimetype", "thumbnail_url", "duration")
        content["info"] = {key: draw(odd) for key in said}
        content["org.matrix.msc3245.voice"] = draw(one_of(({}, {}, 7, None)))
        content["org.matrix.msc1767.audio"] = {"duration": draw(odd), "waveform": draw(one_of(WAVES))}
    elif twist == 7:
        content[draw(one_of(MORE_KEYS))] = draw(odd)
    elif twist == 8:
        content = draw(one_of(({}, {"users": {LI: 100}}, {"membership": "ban"}, {"membership": 7}, [], None)))
    elif twist == 9:
        content["url"] = draw(one_of((PART["mxc"], web, file, None)))
        content["org.schoolbell.file"] = _file(draw, web)
    event: dict[str, Any] = {
        "event_id": f"$h0-{number}",
        "type": kind,
        "sender": sender,
        "origin_server_ts": START + number * 60_000,
        "content": content,
    }
    if kind == "m.room.redaction":
        # Whether somebody may redact is the server's to say.
        event["redacts"] = _id(draw, number, size, honest=False)
    if kind.startswith(("m.room.", "m.space", "org.")) and kind != "m.room.message" and draw(st.booleans()):
        event["state_key"] = draw(one_of(("", LI, ME, "x" * 300, "\x00", 7)))
    part = draw(st.integers(0, 19))
    if part == 0:
        event["origin_server_ts"] = draw(one_of(TIMES))
    elif part == 1:
        event["sender"] = draw(odd)
    elif part == 2:
        event["event_id"] = draw(
            one_of((f"$h0-{draw(st.integers(0, size - 1))}", None, 7, "", "\x00", "x" * 2000))
        )
    elif part == 3:
        event["unsigned"] = draw(
            one_of(
                (
                    {"transaction_id": "t"},
                    {"redacted_because": {}},
                    {"prev_content": {"users": 7}},
                    {"age": "x"},
                    7,
                    LONG,
                )
            )
        )
    elif part == 4:
        del event[draw(one_of(sorted(event)))]
    elif part == 5:
        return draw(odd)
    elif part == 6 and isinstance(event["content"], dict):
        event["content"]["deep"] = Nested(draw(one_of(DEEP)))
    return event


class Nested:
    """Stands for lists inside lists, which json itself cannot write."""

    def __init__(self, levels: int) -> None:
        self.levels = levels

    def __repr__(self) -> str:
        return f"Nested({self.levels})"


def to_bytes(value: object) -> bytes:
    """Return JSON, with `Nested` written out and lone surrogates as escapes."""
    deep: dict[str, int] = {}

    def stand_in(found: object) -> object:
        assert isinstance(found, Nested), found
        name = f"__nested_{len(deep)}__"
        deep[name] = found.levels
        return name

    text = json.dumps(value, default=stand_in)
    for name, levels in deep.items():
        text = text.replace(f'"{name}"', "[" * levels + "]" * levels)
    return text.encode()


junk = st.recursive(
    odd | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
