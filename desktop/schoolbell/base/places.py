"""An exception told by types and code places only: its words may quote what people wrote."""

import traceback
from pathlib import Path
from types import TracebackType

from schoolbell.base.errors import KnownError

_LONGEST_CHAIN = 12  # a chain that points to itself must not hold us


def brief(error: BaseException) -> str:
    """Return the code of a known error, else the name of its type."""
    return error.code.value if isinstance(error, KnownError) else type(error).__name__


def places(error: BaseException, trace: TracebackType | None = None) -> list[str]:
    """Return one line per exception of the chain and one per frame."""
    lines: list[str] = []
    seen: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if seen is None:
            break
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        if isinstance(seen, KnownError):
            lines[-1] += f" {seen.code.value}"
        found = (trace or seen.__traceback__) if seen is error else seen.__traceback__
        for frame in traceback.extract_tb(found, limit=200):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return lines
