"""Whether the passwords of a kept school are still true: somebody may have chosen another one meanwhile."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.matrix.transport import MatrixError
from schoolbell_demo.actor import Actor
from schoolbell_demo.line import Account, SchoolLine

if TYPE_CHECKING:
    import httpx

_AT_ONCE = 6


def fingerprints(homeserver: Path) -> dict[str, str]:
    """Return user id → what changes with the password, from a Synapse's data folder (it may be running)."""
    with closing(sqlite3.connect(f"file:{homeserver / 'homeserver.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT name, password_hash FROM users WHERE password_hash IS NOT NULL")
        return {name: hashlib.sha256(kept.encode()).hexdigest() for name, kept in rows}


async def as_they_are(
    http: "httpx.AsyncClient", line: SchoolLine, before: Mapping[str, str], now: Mapping[str, str]
) -> SchoolLine:
    """Return the line with what the homeserver says now; `before` are the fingerprints of its passwords.

    Whose password is another by now has "" for it: nobody is told a wrong one. Only they, and those who had
    never signed in, are asked for at the server.
    """
    gate = asyncio.Semaphore(_AT_ONCE)

    async def look(account: Account) -> Account:
        known = before.get(account.user_id)
        if not account.first_sign_in and known is not None and known == now.get(account.user_id):
            return account
        async with gate:
            try:
                actor = await Actor.sign_in(http, line.homeserver, account)
            except MatrixError as error:
                if error.code is not ErrorCode.WRONG_PASSWORD:
                    raise
                return msgspec.structs.replace(account, password="", first_sign_in=False)
            content = await actor.client.account_data(SCHOOL_TYPE) or {}
            await actor.sign_out()
            return msgspec.structs.replace(account, first_sign_in=content.get("first_sign_in") is True)

    accounts = await asyncio.gather(*(look(account) for account in line.accounts))
    return msgspec.structs.replace(line, accounts=tuple(accounts))
