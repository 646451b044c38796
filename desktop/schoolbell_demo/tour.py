"""Runs the steps of the tour one after the other, keeps a picture and a verdict of each, writes tour.json."""

import asyncio
import contextlib
import logging
import secrets
import struct
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from schoolbell.base.errors import KnownError
from schoolbell.system.http import make_client
from schoolbell_demo.client import Client
from schoolbell_demo.eyes import NotSeenError
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import SchoolLine
from schoolbell_demo.nonce import Nonce
from schoolbell_demo.relay import Relay
from schoolbell_demo.screen import Geometry, Screen
from schoolbell_demo.steps import STEPS, Stage, Step
from schoolbell_demo.words import Words

log = logging.getLogger(__name__)


class StepReport(msgspec.Struct, frozen=True):
    """One step as tour.json has it; `shot` is a file name inside the tour's folder."""

    id: str
    ok: bool
    ms: int
    shot: str
    seen_by: str


class TourReport(msgspec.Struct, frozen=True):
    """tour.json."""

    failed: tuple[str, ...]
    nonce: str
    steps: tuple[StepReport, ...]


@dataclass(frozen=True, slots=True)
class TourOptions:
    """What the command line asked for."""

    folder: Path
    language: str = "zh_CN"
    theme: str = "light"
    geometry: Geometry = field(default_factory=lambda: Geometry(1280, 800))
    nonce: str = ""


async def run_tour(
    options: TourOptions, opening: contextlib.AbstractAsyncContextManager[SchoolLine]
) -> TourReport:
    """Drive the installed client against the school that `opening` gives; return what happened.

    tour.json is written however it ends: a tour that is cancelled has the step it was in among `failed`.
    """
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / "tour.json"
    path.unlink(missing_ok=True)  # an older tour's word must not stand for this one
    nonce = Nonce.of(options.nonce or secrets.token_hex(4))
    reports: list[StepReport] = []
    try:
        async with opening as school, _set_up(options, school, nonce) as stage:
            for number, step in enumerate(STEPS, 1):
                await _play(stage, step, number, options.folder, reports)
    finally:
        failed = [report.id for report in reports if not report.ok]
        if not failed and len(reports) < len(STEPS):
            failed.append(STEPS[len(reports)].id)  # it ended before this one could begin
        report = TourReport(tuple(failed), nonce.given, tuple(reports))
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    return report


@contextlib.asynccontextmanager
async def _set_up(options: TourOptions, school: SchoolLine, nonce: Nonce) -> AsyncIterator[Stage]:
    """Give the stage; whatever had been started when something went wrong is ended, last started first."""
    host, _, port = school.homeserver.removeprefix("http://").rstrip("/").partition(":")
    async with contextlib.AsyncExitStack() as stack:
        relay = Relay(host, int(port or 80))
        stack.push_async_callback(relay.cut)
        await relay.start()
        screen = Screen(options.geometry)
        stack.push_async_callback(screen.stop)
        await screen.start()
        hands = Hands(screen.display)
        stack.callback(hands.close)
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="schoolbell-tour-"))
        client = Client(Path(home), screen, options.language, options.theme)
        stack.push_async_callback(client.stop)
        http = await stack.enter_async_context(make_client())
        words = Words(options.language)
        yield Stage(school, relay, screen, hands, client, http, words, options.language, nonce)


async def _play(stage: Stage, step: Step, number: int, folder: Path, reports: list[StepReport]) -> None:
    """Play one step and add its report; only being cancelled ends the tour."""
    started = time.monotonic()
    ok = False
    try:
        await stage.begin()
        await step.play(stage)
        ok = True
    except (NotSeenError, TimeoutError, KnownError, LookupError, OSError, AssertionError) as error:
        sys.stderr.write(f"tour: {step.id}: {error}\n{stage.client.log_tail()}\n")
    except Exception:  # the steps that follow, and tour.json, must not be lost to a fault of this one
        log.exception("tour: %s\n%s", step.id, stage.client.log_tail())
    except asyncio.CancelledError:
        sys.stderr.write(f"tour: {step.id}: interrupted\n")
        raise
    finally:
        ms = round((time.monotonic() - started) * 1000)
        shot = f"{number:02d}-{step.id}.png"
        if not _picture(stage, folder / shot):
            sys.stderr.write(f"tour: {step.id}: the picture could not be written\n")
            ok = False
        reports.append(StepReport(step.id, ok, ms, shot, step.seen_by))


def _picture(stage: Stage, path: Path) -> bool:
    try:
        return stage.screen.frame_buffer.grab().save(str(path))
    except (OSError, struct.error):  # the X server is gone
        return False
