"""Reading, selecting, clicking and hearing the timeline: mouse, keyboard, screen reader, theme."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from schoolbell.base.diffs import Insert, Remove, Reset, Set
from schoolbell.domain.chat.items import (
    Attachment,
    DayItem,
    MessageItem,
    MessageKind,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.ui.messages.timeline_row import RowLayout, Zone
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import DARK, LIGHT
from tests.ui.timeline_school import (
    CHEN,
    LI,
    ME,
    WANG,
    FixedClock,
    at,
    class_group,
    long_talk,
    message,
    model_of,
    offline_evening,
)

MakeView = Callable[[list[TimelineItem]], TimelineView]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light", "zh_CN")


@pytest.fixture
def make_view(qtbot: QtBot, theme: Theme) -> MakeView:
    def make(items: list[TimelineItem]) -> TimelineView:
        view = TimelineView(theme, clock=FixedClock())
        qtbot.addWidget(view)
        view.resize(928, 800)
        view.set_model(model_of(items))
        view.show()
        view.settle()
        return view

    return make


def layout_of(view: TimelineView, key: str) -> tuple[RowLayout, int]:
    """Return a visible row's layout and the y of its top."""
    row = view.stack.find(key)
    assert row is not None
    top = view.stack.top_of(row)
    assert top is not None
    return view.stack.laid_out(row), top


def text_point(view: TimelineView, key: str, position: int) -> QPoint:
    """Return the point just left of the character at `position` of a one-line message."""
    layout, top = layout_of(view, key)
    assert layout.text is not None
    y = layout.text_at.y() + 11
    x = next(x for x in range(900) if layout.text.position_at(QPointF(x, 11)) >= position)
    return QPoint(round(layout.text_at.x()) + x, round(y) + top)


def zone_of(view: TimelineView, key: str, kind: str) -> tuple[Zone, QPoint]:
    """Return a place that can be clicked, and its centre in the viewport."""
    layout, top = layout_of(view, key)
    zone = next(zone for zone in layout.zones if zone.kind == kind)
    return zone, zone.rect.center().toPoint() + QPoint(0, top)


def drag(qtbot: QtBot, view: TimelineView, start: QPoint, end: QPoint) -> None:
    """Press at `start`, move to `end`, release."""
    qtbot.mousePress(view.viewport(), LEFT, pos=start)
    qtbot.mouseMove(view.viewport(), (start + end) / 2)
    for point in ((start + end) / 2, end):
        event = _move(view, point)
        QApplication.sendEvent(view.viewport(), event)
    qtbot.mouseRelease(view.viewport(), LEFT, pos=end)


def _move(view: TimelineView, point: QPoint) -> object:
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


# ---- selecting


def test_part_of_one_message_is_copied_as_it_stands(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    drag(qtbot, view, text_point(view, "$3", 3), text_point(view, "$3", 7))
    assert view.selected_text() == "谢谢老师"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "谢谢老师"


def test_a_selection_across_bubbles_names_senders_and_times(make_view: MakeView, qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale("zh_CN"))
    view = make_view(class_group())
    drag(qtbot, view, text_point(view, "$3", 10), text_point(view, "$5", 8))
    blocks = view.selected_text().split("\n\n")
    assert [block.split("\n")[1] for block in blocks] == [
        "今晚先把竖式写两遍。",
        "好的，写完拍照交到“作业”里就行，不用发群里。",
        "@周敏老师 子涵",
    ]
    heads = [block.split("\n")[0] for block in blocks]
    assert [head.split(" ")[0] for head in heads] == ["李明爸爸", "周敏老师", "王子涵妈妈"]
    assert all(time in head for time, head in zip(("9:05", "9:12", "10:42"), heads, strict=True))


def test_dragging_upwards_selects_the_same(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    drag(qtbot, view, text_point(view, "$3", 10), text_point(view, "$5", 8))
    downwards = view.selected_text()
    drag(qtbot, view, text_point(view, "$5", 8), text_point(view, "$3", 10))
    assert view.selected_text() == downwards != ""


def test_a_message_that_arrives_while_the_button_is_down_does_not_end_the_selection(
    make_view: MakeView, qtbot: QtBot, theme: Theme
) -> None:
    view = TimelineView(theme, clock=FixedClock())
    qtbot.addWidget(view)
    view.resize(928, 800)
    model = model_of([message("$1", LI, "请带好健康档案", at(9, 0))])
    view.set_model(model)
    view.show()
    view.settle()
    qtbot.mousePress(view.viewport(), LEFT, pos=text_point(view, "$1", 1))
    with qtbot.waitSignal(view.visible_range):
        model.apply([Insert(1, (message("$2", LI, "穿宽松衣服", at(9, 1)),))])
    end = text_point(view, "$1", 4)
    QApplication.sendEvent(view.viewport(), _move(view, end))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=end)
    assert view.selected_text().startswith("带好健")


def test_a_file_between_is_copied_by_its_name(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "口算第12页练习.pdf" in view.selected_text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_text() == ""


def test_characters_outside_the_basic_plane_are_not_cut(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, "好😀的𠮷呀", at(9, 0))])
    drag(qtbot, view, text_point(view, "$1", 1), text_point(view, "$1", 6))
    assert view.selected_text() == "😀的𠮷"


