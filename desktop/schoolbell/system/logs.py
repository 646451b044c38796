"""The log of a process: no token, no password, no message text, at no level."""

import logging
import sys
from types import TracebackType

from schoolbell.base.places import places

_STYLE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Request lines carry room ids and search words: never below a warning.
_QUIET = ("httpx", "httpcore", "asyncio", "qasync")
_LEVELS = ("DEBUG", "INFO", "WARNING")

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


def configure(wanted: str) -> None:
    """Log to stderr from the level `wanted` on, WARNING for a level that is not known.

    Does nothing where somebody logs already.
    """
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Formatter())
        root.addHandler(handler)
        root.setLevel(wanted.upper() if wanted.upper() in _LEVELS else "WARNING")
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
