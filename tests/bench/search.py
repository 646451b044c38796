"""How fast words are found among a million messages, and how much faster than LIKE (5-quality: `search`)."""

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import schoolbell.store
from schoolbell.domain.school_knowledge import nothing_known
from schoolbell.domain.search.finder import Finder
from schoolbell.domain.search.items import Question
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import search
from schoolbell.store.database import Connection, Database
from schoolbell.store.search import Filter
from schoolbell.sync.ingest import Ingest
from tests.bench.heartbeat import beside

_CACHE = Path(schoolbell.store.__file__).parent / "migrations" / "cache"
_ME = "@t01:school.test"
_START_MS = 1_700_000_000_000
_ROOMS = 200
_BATCH = 1000
_PER_ROOM = 50
_PAGE = 50
_COMMON = (
    "今天明作业数学第三单元练习请家长签字带课本收到老师谢早读考试成绩语文英科体育音乐美术班级同事件通知"
    "时间上下午晚点周一二四五六日月年号楼室操场门口校服帽水杯饭卡书包笔纸画本册页题目答案对错改正写背诵"
    "听说唱跳走跑步队伍集合参加活动比赛名单报填表交齐发放领取费用钱元安全防火电路车接送病假事请医院药"
)
_ENGLISH = ("homework", "page", "ok", "unit", "test", "pdf", "2026", "12")


class Talk:
    """Writes what a busy school says: 40,000 two-character words, a few said often, most seldom.

    As with names and places: most words that are asked for were said some dozen times in the million.
    """

    def __init__(self, seed: int) -> None:
        self._random = chance = random.Random(seed)
        letters = sorted(set(_COMMON)) + [chr(0x4E00 + at * 7) for at in range(600)]
        self.words = sorted({"".join(chance.sample(letters, 2)) for _ in range(40_000)})
        chance.shuffle(self.words)
        self._pool = [*self.words, *_ENGLISH]
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self._pool))))
        self._count = 0
        self.said: list[str] = []
        self.together: list[tuple[str, str]] = []  # words of one message

    def _event(self) -> dict[str, object]:
        chance = self._random
        self._count += 1
        chosen = chance.choices(self._pool, cum_weights=self._weights, k=8)
        body = "".join(chosen)
        self.said.append(body)
        if self._count % 499 == 0:
            self.together.append((chosen[0], chosen[-1]))
        return {
            "event_id": "$" + chance.randbytes(32).hex(),
            "type": "m.room.message",
            "sender": f"@s{chance.randrange(300)}:school.test",
            "origin_server_ts": _START_MS + self._count * 700,
            "content": {"msgtype": "m.text", "body": body, "m.mentions": {}},
        }

    def answer(self, number: int) -> bytes:
        """Return the bytes of one response with 1,000 events in 20 rooms."""
        first = number * (_BATCH // _PER_ROOM)
        rooms = {
            f"!room{(first + at) % _ROOMS}:school.test": {
                "timeline": [self._event() for _ in range(_PER_ROOM)],
                "initial": first + at < _ROOMS,
                "joined_count": 49,
            }
            for at in range(_BATCH // _PER_ROOM)
        }
        return json.dumps({"pos": str(number), "rooms": rooms}).encode()


class Nobody:
    """What a session knows of an account without a school and without chats by name."""

    knowledge = nothing_known()

    def all_rooms(self) -> tuple[()]:
        """Return no chats."""
        return ()


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return ms by the clock and ms of the processor (the same on a busy machine)."""
    started, worked = time.perf_counter(), time.thread_time()
    ask()
    return (time.perf_counter() - started) * 1000, (time.thread_time() - worked) * 1000


def _p(share: float, spent: list[tuple[float, float]], which: int = 0) -> float:
    ordered = sorted(one[which] for one in spent)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)


def measure(messages: int, asked: int, folder: Path) -> dict[str, object]:
    """Store `messages`, ask `asked` words; return milliseconds (a page of 50 rows, newest first).

    The ratio is by the clock, and by the processor's time of the asking thread.
    """
    database = Database(folder / "cache.db", _CACHE, durable=False)
    database.open()
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    ingest, talk = Ingest(_ME), Talk(11)
    for number in range(messages // _BATCH):
        talk.said.clear()
        body = talk.answer(number)
        database.write_now(lambda conn, body=body: ingest.sync(conn, "chats", decode_sync(body)))
        plain.execute("BEGIN")
        plain.executemany("INSERT INTO said (body) VALUES (?)", [(one,) for one in talk.said])
        plain.execute("COMMIT")
    chance = random.Random(5)
    words = chance.sample(talk.words, asked)
    letters = chance.sample(sorted(set(_COMMON)), min(asked, 40))
    several = chance.choices(talk.together, k=asked)

    def find(query: str, only: Filter | None = None) -> tuple[float, float]:
        return database.read_now(lambda conn: _timed(lambda: search.find(conn, query, only, limit=_PAGE)))

    def counted(query: str) -> tuple[float, float]:
        return database.read_now(lambda conn: _timed(lambda: search.count(conn, query)))

    def like(word: str) -> tuple[float, float]:
        sql = "SELECT id, body FROM said WHERE body LIKE ? ORDER BY id DESC LIMIT ?"
        return _timed(lambda: plain.execute(sql, (f"%{word}%", _PAGE)).fetchall())

    async def typed() -> list[tuple[float, float]]:
        """What a key press costs: counts and the first hits of every group, with the text around the word."""
        finder, spent = Finder(database, _ME, Nobody()), []
        for word in words:
            started = time.perf_counter()
            await finder.answer(Question(word))
            spent.append(((time.perf_counter() - started) * 1000, 0.0))
        return spent

    figures = {
        "word": [find(word) for word in words],
        "words": [find(f"{a} {b}") for a, b in several],
        "room": [
            find(word, Filter(room_id=f"!room{at % _ROOMS}:school.test")) for at, word in enumerate(words)
        ],
        "sender": [find(word, Filter(sender=f"@s{at % 300}:school.test")) for at, word in enumerate(words)],
        "letter": [find(letter) for letter in letters],
        "count": [counted(word) for word in words],
        "typed": asyncio.run(typed()),
        "like": [like(word) for word in words],
    }
    stored = database.read_now(_stored)
    database.close()
    plain.close()
    p95 = {f"{name}_p95_ms": _p(0.95, spent) for name, spent in figures.items()}
    p50 = {f"{name}_p50_ms": _p(0.5, spent) for name, spent in figures.items() if name in ("word", "like")}
    busy = {f"{name}_p95_cpu_ms": _p(0.95, figures[name], 1) for name in ("word", "words", "room", "like")}
    ratios = {
        "like_over_word_p95": round(p95["like_p95_ms"] / max(p95["word_p95_ms"], 0.001)),
        "like_over_word_p95_cpu": round(busy["like_p95_cpu_ms"] / max(busy["word_p95_cpu_ms"], 0.001)),
    }
    return {"bench": "search", "messages": stored, "asked": asked, **p95, **busy, **p50, **ratios}


def _stored(conn: Connection) -> int:
    count: int = conn.execute("SELECT count(*) FROM event").fetchone()[0]
    return count


def main() -> None:
    """Run and end with one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 messages instead of 1,000,000")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=200)
    arguments = parser.parse_args()
    messages = 5_000 if arguments.quick else arguments.messages
    with tempfile.TemporaryDirectory() as folder:
        asked = 20 if arguments.quick else arguments.asked
        figures, late = beside(lambda: measure(messages, asked, Path(folder)))
    figures |= late
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