def test_two_presses_select_a_word_and_three_the_message(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, "see you tomorrow", at(9, 0))])
    point = text_point(view, "$1", 5)
    qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=point)
    assert view.selected_text() == "you"
    qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert view.selected_text() == "see you tomorrow"


def test_html_text_is_selected_as_plain_text(make_view: MakeView, qtbot: QtBot) -> None:
    html = 'please read <b>page 12</b> at <a href="https://school.test/p12">the site</a>'
    view = make_view([message("$1", LI, "please read page 12 at the site", at(9, 0), html=html)])
    drag(qtbot, view, text_point(view, "$1", 12), text_point(view, "$1", 19))
    assert view.selected_text() == "page 12"
    _, point = zone_of(view, "$1", "link")
    with qtbot.waitSignal(view.link_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert clicked.args == ["https://school.test/p12"]


def test_an_edited_html_message_says_so_outside_its_text(make_view: MakeView, qtbot: QtBot) -> None:
    plain = make_view([message("$1", LI, "x", at(9, 0), html="<b>page</b> 12")])
    marked = make_view([message("$1", LI, "x", at(9, 0), html="<b>page</b> 12", edited=True)])
    one, two = layout_of(plain, "$1")[0].bubble, layout_of(marked, "$1")[0].bubble
    assert one is not None
    assert two is not None
    assert two.width() > one.width() + 20
    assert two.height() == one.height() == 38
    qtbot.keyClick(marked, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert marked.selected_text() == "page 12"


def test_html_never_loads_a_picture(make_view: MakeView, tmp_path: Path) -> None:
    red = QImage(300, 300, QImage.Format.Format_RGB32)
    red.fill(QColor("#ff0000"))
    assert red.save(str(tmp_path / "red.png"))
    html = f'a <img src="file://{tmp_path}/red.png"> b <img src="{tmp_path}/red.png">'
    view = make_view([message("$1", LI, "a b", at(9, 0), html=html)])
    assert count(view.viewport().grab().toImage(), QColor("#ff0000")) == 0


def test_a_selection_whose_rows_are_trimmed_is_given_up(make_view: MakeView, qtbot: QtBot) -> None:
    view = TimelineView(Theme(QApplication.instance(), "light"), clock=FixedClock())  # type: ignore[arg-type]
    qtbot.addWidget(view)
    view.resize(928, 800)
    model = model_of(long_talk(20))
    view.set_model(model)
    view.show()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_text()
    model.apply([Remove(0, 3)])
    assert view.selected_text() == ""


# ---- clicking


def test_links_and_numbers_are_clickable_and_show_a_hand(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(offline_evening())
    layout, top = layout_of(view, "$7")
    urls = []
    view.link_clicked.connect(urls.append)
    for zone in layout.zones:
        point = zone.rect.center().toPoint() + QPoint(0, top)
        qtbot.mouseMove(view.viewport(), point)
        view.pointer.hover(QPointF(point))
        assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
        qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert urls == ["tel:13812345678", "https://school.test/a?b=1"]
    view.pointer.hover(QPointF(text_point(view, "$7", 1)))
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("见www.school.test/a，谢谢", "https://www.school.test/a"),
        ("看https://school.test/x).", "https://school.test/x"),
        ("写信 office@school.test。", "mailto:office@school.test"),
        ("电话13800138000", "tel:13800138000"),
        ("010-62345678转3", "tel:01062345678"),
        ("手机 0912-345-678", "tel:0912345678"),
        ("办公室电话 0571-8800 1234。", "tel:057188001234"),
        ("+86 138 0013 8000", "tel:+8613800138000"),
        ("学号 20260415001234", ""),
        ("3.1415926535897932", ""),
        ("价格 100 元", ""),
    ],
)
def test_what_is_a_link(make_view: MakeView, text: str, url: str) -> None:
    view = make_view([message("$1", LI, text, at(9, 0))])
    layout, _ = layout_of(view, "$1")
    assert [zone.value for zone in layout.zones] == ([url] if url else [])


def test_the_states_of_own_messages_are_clickable(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(offline_evening())
    for kind, signal in (("retry", view.retry_clicked), ("delete", view.delete_clicked)):
        _, point = zone_of(view, "$10", kind)
        with qtbot.waitSignal(signal) as clicked:
            qtbot.mouseClick(view.viewport(), LEFT, pos=point)
        assert clicked.args == ["$10"]
    view = make_view(class_group())
    zone, point = zone_of(view, "$4", "reads")
    assert zone.name.startswith("12")
    with qtbot.waitSignal(view.reads_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert clicked.args == ["$4"]
    _, point = zone_of(view, "$3", "reaction")
    with qtbot.waitSignal(view.reaction_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert clicked.args == ["$3", "👍"]
    view.set_pixmap_provider(lambda *_: None)
    view.settle()
    _, point = zone_of(view, "$2", "file")
    with qtbot.waitSignal(view.attachment_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    assert clicked.args == ["$2"]


def test_a_drag_that_starts_on_a_link_selects_instead_of_opening(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(offline_evening())
    opened = []
    view.link_clicked.connect(opened.append)
    _, point = zone_of(view, "$7", "link")
    drag(qtbot, view, point, point + QPoint(60, 0))
    assert opened == []
    assert view.selected_text() != ""


def test_a_right_click_asks_for_the_menu_of_its_message(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    point = text_point(view, "$3", 3)
    place = view.viewport().mapToGlobal(point)
    with qtbot.waitSignal(view.menu_requested) as asked:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, place)
        QApplication.sendEvent(view.viewport(), event)
    assert asked.args == ["$3", place]


# ---- keyboard


def test_arrows_go_from_message_to_message(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    view.setFocus(Qt.FocusReason.TabFocusReason)
    visited = []
    for _ in range(6):
        qtbot.keyClick(view, Qt.Key.Key_Up)
        visited.append(view.current_key)
    assert visited == ["$5", "$4", "$3", "$2", "$1", "$1"]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key == "$2"


def test_focus_by_tab_is_visible_before_a_row_is_chosen(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    before = count(view.viewport().grab().toImage().copy(0, 0, 928, 8), LIGHT.focus)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert count(view.viewport().grab().toImage().copy(0, 0, 928, 8), LIGHT.focus) > before == 0


def test_home_end_and_pages_move_through_the_room(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(long_talk(200))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.stack.visible[0][0].item.key == "$0"
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    first = view.stack.visible[0][0].item.key
    assert first != "$0"
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.stack.visible[0][0].item.key == "$0"
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.at_bottom
    assert view.current_key == "$199"


def test_home_shows_what_stands_above_the_first_message(make_view: MakeView, qtbot: QtBot) -> None:
    talk = long_talk(60)
    made = StateItem("made", "created", ("值班室一",), at(8, 0))
    view = make_view([DayItem("day", at(8, 0)), made, *talk])
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.stack.visible[0][0].item.key == "day"
    assert view.current_key == "$0"
    assert view.stack.visible[0][1] == 0


def test_a_row_reached_by_keys_is_wholly_in_view(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(long_talk(100))
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Up)
        layout, top = layout_of(view, view.current_key)
        assert top >= 0
        assert top + layout.height <= view.viewport().height()


def test_tab_reaches_retry_and_delete_and_enter_presses(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(offline_evening())
    view.set_pixmap_provider(lambda *_: None)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_key == "$10"
    kinds = []
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        zone = view.keys.zone()
        kinds.append(zone.kind if zone is not None else "")
    assert kinds == ["file", "retry", "delete"]
    with qtbot.waitSignal(view.delete_clicked) as pressed:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert pressed.args == ["$10"]


def test_the_menu_key_and_copy_act_on_the_current_message(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.menu_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Menu)
    assert asked.args is not None
    assert asked.args[0] == "$3"
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "收到，谢谢老师。李明今晚先把竖式写两遍。"


# ---- screen reader


def rows_of(view: TimelineView) -> list[QAccessibleInterface]:
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.List
    return [interface.child(at) for at in range(interface.childCount())]


def name_of(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def test_rows_say_who_what_when_and_how_far(make_view: MakeView) -> None:
    view = make_view(class_group())
    rows = rows_of(view)
    assert [row.role() for row in rows] == [QAccessible.Role.ListItem] * 7
    reply = name_of(rows[4])
    for part in ("周敏老师", "09:12", "李明爸爸", "写完拍照", "12 unread"):
        assert part in reply
    assert "口算第12页练习.pdf" in name_of(rows[2])
    assert "Guardian" in name_of(rows[6])


def test_what_can_be_pressed_has_a_role_a_name_and_a_place(make_view: MakeView) -> None:
    view = make_view(offline_evening())
    view.set_pixmap_provider(lambda *_: None)
    failed = rows_of(view)[-1]
    pressed = [(child.role(), name_of(child)) for child in map(failed.child, range(failed.childCount()))]
    button = QAccessible.Role.Button
    assert pressed[1:] == [(button, "Retry"), (button, "Delete")]
    _, point = zone_of(view, "$10", "retry")
    place = failed.child(1).rect()
    assert place.contains(view.viewport().mapToGlobal(point))
    assert failed.indexOfChild(failed.child(1)) == 1
    interface = QAccessible.queryAccessibleInterface(view)
    under = interface.childAt(failed.rect().center().x(), failed.rect().center().y())
    assert name_of(under) == name_of(failed)


def test_rows_out_of_view_say_so(make_view: MakeView) -> None:
    view = make_view(long_talk(100))
    rows = rows_of(view)
    assert rows[0].state().offscreen
    assert rows[0].rect().isEmpty()
    assert not rows[-1].state().offscreen


def test_what_arrives_is_read_out_once(make_view: MakeView, qtbot: QtBot, theme: Theme) -> None:
    view = TimelineView(theme, clock=FixedClock())
    qtbot.addWidget(view)
    model = model_of(long_talk(20))
    view.set_model(model)
    assert view.facts.fresh() == ""
    new = (message("$new", LI, "明天几点到校？", at(9, 0)), message("$own", ME, "八点", 1))
    model.apply([Insert(20, new)])
    said = view.facts.fresh()
    assert "李明爸爸" in said
    assert "明天几点到校？" in said
    assert "八点" not in said
    assert view.facts.fresh() == ""
    model.apply([Insert(0, tuple(long_talk(20, first=100)))])
    assert view.facts.fresh() == ""
    model.apply([Reset(tuple(class_group()))])
    assert view.facts.fresh() == ""


def test_a_screen_reader_may_keep_rows_after_the_view_is_gone(qapp: QApplication, qtbot: QtBot) -> None:
    view = TimelineView(Theme(qapp, "light"), clock=FixedClock())
    view.resize(928, 800)
    view.set_model(model_of(class_group()))
    kept = rows_of(view)
    zones = [row.child(at) for row in kept for at in range(row.childCount())]
    with qtbot.waitSignal(view.destroyed):
        view.deleteLater()
    for interface in (*kept, *zones):
        assert not interface.isValid()
        assert name_of(interface) == ""
        assert interface.rect().isEmpty()


# ---- what is painted


def count(image: QImage, color: QColor) -> int:
    """Return how many pixels of every fourth column and row have `color`."""
    wanted = color.rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
    )


def test_switching_the_theme_repaints_in_its_colours(make_view: MakeView, theme: Theme) -> None:
    view = make_view(class_group())
    light = view.viewport().grab().toImage()
    assert count(light, LIGHT.bubble_own) > 200
    before = view.factory.made
    theme.set_mode("dark")
    dark = view.viewport().grab().toImage()
    assert count(dark, DARK.bubble_own) > 200
    assert count(dark, LIGHT.bubble_own) == 0
    assert count(dark, DARK.bg_canvas) > 5000
    assert view.factory.made == before + 7


def test_a_bubble_is_at_most_560_px_or_74_percent(make_view: MakeView) -> None:
    long = "请带好健康档案，穿宽松衣服。" * 20
    view = make_view([message("$1", ME, long, at(9, 0)), message("$2", LI, long, at(9, 1))])
    for key in ("$1", "$2"):
        bubble = layout_of(view, key)[0].bubble
        assert bubble is not None
        assert 540 <= bubble.width() <= 560
    view.resize(608, 800)
    bubble = layout_of(view, "$1")[0].bubble if view.settle() is None else None
    assert bubble is not None
    assert 396 <= bubble.width() <= 416
    assert bubble.right() == 608 - 24


def test_measures_of_the_design(make_view: MakeView) -> None:
    view = make_view(class_group())
    layout, _ = layout_of(view, "$3")
    assert layout.avatar is not None
    assert layout.bubble is not None
    assert (layout.avatar.left(), layout.avatar.width(), layout.avatar.top()) == (24, 36, 12)
    assert (layout.bubble.left(), layout.bubble.top(), layout.bubble.height()) == (72, 32, 38)
    reply, _ = layout_of(view, "$4")
    assert reply.bubble is not None
    assert reply.quote is not None
    assert reply.bubble.right() == 928 - 24
    assert (reply.quote.height(), reply.text_at.y() - reply.quote.bottom()) == (40, 4)
    view.set_pixmap_provider(lambda *_: None)
    view.settle()
    picture, _ = layout_of(view, "$1")
    assert picture.image is not None
    assert (picture.image.width(), picture.image.height()) == (208, 112)
    card, _ = layout_of(view, "$2")
    assert card.file is not None
    assert (card.file.width(), card.file.height()) == (320, 60)


def test_reactions_are_pictures_and_no_boxes(make_view: MakeView) -> None:
    view = make_view(class_group())
    zone, _ = zone_of(view, "$3", "reaction")
    _, top = layout_of(view, "$3")
    image = view.viewport().grab(zone.rect.toRect().translated(0, top)).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    yellow = sum(color.red() > 220 and color.green() > 150 and color.blue() < 110
                 for color in (image.pixelColor(x, y) for x, y in points))  # fmt: skip
    assert yellow > 20  # the thumb comes from a colour font (packaging/lib.sh installs one)


def test_what_cannot_be_opened_is_a_card_with_name_and_size_and_no_button(make_view: MakeView) -> None:
    unknown = Attachment("家长会回执（请打印后签字，明天早上交给班主任）.docx", "", 0, "mxc://x/9")
    form = message("$9", LI, "", at(9, 40), kind=MessageKind.FILE, attachment=unknown)
    view = make_view([*class_group(), form])
    for key in ("$1", "$2", "$9"):
        layout, _ = layout_of(view, key)
        assert layout.image is None
        assert layout.file is not None
        assert [zone.kind for zone in layout.zones] == []
        assert [mark.icon for mark in layout.marks] == []
        assert all(layout.file.contains(line.rect) for line in layout.words[-2 if key != "$9" else -1 :])
    picture, card = layout_of(view, "$1")[0], layout_of(view, "$2")[0]
    assert picture.words[-2].text == "blackboard.jpg"
    assert card.words[-1].text.startswith("1.2 M")
    name = layout_of(view, "$9")[0].words[-1]
    assert name.rect.center().y() == layout_of(view, "$9")[0].file.center().y()  # type: ignore[union-attr]
    assert "…" in name.text
    assert name.text.endswith(".docx")


def test_a_thumbnail_replaces_its_placeholder(make_view: MakeView) -> None:
    view = make_view(class_group())
    asked = []

    def provide(attachment: object, size: object, dpr: float) -> QPixmap:
        asked.append((attachment.mxc, size.width(), size.height()))  # type: ignore[attr-defined]
        pixmap = QPixmap(208, 112)
        pixmap.fill(QColor("#113355"))
        return pixmap

    view.set_pixmap_provider(provide)
    image = view.viewport().grab().toImage()
    assert asked[0] == ("mxc://x/1", 208, 112)
    assert count(image, QColor("#113355")) > 1000


def test_a_right_to_left_message_stays_in_its_bubble(make_view: MakeView) -> None:
    view = make_view([message("$1", WANG, "שלום לכולם\nתודה", at(9, 0)), message("$2", CHEN, "a", at(9, 1))])
    image = view.viewport().grab().toImage()
    layout, top = layout_of(view, "$1")
    bubble = layout.bubble
    assert bubble is not None
    outside = image.copy(round(bubble.right()) + 2, round(bubble.top()) + top, 300, round(bubble.height()))
    assert count(outside, LIGHT.bg_canvas) == (outside.width() + 3) // 4 * ((outside.height() + 3) // 4)
    texts = [text for text in (layout.text,) if text is not None]
    assert texts[0].size.width() < 120


def test_redacted_and_encrypted_messages_show_no_old_text(make_view: MakeView) -> None:
    view = make_view(offline_evening())
    for key, word in (("$5", "deleted"), ("$6", "Element")):
        layout, _ = layout_of(view, key)
        assert layout.text is not None
        assert word in layout.text.text


def test_the_state_line_follows_the_sending(make_view: MakeView, qtbot: QtBot, theme: Theme) -> None:
    view = TimelineView(theme, clock=FixedClock())
    qtbot.addWidget(view)
    view.resize(928, 800)
    model = model_of([message("$1", ME, "好", at(9, 0), state=SendState.WAITING)])
    view.set_model(model)
    view.show()

    def said(**more: object) -> list[str]:
        model.apply([Set(0, message("$1", ME, "好", at(9, 0), **more))])
        view.settle()
        return [line.text for line in layout_of(view, "$1")[0].words]

    assert "Waiting for the network" in [line.text for line in _words(view)]
    assert "12 unread" in said(unread=12)
    assert "1 unread" in said(unread=1)
    assert "Read by all" in said(unread=0)
    wedged = said(state=SendState.WEDGED, error="forbidden")
    assert "Retry" in wedged
    assert "Delete" in wedged
    assert any(text.startswith("Not sent") for text in wedged)
    assert not any("unread" in text for text in said(state=SendState.SENT, unread=-1))


def _words(view: TimelineView) -> list[object]:
    view.settle()
    return list(layout_of(view, "$1")[0].words)


def test_days_are_named_in_the_readers_language(make_view: MakeView) -> None:
    QLocale.setDefault(QLocale("en_GB"))
    view = make_view(class_group())
    layout, _ = layout_of(view, "day")
    assert layout.words[0].text == "Today · Wed, Apr 15"
    QLocale.setDefault(QLocale("zh_CN"))
    view = make_view(class_group())
    layout, _ = layout_of(view, "day")
    assert "周三" in layout.words[0].text


def test_a_few_who_joined_are_named_and_many_are_counted(make_view: MakeView) -> None:
    names = tuple(f"第{number}位家长" for number in range(65))
    few = StateItem("few", "joined", names[:2], at(9, 0))
    invited = StateItem("invited", "invited", ("林晓梅", *names), at(9, 2))
    view = make_view([few, StateItem("many", "joined", names, at(9, 1)), invited])
    line = layout_of(view, "few")[0].words[0]
    assert names[0] in line.text
    assert names[1] in line.text
    line = layout_of(view, "many")[0].words[0]
    assert line.rect.left() >= 24
    assert line.rect.right() <= 928 - 24
    spoken = name_of(rows_of(view)[1])
    assert (names[0] in spoken, names[1] in spoken) == (True, False)
    assert "64" in spoken or "65" in spoken
    assert "林晓梅" in name_of(rows_of(view)[2])
    assert "65" in name_of(rows_of(view)[2]) or "64" in name_of(rows_of(view)[2])


def test_unknown_kinds_show_their_fallback_text(make_view: MakeView) -> None:
    item = message("$1", LI, "投票：周五还是周六", at(9, 0), kind=MessageKind.UNKNOWN)
    assert isinstance(item, MessageItem)
    layout, _ = layout_of(make_view([item]), "$1")
    assert layout.text is not None
    assert layout.text.text == "投票：周五还是周六"


@pytest.fixture(autouse=True)
def _own_locale() -> object:
    before = QLocale()
    yield
    QLocale.setDefault(before)
