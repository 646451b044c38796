"""What a message says of its file is believed only where it does not contradict itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.domain.chat.content import parse, parse_unsent
from schoolbell.domain.chat.items import Attachment, Audio, MessageKind
from schoolbell.sync import file_message
from schoolbell.sync.transfers import VoiceFacts

MESSAGE = "m.room.message"
MXC = "mxc://school.test/abc"
SHA = "ab" * 32


def part(**changes: Any) -> dict[str, Any]:
    return {"mxc": MXC, "size": 100, "sha256": SHA, **changes}


def block(**changes: Any) -> dict[str, Any]:
    return {
        "v": 1, "name": "公开课.mp4", "mimetype": "video/mp4", "size": 200, "sha256": SHA,
        "parts": [part(), part(mxc=MXC + "2")], "caption": "回放", **changes,
    }  # fmt: skip


def large(**changes: Any) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": "回放\n公开课.mp4 (200 B)", "org.schoolbell.file": block(**changes)}


def file_of(content: dict[str, Any]) -> Attachment | None:
    return parse(MESSAGE, content).attachment


def test_a_file_in_parts_is_a_file_with_its_caption() -> None:
    parsed = parse(MESSAGE, large(w=1920, h=1080))
    assert parsed.kind is MessageKind.FILE
    assert parsed.body == "回放"
    file = parsed.attachment
    assert file is not None
    assert (file.name, file.size, file.sha256, file.mxc) == ("公开课.mp4", 200, SHA, "")
    assert (file.width, file.height) == (1920, 1080)
    assert [one.size for one in file.parts] == [100, 100]


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"parts": []},
        {"parts": "many"},
        {"parts": [part()] * 100_000, "size": 10_000_000},
        {"size": 199},
        {"size": 10**30},
        {"size": -200},
        {"size": True},
        {"sha256": "short"},
        {"sha256": SHA.upper()},
        {"sha256": None},
        {"parts": [part(), part(size=-100), part(size=200)]},
        {"parts": [part(), part(size=0), part()]},
        {"parts": [part(size=200 << 20)], "size": 200 << 20},
        {"parts": [part(), part(mxc="https://evil.test/x")]},
        {"parts": [part(), part(mxc="mxc://school.test/../../x")]},
        {"parts": [part(), part(sha256="")]},
        {"parts": [part(), 7]},
        {"parts": [part(), None, part()]},
    ],
)
def test_parts_that_contradict_themselves_are_plain_text(changes: dict[str, Any]) -> None:
    parsed = parse(MESSAGE, large(**changes))
    assert (parsed.kind, parsed.attachment) == (MessageKind.TEXT, None)
    assert parsed.body == "回放\n公开课.mp4 (200 B)"


def whole(**changes: Any) -> dict[str, Any]:
    info = {"mimetype": "image/png", "size": 100, "w": 10, "h": 20}
    facts = {"v": 1, "mxc": MXC, "size": 100, "sha256": SHA}
    return {
        "msgtype": "m.image", "body": "a.png", "url": MXC, "info": info, "org.schoolbell.file": facts,
        **changes,
    }  # fmt: skip


def test_a_hash_counts_only_for_the_file_it_is_about() -> None:
    found = file_of(whole())
    assert found is not None
    assert found.sha256 == SHA
    for other in ({"v": 1, "mxc": MXC + "x", "size": 100, "sha256": SHA}, {"v": 9}, "text", None):
        found = file_of(whole(**{"org.schoolbell.file": other}))
        assert found is not None
        assert (found.mxc, found.sha256) == (MXC, "")


@pytest.mark.parametrize(
    "url",
    ["https://evil.test/a.png", "mxc://", "mxc://a", "mxc://a/b/c", "mxc://a/b?c", "file:///x", 7, None],
)
def test_an_address_that_is_none_is_no_file(url: object) -> None:
    assert file_of(whole(url=url)) is None
    found = file_of(whole(info={"thumbnail_url": url}))
    assert found is not None
    assert found.thumbnail_mxc == ""


@given(
    st.dictionaries(
        st.sampled_from(["v", "name", "mimetype", "size", "sha256", "parts", "caption", "w", "h", "mxc"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text()
            | st.sampled_from([MXC, SHA, 1]),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["mxc", "size", "sha256"]), inner)
            ),
            max_leaves=12,
        ),
    ),
    st.sampled_from(["m.text", "m.file", "m.image", ""]),
)
def test_any_block_is_read_or_left(content: dict[str, Any], msgtype: str) -> None:
    message = {"msgtype": msgtype, "body": "x", "org.schoolbell.file": content}
    file = file_of(message)
    if file is not None:
        assert sum(one.size for one in file.parts) == file.size > 0
        assert file.local_path == ""


def test_an_unsent_file_lies_on_this_machine_and_only_there() -> None:
    draft = {"msgtype": "m.image", "body": "看", "filename": "a.png", "info": {"size": 5, "w": 1, "h": 2}}
    parsed = parse_unsent(MESSAGE, draft, "/home/wang/a.png")
    assert (parsed.kind, parsed.body) == (MessageKind.IMAGE, "看")
    assert parsed.attachment is not None
    assert (parsed.attachment.local_path, parsed.attachment.mxc) == ("/home/wang/a.png", "")
    acknowledged = parse_unsent(MESSAGE, whole(), "/home/wang/a.png")
    assert acknowledged.attachment is not None
    assert (acknowledged.attachment.local_path, acknowledged.attachment.mxc) == ("/home/wang/a.png", MXC)
    assert parse_unsent(MESSAGE, {"msgtype": "m.text", "body": "x"}, None).attachment is None


def test_one_download_is_not_another_ones() -> None:
    keys = {
        Attachment("a", "", 1, MXC).key,
        Attachment("a", "", 1, MXC, sha256=SHA).key,
        Attachment("a", "", 1, MXC + "2").key,
    }
    assert len(keys) == 3


def voice(**changes: Any) -> dict[str, Any]:
    return {
        "msgtype": "m.audio", "body": "Voice message", "filename": "note.m4a", "url": MXC,
        "info": {"mimetype": "audio/mp4", "size": 4_000, "duration": 12_400},
        "org.matrix.msc3245.voice": {},
        "org.matrix.msc1767.audio": {"duration": 12_400, "waveform": [0, 512, 1024]}, **changes,
    }  # fmt: skip


def test_a_voice_message_of_another_program_is_one() -> None:
    parsed = parse(MESSAGE, voice(filename="Voice message"))
    assert parsed.kind is MessageKind.VOICE
    assert parsed.body == ""
    assert parsed.attachment is not None
    audio = parsed.attachment.audio
    assert audio is not None
    assert (audio.duration, audio.waveform, audio.voice) == (12_400, (0, 512, 1024), True)


def test_music_is_heard_and_stays_a_file() -> None:
    content = voice()
    del content["org.matrix.msc3245.voice"]
    parsed = parse(MESSAGE, content)
    assert parsed.kind is MessageKind.FILE
    assert parsed.attachment is not None
    assert parsed.attachment.audio is not None
    file = file_of(voice(msgtype="m.file"))
    assert file is not None
    assert file.audio is None


@pytest.mark.parametrize(
    ("said", "waveform"),
    [
        ({"waveform": [-5, 3, 10**9]}, (0, 3, 1024)),
        ({"waveform": list(range(1000))}, tuple(range(9, 1000, 10))),
        ({"waveform": [1] * 1_000_000}, ()),
        ({"waveform": [0.5, 0.25]}, ()),
        ({"waveform": [True, 2]}, ()),
        ({"waveform": "loud"}, ()),
        ({"waveform": []}, ()),
        ({"waveform": {"0": 1}}, ()),
        ("loud", ()),
        (None, ()),
    ],
)
def test_a_waveform_is_a_list_of_loudnesses_or_none(said: Any, waveform: tuple[int, ...]) -> None:
    file = file_of(voice(**{"org.matrix.msc1767.audio": said}))
    assert file is not None
    assert file.audio is not None
    assert file.audio.waveform == waveform
    assert file.audio.duration == 12_400


@pytest.mark.parametrize("duration", [-1, True, "12", 1.5, None, [12]])
def test_a_duration_that_is_none_is_not_known(duration: Any) -> None:
    content = voice(info={"duration": duration}, **{"org.matrix.msc1767.audio": {"duration": duration}})
    file = file_of(content)
    assert file is not None
    assert file.audio is not None
    assert file.audio.duration == 0


def test_a_duration_has_an_end() -> None:
    file = file_of(voice(info={"duration": 10**30}))
    assert file is not None
    assert file.audio is not None
    assert file.audio.duration == 24 * 3600 * 1000


def test_what_is_sent_is_read_again_as_it_was() -> None:
    facts = VoiceFacts(2_000, (0, 700, 1024))
    content = file_message.whole(file_message.draft("语音.m4a", "audio/mp4", 9, voice=facts), MXC, SHA)
    parsed = parse(MESSAGE, content)
    assert parsed.kind is MessageKind.VOICE
    assert parsed.attachment is not None
    assert parsed.attachment.audio == Audio(2_000, (0, 700, 1024), voice=True)
    assert parsed.attachment.sha256 == SHA
    draft = file_message.draft("语音.m4a", "audio/mp4", 9, voice=facts)
    waiting = parse_unsent(MESSAGE, draft, "/x/语音.m4a")
    assert waiting.kind is MessageKind.VOICE
    assert waiting.attachment is not None
    assert waiting.attachment.local_path == "/x/语音.m4a"
