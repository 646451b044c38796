import httpx
import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import MatrixClient, mxc_parts
from schoolbell.matrix.transport import MatrixError
from tests.matrix.scripted import Script, answer, error

ME = "@t1:school.test"
UIA = answer(401, {"flows": [{"stages": ["m.login.password"]}], "session": "uia1"})


def client(script: Script) -> MatrixClient:
    return MatrixClient(script.transport(), ME)


@pytest.mark.parametrize("reply", [{}, {"event_id": 5}, [], "x", None])
async def test_an_acknowledgement_without_an_event_id_is_tried_again(reply: object) -> None:
    script = Script(httpx.Response(200, json=reply))
    with pytest.raises(MatrixError) as fault:
        await client(script).send("!r", "m.room.message", "sb1", {})
    assert fault.value.transient


async def test_a_room_with_one_poisoned_state_event_shows_the_others() -> None:
    deep = b"[" * 5000 + b"]" * 5000
    body = b'[{"type":"m.room.name"},7,{"type":"x","content":' + deep + b'},{"type":"m.room.topic"}]'
    script = Script(httpx.Response(200, content=body, headers={"content-type": "application/json"}))
    kinds = [event["type"] for event in await client(script).state("!r")]
    assert [kinds[0], kinds[-1]] == ["m.room.name", "m.room.topic"]


@pytest.mark.parametrize(
    "mxc",
    [
        "",
        "http://x/y",
        "mxc://",
        "mxc://x",
        "mxc://x/../y",
        "mxc://x/a/b",
        "mxc://x/a?b",
        "mxc://x y/a",
        "mxc:///a",
    ],
)
async def test_a_file_address_that_is_none_reaches_no_server(mxc: str) -> None:
    script = Script()
    with pytest.raises(MatrixError) as fault:
        await client(script).thumbnail(mxc, 32, 32)
    assert fault.value.code is ErrorCode.BAD_REQUEST
    assert script.requests == []
    assert mxc_parts("mxc://school.test:8448/aB_-9") == ("school.test:8448", "aB_-9")


async def test_a_picture_that_never_ends_is_cut_off() -> None:
    script = Script(httpx.Response(200, content=bytes(5000)))
    with pytest.raises(MatrixError) as fault:
        await client(script).thumbnail("mxc://x/a", 32, 32, limit=4000)
    assert fault.value.code is ErrorCode.TOO_LARGE


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (error(401, "M_FORBIDDEN", session="uia1"), ErrorCode.WRONG_PASSWORD),
        (error(403, "M_FORBIDDEN"), ErrorCode.WRONG_PASSWORD),
        (error(429, "M_LIMIT_EXCEEDED", retry_after_ms=3000), ErrorCode.RATE_LIMITED),
        (error(400, "M_WEAK_PASSWORD"), ErrorCode.WEAK_PASSWORD),
        (httpx.ReadError("cut"), ErrorCode.NETWORK),
    ],
)
async def test_why_a_password_was_not_changed(second: httpx.Response | Exception, code: ErrorCode) -> None:
    script = Script(UIA, second)
    with pytest.raises(MatrixError) as fault:
        await client(script).change_password("old words", "new words")
    assert fault.value.code is code
    sent = script.requests[1].content
    assert b'"logout_devices":false' in sent
    assert b'"session":"uia1"' in sent
    assert "words" not in repr(fault.value)


@pytest.mark.parametrize("size", [None, -1, "big", True, [], 1.5])
async def test_an_absurd_upload_limit_is_no_limit_known(size: object) -> None:
    assert await client(Script(answer(200, {"m.upload.size": size}))).media_config() is None


async def test_a_direct_chat_keeps_the_ones_before() -> None:
    script = Script(
        answer(200, {"room_id": "!new"}),
        answer(200, {"@s1:x": ["!old", 7], "@s2:x": ["!other"]}),
        answer(),
    )
    assert await client(script).create_direct("@s1:x") == "!new"
    assert script.requests[2].content == b'{"@s1:x":["!old","!new"],"@s2:x":["!other"]}'
    script = Script(answer(200, {"room_id": "!new"}), error(404, "M_NOT_FOUND"), answer())
    await client(script).create_direct("@s1:x")
    assert script.requests[2].content == b'{"@s1:x":["!new"]}'
