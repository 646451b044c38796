"""Renders notices over a school's data as pictures, to be looked at.

`python -m tests.demo.notice_showcase FOLDER [--theme light] [--lang zh_CN] [--size 1280x800] [--only NAME]`
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.notices.items import LocalFile
from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.i18n import Languages
from schoolbell.ui.theme.theme import Theme
from tests.domain import announced
from tests.domain.ding_desk import SmallSchool
from tests.domain.notice_desk import CLASS1, CLASS2, GROUP2, POLICY, ROOM1, ROOM2
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine
from tests.ui.notice_stage import NoticeStage

TITLE = "春季流感预防与接种意愿"
TEXT = (
    "各位家长：\n近期流感高发，学校下周一下午组织自愿接种。请读完说明，在回执上选择“接种”或“不接种”并签字。\n"
    "1. 接种当天请穿宽松衣服，带接种本；\n2. 发热的孩子请在家休息，不计缺勤；\n3. 有过敏史请在备注里写明。"
)
DAY = 86_400_000
FAMILIES = 43


def school(engine):
    made = SmallSchool(engine, policy=POLICY)
    for key, name, first in (("31", "三年级1班", 100), ("32", "三年级2班", 200)):
        families = {
            f"@s{first + at}:school.test": [f"@g{first + at}a:school.test", f"@g{first + at}b:school.test"]
            for at in range(FAMILIES)
        }
        made.add_class(key, name, families, desks=False)
    return made


def ack(engine, event_id, sender, id):
    content = {"v": 1, "of": [ME, id], "signature": {"w": 9, "h": 9, "strokes": [[1, 2, 3, 4]]},
               "m.relates_to": {"rel_type": "org.schoolbell.ack", "event_id": event_id}}  # fmt: skip
    return engine.event("org.schoolbell.ack", content, sender, ts=START + 5)


async def settle(stage):
    for _ in range(12):
        await asyncio.sleep(0.05)
        stage.bridge.flush()


async def out(stage, **more):
    draft = replace(
        stage.writing.new((CLASS1, CLASS2)), title=TITLE, text=TEXT, confirm=Confirm.SIGN,
        deadline=START + 2 * DAY, **more,
    )  # fmt: skip
    await stage.writing.send(draft)
    from schoolbell.store import outbox

    rows = stage.files.local.read_now(lambda conn: outbox.of_batch(conn, draft.id))
    for row in rows:
        await stage.engine.echo(row.local_id)
    await settle(stage)
    return draft


def copy(stage, room):
    return stage.files.cache.read_now(
        lambda conn: conn.execute(
            "SELECT a.event_id FROM announcement a JOIN room r ON r.id = a.room WHERE r.room_id = ?", (room,)
        ).fetchone()[0]
    )


async def card(stage):
    stage.pane.open_room(ROOM2)
    draft = await out(stage)
    event = copy(stage, ROOM2)
    for at in range(29):
        await stage.engine.deliver(ROOM2, ack(stage.engine, event, f"@g{200 + at}a:school.test", draft.id))
    await stage.engine.receive(ROOM2, **{f"g{200 + at}a": event for at in range(29, 38)})
    await stage.say(ROOM2, announced.notice("明天（周四）全校线上上课", "课表不变，8:20 第一节。",
                                            ts=START + 9), "@office1:school.test",
                    ts=START + 60_000)  # fmt: skip
    await settle(stage)


async def follow(stage):
    await card(stage)
    stage.binding.follow(stage.cards()[0].notice.key)
    await settle(stage)


async def group(stage):
    await out(stage)
    await stage.say(GROUP2, {"msgtype": "m.text", "body": "签过的家长不用再回复，这里都能看到。"})
    stage.pane.open_room(GROUP2)
    await settle(stage)


def write(editor):
    """Type the text as somebody would: a bold word, a numbered list, a link."""
    field = editor.field
    first, *items = TEXT.split("\n1. ")
    field.insertPlainText(first + "\n")
    field.moveCursor(QTextCursor.MoveOperation.End)
    editor.numbers.click()
    for at, line in enumerate(items[0].split("\n")):
        if at:
            field.textCursor().insertBlock()
        field.insertPlainText(line.partition(". ")[2] or line)
    cursor = field.document().find("自愿接种")
    field.setTextCursor(cursor)
    field.set_bold(True)
    field.setTextCursor(field.document().find("说明"))
    field.set_link("https://school.test/flu")
    field.moveCursor(QTextCursor.MoveOperation.End)


async def compose(stage):
    stage.pane.open_room(GROUP2)
    await settle(stage)
    stage.binding.begin(GROUP2)
    await settle(stage)
    stage.compose.add_target(CLASS1)
    page = stage.binding.composer
    page.title.setText(TITLE)
    stage.compose.set_title(TITLE)
    stage.binding.set_me(stage.messages.session.knowledge.directory.person(ME))
    write(page.editor)
    stage.compose.set_confirm(Confirm.SIGN)
    stage.compose.set_deadline(START + 2 * DAY)
    stage.compose._change(
        replace(stage.compose.draft, files=(LocalFile("/x", "接种说明与知情同意书.pdf", 428_000),))
    )
    await settle(stage)


async def formatted(stage):
    await compose(stage)
    stage.compose.remove_file(stage.compose.draft.files[0])
    await settle(stage)
    stage.compose.send()
    await settle(stage)
    from schoolbell.store import outbox

    for row in stage.files.local.read_now(outbox.everything):
        await stage.engine.echo(row.local_id)
    stage.pane.open_room(ROOM2)
    await settle(stage)


async def look(stage):
    await compose(stage)
    if not stage.binding.composer.look.isHidden():
        stage.binding.composer.look.click()
    await settle(stage)


async def partial(stage):
    stage.pane.open_room(ROOM1)
    from schoolbell.store import outbox

    draft = replace(stage.writing.new((CLASS1, CLASS2)), title=TITLE, text="请签字", confirm=Confirm.TAP)
    await stage.writing.send(draft)
    rows = stage.files.local.read_now(lambda conn: outbox.of_batch(conn, draft.id))
    await stage.engine.echo(rows[0].local_id)
    await stage.engine.wedge(rows[1].local_id)
    await settle(stage)


async def held(stage):
    stage.pane.open_room(ROOM2)
    await settle(stage)
    await compose(stage)
    stage.compose.remove_file(stage.compose.draft.files[0])
    await settle(stage)
    stage.compose.send()
    await settle(stage)


async def sign(stage):
    stage.pane.open_room(ROOM2)
    await stage.say(ROOM2, announced.notice(TITLE, TEXT, confirm="sign", deadline=START + DAY))
    await stage.say(ROOM2, announced.notice("明天开会", "请确认", ts=START + 5), ts=START + 70_000)
    await settle(stage)
    stage.binding.signing.open(stage.cards()[0].key)
    await settle(stage)
    pad = stage.binding.signing.panel.box.pad
    pad.set_strokes([[QPoint(60 + at * 4, 30 + (at * 7) % 40) for at in range(30)]])
    await settle(stage)


SCENES = {"card": card, "follow": follow, "group": group, "compose": compose, "partial": partial,
          "held": held, "sign": sign, "formatted": formatted, "look": look}  # fmt: skip


async def render(app, folder, theme, names, size, tag):
    for name in names:
        with tempfile.TemporaryDirectory() as home:
            files = Files.make(Path(home))
            engine = ScriptedEngine(files)
            me = "@g200a:school.test" if name == "sign" else ME
            stage = NoticeStage(theme, files, engine, Path(home), me, lambda error: print(repr(error)))  # noqa: T201
            stage.pane.resize(size)
            stage.pane.show()
            await stage.begin(school(engine))
            await SCENES[name](stage)
            stage.pane.grab().save(str(folder / f"{name}-{tag}.png"))
            await stage.stop()
            stage.pane.deleteLater()
            files.close()


def main():
    """Render the scenes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--lang", default="zh_CN")
    parser.add_argument("--size", default="1216x800")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv)
    Languages(app).use(options.lang)
    theme = Theme(app, options.theme, options.lang)
    wide, high = map(int, options.size.split("x"))
    names = [options.only] if options.only else list(SCENES)
    loop = make_event_loop(app)
    tag = f"{options.theme}-{options.size}"
    with loop:
        loop.run_until_complete(render(app, options.folder, theme, names, QSize(wide, high), tag))


if __name__ == "__main__":
    main()
