"""A process of its own: the office on duty by a clock that is ahead. Arguments: office.toml, seconds."""

import asyncio
import logging
import sys
from pathlib import Path

from schoolbell.base.clock import SystemClock
from schoolbell_office.config import load_config
from schoolbell_office.run import ending_on_signals, run_office


class Ahead(SystemClock):
    """The clock of a little later."""

    def __init__(self, seconds: float) -> None:
        self._more = round(seconds * 1000)

    def now_ms(self) -> int:
        return super().now_ms() + self._more


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _run(config_file: Path, ahead: float) -> None:
    with ending_on_signals(lifeline=True):
        await run_office(load_config(config_file), _say, clock=Ahead(ahead))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    try:
        asyncio.run(_run(Path(sys.argv[1]), float(sys.argv[2])))
    except asyncio.CancelledError:
        _say("ended")
