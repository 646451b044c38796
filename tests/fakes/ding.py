"""A DING box and a desk in memory (protocols of `domain.ding.ports`), and a school's data."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.domain.announcements.blocks import Block, Confirm, Counts, FileRef, Kind, Remind, Signature
from schoolbell.domain.announcements.files import FoundFile
from schoolbell.domain.announcements.items import (
    Addressee,
    Announcement,
    Copy,
    Household,
    Reminder,
    Standing,
    Tally,
)
from schoolbell.domain.chat.items import Attachment, Person, Role
from schoolbell.domain.ding.items import (
    HOLD_MS,
    Before,
    DingDraft,
    DraftRow,
    Group,
    Guard,
    Lists,
    Plan,
    Popup,
    ReceivedDetail,
    ReceivedRow,
    ScheduledRow,
    SentDetail,
    SentRow,
    Target,
)

ME = "@zhoumin:school.example"
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def at(day: int, hour: int, minute: int = 0, month: int = 4) -> int:
    """Return a moment of April 2026, local time."""
    return round(datetime(2026, month, day, hour, minute).timestamp() * 1000)  # noqa: DTZ001


NOW = at(15, 11, 27) + 18_000  # a Wednesday


def person(name: str, role: Role = Role.NONE, hue: int = 0, initials: str = "") -> Person:
    return Person(
        f"@{name}:school.example",
        name,
        role,
        hue or len(name) % 8 + 1,
        initials or name.removesuffix("老师")[-2:],
    )


MIN = Person(ME, "周敏老师", Role.HEAD_TEACHER, 6, "周敏")
LIU = person("刘主任", Role.OFFICE, 7, "刘")
HE = person("何老师", Role.TEACHER, 7, "何")
CLASS_NAME = "三年级2班"
TEXT = (
    "明天（4月16日 周四）因暴雨预警改为线上上课，8:20 第一节。请今晚帮孩子登录一次课堂，确认声音和画面正常。"
    "有困难直接回复我。"
)
FILES = (
    FileRef("线上课程表_三年级2班.xlsx", "application/vnd.ms-excel", 38_000, "a" * 64),
    FileRef("登录步骤.pdf", "application/pdf", 1_260_000, "b" * 64),
)
OPEN_FAMILIES = (
    ("2", "李明", (("李明爸爸", at(15, 10, 44)), ("李明妈妈", 0))),
    ("4", "张浩宇", (("张浩宇妈妈", at(15, 10, 51)), ("张浩宇爸爸", at(15, 11, 2)))),
    ("11", "孙宇航", (("孙宇航奶奶", at(15, 11, 20)),)),
    ("16", "何雨泽", (("何雨泽爸爸", at(15, 11, 24)), ("何雨泽妈妈", at(15, 11, 25)))),
    ("19", "罗天佑", (("罗天佑爸爸", at(15, 10, 43)), ("罗天佑妈妈", 0))),
    ("23", "郭子轩", (("郭子轩妈妈", at(15, 10, 58)),)),
    ("31", "唐一鸣", (("唐一鸣爸爸", at(15, 11, 5)), ("唐一鸣妈妈", at(15, 11, 6)))),
    ("6", "赵一诺", (("赵一诺妈妈", 0),)),
    ("7", "周子墨", (("周子墨爸爸", 0), ("周子墨妈妈", 0))),
    ("21", "梁家豪", (("梁家豪妈妈", 0),)),
    ("28", "冯思远", (("冯思远爸爸", 0), ("冯思远妈妈", 0))),
    ("40", "蒋欣怡", (("蒋欣怡妈妈", 0),)),
)
_SURNAMES = "王陈刘杨黄吴徐孙朱马胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘"


def household(
    number: str, name: str, people: Sequence[tuple[str, int]], confirmed: bool = False
) -> Household:
    found = []
    for index, (guardian, ts) in enumerate(people):
        standing = Standing.CONFIRMED if confirmed and not index else Standing.READ if ts else Standing.UNREAD
        found.append(Addressee(person(guardian, Role.GUARDIAN), standing, ts))
    order = (Standing.CONFIRMED, Standing.READ, Standing.UNREAD)
    best = min((one.standing for one in found), key=order.index)
    return Household(
        f"@s{number}{name}:school.example", name, number, CLASS_NAME, best, tuple(found),
        found[0].ts if confirmed else 0, (f"@s{number}{name}:school.example",),
    )  # fmt: skip


def tally(confirmed: int = 31) -> Tally:
    done = [
        household(
            str(50 + index), f"{_SURNAMES[index % 31]}小{'雨晴安宁'[index % 4]}",
            ((f"{_SURNAMES[index % 31]}小{'雨晴安宁'[index % 4]}妈妈", at(15, 10, 43) + index * 40_000),),
            True,
        )
        for index in range(confirmed)
    ]  # fmt: skip
    return Tally((*(household(*one) for one in OPEN_FAMILIES), *done), True, True)


def announcement(
    sender: Person = MIN, id: str = "1", ts: int = at(15, 10, 42), text: str = TEXT,
    confirm: Confirm = Confirm.TAP, files: Sequence[FileRef] = FILES, reminders: Sequence[int] = (),
    deadline: int = 0, withdrawn: int = 0,
) -> Announcement:  # fmt: skip
    block = Block(
        Kind.DING, id, text, True, confirm=confirm, counts=Counts.GUARDIAN, remind=Remind(120, 3),
        channels=("app", "call"), attachments=tuple(files), deadline=deadline,
    )  # fmt: skip
    made = tuple(Reminder(seq, moment, sender.user_id) for seq, moment in enumerate(reminders, 1))
    return Announcement(
        Kind.DING, sender.user_id, block, ts, (Copy("!r:x", f"${id}", ts),), (), False, withdrawn, made
    )


def received(
    key: str, sender: Person, subtitle: str, title: str, ts: int, waiting: bool = False, **more: object
) -> ReceivedRow:
    confirmed = int(str(more.pop("confirmed_ts", 0 if waiting else ts + HOUR)))
    return ReceivedRow(
        key, sender, subtitle, title, ts, int(str(more.pop("deadline", 0))), waiting, confirmed, **more
    )  # type: ignore[arg-type]


def sent(key: str, title: str, ts: int, counts: Sequence[int], **more: object) -> SentRow:
    total = sum(counts)
    families = bool(more.pop("families", True))
    return SentRow(
        key, key, title, ts, total, *counts, families=families, known=True, people=total * 2, **more
    )  # type: ignore[arg-type]


LISTS = Lists(
    received=(
        received("r1", LIU, "教务处", "错峰入校从明天起执行", at(15, 10, 58), True,
                 deadline=at(15, 12), reminders=1, place="三年级班主任", files=2),
        received("r2", HE, "总务处", "各班上报缺损课桌椅数量", at(15, 9, 30), True),
        received("r3", person("李静老师", hue=8), "数学", "下午第二节换课", at(14, 14)),
        received("r4", LIU, "教务处", "期中考试监考安排", at(14, 10)),
        received("r5", person("张伟老师", hue=8), "", "年级组会改到 16:10", at(13, 9)),
        received("r6", person("冯医生", hue=2, initials="冯"), "校医室", "春季传染病晨检要求", at(13, 8)),
    ),
    sent=(
        sent("1", "明早改线上上课，请确认", at(15, 10, 42), (31, 7, 5), reminders=1),
        sent("2", "社团报名今晚截止", at(15, 9, 15), (18, 0, 0)),
        sent("3", "周一升旗穿校服", at(14, 17, 30), (43, 0, 0)),
        sent("4", "补交视力筛查回执", at(14, 12, 6), (4, 1, 1), reminders=2),
        sent("5", "期中家长会改到周五 18:30", at(9, 18), (43, 0, 0)),
        sent("6", "三年级组教研材料", at(8, 16), (7, 0, 0), families=False),
    ),
    scheduled=(ScheduledRow("s1", "s1", "周五春游集合时间", at(16, 7, 30), 125, 43, False),),
    drafts=(DraftRow("d1", "d1", "明早改线上上课…", NOW, 125, 43),),
)  # fmt: skip


def sent_detail(row: SentRow, counted: Tally | None = None, **more: object) -> SentDetail:
    one = announcement(id=row.id, reminders=(at(15, 11, 26),))
    values = {
        "next_remind_ms": at(15, 11, 31),
        "reminds_left": 2,
        "by_office": True,
        "remindable": True,
        **more,
    }
    return SentDetail(
        row,
        one,
        counted or tally(),
        TEXT,
        tuple(
            FoundFile(file, Attachment(file.name, file.mimetype, file.size, "mxc://x/y")) for file in FILES
        ),
        **values,
    )  # type: ignore[arg-type]


def received_detail(row: ReceivedRow, text: str = "", sign: bool = False, seq: int = 0) -> ReceivedDetail:
    words = text or (
        "错峰入校从明天起执行：三年级 7:50–8:05 走东门，请班主任到门口接班。各班提前十分钟集合，"
        "家长送到警戒线外就可以。下雨天改走连廊入口，由值班老师引导。"
    )
    files = (
        FileRef("错峰入校时间表.pdf", "application/pdf", 186_000, "c" * 64),
        FileRef("东门集合点示意图.png", "image/png", 640_000, "d" * 64),
    )[: row.files]
    one = announcement(
        row.sender,
        row.key,
        row.ts,
        words,
        Confirm.SIGN if sign else Confirm.TAP,
        files,
        deadline=row.deadline,
    )
    found = tuple(
        FoundFile(file, Attachment(file.name, file.mimetype, file.size, "mxc://x/y")) for file in files
    )
    return ReceivedDetail(row, one, words, found, "!room:x", f"${row.key}", sign, seq)


class FakeBox:
    """A DingBox: everything is told at once; `fail` is raised by the next write."""

    def __init__(self, lists: Lists = LISTS) -> None:
        self.lists_changed: Observable[Lists] = Observable()
        self.detail_changed: Observable[ReceivedDetail | SentDetail | None] = Observable()
        self.popups_changed: Observable[tuple[ReceivedDetail, ...]] = Observable()
        self.lists = lists
        self.details: dict[str, ReceivedDetail | SentDetail] = {}
        self.done: list[tuple[object, ...]] = []
        self.fail: KnownError | None = None
        self.shown: list[str] = []
        self.popups: tuple[Popup, ...] = ()

    def tell(self, lists: Lists) -> None:
        self.lists = lists
        self.lists_changed.emit(lists)

    def pop_up(self, *popups: Popup) -> None:
        self.popups = popups
        self.popups_changed.emit(popups)

    def open(self, key: str) -> None:
        self.done.append(("open", key))
        if not key:
            self.detail_changed.emit(None)
            return
        found = self.details.get(key)
        for row in (*self.lists.received, *self.lists.sent):
            if row.key == key and found is None and not (isinstance(row, SentRow) and row.held_until):
                found = sent_detail(row) if isinstance(row, SentRow) else received_detail(row)
        if found is not None:
            self.detail_changed.emit(found)

    async def _do(self, *what: object) -> None:
        await asyncio.sleep(0)
        fail, self.fail = self.fail, None
        if fail is not None:
            raise fail
        self.done.append(what)

    async def confirm(self, key: str, signature: Signature | None = None) -> None:
        await self._do("confirm", key, signature)
        rows = tuple(
            replace(row, waiting=False, confirmed_ts=NOW) if row.key == key else row
            for row in self.lists.received
        )
        self.tell(replace(self.lists, received=rows))
        self.pop_up(*(popup for popup in self.popups if popup.row.key != key))
        row = next((row for row in rows if row.key == key), None)
        if row is not None:
            self.detail_changed.emit(received_detail(row))

    def family_confirms(self, key: str, name: str, ts: int) -> None:
        rows = tuple(
            replace(row, waiting=False, done_by=name, done_ts=ts) if row.key == key else row
            for row in self.lists.received
        )
        self.tell(replace(self.lists, received=rows))
        self.pop_up(*(popup for popup in self.popups if popup.row.key != key))

    async def put_aside(self, keys: Sequence[str], ms: int) -> None:
        await self._do("aside", tuple(keys), ms)
        self.pop_up(*(popup for popup in self.popups if popup.row.key not in keys))

    def pops_up(self, key: str) -> None:
        self.shown.append(key)

    async def remind(self, key: str) -> None:
        await self._do("remind", key)

    async def withdraw(self, key: str) -> None:
        await self._do("withdraw", key)


TARGETS = (
    Target("guardians", "!c32", CLASS_NAME, 81, 43),
    Target("students", "!c32", CLASS_NAME, 43),
    Target("person", "@lijing:x", "李静", 1, 0, "数学", person("李静", Role.TEACHER, 3, "静")),
    Target("teachers", "!c32", CLASS_NAME, 5),
    Target("people", "last", "上次未确认", 6, 6, "", None, ("@a:x",)),
    Target("people", "missing", "没交语文习作", 7, 0, "", None, ("@b:x",)),
    Target("class", "!c31", "三年级1班", 130, 41),
)


class FakeDesk:
    """A DingDesk whose box shows what is held; `gate` holds plans up, `way_out` what is being sent."""

    def __init__(self, box: FakeBox | None = None) -> None:
        self.box = box
        self.kept: dict[str, DingDraft] = {}
        self.sent: dict[str, DingDraft] = {}
        self.done: list[tuple[object, ...]] = []
        self.fail: KnownError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.way_out = asyncio.Event()
        self.way_out.set()
        self.plans = 0
        self.late = False
        self.guard = Guard()
        self.office = True
        self.gateways: tuple[str, ...] = ("call",)
        self._ids = 0

    def new(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> DingDraft:
        self._ids += 1
        return DingDraft(f"new{self._ids}", text, tuple(targets), about=about)

    def targets(self, text: str, most: int = 12) -> tuple[Target, ...]:
        wanted = text.strip()
        return tuple(one for one in TARGETS if wanted in one.name)[:most]

    async def plan(self, draft: DingDraft) -> Plan:
        self.plans += 1
        await self.gate.wait()
        self._raise()
        people = sum(one.people for one in draft.targets)
        groups = [
            Group(role, one.people, one.households)
            for one in draft.targets
            for role in [
                {"person": "teachers", "class": "guardians", "people": "guardians"}.get(one.kind, one.kind)
            ]
        ]
        households = max((one.households for one in draft.targets), default=0)
        return Plan(
            people, households, len(draft.targets), tuple(groups), guard=self.guard, office=self.office,
            gateways=self.gateways, can_schedule=self.office,
        )  # fmt: skip

    def _raise(self) -> None:
        fail, self.fail = self.fail, None
        if fail is not None:
            raise fail

    async def load(self, id: str) -> DingDraft | None:
        await asyncio.sleep(0)
        return self.kept.get(id)

    async def keep(self, draft: DingDraft) -> None:
        await asyncio.sleep(0)
        self._raise()
        self.done.append(("keep", draft))
        self.kept[draft.id] = draft

    async def discard(self, id: str) -> None:
        await asyncio.sleep(0)
        self.done.append(("discard", id))
        self.kept.pop(id, None)

    async def send(self, draft: DingDraft) -> None:
        await asyncio.sleep(0)
        await self.way_out.wait()
        self._raise()
        self.done.append(("send", draft))
        self.sent[draft.id] = draft
        self.kept.pop(draft.id, None)
        if self.box is not None and not draft.due_ms:
            row = SentRow(
                f"ding/{ME}/{draft.id}", draft.id, draft.text.split("，")[0][:40], NOW, 0, 0, 0, 0,
                True, False, 125, held_until=NOW + HOLD_MS,
            )  # fmt: skip
            self.box.tell(replace(self.box.lists, sent=(row, *self.box.lists.sent), drafts=()))

    async def undo(self, id: str) -> DingDraft | None:
        await asyncio.sleep(0)
        if self.late:
            return None
        self.done.append(("undo", id))
        if self.box is not None:
            left = tuple(row for row in self.box.lists.sent if row.id != id)
            coming = tuple(row for row in self.box.lists.scheduled if row.id != id)
            self.box.tell(replace(self.box.lists, sent=left, scheduled=coming))
        return self.sent.pop(id, None) or DingDraft(id, TEXT, TARGETS[:1])

    async def send_now(self, id: str) -> None:
        await asyncio.sleep(0)
        self._raise()
        self.done.append(("now", id))


GUARD = Guard(
    (
        Before(at(15, 8, 5), "健康打卡", person("教务处"), 43),
        Before(at(15, 9, 15), "社团报名今晚截止", MIN, 18),
    ),
    False,
    at(16, 7, 30),
)
OFFLINE = KnownError(ErrorCode.DISK_FULL)
