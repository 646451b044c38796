"""The order of a room's chunks: true within linked groups, by time across gaps until a link says better."""

from schoolbell.store import receipts
from schoolbell.store.database import Connection


def at_live_end(conn: Connection, room: int) -> int:
    """Return the `ord` of a new chunk behind all others."""
    row = conn.execute("SELECT coalesce(max(ord), 0) + 1 FROM chunk WHERE room = ?", (room,)).fetchone()
    return int(row[0])


def by_time(conn: Connection, room: int, ts: int) -> int:
    """Make place for a chunk of history whose first event has the time `ts`; return its `ord`.

    Nothing ties it to another chunk, so only times are left to go by; a link that is found later puts it
    right. It never goes behind the newest group: what is live comes by sync alone.
    """
    groups = _groups(conn, room)
    if not groups:
        return at_live_end(conn, room)
    at = len(groups) - 1
    for index, group in enumerate(groups[:-1]):
        first = _first_ts(conn, group[0])
        if first is not None and first > ts:
            at = index
            break
    before = [chunk for group in groups[:at] for chunk in group]
    behind = [chunk for group in groups[at:] for chunk in group]
    ord_ = len(before) + 1
    _number(conn, before, 1)
    _number(conn, behind, ord_ + 1)
    receipts.recompute(conn, room)
    return ord_


def put_before(conn: Connection, room: int, older: int, newer: int) -> None:
    """Move the linked group that ends in `older` in front of the one that `newer` begins."""
    rows = conn.execute("SELECT id, prev FROM chunk WHERE room = ? ORDER BY ord", (room,)).fetchall()
    before = dict(rows)
    group = [older]
    while (earlier := before.get(group[0])) is not None and earlier not in group:
        group.insert(0, earlier)
    if newer in group:
        return
    order = [row[0] for row in rows if row[0] not in group]
    at = order.index(newer)
    order[at:at] = group
    _number(conn, order, 1)
    receipts.recompute(conn, room)


def _groups(conn: Connection, room: int) -> list[list[int]]:
    """Return the chunks in order, those that are linked together."""
    groups: list[list[int]] = []
    rows = conn.execute("SELECT id, prev FROM chunk WHERE room = ? ORDER BY ord", (room,)).fetchall()
    for chunk, prev in rows:
        if groups and prev is not None and prev == groups[-1][-1]:
            groups[-1].append(chunk)
        else:
            groups.append([chunk])
    return groups


def _first_ts(conn: Connection, chunk: int) -> int | None:
    row = conn.execute("SELECT ts FROM event WHERE chunk = ? ORDER BY idx LIMIT 1", (chunk,)).fetchone()
    return row[0] if row else None


def _number(conn: Connection, chunks: list[int], first: int) -> None:
    conn.executemany(
        "UPDATE chunk SET ord = ? WHERE id = ?", [(ord_, id_) for ord_, id_ in enumerate(chunks, first)]
    )
