"""What happens with a bug: a report file without message texts, never a silent death."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from schoolbell.base.places import places
from schoolbell.version import VERSION

log = logging.getLogger(__name__)

_KEEP = 10


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return a report: exception types and code places only. Exception texts may quote what people wrote."""
    head = f"schoolbell {VERSION} python {sys.version.split()[0]} {sys.platform}"
    return "\n".join([head, *places(error, trace)]) + "\n"


class CrashHook:
    """Writes reports into `folder` (0600, the last ten are kept) and calls `on_crash` once per error."""

    def __init__(
        self, folder: Path, now_ms: Callable[[], int], on_crash: Callable[[Path], None] | None = None
    ) -> None:
        self._folder = folder
        self._now_ms = now_ms
        self._previous = sys.excepthook
        self.on_crash = on_crash

    def install(self) -> None:
        """Become sys.excepthook."""
        self._previous = sys.excepthook
        sys.excepthook = self._hook

    def uninstall(self) -> None:
        """Give sys.excepthook back."""
        sys.excepthook = self._previous

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        self.report(error, trace)

    def report(self, error: BaseException, trace: TracebackType | None = None) -> Path | None:
        """Write one report and return its path, or None when the disk refuses."""
        text = describe(type(error), error, trace or error.__traceback__)
        log.error("bug: %s", text.strip().replace("\n", " | "))
        path = self._folder / f"crash-{self._now_ms()}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_KEEP]:
                old.unlink(missing_ok=True)
        except OSError:
            log.warning("crash report could not be written")
            return None
        if self.on_crash is not None:
            self.on_crash(path)
        return path
