"""A teacher, a student and a guardian on a real homeserver: mute, refuse, tell, forge, lift, close, open."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import RoomHeader, SendState, StateItem
from schoolbell.domain.chat.mute_lifting import MuteLifting
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.muting import MORNING, Muting
from schoolbell.domain.mutes import MUTE_TYPE
from schoolbell.matrix.client import MatrixClient
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.synapse.test_forgeries import POWER, Imported, import_small, machine
from tests.sync.world import until

pytestmark = pytest.mark.synapse

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600_000


class Later(SystemClock):
    """The clock of some time later."""

    def __init__(self, ms):
        self._more = ms

    def now_ms(self):
        return super().now_ms() + self._more


class LaterClient(MatrixClient):
    """The server as it tells the time then."""

    more = 0

    def server_ms(self):
        return super().server_ms() + self.more


class Seat:
    """Somebody in front of the class group."""

    def __init__(self, school, world, presenter):
        self.school, self.world, self.presenter = school, world, presenter
        self.me = world.me
        self.client = MatrixClient(world.transport, world.me, world.device)
        self._since = world.clock.now_ms()

    @property
    def header(self) -> RoomHeader | None:
        details = self.presenter.session.details
        return details.header if details is not None else None

    @property
    def mutes(self):
        details = self.presenter.session.details
        return dict(details.mutes.muted) if details is not None else {}

    @property
    def lines(self):
        """What was said about mutes since this test began."""
        self.presenter.bridge.flush()
        wanted = ("muted", "unmuted", "closed", "opened")
        items = [one for one in self.presenter.timeline.items() if isinstance(one, StateItem)]
        return [(one.what, one.names) for one in items if one.what in wanted and one.ts >= self._since]

    def message(self, body):
        self.presenter.bridge.flush()
        items = self.presenter.timeline.items()
        return next((one for one in items if getattr(one, "body", "") == body), None)

    def muting(self, office=None):
        return Muting(self.world, self.client, self.me, self.world.clock, ZONE, lambda: office, MuteOrder())

    def lifting(self, ahead_ms, office=None):
        later = LaterClient(self.world.transport, self.me, self.world.device)
        later.more = ahead_ms
        return MuteLifting(
            self.world, self.world.engine, later, self.me, Later(ahead_ms), lambda: office, MuteOrder()
        )


@pytest.fixture(scope="module")
def imported(homeserver, tmp_path_factory):
    return asyncio.run(import_small(homeserver, tmp_path_factory.mktemp("muting")))


@pytest.fixture
async def school(qapp, imported):
    """The school, its group's levels as the office made them, and the machines of the test."""
    levels = imported.levels("t1", imported.group)
    async with AsyncExitStack() as stack:
        imported.stack = stack
        yield imported
    imported.by_office("PUT", f"{quote(imported.group)}/state/{POWER}", levels)


async def seat(school: Imported, who, folder) -> Seat:
    world = await machine(school, who, folder)
    presenter = MessagesPresenter(
        world, world.me, world.clock, ZONE, (school.space,), lambda error: pytest.fail(repr(error))
    )
    school.stack.push_async_callback(presenter.stop)
    presenter.show_cached("")
    presenter.attach_engine(world.engine)
    await until(lambda: presenter.room_name(school.group), "the group")
    presenter.open_room(school.group)
    made = Seat(school, world, presenter)
    await until(lambda: made.header is not None and made.header.members >= 4, "who is in it")
    return made


async def test_a_muted_student_is_refused_told_and_lifted(school, tmp_path):
    teacher, student = await seat(school, "t1", tmp_path), await seat(school, "s01", tmp_path)
    kid, colleague = student.me, school.accounts["t2"].user_id
    assert student.header.can_send
    assert kid in teacher.presenter.session.details.mutes.below
    assert colleague not in teacher.presenter.session.details.mutes.below
    done = await teacher.muting().mute(school.group, kid, "hour")
    assert (done.before, done.here_only) == (None, True)

    await until(lambda: student.header.muted_until == done.until, "the student is told until when")
    assert (student.header.can_send, student.header.can_react) == (False, True)
    await until(lambda: teacher.mutes == {kid: done.until}, "the list shows it")
    await until(lambda: teacher.lines == student.lines and len(student.lines) == 1, "one line")
    ((what, (by, whom)),) = student.lines
    assert (what, by) == ("muted", "林晓梅")
    assert whom == student.presenter.person(kid, "").name
    student.presenter.send("哈哈", [], "")
    await until(
        lambda: (found := student.message("哈哈")) is not None and found.state is SendState.WEDGED, "refused"
    )
    assert student.message("哈哈").error == ErrorCode.FORBIDDEN.value
    school.refused(school.send, "s01", school.group, {"msgtype": "m.text", "body": "哈哈"})
    honest = school.send("t1", school.group, {"msgtype": "m.text", "body": "请确认"})
    relation = {"rel_type": "m.annotation", "event_id": honest, "key": "✅"}
    school.send("s01", school.group, {"m.relates_to": relation}, "m.reaction")
    school.refused(school.state, "s01", school.group, POWER, school.levels("s01", school.group, s01=0))

    assert await teacher.lifting(0).lift_due() == done.until
    assert await teacher.lifting(2 * HOUR, "https://office.school.test").lift_due() == 0
    assert student.header.muted_until == done.until
    assert await teacher.lifting(2 * HOUR).lift_due() == 0
    await until(lambda: student.header.can_send, "lifted")
    assert kid not in school.levels("t1", school.group)["users"]
    await until(lambda: [what for what, _ in student.lines] == ["muted", "unmuted"], "both lines")
    student.presenter.retry(student.message("哈哈").key)
    await until(lambda: student.message("哈哈").state is SendState.SENT, "what waited goes out")


