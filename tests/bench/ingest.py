"""How fast homeserver answers become committed rows, search index included (5-quality: `ingest`)."""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import schoolbell.store
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store.database import Database
from schoolbell.sync.ingest import Ingest
from tests.bench.heartbeat import beside

_CACHE = Path(schoolbell.store.__file__).parent / "migrations" / "cache"
_ME = "@t01:school.test"
_START_MS = 1_700_000_000_000
_WORDS = (
    *(
        "今天",
        "作业",
        "数学",
        "第三",
        "单元",
        "练习",
        "请",
        "家长",
        "签字",
        "明天",
        "带",
        "课本",
        "收到",
        "老师",
    ),
    *("谢谢", "早读", "考试", "成绩", " homework ", " page 12 ", " ok "),
)
_BATCH = 1000
_ROOMS = 200


class School:
    """Writes responses of a busy school: random ids, 20 rooms with 50 events each per answer."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def _event(self) -> dict[str, object]:
        chance = self._random
        self._count += 1
        return {
            "event_id": "$"
            + "".join(chance.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=43)),
            "type": "m.room.message",
            "sender": f"@s{chance.randrange(300)}:school.test",
            "origin_server_ts": _START_MS + self._count * 700,
            "content": {"msgtype": "m.text", "body": "".join(chance.choices(_WORDS, k=8)), "m.mentions": {}},
            "unsigned": {"membership": "join", "age": 1234},
        }

    def answer(self, number: int) -> bytes:
        """Return the bytes of one response with 1,000 events."""
        per_room = 50
        first = number * (_BATCH // per_room)
        rooms = {
            f"!room{(first + at) % _ROOMS}:school.test": {
                "timeline": [self._event() for _ in range(per_room)],
                "initial": first + at < _ROOMS,
                "bump_stamp": self._count,
                "joined_count": 49,
            }
            for at in range(_BATCH // per_room)
        }
        return json.dumps({"pos": str(number), "rooms": rooms}).encode()


def measure(events: int, folder: Path) -> dict[str, object]:
    """Take `events` in; return rates over the first 100,000 and over the last tenth.

    Per second by the clock, and per second of the processor (user and system): the same on a busy machine.
    """
    database = Database(folder / "cache.db", _CACHE, durable=False)
    database.open()
    ingest, school = Ingest(_ME), School(7)
    spent: list[float] = []
    busy: list[float] = []
    for number in range(events // _BATCH):
        body = school.answer(number)
        started, worked = time.perf_counter(), time.process_time()
        database.write_now(lambda conn, body=body: ingest.sync(conn, "chats", decode_sync(body)))
        spent.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    stored = database.read_now(lambda conn: conn.execute("SELECT count(*) FROM event").fetchone()[0])
    database.close()
    size = (folder / "cache.db").stat().st_size
    early, early_busy = spent[:100], busy[:100]
    tenth = max(1, len(spent) // 10)
    late, late_busy = spent[-tenth:], busy[-tenth:]
    return {
        "bench": "ingest",
        "events": stored,
        "events_per_s": round(len(early) * _BATCH / sum(early)),
        "events_per_s_at_end": round(len(late) * _BATCH / sum(late)),
        "events_per_cpu_s": round(len(early) * _BATCH / sum(early_busy)),
        "events_per_cpu_s_at_end": round(len(late) * _BATCH / sum(late_busy)),
        "slowest_batch_ms": round(max(spent) * 1000),
        "bytes_per_event": round(size / stored),
    }


def main() -> None:
    """Run and end with one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 events instead of 400,000")
    parser.add_argument("--events", type=int, default=400_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        events = 5_000 if arguments.quick else arguments.events
        figures, late = beside(lambda: measure(events, Path(folder)))
    figures |= late
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
