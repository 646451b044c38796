import asyncio
import json

import httpx
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.auth import Session
from schoolbell.matrix.login import SECRET_LIMIT, Credentials, password_login
from schoolbell.matrix.transport import MatrixError
from tests.matrix.scripted import Script, answer, error

OLD = Credentials("@t1:school.test", "DEVICE", "access-1", "refresh-1")
SECOND = {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in_ms": 300_000}


class Shelf:
    """Stores pairs; fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.saved: list[Credentials] = []
        self.failures = failures
        self.session: Session | None = None

    async def save(self, credentials: Credentials) -> None:
        assert self.session is None or self.session.access_token() != credentials.access_token  # not used yet
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise KnownError(ErrorCode.DISK_FULL)
        self.saved.append(credentials)


def session(script: Script, shelf: Shelf, credentials: Credentials = OLD) -> Session:
    shelf.session = Session(script.transport(), credentials, shelf.save)
    return shelf.session


async def test_two_who_wait_cause_one_renewal_saved_before_use() -> None:
    script, shelf = Script(answer(200, SECOND)), Shelf()
    tokens = await asyncio.gather(*(session_refresh(session(script, shelf)) for _ in range(1)))
    assert tokens == [["access-2"] * 3]
    assert json.loads(script.requests[0].content) == {"refresh_token": "refresh-1"}
    assert [pair.refresh_token for pair in shelf.saved] == ["refresh-2"]


async def session_refresh(shared: Session) -> list[str]:
    return await asyncio.gather(*(shared.refresh("access-1") for _ in range(3)))


async def test_a_pair_that_could_not_be_saved_is_not_used_and_not_asked_for_again() -> None:
    script, shelf = Script(answer(200, SECOND)), Shelf(failures=1)
    shared = session(script, shelf)
    with pytest.raises(KnownError) as fault:
        await shared.refresh("access-1")
    assert fault.value.code is ErrorCode.DISK_FULL
    assert shared.access_token() == "access-1"
    assert await shared.refresh("access-1") == "access-2"
    assert len(script.requests) == 1
    assert [pair.access_token for pair in shelf.saved] == ["access-2"]


async def test_a_server_that_does_not_rotate_keeps_the_refresh_token() -> None:
    script, shelf = Script(answer(200, {"access_token": "access-2"})), Shelf()
    await session(script, shelf).refresh("access-1")
    assert shelf.saved[0].refresh_token == "refresh-1"


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (error(401, "M_UNKNOWN_TOKEN", soft_logout=True), ErrorCode.SOFT_LOGOUT),
        (error(401, "M_UNKNOWN_TOKEN"), ErrorCode.SIGNED_OUT),
        (error(403, "M_FORBIDDEN"), ErrorCode.SOFT_LOGOUT),
    ],
)
async def test_a_refused_renewal_is_final_and_asks_no_more(refusal: httpx.Response, code: ErrorCode) -> None:
    script, shelf = Script(refusal), Shelf()
    shared = session(script, shelf)
    for _ in range(3):
        with pytest.raises(MatrixError) as fault:
            await shared.refresh("access-1")
        assert fault.value.code is code
    assert len(script.requests) == 1
    assert shelf.saved == []


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("down"),
        httpx.Response(502),
        httpx.Response(200, html="<html>"),
        error(429, "M_LIMIT_EXCEEDED"),
        answer(200, {"access_token": 5}),
    ],
)
async def test_trouble_on_the_way_is_tried_again(trouble: httpx.Response | Exception) -> None:
    script, shelf = Script(trouble, answer(200, SECOND)), Shelf()
    shared = session(script, shelf)
    with pytest.raises(MatrixError) as fault:
        await shared.refresh("access-1")
    assert fault.value.transient
    assert await shared.refresh("access-1") == "access-2"


async def test_without_a_refresh_token_the_password_is_needed() -> None:
    script = Script()
    with pytest.raises(MatrixError) as fault:
        await session(script, Shelf(), Credentials("@t1:x", "D", "access-1")).refresh("access-1")
    assert fault.value.code is ErrorCode.SOFT_LOGOUT


def test_credentials_go_to_a_secret_store_and_back_within_what_windows_holds() -> None:
    assert Credentials.from_secret(OLD.to_secret()) == OLD
    long = Credentials("@t1:school.test", "DEVICE", "a" * 1200, "r" * 200)
    assert len(long.to_secret()) <= SECRET_LIMIT
    back = Credentials.from_secret(long.to_secret())
    assert back is not None
    assert (back.access_token, back.refresh_token) == ("", "r" * 200)
    for broken in ("", "{}", "[]", '{"user_id":1}', "\ud800"):
        assert Credentials.from_secret(broken) is None
    assert "access" not in f"{OLD!r} {OLD} {Session(Script().transport(), OLD, Shelf().save)!r}"
    assert "refresh" not in f"{OLD!r} {OLD}"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (error(403, "M_FORBIDDEN"), ErrorCode.WRONG_PASSWORD),
        (error(403, "M_USER_DEACTIVATED"), ErrorCode.FORBIDDEN),
        (error(429, "M_LIMIT_EXCEEDED", retry_after_ms=9), ErrorCode.RATE_LIMITED),
        (httpx.Response(403, html="<html>"), ErrorCode.CAPTIVE_PORTAL),
        (answer(200, {"user_id": "@t:x"}), ErrorCode.NOT_HOMESERVER),
    ],
)
async def test_a_refused_sign_in_says_why(step: httpx.Response, code: ErrorCode) -> None:
    with pytest.raises(MatrixError) as fault:
        await password_login(Script(step).transport(), "t1", "pass", "Schoolbell")
    assert fault.value.code is code


async def test_the_sign_in_asks_for_refresh_tokens_and_names_the_device() -> None:
    got = {
        "user_id": "@t1:x",
        "device_id": "D",
        "access_token": "a",
        "refresh_token": "r",
        "expires_in_ms": 5,
    }
    script = Script(answer(200, got))
    assert (
        await password_login(script.transport(), "t1", "pass", "Schoolbell (Linux)", "D")
    ).refresh_token == "r"
    sent = json.loads(script.requests[0].content)
    assert sent["refresh_token"] is True
    assert sent["initial_device_display_name"] == "Schoolbell (Linux)"
    assert sent["device_id"] == "D"
