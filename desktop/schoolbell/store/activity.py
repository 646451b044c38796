"""When somebody last did something that others see: a receipt, a message, a confirmation."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection


def last_signs(conn: Connection, users: Iterable[str]) -> dict[str, int]:
    """Return user id → server ms of the newest sign of life that is stored; who gave none is left out.

    Memberships do not count: an account is put into rooms by others. Reads whole tables: not per key press.
    """
    wanted = json.dumps(list(users))
    return dict(
        conn.execute(
            "SELECT user_id, max(ts) FROM (SELECT user_id, ts FROM receipt UNION ALL"
            " SELECT user_id, ts FROM confirmation)"
            " WHERE user_id IN (SELECT value FROM json_each(?)) GROUP BY user_id",
            (wanted,),
        ).fetchall()
    )
