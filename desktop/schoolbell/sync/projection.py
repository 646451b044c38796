"""Projections: tables that a feature derives from events, inside the transaction that stores them."""

import logging
from collections.abc import Sequence
from typing import Protocol

from schoolbell.store import effects, meta, search
from schoolbell.store.database import Connection, attempt
from schoolbell.store.rows import EventRow

log = logging.getLogger(__name__)


class Projection(Protocol):
    """What a feature keeps about events. A raised `version` means: rebuild from the stored events."""

    @property
    def name(self) -> str:
        """Unique and stable; the key in Changes.projections."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever what is derived, or how, changes."""
        ...

    @property
    def types(self) -> frozenset[str]:
        """Event types it wants (a block inside messages: "m.room.message")."""
        ...

    def apply(self, conn: Connection, rows: Sequence[EventRow]) -> object:
        """Take in new or changed events of one room; return what changed, None or falsy for nothing."""
        ...

    def rebuild(self, conn: Connection) -> None:
        """Empty its tables and derive them again from all stored events."""
        ...


def bring_up_to_date(conn: Connection, projections: Sequence[Projection]) -> None:
    """Rebuild what was built by another version, the search index too; once after opening."""
    if meta.get(conn, "search") != str(search.VERSION):
        effects.rebuild_search(conn)
        meta.put(conn, "search", str(search.VERSION))
    for projection in projections:
        key = f"projection/{projection.name}"
        if meta.get(conn, key) != str(projection.version):
            projection.rebuild(conn)
            meta.put(conn, key, str(projection.version))


def run(conn: Connection, projections: Sequence[Projection], rows: Sequence[EventRow]) -> dict[str, object]:
    """Hand rows of one room to the projections; one that fails is undone and rebuilt at the next start."""
    changes: dict[str, object] = {}
    for projection in projections:
        wanted = [row for row in rows if row.type in projection.types]
        if not wanted:
            continue
        outcome = attempt(conn, lambda conn, p=projection, w=wanted: p.apply(conn, w))  # type: ignore[misc]
        if isinstance(outcome, Exception):
            log.error("projection %s failed", projection.name, exc_info=outcome)
            meta.put(conn, f"projection/{projection.name}", None)
        elif outcome:
            changes[projection.name] = outcome
    return changes
