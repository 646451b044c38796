"""An account's connection over a disk that refuses its beginning, and over a sleep."""

import asyncio
import itertools
from contextlib import asynccontextmanager

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.matrix.login import Credentials
from schoolbell.shell.lifeline import Lifeline
from schoolbell.sync.changes import SyncState, SyncStatus
from tests.fakes.clock import FakeClock


class Parts:
    """What a lifeline is given; `said` is all that it did."""

    def __init__(self):
        self.clock = FakeClock()
        self.status = Observable()
        self.said = []
        self.refusals = []
        self.ended = None
        self.credentials = Credentials("@t1:school.test", "DEVICE", "token")

    async def start(self):
        if self.refusals:
            raise KnownError(self.refusals.pop(0))
        self.said.append("started")

    async def then(self):
        self.said.append("files")

    async def make_http(self):
        return "new connections"

    async def replace(self, client):
        self.said.append(client)

    async def keep(self, credentials):
        self.said.append(credentials.device_id)

    def retry_now(self):
        self.said.append("asked again")


@asynccontextmanager
async def lifeline(parts):
    tasks, shown = [], []
    made = Lifeline(
        parts, parts, parts, parts.clock,
        then=parts.then, make_http=parts.make_http, keep=parts.keep, show=shown.append,
        run=lambda work: tasks.append(asyncio.ensure_future(work)),
    )  # fmt: skip
    tasks.append(asyncio.ensure_future(made.begin()))
    try:
        yield shown
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def go_on(parts, seconds, step=1.0):
    for _ in range(round(seconds / step)):
        for _ in range(6):
            await asyncio.sleep(0)
        parts.clock.advance(step)
    for _ in range(6):
        await asyncio.sleep(0)


async def test_a_full_disk_at_the_beginning_is_said_and_tried_until_there_is_room(allowed_logs):
    allowed_logs.append("the engine could not begin")
    parts = Parts()
    parts.refusals = [ErrorCode.DISK_FULL] * 6
    async with lifeline(parts) as shown:
        await go_on(parts, 60)
        assert parts.said[:2] == ["started", "files"]
        assert {(status.state, status.error) for status in shown} == {
            (SyncState.OFFLINE, ErrorCode.DISK_FULL)
        }
        assert all(0 < later.retry_at - one.retry_at <= 21 for one, later in itertools.pairwise(shown))


async def test_after_a_sleep_everything_is_asked_over_new_connections():
    parts = Parts()
    async with lifeline(parts):
        await go_on(parts, 30)
        assert parts.said == ["started", "files"]
        parts.clock.jump(3600)
        await go_on(parts, 6)
        assert parts.said == ["started", "files", "new connections", "asked again"]


async def test_a_device_that_the_server_deleted_is_not_signed_in_again():
    parts = Parts()
    async with lifeline(parts):
        await go_on(parts, 1)
        parts.status.emit(SyncStatus(SyncState.SIGNED_OUT, ErrorCode.SIGNED_OUT))
        await go_on(parts, 1)
        assert parts.said[-1] == ""


async def test_a_device_whose_sign_in_merely_ended_stays():
    parts = Parts()
    parts.ended = ErrorCode.SOFT_LOGOUT
    async with lifeline(parts):
        await go_on(parts, 1)
        parts.status.emit(SyncStatus(SyncState.SIGNED_OUT, ErrorCode.SIGNED_OUT))
        await go_on(parts, 1)
        assert parts.said == ["started", "files"]
