"""Fills a search index that another version has built, bit by bit, while everything else goes on."""

import logging

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.store import indexing
from schoolbell.store.database import Database

log = logging.getLogger(__name__)

_STEP = 500  # messages in one transaction: about 30 ms of the writer thread
_PAUSE = 0.02  # seconds: whoever waits for the writer thread comes first


async def fill_search(cache: Database, clock: Clock) -> None:
    """Index what is not yet; an interrupted filling goes on at the next start."""
    try:
        while await cache.write(lambda conn: indexing.build(conn, _STEP)):
            await clock.sleep(_PAUSE)
    except KnownError as error:
        log.warning("the search index could not be filled: %s", error.code)
