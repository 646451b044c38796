"""A session with every kind of trouble, and nobody's words in its log, crash reports and diagnostics."""

import asyncio
import contextlib
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from schoolbell.base import slipcode
from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.signin import SignIn
from schoolbell.matrix.login import token_login
from schoolbell.matrix.transport import Transport
from schoolbell.shell.crash import CrashHook
from schoolbell.shell.diagnosing import export
from schoolbell.system.callback import Callback
from schoolbell.system.http import make_client
from schoolbell.system.pin import Pins
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import MemorySecrets
from tests import servers
from tests.shell.stage import make_stage, opened
from tests.synapse.test_logs import everything_logged

pytestmark = pytest.mark.synapse

PIN = "739155208"
WORDS = {
    name: f"canary-{name}-6631"
    for name in (
        "message", "draft", "file", "caption", "search", "room", "person", "browser", "proxy", "slip", "bug",
    )
}  # fmt: skip


@pytest.fixture
async def stage(qtbot: Any, theme: Any, tmp_path: Path, homeserver: Any) -> Any:
    """A session in a room and among people whose names are canaries, with crash reports of its own."""
    made = await make_stage(homeserver, tmp_path / "home", theme, qtbot)
    made.hook = CrashHook(made.around.paths.logs, SystemClock().now_ms)
    made.around = replace(made.around, crash=made.hook.report, policy=Policy(proxy=None))
    made.session = made.make()
    await asyncio.to_thread(rename, made)
    yield made
    await made.session.stop()


def rename(stage: Any) -> None:
    """Give the room and the other person names that nobody may find again."""
    servers.send_state(stage.server, stage.teacher, stage.room, "m.room.name", {"name": WORDS["room"]})
    path = f"/_matrix/client/v3/profile/{quote(stage.student.user_id)}/displayname"
    stage.call(stage.student, "PUT", path, {"displayname": WORDS["person"]})


async def failing(words: str) -> None:
    raise ValueError(words)


async def test_a_session_with_every_kind_of_trouble_tells_nobodys_words(
    stage: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed_logs: list[str]
) -> None:
    allowed_logs.append("schoolbell")
    with everything_logged() as seen:
        await sign_in_badly(stage, tmp_path)
        pane = await opened(stage, qtbot)
        await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
        pane.open_room(stage.room)
        await stage.until(lambda: pane.header.title.full_text() == WORDS["room"], "its name")
        await files_fail(stage, pane, tmp_path, monkeypatch)
        await search_fails(stage, pane, monkeypatch)
        stage.session.presenter.bridge.run(failing(WORDS["bug"]))
        stage.session._tasks.run(failing(WORDS["bug"]), name="lifeline")
        await stage.until(lambda: seen.getvalue().count("ValueError") >= 8, "what has failed is told")
        report = tmp_path / "diagnostics.txt"
        assert await export(stage.around, [stage.session], report) is None
    told = seen.getvalue()
    for expected in ("a presenter failed", "an upload failed by a bug", "bug: schoolbell", "SSO_UNFINISHED"):
        assert expected.lower() in told.lower(), f"the log was not where trouble was: {expected}\n{told}"
    crashes = sorted(stage.around.paths.logs.glob("crash-*.txt"))
    assert len(crashes) >= 3
    diagnostics = report.read_text("utf-8")
    assert "connection: live" in diagnostics
    assert "room: 1" in diagnostics
    assert crashes[-1].name in diagnostics
    assert "a presenter failed" in diagnostics, "the last lines of the log are in it"
    tokens = (stage.teacher.password, *await tokens_of(stage))
    assert len(tokens) == 3
    for text in (told, diagnostics, *(path.read_text("utf-8") for path in crashes)):
        for word in (*WORDS.values(), PIN, *tokens):
            assert word not in text, f"{word} in\n{text}"


async def tokens_of(stage: Any) -> tuple[str, ...]:
    """Return the tokens of the open session."""
    pair = stage.session._client.transport._tokens.credentials
    return pair.access_token, str(pair.refresh_token)


