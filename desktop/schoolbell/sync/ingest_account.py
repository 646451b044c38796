"""What account data says about rooms: which are direct chats (m.direct), which are muted (m.push_rules)."""

from typing import Any

from schoolbell.store import account_data, rooms
from schoolbell.store.database import Connection


def refresh_rooms(conn: Connection) -> set[str]:
    """Bring the summaries in line with account data; return ids of the rooms that differ now."""
    direct: dict[str, str] = {}
    for user, room_ids in (account_data.get(conn, "m.direct") or {}).items():
        for room_id in room_ids if isinstance(room_ids, list) else ():
            if isinstance(room_id, str):
                direct.setdefault(room_id, user)
    muted = _muted(account_data.get(conn, "m.push_rules") or {})
    changed = set()
    for number, room_id, user, is_muted in conn.execute(
        "SELECT id, room_id, direct_user, muted FROM room"
    ).fetchall():
        fields: dict[str, object] = {}
        if direct.get(room_id, user) != user:
            fields["direct_user"] = direct[room_id]
        if (room_id in muted) != bool(is_muted):
            fields["muted"] = int(room_id in muted)
        if fields and rooms.set_fields(conn, number, fields):
            changed.add(room_id)
    return changed


def _muted(content: dict[str, Any]) -> set[str]:
    """Return the rooms for which an enabled override or room rule of the account never notifies."""
    everywhere = content.get("global")
    found: set[str] = set()
    for kind in ("override", "room"):
        rules = everywhere.get(kind) if isinstance(everywhere, dict) else None
        for rule in rules if isinstance(rules, list) else ():
            if not isinstance(rule, dict) or rule.get("enabled") is False:
                continue
            room_id, actions = rule.get("rule_id"), rule.get("actions")
            if not isinstance(room_id, str) or not isinstance(actions, list):
                continue
            if room_id.startswith("!") and "notify" not in actions:
                found.add(room_id)
    return found
