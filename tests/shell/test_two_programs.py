"""The program started twice on one account: the first comes to the front, the second ends or says why not."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager

from schoolbell.system.lock import ProfileLock
from schoolbell_demo.screen import Geometry, Screen
from tests.shell.prepared import prepare_home
from tests.shell.test_tray import BODY, HEIGHT, WIDTH, Desk


def start(folder, screen, *arguments):
    return asyncio.create_subprocess_exec(
        sys.executable, "-m", "schoolbell.shell.main", "--home", str(folder), "--plaintext-session",
        "--theme", "light", "--lang", "en", *arguments,
        env={**os.environ, **screen.environment}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@asynccontextmanager
async def a_screen():
    screen = Screen(Geometry(WIDTH, HEIGHT))
    await screen.start()
    processes = []
    try:
        yield screen, processes
    finally:
        for process in processes:
            if process.returncode is None:
                process.terminate()
            await process.communicate()
        await screen.stop()


async def test_a_second_start_brings_the_hidden_first_window_back_and_ends(tmp_path):
    paths = prepare_home(tmp_path)
    async with a_screen() as (screen, processes):
        processes.append(first := await start(tmp_path, screen))
        desk = Desk(screen, None, first, paths)
        await desk.until(lambda: desk.inked(BODY), "the first window")
        await desk.until(desk.says_signed_out, "the rest of it")
        await desk.hide_by_closing()
        processes.append(second := await start(tmp_path, screen))
        assert await asyncio.wait_for(second.wait(), 30) == 0
        await desk.until(lambda: desk.inked(BODY), "the first window again")
        assert first.returncode is None
        assert b"Traceback" not in (await second.communicate())[1]


async def test_two_started_at_once_end_up_as_one(tmp_path):
    paths = prepare_home(tmp_path)
    async with a_screen() as (screen, processes):
        processes += [await start(tmp_path, screen), await start(tmp_path, screen)]
        waits = [asyncio.ensure_future(process.wait()) for process in processes]
        done, running = await asyncio.wait(waits, timeout=40, return_when=asyncio.FIRST_COMPLETED)
        assert [task.result() for task in done] == [0], "one ends by itself"
        desk = Desk(screen, None, None, paths)
        await desk.until(lambda: desk.inked(BODY), "the window of the other")
        assert len(running) == 1
        for process in processes:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*waits)


async def test_an_account_that_another_computer_holds_is_said_and_left_alone(tmp_path):
    """The lock is held and nobody answers: a shared folder, or a window that hangs."""
    paths = prepare_home(tmp_path)
    profile = paths.profile(next((paths.data / "profiles").iterdir()).name)
    before = profile.local_db.read_bytes()
    async with a_screen() as (screen, processes):
        with ProfileLock(profile.lock):
            processes.append(process := await start(tmp_path, screen))
            desk = Desk(screen, None, process, paths)
            await desk.until(lambda: desk.inked(BODY), "a window")
            await asyncio.sleep(1.5)
            assert process.returncode is None, "it stays and says why"
        assert profile.local_db.read_bytes() == before
