"""Runs the steps of the tour one after the other, keeps a picture and a verdict of each, writes tour.json."""

import logging
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from schoolbell.base.errors import KnownError
from schoolbell.system.http import make_client
from schoolbell_demo.client import Client
from schoolbell_demo.eyes import NotSeenError
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import SchoolLine
from schoolbell_demo.relay import Relay
from schoolbell_demo.screen import Geometry, Screen
from schoolbell_demo.steps import STEPS, Stage
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


async def run_tour(options: TourOptions, school: SchoolLine) -> TourReport:
    """Drive the installed client against `school`; return what happened (also written to tour.json)."""
    options.folder.mkdir(parents=True, exist_ok=True)
    nonce = options.nonce or secrets.token_hex(4)
    host, _, port = school.homeserver.removeprefix("http://").rstrip("/").partition(":")
    relay = Relay(host, int(port or 80))
    screen = Screen(options.geometry)
    reports: list[StepReport] = []
    await relay.start()
    await screen.start()
    hands = Hands(screen.display)
    with tempfile.TemporaryDirectory(prefix="schoolbell-tour-") as home:
        client = Client(Path(home), screen, options.language, options.theme)
        async with make_client() as http:
            stage = Stage(
                school, relay, screen, hands, client, http, Words(options.language), options.language, nonce
            )
            try:
                for number, step in enumerate(STEPS, 1):
                    reports.append(await _play(stage, step.id, number, options.folder))
            finally:
                await client.stop()
                hands.close()
                await screen.stop()
                await relay.cut()
    report = TourReport(tuple(r.id for r in reports if not r.ok), nonce, tuple(reports))
    (options.folder / "tour.json").write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    return report


async def _play(stage: Stage, step_id: str, number: int, folder: Path) -> StepReport:
    step = next(s for s in STEPS if s.id == step_id)
    started = time.monotonic()
    ok = True
    try:
        await step.play(stage)
    except (NotSeenError, TimeoutError, KnownError, LookupError, OSError, AssertionError) as error:
        ok = False
        sys.stderr.write(f"tour: {step_id}: {error}\n{stage.client.log_tail()}\n")
    ms = round((time.monotonic() - started) * 1000)
    shot = f"{number:02d}-{step_id}.png"
    if not stage.screen.frame_buffer.grab().save(str(folder / shot)):
        sys.stderr.write(f"tour: {step_id}: the picture could not be written\n")
        ok = False
    return StepReport(step_id, ok, ms, shot, step.seen_by)
