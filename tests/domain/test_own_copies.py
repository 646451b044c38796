"""What I sent to many chats at once lifts none of them in my list, on its way and when it is out."""

import pytest

from schoolbell.domain.chat.room_list import RoomList
from schoolbell.store import rooms
from schoolbell.store.last_said import goes_to_many
from schoolbell.store.outbox import NewRow
from tests.domain import announced
from tests.domain.announced import DESK_KID, DESK_LI, GROUP, KID_FATHER, MOTHER, WANG
from tests.domain.chat_school import CHAT, CHEN
from tests.domain.test_timeline import Viewer
from tests.fakes.domain_engine import ME, START

SHA = "ab" * 32


@pytest.fixture
async def school(engine):
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    await engine.deliver(DESK_LI, engine.text("老师好", MOTHER))
    await engine.deliver(CHAT, engine.text("备课", CHEN))
    await engine.deliver(GROUP, engine.text("早", WANG))
    return engine


@pytest.fixture
async def viewer(files, school):
    made = Viewer(files, school)
    await made.open(CHAT)
    yield made
    await made.close()
    assert made.errors == []


def listed(viewer):
    return [(item.key, item.preview, item.ts) for item in viewer.session.rooms.items]


def copy(school, sender=ME, **more):
    content = announced.ding(id="0" * 26, room=False, mentions=[WANG], **more)
    return school.event("m.room.message", content, sender)


def with_file(content=None, sha256=SHA):
    block = {"v": 1, "name": "a.pdf", "mimetype": "application/pdf", "size": 3, "sha256": sha256}
    return {
        "msgtype": "m.file", "body": "a.pdf", "filename": "a.pdf", "url": "mxc://x/y",
        "info": {"size": 3}, "org.schoolbell.file": {**block, "mxc": "mxc://x/y"},
    }  # fmt: skip


async def test_own_copies_lift_nothing_and_what_is_said_then_does(viewer, school):
    before = listed(viewer)
    assert [key for key, _, _ in before][:3] == [GROUP, CHAT, DESK_LI]
    assert DESK_KID not in [key for key, _, _ in before]
    for place in (DESK_LI, DESK_KID):
        await school.deliver(place, copy(school, n=2))
    await viewer.settle()
    assert listed(viewer) == before, "neither order nor words, and no desk that nobody else has written in"
    await school.deliver(DESK_KID, school.text("收到", KID_FATHER))
    await school.deliver(DESK_LI, school.text("没有问题", ME))
    await viewer.settle()
    assert [key for key, _, _ in listed(viewer)][:4] == [DESK_LI, DESK_KID, GROUP, CHAT]


async def test_a_single_one_and_a_colleagues_lift_as_any_message(viewer, school):
    await school.deliver(DESK_LI, copy(school, n=1))
    await viewer.settle()
    assert listed(viewer)[0][0] == DESK_LI
    await school.deliver(CHAT, copy(school, CHEN, n=24))
    await viewer.settle()
    assert listed(viewer)[0][0] == CHAT


async def test_the_files_of_a_copy_lift_nothing_and_other_files_do(viewer, school):
    before = listed(viewer)
    large = "ef" * 32
    attached = [
        {"name": "a.pdf", "mimetype": "application/pdf", "size": 3, "sha256": sha256}
        for sha256 in (SHA, large)
    ]
    await school.deliver(
        DESK_LI,
        copy(school, n=2, attachments=attached),
        school.event("m.room.message", with_file(), ME),
    )
    await viewer.settle()
    assert listed(viewer) == before
    # A large file comes long after its copy, when others have written.
    await school.deliver(DESK_LI, school.text("好的", MOTHER))
    await school.deliver(CHAT, school.text("开会", CHEN))
    await school.deliver(DESK_LI, school.event("m.room.message", with_file(sha256=large), ME))
    await viewer.settle()
    assert [key for key, _, _ in listed(viewer)][:2] == [CHAT, DESK_LI]
    await school.deliver(DESK_LI, school.event("m.room.message", with_file(sha256="cd" * 32), ME))
    await viewer.settle()
    assert listed(viewer)[0][:2] == (DESK_LI, "a.pdf")


