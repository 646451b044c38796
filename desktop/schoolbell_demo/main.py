"""`schoolbell-demo`: the demo school on this machine, served, toured or shown in a window."""

import argparse
import asyncio
import contextlib
import logging
import os
import sys
from pathlib import Path

from schoolbell.base.errors import KnownError
from schoolbell_demo.ending import cancelled_by_signals
from schoolbell_demo.homeserver import HomeserverError
from schoolbell_demo.line import SchoolLine
from schoolbell_demo.prepare import InUseError
from schoolbell_demo.running import running_school
from schoolbell_demo.screen import Geometry
from schoolbell_demo.serve import serve
from schoolbell_demo.tour import TourOptions, run_tour


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do one of the three; return the exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        return _run(options)
    except (InUseError, HomeserverError, KnownError) as error:
        sys.stderr.write(f"schoolbell-demo: {error}\n")
        return 1


def _run(options: argparse.Namespace) -> int:
    if options.serve:
        return asyncio.run(serve(options.data))
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if options.tour or not has_display:
        folder = options.tour or Path.cwd() / "build" / "tour"
        return asyncio.run(_tour(options, folder))
    from schoolbell_demo.desktop import run_desktop  # a window only where there is a display

    return run_desktop(options.data, options.probes)


async def _tour(options: argparse.Namespace, folder: Path) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # pictures are handled here, windows are not
    wanted = TourOptions(folder, options.lang, options.theme, options.size, options.nonce or "")
    opening: contextlib.AbstractAsyncContextManager[SchoolLine] = running_school(options.data, _say)
    if options.school is not None:
        opening = contextlib.nullcontext(SchoolLine.decode(options.school.read_bytes()))
    with cancelled_by_signals():
        try:
            report = await run_tour(wanted, opening)
        except asyncio.CancelledError:
            sys.stderr.write(f"schoolbell-demo: interrupted; pictures and tour.json so far: {folder}\n")
            return 1
    for step in report.steps:
        sys.stdout.write(f"{'ok  ' if step.ok else 'FAIL'} {step.id} {step.ms} ms ({step.seen_by})\n")
    sys.stdout.write(f"pictures and tour.json: {folder}\n")
    return 1 if report.failed else 0


def _say(done: int, total: int, what: str) -> None:
    if done == 0 or done == total:
        sys.stderr.write(f"schoolbell-demo: {what}{f' {done}/{total}' if total else ''}\n")


def _size(text: str) -> Geometry:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError("a size is WIDTHxHEIGHT, e.g. 1280x800")
    return Geometry(int(width), int(height))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="schoolbell-demo", description=__doc__)
    parser.add_argument("--serve", action="store_true", help="server side only; prints one JSON line")
    parser.add_argument("--data", type=Path, help="keep the school's data in this folder")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="drive the client, leave pictures in DIR")
    parser.add_argument("--lang", choices=("zh_CN", "zh_TW", "en"), default="zh_CN")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", type=_size, default=Geometry(1280, 800), metavar="WxH")
    parser.add_argument("--school", type=Path, metavar="FILE", help="a saved line of --serve to tour against")
    parser.add_argument("--nonce", help="text to put into what the tour sends")
    parser.add_argument(
        "--probes", type=Path, metavar="DIR", help="let tests look at the windows: sockets in DIR"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
