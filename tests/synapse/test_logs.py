"""Everything that can be logged, at the most verbose level, and not one secret or sentence in it."""

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.signin import SignIn, resume
from schoolbell.matrix.transport import Transport
from schoolbell.shell.crash import CrashHook
from schoolbell.store import effects
from schoolbell.sync.changes import SyncState
from schoolbell.system import logs
from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import MemorySecrets
from schoolbell_demo.homeserver import Synapse
from tests import servers
from tests.office.schools import csv_text, small_school
from tests.synapse.test_engine import Cable, in_thread
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse

PASSWORD = "canary-password-7391"
TEXTS = {
    name: f"canary-{name}-5520"
    for name in ("sent", "edit", "draft", "received", "refused", "bug", "reaction")
}


@contextlib.contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Log as the program does with SCHOOLBELL_LOG=DEBUG, into the text that is returned."""
    root, seen = logging.getLogger(), io.StringIO()
    handlers = root.handlers[:]
    levels = {logger: logger.level for logger in (root, *map(logging.getLogger, logs._QUIET))}
    root.handlers.clear()
    with contextlib.redirect_stderr(seen):
        logs.configure("DEBUG")
        root.handlers += handlers
        try:
            yield seen
        finally:
            root.handlers[:] = handlers
            for logger, level in levels.items():
                logger.setLevel(level)


async def test_a_session_with_every_kind_of_trouble_leaves_no_secret_and_no_sentence(
    homeserver: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed_logs: list[str]
) -> None:
    allowed_logs += ["schoolbell"]
    person = homeserver.register("t77391", PASSWORD)
    other = servers.new_user(homeserver, "s")
    room = servers.new_room(homeserver, person, [other], name="一班")
    silent = servers.new_room(
        homeserver, other, [person], power_level_content_override={"events_default": 100}
    )
    paths, secrets = Paths(tmp_path / "home"), MemorySecrets()
    tokens = {person.access_token, other.access_token}
    with everything_logged() as seen:
        async with httpx.AsyncClient(trust_env=False) as http:
            signing = SignIn(http, Profiles(paths), secrets)
            await signing.find_server(homeserver.base_url)
            with pytest.raises(KnownError):
                await signing.sign_in(person.localpart, PASSWORD + "x")
            done = await signing.sign_in(person.localpart, PASSWORD)
            tokens |= {done.credentials.access_token, str(done.credentials.refresh_token)}
            _, session = await resume(http, done.profile, secrets)
            cable = Cable(Transport(http, done.profile.homeserver, session))
            world = World(tmp_path / "world", cable, person.user_id, clock=SystemClock())
            try:
                await trouble(world, homeserver, room, silent, other, monkeypatch)
                tokens.add(await session.refresh(session.access_token()))
                tokens.add(str(session.credentials.refresh_token))
            finally:
                await world.close()
        CrashHook(paths.logs, SystemClock().now_ms).report(failure())
        owner = TaskOwner("canary")
        owner.run(failing(), name="task")
        await until(lambda: "task canary.task failed" in seen.getvalue())
    told = seen.getvalue()
    for expected in (
        "subscriber failed",
        "taking them one by one",
        "builtins.ValueError",
        "access token renewed",
    ):
        assert expected in told, f"the log was not where trouble was: {expected}\n{told}"
    secret = {PASSWORD, *tokens}
    assert len(secret) == 7
    for word in (*secret, *TEXTS.values()):
        assert word not in told
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(path.name.startswith("crash-") for path in written)
    for path, content in written.items():
        assert not [word for word in secret if word.encode() in content], path
        if path.suffix == ".txt":
            assert not [word for word in TEXTS.values() if word.encode() in content], path


async def trouble(
    world: World, homeserver: Synapse, room: str, silent: str, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Send, edit, react, keep a draft, receive, be refused, be cut off, and fail by a mistake of our own."""
    world.engine.changes.subscribe(lambda changes: failing_now())
    await world.live()
    sent = await world.say(room, TEXTS["sent"])
    await world.engine.edit(room, sent, {"msgtype": "m.text", "body": TEXTS["edit"]})
    await world.engine.react(room, sent, TEXTS["reaction"])
    await world.engine.save_draft(room, TEXTS["draft"], "")
    await world.say(silent, TEXTS["refused"])
    await until(lambda: world.engine.current_status.wedged == 1)
    await in_thread(servers.send, homeserver, other, room, TEXTS["received"])
    await until(lambda: TEXTS["received"] in world.texts(room))
    apply = effects.apply

    def fragile(conn: Any, number: int, inserted: Any, index: Any) -> set[int]:
        for one in inserted:
            if TEXTS["bug"] in one.event.text:
                raise ValueError(one.event.text)
        return apply(conn, number, inserted, index)

    monkeypatch.setattr(effects, "apply", fragile)
    await in_thread(servers.send, homeserver, other, room, TEXTS["bug"])
    await in_thread(servers.send, homeserver, other, room, "last")
    await until(lambda: "last" in world.texts(room))
    world.transport.plugged = False
    await until(lambda: world.state is SyncState.OFFLINE)
    with contextlib.suppress(KnownError):
        await world.engine.paginate(room)
    world.transport.plugged = True
    world.engine.retry_now()
    await until(lambda: world.state is SyncState.LIVE)


def failure() -> ValueError:
    """An exception whose words are what somebody wrote."""
    return ValueError(TEXTS["bug"])


def failing_now() -> None:
    raise failure()


async def failing() -> None:
    raise failure()


def test_an_import_says_no_password_and_no_token(homeserver: Synapse, tmp_path: Path) -> None:
    """The office's command at its most verbose, on paper (slips) and on the screen (everything else)."""
    secret = tmp_path / "secret"
    secret.write_text(homeserver.registration_secret)
    secret.chmod(0o600)
    roster = tmp_path / "roster.csv"
    roster.write_text(csv_text(small_school("739")), "utf-8")
    config = tmp_path / "office" / "office.toml"

    def office(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "schoolbell_office.main", *arguments],
            env={**os.environ, "SCHOOLBELL_LOG": "DEBUG", "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    told = office(
        "init", "--config", str(config), "--homeserver", homeserver.base_url,
        "--server-name", homeserver.server_name, "--creator", "o7398",
        "--registration-secret-file", str(secret),
    )  # fmt: skip
    told += office("import", str(roster), "--config", str(config))
    told += office("import", str(roster), "--config", str(config))
    told += office("status", "--config", str(config)) + office("check", "--config", str(config))
    assert "t7391" in told
    canaries = {homeserver.registration_secret}
    canaries |= {path.read_text().strip() for path in config.parent.glob("*token*")}
    database = next(config.parent.glob("*.db*"))
    canaries |= passwords(database)
    assert len(canaries) > 8, canaries
    for word in canaries:
        assert word not in told


def passwords(database: Path) -> set[str]:
    """Return the first passwords that the office keeps until they are used."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(database)) as conn:
        return {row[0] for row in conn.execute("SELECT password FROM account WHERE password IS NOT NULL")}
