"""Which rows of a room are wanted: around a row, or the live end back to a row that stays the first."""

from msgspec import Struct

from schoolbell.store.database import Connection
from schoolbell.store.rows import Window
from schoolbell.store.timeline import window as read_window

LIMIT = 300  # rows in the window
PAGE = 100  # rows read at opening and per step


class View(Struct, frozen=True):
    """Which rows are wanted. `around` None: the live end, back to the row `top` if it is near enough."""

    around: int | None = None
    before: int = PAGE
    after: int = 0
    top: int | None = None


def view_window(conn: Connection, room_id: str, view: View, *, follows: bool) -> Window:
    """Return the rows of `view`; `follows`: the viewer stands at the live end and wants the newest."""
    if view.around is not None:
        return read_window(conn, room_id, around=view.around, before=view.before, after=view.after)
    window = read_window(conn, room_id, before=view.before)
    if view.top is None:
        return window
    at = _place(window, view.top)
    if at is None:
        window = read_window(conn, room_id, before=LIMIT)
        at = _place(window, view.top)
    if at is not None:
        return _cut(window, at)
    if follows:
        return window  # more came than fits: the far edge goes
    return read_window(conn, room_id, around=view.top, before=0, after=LIMIT - 1)


def _place(window: Window, rowid: int) -> int | None:
    for at, row in enumerate(window.rows):
        if rowid == row.rowid or any(rowid == one.rowid for one in window.folded.get(row.rowid, ())):
            return at
    return None


def _cut(window: Window, at: int) -> Window:
    """Return `window` without its first `at` rows."""
    if at == 0:
        return window
    rows = window.rows[at:]
    kept = {row.rowid for row in rows}
    gaps = tuple(gap for gap in window.gaps if gap.before in kept and gap.before != rows[0].rowid)
    above = next((gap.chunk for gap in window.gaps if gap.before == rows[0].rowid), None)
    return Window(rows, above, False, window.at_live, gaps, window.folded)
