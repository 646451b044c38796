"""Times a program from exec to its final pixels, by polling the X framebuffer, the same for every program."""

import asyncio
import mmap
import os
import struct
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from schoolbell_demo.screen import Screen

_POLL_SECONDS = 0.004
_QUIET_SECONDS = 3.0
_LONGEST_SECONDS = 25.0
_SHARE = 0.97

Box = tuple[int, int, int, int]  # left, top, right, bottom, px


@dataclass(frozen=True, slots=True)
class Start:
    """One measured start: seconds from exec to 97 % of the final pixels, and memory in MB ten seconds in.

    `moment` is when these seconds were over, by `time.perf_counter`.
    """

    seconds: float
    moment: float
    rss_mb: float
    pss_mb: float


async def measure(
    command: Sequence[str],
    environment: dict[str, str],
    screen: Screen,
    log: Path,
    *,
    memory_at: float = 0.0,
    listing: Box | None = None,
    longest: float = _LONGEST_SECONDS,
) -> Start:
    """Start `command` on `screen`, watch until nothing changes for three seconds, end it and wait for it.

    With `listing`, the seconds are those until that part of the screen showed a list.
    """
    watch = _Watch(screen.frame_buffer.path)
    with log.open("ab") as output:
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**clean_environment(), **environment, **screen.environment},
            stdout=output,
            stderr=output,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        await watch.until_quiet(begun, longest)
        if listing is not None:
            moment = watch.listed(listing)
        else:
            moment = watch.reached(_SHARE)
        rss = pss = 0.0
        if memory_at:
            await asyncio.sleep(max(0.0, memory_at - (time.perf_counter() - begun)))
            rss, pss = memory_of(process.pid)
        if process.returncode is not None:
            raise RuntimeError(f"{command[0]} ended by itself: {log.read_text(errors='replace')[-2000:]}")
        return Start(moment - begun, moment, rss, pss)
    finally:
        watch.close()
        await _end(process)


class _Watch:
    """Keeps every different frame with the moment it was first seen."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack_from(">25I", self._map)
        self._start = header[0] + header[19] * 12
        self._columns = header[12] // 4
        self._frames: list[tuple[float, bytes]] = []

    async def until_quiet(self, begun: float, longest: float) -> None:
        before = last = self._map[self._start :]
        changed_at = begun
        while True:
            now = time.perf_counter()
            frame = self._map[self._start :]
            if frame != last:
                last, changed_at = frame, now
                self._frames.append((now, frame))
            started = last != before
            if now - begun > longest or (started and now - changed_at > _QUIET_SECONDS):
                break
            await asyncio.sleep(_POLL_SECONDS)
        if not self._frames:
            raise RuntimeError("nothing appeared on the screen")

    def reached(self, share: float) -> float:
        """Return when `share` of the pixels first were those of the last frame."""
        final = numpy.frombuffer(self._frames[-1][1], dtype=numpy.uint32)
        for at, frame in self._frames:
            same = numpy.count_nonzero(numpy.frombuffer(frame, dtype=numpy.uint32) == final)
            if same >= share * final.size:
                return at
        return self._frames[-1][0]

    def listed(self, box: Box, lines: int = 8) -> float:
        """Return when `box` first showed a list: at least `lines` lines of something, one below the other.

        A line is a run of rows of pixels that are not all of one colour, the commonest of the box. What a
        program shows while it loads is no list, nor is a window that is half painted.
        """
        left, top, right, bottom = box
        for at, frame in self._frames:
            whole = numpy.frombuffer(frame, dtype=numpy.uint32).reshape(-1, self._columns)
            part = whole[top:bottom, left:right]
            colours, counts = numpy.unique(part, return_counts=True)
            inked = (part != colours[counts.argmax()]).any(axis=1)
            if numpy.count_nonzero(inked[1:] & ~inked[:-1]) >= lines:
                return at
        raise RuntimeError("no list appeared on the screen")

    def close(self) -> None:
        self._map.close()
        self._file.close()


def clean_environment() -> dict[str, str]:
    """Return our environment without what would keep an installed program from its compiled modules."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def memory_of(pid: int) -> tuple[float, float]:
    """Return resident and proportional set size in MB of one process."""
    values = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in values:
            values[name] = int(rest.split()[0])
    return values["Rss"] / 1024, values["Pss"] / 1024


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()
