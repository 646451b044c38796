"""Projections and the judge: what is derived from events inside the transaction that stores them."""

import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from schoolbell.store import effects, indexing, meta
from schoolbell.store.database import Connection, attempt
from schoolbell.store.indexing import Queue
from schoolbell.store.rows import EventRow

log = logging.getLogger(__name__)


class Derived(Protocol):
    """What is kept beside the events. A raised `version` means: rebuild from the stored events."""

    @property
    def name(self) -> str:
        """Unique and stable; the key in Changes.projections."""
        ...

    @property
    def version(self) -> int:
        """Raised whenever what is derived, or how, changes."""
        ...

    def rebuild(self, conn: Connection) -> None:
        """Empty its tables and derive them again from all stored events."""
        ...


class Projection(Derived, Protocol):
    """What a feature keeps about events."""

    @property
    def types(self) -> frozenset[str]:
        """Event types it wants (a block inside messages: "m.room.message")."""
        ...

    @property
    def marks(self) -> tuple[bytes, ...]:
        """Only "m.room.message" events whose bytes contain one of these are of interest."""
        ...

    def apply(self, conn: Connection, rows: Sequence[EventRow]) -> object:
        """Take in new or changed events of one room; return what changed, None or falsy for nothing."""
        ...


class Judge(Derived, Protocol):
    """Says of each block of an event whether it acts; asked once at the end of every transaction."""

    @property
    def mark(self) -> bytes:
        """Only events whose bytes contain it can carry a block."""
        ...

    def settle(
        self,
        conn: Connection,
        marked: Collection[int],
        older_power: Collection[str],
        state: Collection[tuple[str, str]],
    ) -> frozenset[int]:
        """Judge new events (rowids), and again the rooms whose earlier power levels became known.

        `state` are the (room id, type) that changed. Returns the events of which a block acts otherwise now.
        """
        ...

    def acting(self, conn: Connection, rowids: Collection[int]) -> Mapping[int, int | None]:
        """Return of events whose words act: of an edit (its rowid), 0 the first ones, None the newest."""
        ...


def bring_up_to_date(conn: Connection, projections: Sequence[Derived]) -> None:
    """Rebuild what was built by another version, once after opening; the search index is begun anew."""
    indexing.begin(conn)
    for projection in projections:
        key = f"projection/{projection.name}"
        if meta.get(conn, key) != str(projection.version):
            projection.rebuild(conn)
            meta.put(conn, key, str(projection.version))


def wanted(projections: Sequence[Projection], event_type: str, raw: bytes) -> bool:
    """Return whether some projection wants an event: reading rows for nobody costs much."""
    return any(
        event_type in projection.types
        and (event_type != "m.room.message" or any(mark in raw for mark in projection.marks))
        for projection in projections
    )


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


def judged(
    conn: Connection,
    judge: Judge,
    marked: Collection[int],
    older_power: Collection[str],
    state: Collection[tuple[str, str]],
    touched: Collection[int],
    index: Queue,
) -> frozenset[int]:
    """Let the judge settle, and search find what `touched` events say that acts.

    If that fails, nothing new acts, and all is judged anew at the next start.
    """

    def settle(conn: Connection) -> frozenset[int]:
        changed = judge.settle(conn, marked, older_power, state)
        edited = effects.edited_of(conn, changed.union(touched))
        if edited:
            effects.overrule(conn, judge.acting(conn, edited), index)
        return changed

    index.push()
    outcome: frozenset[int] | Exception | None = None
    try:
        outcome = attempt(conn, settle)
    finally:
        index.pop(keep=not isinstance(outcome, Exception))
    if isinstance(outcome, Exception):
        log.error("%s failed", judge.name, exc_info=outcome)
        meta.put(conn, f"projection/{judge.name}", None)
        return frozenset()
    return outcome
