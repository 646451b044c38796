"""The log of a process: no token, no password, no message text, at no level; its last lines are kept."""

import contextlib
import logging
import sys
from collections import deque
from types import TracebackType
from typing import TextIO

from schoolbell.base.places import places

_STYLE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Request lines carry room ids and search words: never below a warning.
_QUIET = ("httpx", "httpcore", "asyncio", "qasync")
_LEVELS = ("DEBUG", "INFO", "WARNING")
_KEPT = 200  # lines, for a report
_LONGEST = 4000  # characters of one of them

_Caught = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # as sys.exc_info() gives it


class Formatter(logging.Formatter):
    """Tells exceptions by type and code place: their words may quote what people wrote."""

    def __init__(self) -> None:
        super().__init__(_STYLE)

    def formatException(self, ei: _Caught) -> str:
        """Return the lines of an exception without its words."""
        return "\n".join(places(ei[1], ei[2])) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what another handler made of the exception is not taken over."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept


class LastLines(logging.Handler):
    """Keeps the last lines in memory, from INFO on, also where stderr hears of warnings only."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(Formatter())
        self.lines: deque[str] = deque(maxlen=_KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line, or one exception's lines."""
        try:
            line = self.format(record)
        except (TypeError, ValueError, KeyError):
            line = _unmade(record)
        self.lines.append(line[:_LONGEST])


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to stderr; of a line whose values do not fit its words it says the place, not the values."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(Formatter())

    def handleError(self, record: logging.LogRecord) -> None:
        """Say where it was; stderr itself may be at fault."""
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(_unmade(record) + self.terminator)


def _unmade(record: logging.LogRecord) -> str:
    return f"{record.levelname} {record.name} a line could not be made: {record.module}:{record.lineno}"


def configure(wanted: str) -> None:
    """Log to stderr from the level `wanted` on, WARNING for a level that is not known; keep the last lines.

    Does nothing where somebody logs already.
    """
    root = logging.getLogger()
    if not root.handlers:
        level = wanted.upper() if wanted.upper() in _LEVELS else "WARNING"
        handler = Stderr()
        handler.setLevel(level)
        root.addHandler(handler)
        root.addHandler(LastLines())
        root.setLevel("DEBUG" if level == "DEBUG" else "INFO")
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def recent() -> list[str]:
    """Return the last lines that were logged, oldest first; none where `configure` found somebody else."""
    kept = [handler for handler in logging.getLogger().handlers if isinstance(handler, LastLines)]
    return list(kept[0].lines) if kept else []
