"""A scripted conversation of a class group for timeline tests, pictures and the bench."""

from PySide6.QtCore import QDate, QDateTime, QTime

from schoolbell.base.diffs import Reset
from schoolbell.domain.chat.items import (
    Attachment,
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    Person,
    Quote,
    Reaction,
    Role,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.viewmodels.listmodel import ItemListModel

ME = Person("@zhou:school.test", "周敏老师", Role.HEAD_TEACHER, 6, "周敏")
CHEN = Person("@chen:school.test", "陈静老师", Role.TEACHER, 2, "陈静")
LI = Person("@li:school.test", "李明爸爸", Role.GUARDIAN, 5, "李明")
WANG = Person("@wang:school.test", "王子涵妈妈", Role.GUARDIAN, 3, "子涵")
YINUO = Person("@yinuo:school.test", "陈一诺妈妈", Role.GUARDIAN, 4, "一诺")


class FixedClock:
    """A clock that stands still at 11:00 on 15 April 2026, local time."""

    def now_ms(self) -> int:
        return at(11, 0)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def at(hour: int, minute: int) -> int:
    """Return ms since the epoch of a time of that day."""
    return QDateTime(QDate(2026, 4, 15), QTime(hour, minute)).toMSecsSinceEpoch()


def model_of(items: list[TimelineItem]) -> ItemListModel[TimelineItem]:
    """Return a list model that shows `items`."""
    model: ItemListModel[TimelineItem] = ItemListModel(lambda item: item.key)
    model.apply([Reset(tuple(items))])
    return model


def message(key: str, sender: Person, body: str, ts: int, **more: object) -> MessageItem:
    """Return a text message, own when `sender` is ME."""
    own = sender is ME
    more.setdefault("kind", MessageKind.TEXT)
    if own:
        more.setdefault("state", SendState.SENT)
    return MessageItem(key=key, event_id=key, sender=sender, own=own, ts=ts, body=body, **more)  # type: ignore[arg-type]


def class_group() -> list[TimelineItem]:
    """Return the conversation of a morning: file, picture, reply, reactions, mention."""
    return [
        DayItem("day", at(8, 0)),
        message(
            "$1", CHEN, "blackboard.jpg", at(8, 52), kind=MessageKind.IMAGE, last_in_group=False,
            attachment=Attachment("blackboard.jpg", "image/jpeg", 90_000, "mxc://x/1", 1040, 560),
        ),
        message(
            "$2", CHEN, "口算第12页练习.pdf", at(8, 53), kind=MessageKind.FILE, first_in_group=False,
            attachment=Attachment("口算第12页练习.pdf", "application/pdf", 1_258_291, "mxc://x/2"),
        ),
        message(
            "$3", LI, "收到，谢谢老师。李明今晚先把竖式写两遍。", at(9, 5),
            reactions=(Reaction("👍", 6, True), Reaction("🌹", 2, False)),
        ),
        message(
            "$4", ME, "好的，写完拍照交到“作业”里就行，不用发群里。", at(9, 12), unread=12,
            quote=Quote("$3", "李明爸爸", "收到，谢谢老师。李明今晚先把竖式写两遍。"),
        ),
        NewItem(),
        message(
            "$5", WANG, "@周敏老师 子涵今天上午看牙请假，作业明早补交可以吗？", at(10, 42),
            mentions_me=True, mentions=("周敏老师",),
        ),
    ]  # fmt: skip


def offline_evening() -> list[TimelineItem]:
    """Return every state of sending and the rows that say something about the room."""
    return [
        GapItem("gap", 3),
        GapItem("gap2", 4, failed=True),
        DayItem("day", at(8, 0)),
        StateItem("state", "joined", ("陈一诺妈妈",), at(9, 0)),
        message("$1", ME, "下午的班会 15:10 开始，请大家准时进课堂。", at(10, 5), unread=0),
        message(
            "$2", WANG, "@周敏老师 子涵今天上午看牙请假，作业明早补交可以吗？", at(10, 42),
            mentions_me=True, mentions=("周敏老师",),
        ),
        message("$3", YINUO, "老师，明天带不带彩笔？", at(10, 44), last_in_group=False),
        message("$4", YINUO, "还有美术课的围裙", at(10, 44), first_in_group=False, edited=True),
        message("$5", YINUO, "", at(10, 45), first_in_group=False, kind=MessageKind.REDACTED),
        message("$6", LI, "", at(10, 46), kind=MessageKind.ENCRYPTED),
        message(
            "$7", LI, "我的电话 138 1234 5678，报名在 https://school.test/a?b=1。", at(10, 47),
            first_in_group=False,
        ),
        message(
            "$8", ME, "可以的，先让子涵好好休息，作业明早交给组长就行。", at(10, 51), state=SendState.WAITING
        ),
        message("$9", ME, "彩笔和围裙都要带，写上名字。", at(10, 52), state=SendState.WAITING),
        message(
            "$10", ME, "《荷花》朗读示范.mp4", at(10, 53), kind=MessageKind.FILE, state=SendState.WEDGED,
            error="too_large",
            attachment=Attachment("《荷花》朗读示范.mp4", "video/mp4", 90_177_536, "mxc://x/3"),
        ),
    ]  # fmt: skip


def long_talk(count: int, first: int = 0) -> list[TimelineItem]:
    """Return `count` messages of very different heights; keys "$first" … ."""
    people = (CHEN, LI, WANG, YINUO, ME)
    rows: list[TimelineItem] = []
    for number in range(first, first + count):
        sender = people[number // 2 % len(people)]
        body = f"第{number}条：" + "请带好健康档案，穿宽松衣服。" * (1 + number * 7 % 23)
        rows.append(
            message(
                f"${number}", sender, body, at(8, 0) + number * 1000,
                first_in_group=number % 2 == 0, last_in_group=number % 2 == 1, unread=number % 5,
            )
        )  # fmt: skip
    return rows
