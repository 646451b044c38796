import asyncio
import threading
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import Attachment
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.pictures import PicturesPresenter, Wish
from tests.fakes.clock import FakeClock


class Server:
    """Hands out files when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, bool]] = []
        self.open = asyncio.Event()
        self.errors: dict[tuple[str, bool], KnownError] = {}
        self.running = self.most = 0

    async def fetch(self, attachment, *, thumbnail=None):
        wanted = (attachment.mxc, thumbnail is not None)
        self.asked.append(wanted)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.open.wait()
        finally:
            self.running -= 1
        if wanted in self.errors:
            raise self.errors[wanted]
        path = self.folder / f"{attachment.mxc[6:]}-{thumbnail is not None}"
        path.write_text("picture" if not attachment.mxc.endswith("odd") or thumbnail is None else "nothing")
        return path


def decode(path, width, height, cover):
    text = path.read_text()
    if text != "picture":
        raise ValueError("unknown")
    return (path.name, width, height, cover)


@pytest.fixture
async def server(tmp_path):
    return Server(tmp_path)


@pytest.fixture
async def pictures(qapp, server):
    bridge = Bridge(lambda error: pytest.fail(repr(error)))
    made = PicturesPresenter(bridge, decode, FakeClock())
    made.got = []
    made.ready.connect(lambda wish, picture: made.got.append((wish, picture)))
    made.attach_engine(server)
    yield made
    await bridge.stop()
    made.stop()


def file(number, size=0):
    return Attachment(f"{number}.jpg", "image/jpeg", size, f"mxc://{number}")


async def until(condition):
    for _ in range(400):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it did not come true")


async def test_the_newest_wish_comes_first_and_three_run_at_once(pictures, server):
    for number in range(10):
        pictures.wish(file(number), 208, 112)
    await until(lambda: len(server.asked) == 3)
    server.open.set()
    await until(lambda: len(pictures.got) == 10)
    assert server.most == 3
    order = [mxc for mxc, _ in server.asked]
    assert order[:3] == ["mxc://0", "mxc://1", "mxc://2"], "there was nothing newer then"
    assert order[3:] == [f"mxc://{number}" for number in range(9, 2, -1)]


async def test_what_was_scrolled_past_long_ago_is_not_fetched(pictures, server):
    for number in range(100):
        pictures.wish(file(number), 208, 112)
    server.open.set()
    await until(lambda: len(pictures.got) == 27)
    await asyncio.sleep(0.05)
    assert len(server.asked) == 3 + 24
    assert ("mxc://50", True) not in server.asked
    assert ("mxc://99", True) in server.asked


async def test_repeating_a_wish_at_every_paint_costs_one_fetch(pictures, server):
    for _ in range(50):
        pictures.wish(file(1), 208, 112)
    server.open.set()
    await until(lambda: pictures.got)
    assert server.asked == [("mxc://1", True)]
    assert pictures.got == [(Wish(file(1).key, 208, 112), ("1-True", 208, 112, True))]


@pytest.mark.parametrize("size", [1000, 0, 5 << 20])
async def test_a_small_file_itself_stands_in_for_a_missing_thumbnail(pictures, server, size):
    server.errors[("mxc://1", True)] = KnownError(ErrorCode.NOT_FOUND)
    server.open.set()
    pictures.wish(file(1, size), 208, 112)
    await until(lambda: pictures.got)
    small = size == 1000
    assert server.asked == [("mxc://1", True)] + [("mxc://1", False)] * small
    assert (pictures.got[0][1] is not None) is small


async def test_a_thumbnail_that_is_no_picture_is_replaced_by_the_file(pictures, server):
    server.open.set()
    pictures.wish(Attachment("a.webp", "image/webp", 99, "mxc://odd"), 10, 10)
    await until(lambda: pictures.got)
    assert pictures.got[0][1] == ("odd-False", 10, 10, True)


async def test_nothing_is_fetched_before_there_is_an_engine(qapp, server):
    bridge = Bridge(lambda error: pytest.fail(repr(error)))
    pictures = PicturesPresenter(bridge, decode, FakeClock())
    pictures.wish(file(1), 10, 10)
    await asyncio.sleep(0)
    assert server.asked == []
    server.open.set()
    got = []
    pictures.ready.connect(lambda wish, picture: got.append(picture))
    pictures.attach_engine(server)
    await until(lambda: got)
    await bridge.stop()
    pictures.stop()
    await bridge.stop()
    pictures.stop()


async def test_what_arrives_after_the_end_begins_nothing(pictures, server):
    for number in range(10):
        pictures.wish(file(number), 208, 112)
    pictures.want_whole(file(99), 208, 112)
    await until(lambda: len(server.asked) == 4)
    pictures.stop()
    server.open.set()
    await until(lambda: server.running == 0)
    await until(lambda: not pictures._bridge._tasks._tasks)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("pictures")] == []
    assert (len(server.asked), pictures.got) == (4, [])


async def test_what_is_cancelled_at_the_end_makes_room_for_nothing(pictures, server):
    for number in range(10):
        pictures.wish(file(number), 208, 112)
    await until(lambda: len(server.asked) == 3)
    await pictures._bridge.stop()
    await asyncio.sleep(0)
    assert (len(server.asked), server.running) == (3, 0)
