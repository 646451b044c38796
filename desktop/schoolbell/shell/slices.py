"""Loads what an account needs after the first paint, piece by piece: the window answers in between."""

import asyncio
import importlib

# In the order in which they need each other; none takes longer than a few frames.
_MODULES = (
    "urllib.request",
    "schoolbell.system.http",
    "schoolbell.shell.session_files",
    "h11",
    "anyio",
    "anyio._core._sockets",
    "anyio._backends._asyncio",
    "httpcore",
    "schoolbell.domain.announcements.following",
    "schoolbell.domain.signin",
    "schoolbell.domain.verdicts",
    "schoolbell.sync.engine",
    "schoolbell.shell.lifeline",
    "schoolbell.domain.ding.reminding",
    "schoolbell.shell.session_ding",
    "schoolbell.shell.session_history",
    "schoolbell.shell.session_invitations",
    "schoolbell.shell.session_muting",
    "schoolbell.shell.session_notices",
    "schoolbell.shell.session_notifications",
    "schoolbell.shell.school_watch",
)


async def load_the_rest() -> None:
    """Import what `Session` imports when it connects, one module in each round of the loop."""
    for name in _MODULES:
        importlib.import_module(name)
        await asyncio.sleep(0)