async def sign_in_badly(stage: Any, tmp_path: Path) -> None:
    """Slip, browser, proxy and PIN: each once right and once wrong."""
    server = stage.server.base_url
    async with make_client() as http:
        signing = SignIn(http, Profiles(stage.around.paths), MemorySecrets())
        slip = slipcode.encode("school.cn", "t1", WORDS["slip"])
        assert signing.read_slip(slip).password == WORDS["slip"]
        wrong = slip.replace(slip[10], "Z" if slip[10] != "Z" else "Y", 1)
        with pytest.raises(KnownError):
            signing.read_slip(wrong)
        logging.getLogger("schoolbell.canary").info("%r", signing.read_slip(slip))  # a repr tells nothing
        with pytest.raises(KnownError) as refused:
            await token_login(Transport(http, server), WORDS["browser"], "x")
        logging.getLogger("schoolbell.canary").info("%s", refused.value)
        async with Callback("done") as callback:
            async with httpx.AsyncClient(trust_env=False) as browser:
                await browser.get(f"{callback.url}x?loginToken={WORDS['browser']}")
                await browser.get(f"{callback.url}?loginToken={WORDS['browser']}")
            assert await callback.wait() == WORDS["browser"]
    async with make_client(f"http://user:{WORDS['proxy']}@127.0.0.1:9") as http:
        with pytest.raises(KnownError) as unreachable:
            await Transport(http, "http://school.invalid").request("GET", "/_matrix/client/versions")
        assert unreachable.value.code is ErrorCode.PROXY
    pins = Pins(stage.around.paths, SystemClock(), cost=16)
    await pins.set(stage.profile.id, PIN)
    with pytest.raises(KnownError):
        await pins.check(stage.profile.id, PIN[::-1])
    await pins.check(stage.profile.id, PIN)
    pins.remove(stage.profile.id)


async def files_fail(stage: Any, pane: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the server refuses for a while, one that fails by a bug; a download of either kind."""
    session = stage.session
    client, media = session.media._uploads._client, session.media
    upload, tries = client.upload, []

    async def fragile(content: bytes, kind: str, name: str, **options: Any) -> str:
        tries.append(name)
        if len(tries) == 1:
            raise KnownError(ErrorCode.SERVER)
        if len(tries) == 2:
            raise ValueError(f"{name} {content!r}")
        return await upload(content, kind, name, **options)

    monkeypatch.setattr(client, "upload", fragile)
    name = f"{WORDS['file']}.bin"
    sent = await media.send_data(stage.room, WORDS["message"].encode(), name, caption=WORDS["caption"])
    await stage.until(lambda: session.only_here()[0] == 1 and len(tries) == 2, "two tries")
    await stage.until(lambda: session._engine.current_status.wedged == 1, "set aside")
    await session._engine.retry(sent)
    await stage.until(lambda: WORDS["caption"] in stage.bodies(), "the file at the server")
    await session._engine.save_draft(stage.room, WORDS["draft"], "")
    gone: Any = SimpleNamespace(
        key="k1", mxc="mxc://school.invalid/gone", size=10, sha256="", parts=(), local_path="",
        thumbnail_mxc="", name=name, mimetype="",
    )  # fmt: skip
    failed: list[str] = []
    session.files.attachments.failed.connect(lambda code, _details: failed.append(code))
    session.files.attachments.load(gone)
    await stage.until(lambda: failed, "a download that fails")

    def broken(mxc: str) -> Any:
        raise ValueError(f"{name} {WORDS['caption']}")

    monkeypatch.setattr(client, "download", broken)
    crashes = partial(lambda: len(list(stage.around.paths.logs.glob("crash-*.txt"))))
    before = crashes()
    gone.key, gone.mxc = "k2", "mxc://school.invalid/other"
    session.files.attachments.load(gone)
    await stage.until(lambda: crashes() > before, "a download that fails by a bug")


async def search_fails(stage: Any, pane: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search once in good order and once on a file that says what was asked."""
    searching = stage.session.searching
    searching.search()
    presenter = searching._search
    presenter.set_text(WORDS["search"])
    await stage.until(lambda: presenter.is_answered, "an answer")

    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError(f"fts5: syntax error near {WORDS['search']}")

    monkeypatch.setattr(presenter._finder, "answer", broken)
    with contextlib.suppress(ValueError):
        presenter.set_text(f"{WORDS['search']} {WORDS['message']}")
    await stage.until(lambda: len(list(stage.around.paths.logs.glob("crash-*.txt"))) >= 2, "its failure")
