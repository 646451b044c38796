"""Writes the report of `system.diagnostics` for the accounts that are open."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell.session import Session
from schoolbell.shell.surroundings import Surroundings
from schoolbell.system import diagnostics
from schoolbell.system.files import write_atomically

log = logging.getLogger(__name__)


async def export(around: Surroundings, sessions: Sequence[Session], path: Path) -> ErrorCode | None:
    """Write the report to `path`; return None, or why it could not be written."""
    accounts = [(one.profile.homeserver, await _facts(one)) for one in sessions]

    def write() -> None:
        text = diagnostics.report(around.clock, around.paths, around.settings.values, around.policy, accounts)
        write_atomically(path, text.encode())

    try:
        await asyncio.to_thread(write)
    except KnownError as error:
        log.warning("the diagnostics could not be written: %s", error.code)
        return error.code
    return None


async def _facts(session: Session) -> dict[str, object]:
    """Return what an account's connection and files are like; what cannot be read says why."""
    status = session.status
    facts: dict[str, object] = {"connection": "none"}
    if status is not None:
        facts = {"connection": status.state.value, "error": status.error and status.error.value}
        facts |= {"waiting": status.waiting, "refused": status.wedged}
    facts["sign-in kept in"] = session.storage
    try:
        return facts | await session.figures()
    except KnownError as error:
        return facts | {"files": error.code.value}
