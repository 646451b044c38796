"""Writes frozen/cache-NNNN.db, which later versions must open: `python -m tests.store.freeze N`."""

import shutil
import sys
import tempfile
from pathlib import Path

from schoolbell.sync.ingest import Ingest
from tests.store.feed import ME, ROOM, FixedClock, event, member, open_cache, response


def freeze(number: int) -> Path:
    """Make a small cache with something of everything; return where it is."""
    student = "@s1:school.test"
    office = "@o1:school.test"
    claim = {"v": 1, "kind": "group", "key": "group/7"}
    state = [
        event(1, office, {"name": "三年七班"}, type="m.room.name", state_key=""),
        event(2, office, claim, type="org.schoolbell.room", state_key=""),
        event(3, office, {"users": {ME: 50}}, type="m.room.power_levels", state_key=""),
        member(0, ME, name="王老师"),
        member(0, student, name="小明"),
    ]
    edited = {"msgtype": "m.text", "body": "明天下午开家长会"}
    relates = {"rel_type": "m.replace", "event_id": "$e4"}
    confirm = {"rel_type": "m.annotation", "event_id": "$e5", "key": "✅"}
    called = {"msgtype": "m.text", "body": "老师好", "m.mentions": {"user_ids": [ME]}}
    timeline = [
        event(4, ME, {"msgtype": "m.text", "body": "明天开会"}),
        event(5, student, called),
        event(6, student, {"msgtype": "m.text", "body": "发错了"}),
        event(7, student, {"msgtype": "m.text", "body": "收到"}),
        event(8, ME, {**edited, "m.new_content": edited, "m.relates_to": relates}),
        event(9, student, {"m.relates_to": confirm}, type="m.reaction"),
        event(10, office, {"redacts": "$e6"}, type="m.room.redaction"),
    ]
    target = Path(__file__).parent / "frozen" / f"cache-{number:04}.db"
    with tempfile.TemporaryDirectory() as folder:
        database = open_cache(Path(folder))
        answer = response(
            timeline,
            initial=True,
            limited=True,
            prev_batch="t4",
            joined_count=2,
            bump_stamp=10,
            required_state=state,
            receipts={"$e4": {ME: 1}},
        )
        database.write_now(lambda conn: Ingest(ME, clock=FixedClock()).sync(conn, "chats", answer))
        database.close()
        shutil.copy(Path(folder) / "cache.db", target)
    sys.stdout.write(f"{target} is about {ROOM}\n")
    return target


if __name__ == "__main__":
    freeze(int(sys.argv[1]))
