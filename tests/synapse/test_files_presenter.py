"""A teacher and a student with files in front of their panes, on a real homeserver."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QImage, QTransform

from schoolbell.base.clock import SystemClock
from schoolbell.domain.chat.items import MessageItem, MessageKind, SendState
from schoolbell.matrix.transport import Transport
from schoolbell.sync.transfers import TransferState
from schoolbell.system.http import make_client
from schoolbell.ui import images
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.pictures import PicturesPresenter
from schoolbell_demo.relay import Relay
from tests.synapse.test_engine import Token
from tests.sync.desk import Desk
from tests.sync.world import until
from tests.ui.files_school import red_above_blue, saved, with_orientation

pytestmark = pytest.mark.synapse


class Person:
    """One account's presenters over a real engine."""

    def __init__(self, desk, account, folder):
        self.crashes, self.refused, self.pictures_got = [], [], {}
        zone = ZoneInfo("Asia/Shanghai")
        self.messages = MessagesPresenter(desk, account.user_id, desk.clock, zone, (), self.crashes.append)
        self.files = AttachmentsPresenter(self.messages.bridge, images.facts, folder / "opened")
        self.pictures = PicturesPresenter(self.messages.bridge, images.decode_to, desk.clock)
        self.files.failed.connect(lambda code, _details: self.refused.append(code))
        self.pictures.ready.connect(lambda wish, found: self.pictures_got.__setitem__(wish.file, found))
        self.pictures.whole_ready.connect(lambda _key, found: self.pictures_got.__setitem__("whole", found))
        self.messages.show_cached("")
        self.messages.attach_engine(desk.engine)
        self.files.attach_engine(desk.media)
        self.pictures.attach_engine(desk.media)

    async def stop(self):
        await self.messages.stop()
        self.files.stop()
        self.pictures.stop()

    def item(self, name):
        """The message with a file of this name as shown now, None while it is not."""
        self.messages.bridge.flush()
        return next(
            (
                item
                for item in self.messages.timeline.items()
                if isinstance(item, MessageItem) and item.attachment and item.attachment.name == name
            ),
            None,
        )

    def send(self, room, *paths):
        """Choose files and send them, as the tray does."""
        self.files.chosen.connect(lambda where, chosen: self.files.send(where, chosen))
        self.files.choose(room, paths)


@asynccontextmanager
async def at_the_pane(base_url, account, folder, room):
    folder.mkdir()
    async with make_client() as http:
        transport = Transport(http, base_url, Token(account.access_token))
        desk = Desk(folder, transport, account.user_id, clock=SystemClock())
        person = Person(desk, account, folder)
        try:
            await desk.live()
            person.messages.open_room(room)
            yield person
        finally:
            await person.stop()
            await desk.close()
    assert person.crashes == []


@pytest.fixture
async def two(qapp, homeserver, new_user, new_room, tmp_path):
    """Return (teacher, student, room, relay); the teacher's line goes through the relay."""
    teacher, student = new_user("t"), new_user("s")
    room = await asyncio.to_thread(new_room, teacher, [student])
    host, _, port = homeserver.base_url.removeprefix("http://").partition(":")
    relay = Relay(host, int(port))
    await relay.start()
    async with AsyncExitStack() as stack:
        mine = await stack.enter_async_context(at_the_pane(relay.base_url, teacher, tmp_path / "t", room))
        theirs = await stack.enter_async_context(
            at_the_pane(homeserver.base_url, student, tmp_path / "s", room)
        )
        yield mine, theirs, room, relay
    await relay.cut()


def red_is_above(image: QImage) -> bool:
    color = image.pixelColor(image.width() // 2, 3)
    return color.red() > 200 and color.blue() < 100


async def test_a_photo_that_was_stored_lying_stands_at_the_other_one(two, tmp_path):
    mine, theirs, room, _ = two
    photo = tmp_path / "photo.jpg"
    lying = red_above_blue(800, 1200).transformed(QTransform().rotate(-90))
    photo.write_bytes(with_orientation(saved(lying, "jpeg"), 6))
    mine.send(room, photo)
    await until(lambda: theirs.item("photo.jpg"), "the student has the message")
    attachment = theirs.item("photo.jpg").attachment
    assert theirs.item("photo.jpg").kind is MessageKind.IMAGE
    assert (attachment.width, attachment.height) == (800, 1200), "as it is seen, not as it is stored"
    theirs.pictures.wish(attachment, 75, 112)
    await until(lambda: theirs.pictures_got.get(attachment.key), "the thumbnail")
    small = theirs.pictures_got[attachment.key].image
    assert (small.width(), small.height()) == (75, 112)
    assert red_is_above(small)
    theirs.pictures.want_whole(attachment, 4096, 4096)
    await until(lambda: theirs.pictures_got.get("whole"), "the picture itself")
    assert theirs.pictures_got["whole"].image.height() == 1200
    assert red_is_above(theirs.pictures_got["whole"].image)


async def test_an_upload_that_was_stopped_is_refused_and_goes_when_it_is_tried_again(two, tmp_path):
    mine, theirs, room, relay = two
    path = tmp_path / "video.mp4"
    path.write_bytes(bytes(range(256)) * (24 << 10))
    relay.pace = 1 << 20
    mine.send(room, path)
    await until(lambda: mine.item("video.mp4"), "the row")
    key = mine.item("video.mp4").key

    def moving():
        transfer = mine.files.transfer(key)
        return transfer is not None and transfer.state is TransferState.RUNNING and transfer.done > 0

    await until(moving, "the first bytes")
    mine.files.cancel(key)
    await until(lambda: mine.item("video.mp4").state is SendState.WEDGED, "it stays, refused")
    assert mine.item("video.mp4").error == "cancelled"
    assert mine.files.transfer(key) is None
    assert theirs.item("video.mp4") is None
    relay.pace = 0
    mine.messages.retry(key)
    await until(lambda: theirs.item("video.mp4"), "the student has it")
    await until(lambda: mine.item("video.mp4").state is SendState.SENT)
    assert mine.item("video.mp4").key == key
    opened = []
    theirs.files.opened.connect(opened.append)
    theirs.files.open(theirs.item("video.mp4").attachment)
    await until(lambda: opened, "the student opens it")
    assert Path(opened[0]).read_bytes() == path.read_bytes()
    assert mine.refused == theirs.refused == []
