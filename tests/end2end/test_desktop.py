"""The demo with a display: progress, Schoolbell as the class teacher, others beside it, a clean end."""

import asyncio
import os
import secrets
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from Xlib import X, display
from Xlib.protocol.event import ClientMessage

from schoolbell_demo.desktop import people_to_be
from schoolbell_demo.eyes import Eyes, NotSeenError
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import Account, SchoolLine
from schoolbell_demo.prepare import LINE_FILE, prepare
from schoolbell_demo.screen import Geometry, Screen
from tests.marked import MARK, marked, working_in

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(600)]
DEMO = str(Path(sys.executable).with_name("schoolbell-demo"))
TITLE = "Schoolbell demo school"


@dataclass(frozen=True)
class Demo:
    """The running demo and everything to look at it with."""

    process: Process
    screen: Screen
    hands: Hands
    eyes: Eyes  # on its own window
    probes: Path
    temporary: Path
    mark: str
    people: list[tuple[str, Account]]

    async def program_of(self, account: Account) -> Eyes:
        """Wait for the Schoolbell of that account and for the account in it."""
        eyes = Eyes(self.probes / account.user_id[1:].partition(":")[0], self.screen.frame_buffer)
        await eyes.open(lambda: self.process.returncode is None, timeout=90)
        try:
            await eyes.see(account.name, "Button", timeout=60)  # the avatar in the rail
        finally:
            await eyes.close()
        return eyes

    def bring_forward(self) -> None:
        """Do what a click on the demo in a task bar does."""
        self._tell("_NET_ACTIVE_WINDOW", [2, X.CurrentTime, 0, 0, 0], to_root=True)

    def close(self) -> None:
        """Do what a click on the window's cross does."""
        self._tell("WM_PROTOCOLS", ["WM_DELETE_WINDOW", X.CurrentTime, 0, 0, 0], to_root=False)

    def _tell(self, kind: str, data: list[int | str], *, to_root: bool) -> None:
        server = display.Display(self.screen.display)
        try:
            root = server.screen().root
            named = server.intern_atom("_NET_WM_NAME")
            listed = root.get_full_property(server.intern_atom("_NET_CLIENT_LIST"), X.AnyPropertyType)
            windows = [server.create_resource_object("window", number) for number in listed.value]
            (window,) = [
                one
                for one in windows
                if (name := one.get_full_property(named, X.AnyPropertyType)) and name.value.decode() == TITLE
            ]
            numbers = [server.intern_atom(one) if isinstance(one, str) else one for one in data]
            event = ClientMessage(window=window, client_type=server.intern_atom(kind), data=(32, numbers))
            mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask if to_root else X.NoEventMask
            (root if to_root else window).send_event(event, event_mask=mask)
            server.sync()
        finally:
            server.close()


@asynccontextmanager
async def demo() -> AsyncIterator[Demo]:
    """Start the demo on a screen of its own; whatever happens, nothing of it outlives the block."""
    line = SchoolLine.decode((await prepare(lambda *_: None) / LINE_FILE).read_bytes())
    mark = secrets.token_hex(8)
    screen = Screen(Geometry(1280, 800))
    with (
        tempfile.TemporaryDirectory(prefix="sb-") as probes,  # short: a socket's path has 107 bytes
        tempfile.TemporaryDirectory(prefix="sb-") as temporary,
    ):
        await screen.start()
        hands = Hands(screen.display)
        process = None
        eyes = Eyes(Path(probes) / "demo", screen.frame_buffer)
        try:
            environment = {
                **os.environ,
                **screen.environment,
                MARK: mark,
                "TMPDIR": temporary,
                "LANG": "C.UTF-8",
            }
            environment.pop("SCHOOLBELL_HOME", None)
            process = await asyncio.create_subprocess_exec(
                DEMO, "--probes", probes, env=environment, stderr=asyncio.subprocess.PIPE
            )
            running = process
            await eyes.open(lambda: running.returncode is None)
            people = people_to_be(line)
            yield Demo(process, screen, hands, eyes, Path(probes), Path(temporary), mark, people)
        finally:
            await eyes.close()
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()
            hands.close()
            await screen.stop()


async def ended(running: Demo) -> None:
    """The demo ends well, without a word and without a trace."""
    assert running.process.stderr is not None
    said = (await running.process.stderr.read()).decode()
    assert await running.process.wait() == 0, said
    assert "Error" not in said
    assert marked(running.mark) == {}
    assert working_in(running.temporary) == {}
    assert os.listdir(running.temporary) == []


async def test_the_demo_opens_as_three_people_and_ends_when_its_window_is_closed() -> None:
    async with demo() as running:
        progress = await running.eyes.see("Progress", "ProgressBar", timeout=20)
        assert progress.visible
        assert await running.eyes.find("Open as", "Button") == [], "first only the progress"
        (_, teacher), *others = running.people
        await running.program_of(teacher)
        for words, account in others:
            running.bring_forward()
            sight = await running.eyes.see(words, "Button", exact=True, timeout=30)
            await running.hands.click(*sight.centre)
            await running.program_of(account)
        # a chosen person's program may be closed and opened again, from the menu too
        running.bring_forward()
        await running.hands.click(*(await running.eyes.see("Open as", "MenuItem", exact=True)).centre)
        await running.eyes.see(others[0][0], "MenuItem", exact=True)
        await running.hands.press("Escape")
        running.bring_forward()
        running.close()
        async with asyncio.timeout(60):
            await ended(running)


@pytest.mark.parametrize("moment", ["progress", "opening", "open"])
async def test_told_to_end_it_leaves_nothing(moment: str) -> None:
    async with demo() as running:
        teacher = running.people[0][1]
        if moment == "opening":
            await until(lambda: any("schoolbell-homes-" in one for one in os.listdir(running.temporary)))
        elif moment == "open":
            await running.program_of(teacher)
        else:
            with pytest.raises(NotSeenError):
                await running.eyes.see("nothing of that name", timeout=0.5)
        for number in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal tells more than once
            running.process.send_signal(number)
        async with asyncio.timeout(60):
            await ended(running)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 (a condition of the file system)
            await asyncio.sleep(0.02)
