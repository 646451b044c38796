"""Muting put together as in the program, against a real homeserver: from a member of the group, and all."""

import pytest
from PySide6.QtCore import Qt

from tests.shell.stage import opened, stage_of
from tests.synapse.test_forgeries import import_small

pytestmark = pytest.mark.synapse


@pytest.fixture
async def stage(qtbot, theme, tmp_path, homeserver):
    school = await import_small(homeserver, tmp_path)
    made = await stage_of(homeserver, school.accounts["t1"], tmp_path / "home", theme, qtbot)
    made.school = school
    yield made
    await made.session.stop()


async def test_a_teacher_mutes_a_student_and_then_all_from_the_window(stage, qtbot):
    school = stage.school
    group, kid = school.group, school.accounts["s01"].user_id
    pane = await opened(stage, qtbot)
    await stage.until(lambda: stage.session.presenter.room_name(group), "the group")
    pane.open_room(group)
    muting = stage.session.muting
    await stage.until(lambda: kid in muting.presenter.mutes.below, "what this teacher may do")
    pane.open_page("members")
    page = pane.pages.members
    await stage.until(lambda: any(one.user_id == kid for one in page._people), "the members")
    person = next(one for one in page._people if one.user_id == kid)
    entry = next(one for one in page.person_menu(person).actions() if one.menu() is not None)
    next(one for one in entry.menu().actions() if one.objectName() == "mute_day").trigger()
    await stage.until(muting.entrances.strip.isVisible, "it is told, with a way back")
    await stage.until(lambda: kid in muting.presenter.mutes.muted, "the list knows it")
    school.refused(school.send, "s01", group, {"msgtype": "m.text", "body": "哈哈"})

    qtbot.mouseClick(muting.entrances.strip._button, Qt.MouseButton.LeftButton)
    await stage.until(lambda: kid not in muting.presenter.mutes.muted, "undone")
    school.send("s01", group, {"msgtype": "m.text", "body": "谢谢老师"})

    qtbot.mouseClick(muting.entrances.button, Qt.MouseButton.LeftButton)
    await stage.until(lambda: muting.presenter.mutes.closed, "all are muted")
    school.refused(school.send, "g12", group, {"msgtype": "m.text", "body": "可是"})
    assert pane.composer.input.isEnabled()
    qtbot.mouseClick(muting.entrances.button, Qt.MouseButton.LeftButton)
    await stage.until(lambda: not muting.presenter.mutes.closed, "all may write")
    school.send("g12", group, {"msgtype": "m.text", "body": "好的"})