async def test_the_same_file_sent_once_more_or_before_is_said(viewer, school):
    attached = [{"name": "a.pdf", "mimetype": "application/pdf", "size": 3, "sha256": SHA}]
    await school.deliver(DESK_LI, school.event("m.room.message", with_file(), ME))
    await school.deliver(DESK_LI, copy(school, n=2, attachments=attached))
    await viewer.settle()
    assert listed(viewer)[0][:2] == (DESK_LI, "a.pdf"), "sent before it"
    moment = listed(viewer)[0][2]
    await school.deliver(DESK_LI, school.event("m.room.message", with_file(), ME))
    await viewer.settle()
    assert listed(viewer)[0] == (DESK_LI, "a.pdf", moment), "the one of the copy"
    await school.deliver(CHAT, school.text("开会", CHEN))
    await school.deliver(DESK_LI, school.event("m.room.message", with_file(), ME))
    await viewer.settle()
    assert listed(viewer)[0][:2] == (DESK_LI, "a.pdf"), "sent once more"
    assert listed(viewer)[0][2] > moment


async def test_each_of_two_with_the_same_file_has_its_own(viewer, school):
    attached = [{"name": "a.pdf", "mimetype": "application/pdf", "size": 3, "sha256": SHA}]
    before = listed(viewer)
    second = school.event(
        "m.room.message",
        announced.ding(id="1" * 26, room=False, mentions=[WANG], n=2, attachments=attached), ME,
    )  # fmt: skip
    files = [school.event("m.room.message", with_file(), ME) for _ in range(2)]
    await school.deliver(DESK_LI, copy(school, n=2, attachments=attached), second, *files)
    await viewer.settle()
    assert listed(viewer) == before


async def test_nothing_is_lifted_while_it_waits_to_be_sent(viewer, school):
    before = listed(viewer)
    rows = [
        NewRow(
            local_id=f"sb{number}{place}", room_id=place, type="m.room.message", batch="b", content=content,
            created_ms=START + number,
        )
        for place in (DESK_LI, GROUP)
        for number, content in enumerate((announced.ding(n=2), with_file()))
    ]  # fmt: skip
    await school.send_together(rows, lambda _: None)
    await viewer.settle()
    assert listed(viewer) == before
    assert {item.preview_prefix for item in viewer.session.rooms.items} == {""}
    await school.wedge(rows[0].local_id)
    await viewer.settle()
    (desk,) = [item for item in viewer.session.rooms.items if item.key == DESK_LI]
    assert (desk.failed, desk.preview_prefix, desk.preview) == (1, "failed", "老师好"), "a refusal is shown"


async def test_its_files_lift_nothing_when_the_copies_are_out_before_them(viewer, school, files):
    """A large file goes for minutes, over a restart as well."""
    id = "0" * 26
    for place in (DESK_LI, DESK_KID):
        await school.deliver(place, copy(school, n=2))
    before = listed(viewer)
    rows = [
        NewRow(
            local_id=f"sb{place}", room_id=place, type="m.room.message", batch=id, content=with_file(),
            created_ms=START,
        )
        for place in (DESK_LI, DESK_KID)
    ]  # fmt: skip
    await school.send_together(rows, lambda _: None)
    await viewer.settle()
    assert listed(viewer) == before
    assert {item.preview_prefix for item in viewer.session.rooms.items} == {""}
    again = RoomList(files, ME, lambda: viewer.session.knowledge, lambda _: None)
    again.show_now(files.cache.read_now(rooms.summaries))
    assert [(item.key, item.preview, item.ts) for item in again.items] == before


async def test_the_files_of_a_single_one_are_on_their_way_as_any(viewer, school):
    await school.deliver(DESK_LI, copy(school, n=1))
    row = NewRow(
        local_id="sb1", room_id=DESK_LI, type="m.room.message", batch="0" * 26, content=with_file(),
        created_ms=START,
    )  # fmt: skip
    await school.send_together([row], lambda _: None)
    await viewer.settle()
    (desk,) = [item for item in viewer.session.rooms.items if item.key == DESK_LI]
    assert (desk.preview_prefix, desk.preview) == ("waiting", "a.pdf")


@pytest.mark.parametrize("n", [1, 0, -3, True, "24", None, 2.5, [2]])
def test_what_is_no_number_of_copies_is_one(n):
    assert not goes_to_many({"org.schoolbell.ding": {"v": 1, "n": n}})
    assert not goes_to_many({"org.schoolbell.ding": [n], "n": 24})
    assert goes_to_many({"org.schoolbell.notice": {"v": 1, "n": 2}})
