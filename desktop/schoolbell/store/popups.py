"""The popup table of local.db: which reminder of a DING was shown, until when it was put aside."""

from collections.abc import Iterable

from msgspec import Struct

from schoolbell.store.database import Connection


class PopupRow(Struct, frozen=True):
    """What happened to one pop-up at this computer."""

    seq: int  # newest reminder that was shown
    aside_until_ms: int


def everything(conn: Connection) -> dict[tuple[str, str], PopupRow]:
    """Return (sender, id) → its row."""
    found = conn.execute("SELECT sender, id, seq, aside_until_ms FROM popup")
    return {(sender, id): PopupRow(seq, until) for sender, id, seq, until in found}


def seen(conn: Connection, sender: str, id: str, seq: int) -> bool:
    """Remember that a pop-up was on the screen with this reminder; return whether that is news."""
    return (
        conn.execute(
            "INSERT INTO popup (sender, id, seq) VALUES (?, ?, ?)"
            " ON CONFLICT (sender, id) DO UPDATE SET seq = excluded.seq WHERE seq < excluded.seq",
            (sender, id, seq),
        ).rowcount
        > 0
    )


def put_aside(conn: Connection, dings: Iterable[tuple[str, str]], until_ms: int) -> None:
    """Put pop-ups aside until `until_ms`."""
    conn.executemany(
        "INSERT INTO popup (sender, id, aside_until_ms) VALUES (?, ?, ?)"
        " ON CONFLICT (sender, id) DO UPDATE SET aside_until_ms = excluded.aside_until_ms",
        [(sender, id, until_ms) for sender, id in dings],
    )
