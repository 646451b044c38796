"""Notices put together as in the program, against a real homeserver: the tool, two classes, a card, pins."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from tests.shell.stage import opened
from tests.synapse.test_notices import pinned

pytestmark = pytest.mark.synapse


async def test_a_notice_goes_from_the_window_to_both_classes_and_is_pinned(stage, qtbot):
    pane = await opened(stage, qtbot)
    rooms = SimpleNamespace(
        one=stage.school.rooms["class/Pc/notices"], two=stage.school.rooms["class/Pd/notices"]
    )
    await stage.until(lambda: stage.session.presenter.room_name(rooms.one), "the rooms")
    notices = stage.session._notices
    await stage.until(lambda: len(notices.compose.places()) >= 2, "both classes")
    pane.open_room(rooms.one)
    await stage.until(lambda: not notices.binding.tool.isHidden(), "the tool")
    qtbot.mouseClick(notices.binding.tool, Qt.MouseButton.LeftButton)
    page = notices.binding.composer
    for action in page.places.menu().actions():
        if not action.isChecked() and "School" not in action.text():
            action.trigger()
    qtbot.keyClicks(page.title, "Flu")
    qtbot.keyClicks(page.editor.field, "Please read")
    await stage.until(page.send.isEnabled, "it can be sent")
    assert len(page.places.chips) >= 2
    qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
    await stage.until(notices.binding.toast.isVisible, "ten seconds")
    qtbot.mouseClick(notices.binding.toast.now, Qt.MouseButton.LeftButton)

    def card():
        items = stage.session.presenter.timeline.items()
        return next((one for one in items if getattr(one, "notice", None) and one.event_id), None)

    await stage.until(lambda: card() is not None and card().notice.count is not None, "the card")
    assert (card().notice.title, card().notice.n >= 2) == ("Flu", True)

    await stage.until(lambda: pinned(stage.school, "g11", rooms.one) == [card().event_id], "pinned")
    await stage.until(lambda: pinned(stage.school, "s02", rooms.two), "pinned in the other class")
