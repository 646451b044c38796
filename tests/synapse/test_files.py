"""Files against a real homeserver: what one person sends is what the other one gets."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.matrix.transport import Transport
from schoolbell_demo.homeserver import Account, Synapse
from tests.sync.desk import Desk
from tests.sync.world import until

pytestmark = pytest.mark.synapse


class Token:
    """A token that never needs renewal."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return it."""
        return self._token

    async def refresh(self, stale: str) -> str:
        """Nothing to renew."""
        raise AssertionError("the token of this test does not expire")


@pytest.fixture
async def open_desk(homeserver: Synapse, tmp_path: Path) -> AsyncIterator[Any]:
    """Return `open_desk(account)`: that account's machine, closed at the end."""
    async with AsyncExitStack() as stack:

        async def open_one(account: Account) -> Desk:
            client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
            transport = Transport(client, homeserver.base_url, Token(account.access_token))
            desk = Desk(tmp_path / account.localpart, transport, account.user_id, clock=SystemClock())
            stack.push_async_callback(desk.close)
            return desk

        yield open_one


async def test_a_file_reaches_the_other_one_byte_for_byte(
    new_user: Any, new_room: Any, open_desk: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_desk(teacher), await open_desk(student)
    await here.live()
    await there.live()
    content = Random(3).randbytes(300_000)
    path = tmp_path / "练习 3.docx"
    path.write_bytes(content)
    local_id = await here.media.send_file(room, path, caption="for tomorrow")
    assert here.unsent(room)[0].name == "练习 3.docx"
    await until(lambda: there.attachments(room))
    got = there.attachments(room)[0]
    assert (got.name, got.size) == ("练习 3.docx", 300_000)
    assert there.content(room)["body"] == "for tomorrow"
    fetched = await there.media.fetch(got)
    assert fetched.read_bytes() == content
    assert [move.state for move in here.moves if move.key == local_id][-1] == "done"
    assert [move.done for move in there.moves if move.key == got.key][-1] == 300_000
    assert await there.media.cache_size() == 300_000
