"""Uploads and downloads over HTTP: progress, length, portals, a token that is renewed in the middle."""

import httpx
import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.transport import MatrixError
from tests.matrix.scripted import Script, answer, error
from tests.matrix.test_transport import Tokens

ME = "@t1:school.test"
MXC = "mxc://school.test/abc"
UPLOADED = answer(200, {"content_uri": MXC})


async def test_an_upload_tells_its_length_and_how_far_it_is() -> None:
    content = bytes(200_000)
    script, moved = Script(UPLOADED), list[int]()
    client = MatrixClient(script.transport(), ME)
    assert await client.upload(content, "image/png", "板书.png", progress=moved.append) == MXC
    (request,) = script.requests
    assert request.headers["content-length"] == "200000"
    assert "transfer-encoding" not in request.headers
    assert request.content == content
    assert moved == [65536, 131072, 196608, 200000]


async def test_an_upload_with_a_token_that_ran_out_is_sent_again_whole() -> None:
    soft = error(401, "M_UNKNOWN_TOKEN", soft_logout=True)
    script, moved = Script(soft, UPLOADED), list[int]()
    client = MatrixClient(script.transport(Tokens("old", "new")), ME)
    assert await client.upload(b"x" * 70_000, "image/png", "a.png", progress=moved.append) == MXC
    assert [request.content for request in script.requests] == [b"x" * 70_000] * 2
    assert moved == [65536, 70000] * 2


@pytest.mark.parametrize("uri", ["", "https://evil.test/x", "mxc://a/../b", 7, None])
async def test_an_upload_without_a_right_address_is_no_upload(uri: object) -> None:
    client = MatrixClient(Script(answer(200, {"content_uri": uri})).transport(), ME)
    with pytest.raises(MatrixError):
        await client.upload(b"x", "image/png", "a.png")


def page(**headers: str) -> httpx.Response:
    shown = {"content-type": "text/html; charset=utf-8"} | headers
    return httpx.Response(200, content=b"<html>please accept the terms</html>", headers=shown)


async def test_a_portals_page_is_no_file_but_a_page_that_somebody_sent_is_one() -> None:
    client = MatrixClient(Script(page()).transport(), ME)
    with pytest.raises(MatrixError) as portal:
        [piece async for piece in client.download(MXC)]
    assert portal.value.code is ErrorCode.CAPTIVE_PORTAL
    sent = page(**{"content-disposition": "attachment; filename=a.html"})
    client = MatrixClient(Script(sent).transport(), ME)
    assert b"".join([piece async for piece in client.download(MXC)]) == sent.content


async def test_whether_a_file_is_still_there_is_asked_without_reading_it() -> None:
    here = httpx.Response(200, content=bytes(100), headers={"content-disposition": "inline"})
    assert await MatrixClient(Script(here).transport(), ME).has_media(MXC)
    assert not await MatrixClient(Script(error(404, "M_NOT_FOUND")).transport(), ME).has_media(MXC)
    with pytest.raises(MatrixError):
        await MatrixClient(Script(error(502, "M_UNKNOWN")).transport(), ME).has_media(MXC)