async def test_a_forged_mute_changes_nothing(school, tmp_path):
    teacher, student = await seat(school, "t1", tmp_path), await seat(school, "s01", tmp_path)
    guardian = school.accounts["g12"].user_id
    forged = {"v": 1, "user": guardian, "until": teacher.world.clock.now_ms() + HOUR}
    # The server takes the event: only who reaches 50 says something with it.
    event = school.send("s01", school.group, forged, MUTE_TYPE)
    marked = school.send("t2", school.group, {"msgtype": "m.text", "body": "之后"})
    await until(lambda: teacher.message("之后") is not None, marked + event)
    assert teacher.lines == []
    assert teacher.mutes == {}
    school.send("g12", school.group, {"msgtype": "m.text", "body": "我还能说话"})
    with pytest.raises(KnownError) as refused:
        await student.muting().mute(school.group, guardian, "day")
    assert refused.value.code is ErrorCode.MUTE_REFUSED
    # Nor does it end the mute that a teacher set: neither for who is shown it nor for who lifts it.
    done = await teacher.muting().mute(school.group, guardian, MORNING)
    school.send("s01", school.group, {**forged, "until": teacher.world.clock.now_ms() + 1000}, MUTE_TYPE)
    school.send("t2", school.group, {"msgtype": "m.text", "body": "再之后"})
    await until(lambda: teacher.message("再之后") is not None and teacher.mutes, "the end")
    assert teacher.mutes == {guardian: done.until}
    assert await teacher.lifting(60_000).lift_due() == done.until
    school.refused(school.send, "g12", school.group, {"msgtype": "m.text", "body": "还是不行"})


async def test_nobody_mutes_a_colleague_and_a_refused_write_is_told(school, tmp_path):
    teacher = await seat(school, "t1", tmp_path)
    colleague = school.accounts["t2"].user_id
    for choice in ("minutes", "lifted"):
        with pytest.raises(KnownError) as refused:
            await teacher.muting().mute(school.group, colleague, choice)
        assert refused.value.code is ErrorCode.MUTE_REFUSED
    # The server holds it too.
    school.refused(school.state, "t1", school.group, POWER, school.levels("t1", school.group, t2=-1))
    # Between the look and the write the office takes the teacher's power: the server's word is told.
    real = teacher.client.send_state

    async def after_the_office(room_id, event_type, state_key, content):
        levels = school.levels("t2", room_id, t1=0)
        school.by_office("PUT", f"{quote(room_id)}/state/{POWER}", levels)
        return await real(room_id, event_type, state_key, content)

    teacher.client.send_state = after_the_office
    with pytest.raises(KnownError) as refused:
        await teacher.muting().mute(school.group, school.accounts["s01"].user_id, "day")
    assert refused.value.code is ErrorCode.MUTE_REFUSED
    await until(lambda: not teacher.presenter.session.details.mutes.may, "the power is gone")
    assert teacher.mutes == {}
    assert teacher.lines == []


async def test_while_all_are_muted_teachers_write_and_all_confirm(school, tmp_path):
    teacher, guardian = await seat(school, "t1", tmp_path), await seat(school, "g12", tmp_path)
    before = school.levels("t1", school.group)
    done = await teacher.muting().close(school.group, True)
    await until(lambda: not guardian.header.can_send, "told")
    header = guardian.header
    assert (header.closed, header.can_react, header.muted_until) == (True, True, None)
    assert teacher.header.can_send
    teacher.presenter.send("现在安静", [], "")
    await until(lambda: guardian.message("现在安静") is not None, "teachers write")
    school.refused(school.send, "g12", school.group, {"msgtype": "m.text", "body": "可是"})
    sticker = {"body": "x", "url": "mxc://x/y", "info": {}}
    school.refused(school.send, "s01", school.group, sticker, "m.sticker")
    guardian.presenter.react(guardian.message("现在安静").key, "✅")
    await until(lambda: teacher.message("现在安静").reactions, "all confirm")
    school.send("s01", school.group, {"v": 1}, "org.schoolbell.ack")
    after = school.levels("t1", school.group)
    assert {key for key in after if after[key] != before.get(key)} == {"events_default"}
    await teacher.muting().undo(done)
    assert school.levels("t1", school.group) == before
    await until(lambda: guardian.header.can_send and not guardian.header.closed, "open again")
    await until(lambda: [what for what, _ in guardian.lines] == ["closed", "opened"], "both lines")
