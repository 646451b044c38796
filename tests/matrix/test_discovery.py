import httpx
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.discovery import (
    SCHOOL,
    Homeserver,
    discover,
    parse_address,
    read_anchors,
    read_office,
)
from tests.matrix.scripted import answer

VERSIONS = answer(
    200, {"versions": ["v1.11"], "unstable_features": {"org.matrix.simplified_msc3575": True}}
).content
LOGIN = answer(200, {"flows": [{"type": "m.login.sso"}, {"type": "m.login.password"}]}).content
JSON = {"content-type": "application/json"}


class Web:
    """Several hosts by full address; everything else is a 404 page."""

    def __init__(self, **pages: object) -> None:
        self.pages: dict[str, httpx.Response | Exception] = {}
        self.asked: list[str] = []

    def homeserver(self, base: str) -> "Web":
        self.pages[f"{base}/_matrix/client/versions"] = httpx.Response(200, content=VERSIONS, headers=JSON)
        self.pages[f"{base}/_matrix/client/v3/login"] = httpx.Response(200, content=LOGIN, headers=JSON)
        return self

    def well_known(self, host: str, step: httpx.Response | Exception) -> "Web":
        self.pages[f"https://{host}/.well-known/matrix/client"] = step
        return self

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        step = self.pages.get(str(request.url), httpx.Response(404, html="<html>404"))
        if isinstance(step, Exception):
            raise step
        return step


async def find(web: Web, address: str = "school.example") -> Homeserver:
    async with httpx.AsyncClient(transport=httpx.MockTransport(web)) as client:
        return await discover(client, address)


async def refusal(web: Web, address: str = "school.example") -> ErrorCode:
    with pytest.raises(KnownError) as fault:
        await find(web, address)
    return fault.value.code


async def test_the_well_known_file_leads_to_the_homeserver_and_names_anchors() -> None:
    web = Web().homeserver("https://matrix.school.example")
    named = {
        "m.homeserver": {"base_url": "https://matrix.school.example/"},
        SCHOOL: {
            "anchors": ["!a:school.example", 5, "no room", "!a:school.example", "!b"],
            "office": "https://o.x/",
        },
    }
    web.well_known("school.example", answer(200, named))
    found = await find(web, " School.Example/ ")
    assert found == Homeserver(
        base_url="https://matrix.school.example",
        server_name="school.example",
        versions=("v1.11",),
        sliding_sync=True,
        password_login=True,
        anchors=("!a:school.example", "!b"),
        office="https://o.x/",
    )


async def test_a_moved_well_known_file_is_followed() -> None:
    web = Web().homeserver("https://matrix.school.example")
    web.well_known(
        "school.example", httpx.Response(301, headers={"location": "https://www.school.example/wk"})
    )
    web.pages["https://www.school.example/wk"] = answer(
        200, {"m.homeserver": {"base_url": "https://matrix.school.example"}}
    )
    assert (await find(web)).base_url == "https://matrix.school.example"


@pytest.mark.parametrize(
    "step",
    [
        httpx.Response(404),
        httpx.Response(200, html="<html>school news"),
        httpx.Response(500),
        httpx.Response(200, content=b"[[[", headers=JSON),
        answer(200, {"m.homeserver": "x"}),
        httpx.Response(200, content=b" " * 60_000 + b"{}", headers=JSON),
    ],
)
async def test_without_a_usable_well_known_file_the_address_itself_is_tried(step: httpx.Response) -> None:
    web = Web().homeserver("https://school.example").well_known("school.example", step)
    assert (await find(web)).base_url == "https://school.example"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://matrix.school.example",
        "http://127.0.0.1:8008",
        "ftp://x",
        "https://",
        "https://[",
        "https://u:p@x/",
    ],
)
async def test_a_well_known_file_cannot_lead_to_an_open_or_broken_address(base_url: str) -> None:
    web = Web().well_known("school.example", answer(200, {"m.homeserver": {"base_url": base_url}}))
    assert await refusal(web) is ErrorCode.NOT_HOMESERVER
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("versions", "code"),
    [
        (answer(200, {"versions": ["v1.1"], "unstable_features": {}}), ErrorCode.NO_SLIDING_SYNC),
        (answer(200, {"versions": ["v1.1"]}), ErrorCode.NO_SLIDING_SYNC),
        (
            answer(200, {"versions": ["v1"], "unstable_features": {"org.matrix.simplified_msc3575": "yes"}}),
            ErrorCode.NO_SLIDING_SYNC,
        ),
        (answer(200, {"versions": []}), ErrorCode.NOT_HOMESERVER),
        (answer(200, {"versions": [1]}), ErrorCode.NOT_HOMESERVER),
        (answer(200, [1]), ErrorCode.NOT_HOMESERVER),
        (httpx.Response(200, html="<html>"), ErrorCode.NOT_HOMESERVER),
        (httpx.Response(404), ErrorCode.NOT_HOMESERVER),
        (httpx.Response(502), ErrorCode.SERVER),
        (httpx.ConnectError("refused"), ErrorCode.NETWORK),
    ],
)
async def test_what_is_not_right_is_said(versions: httpx.Response | Exception, code: ErrorCode) -> None:
    web = Web().homeserver("https://school.example")
    web.pages["https://school.example/_matrix/client/versions"] = versions
    assert await refusal(web) is code


@pytest.mark.parametrize(
    ("typed", "origin", "name"),
    [
        ("school.example", "https://school.example", "school.example"),
        ("https://School.example/", "https://school.example", "school.example"),
        ("http://school.example", "https://school.example", "school.example"),
        ("school.example:8448", "https://school.example:8448", "school.example:8448"),
        ("@t1:school.example", "https://school.example", "school.example"),
        ("ｓｃｈｏｏｌ。example", "https://school.example", "school.example"),
        ("127.0.0.1:8008", "http://127.0.0.1:8008", "127.0.0.1:8008"),
        ("http://localhost:8008", "http://localhost:8008", "localhost:8008"),
        ("https://localhost", "https://localhost", "localhost"),
        ("[::1]:8008", "http://[::1]:8008", "[::1]:8008"),
        ("三中.中国", "https://xn--ehqr47m.xn--fiqs8s", "xn--ehqr47m.xn--fiqs8s"),
    ],
)
def test_addresses_as_people_type_them(typed: str, origin: str, name: str) -> None:
    found_origin, found_name = parse_address(typed)
    if "xn--" in origin:
        assert found_name.startswith("xn--")
        assert found_origin == f"https://{found_name}"
    else:
        assert (found_origin, found_name) == (origin, name)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "https://",
        "a b",
        "ftp://x",
        "x:y:z",
        "x:99999",
        "https://u:p@x",
        "[::1",
        "a" * 300,
        "..",
        "a..b",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(KnownError) as fault:
        parse_address(typed)
    assert fault.value.code is ErrorCode.NO_SUCH_HOST


def test_anchors_and_office_are_read_with_distrust() -> None:
    assert read_anchors({"anchors": ["!a", "", "#b:x", "!" + "x" * 300, "! ", None]}) == ("!a",)
    for wrong in (None, [], "x", {"anchors": "!a"}, {"anchors": {"!a": 1}}):
        assert read_anchors(wrong) == ()
    assert len(read_anchors({"anchors": [f"!{n}" for n in range(999)]})) == 50
    assert read_office({"office": "http://127.0.0.1:9/"}) == "http://127.0.0.1:9/"
    for office in ("http://o.x", "javascript:1", "https://", 5, None, "https://["):
        assert read_office({"office": office}) is None
