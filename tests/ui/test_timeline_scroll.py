"""What a reader sees stay put while rows come and go around it."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from schoolbell.base.diffs import Insert, Move, Remove, Reset, Set
from schoolbell.domain.chat.items import GapItem, MessageItem, StateItem, TimelineItem
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ItemListModel
from tests.ui.timeline_school import ME, FixedClock, class_group, long_talk, message, model_of

MakeView = Callable[[list[TimelineItem]], tuple[TimelineView, ItemListModel[TimelineItem]]]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light", "zh_CN")


@pytest.fixture
def make_view(qtbot: QtBot, theme: Theme) -> MakeView:
    def make(items: list[TimelineItem]) -> tuple[TimelineView, ItemListModel[TimelineItem]]:
        view = TimelineView(theme, clock=FixedClock())
        qtbot.addWidget(view)
        view.resize(928, 606)
        model = model_of(items)
        view.set_model(model)
        view.show()
        view.settle()
        return view, model

    return make


def tops(view: TimelineView) -> dict[str, int]:
    """Return the y of every row in view by key."""
    view.settle()
    return {row.item.key: y for row, y in view.stack.visible}


def pixels(view: TimelineView) -> object:
    """Return the picture of the viewport without its scroll bar."""
    view.motion.bar.hide()
    return view.viewport().grab().toImage()


def test_rows_above_and_a_trimmed_end_move_no_pixel(make_view: MakeView) -> None:
    view, model = make_view(long_talk(300, first=1000))
    view.scroll_to("$1100")
    before, picture = tops(view), pixels(view)
    model.apply([Insert(0, tuple(long_talk(50, first=950))), Remove(300, 50)])
    assert tops(view) == before
    assert pixels(view) == picture


def test_rows_below_and_a_trimmed_beginning_move_no_pixel(make_view: MakeView) -> None:
    view, model = make_view(long_talk(300))
    view.scroll_to("$150")
    before = tops(view)
    model.apply([Insert(300, tuple(long_talk(50, first=300))), Remove(0, 50)])
    assert tops(view) == before


def test_the_first_row_losing_its_name_line_moves_nothing_below_it(make_view: MakeView) -> None:
    view, model = make_view(long_talk(60, first=40))
    view.scroll_to("$40")
    view.scroll_by(-10_000)
    before = tops(view)
    first = model.item(0)
    assert isinstance(first, MessageItem)
    older = message("$39", first.sender, "早一点", first.ts - 1000, last_in_group=False)
    changed = message("$40", first.sender, first.body, first.ts, first_in_group=False)
    model.apply([Insert(0, (older,)), Set(1, changed)])
    after = tops(view)
    same = [key for key in before if key not in ("$40", "$41")]
    assert same
    assert all(after[key] == before[key] for key in same if key in after)


def test_what_was_gone_to_stays_while_what_is_missing_below_it_comes(make_view: MakeView) -> None:
    begin = StateItem("$create", "create", ("办公室",), 0)
    view, model = make_view([begin, GapItem("gap:7", 7, False), *long_talk(60, first=100)])
    assert view.scroll_to("$create")
    before = tops(view)
    assert "$101" in before, "a message to hold on to is in view as well"
    model.apply([Insert(1, tuple(long_talk(50, first=50)))])
    assert tops(view)["$create"] == before["$create"]
    model.apply([Remove(51, 1), Insert(51, tuple(long_talk(40, first=60)))])
    assert tops(view)["$create"] == before["$create"]


def test_whoever_scrolls_on_from_what_was_gone_to_keeps_the_messages(make_view: MakeView) -> None:
    view, model = make_view(long_talk(300, first=1000))
    view.scroll_to("$1100")
    view.scroll_by(120)
    before = tops(view)
    at = model.row_of("$1100")
    model.apply([Insert(at + 1, (message("$new", ME, "新的一条", 5),))])
    after = tops(view)
    kept = list(before)[2:]
    assert {key: after.get(key) for key in kept} == {key: before[key] for key in kept}


def test_at_the_end_a_new_message_is_followed(make_view: MakeView, qtbot: QtBot) -> None:
    view, model = make_view(long_talk(40))
    assert view.at_bottom
    model.apply([Insert(40, (message("$new", ME, "新的一条", 5),))])
    assert "$new" in tops(view)
    assert view.at_bottom


def test_further_up_a_new_message_is_not_followed_and_is_said_once(
    make_view: MakeView, qtbot: QtBot
) -> None:
    view, model = make_view(long_talk(40))
    with qtbot.waitSignal(view.at_bottom_changed) as left:
        view.scroll_by(-700)
    assert left.args == [False]
    before = tops(view)
    model.apply([Insert(40, (message("$new", ME, "新的一条", 5),))])
    assert tops(view) == before
    with qtbot.waitSignal(view.at_bottom_changed) as back:
        view.scroll_to_bottom()
    assert back.args == [True]
    assert "$new" in tops(view)


def test_a_removed_anchor_hands_over_to_its_neighbour(make_view: MakeView) -> None:
    view, model = make_view(long_talk(100))
    view.scroll_to("$50")
    before = tops(view)
    anchor = list(before)[1]
    kept = list(before)[2]
    row = model.row_of(anchor)
    model.apply([Remove(row, 1)])
    after = tops(view)
    assert anchor not in after
    assert after[kept] in (before[kept], before[anchor])


def test_a_reset_with_the_same_rows_keeps_the_place(make_view: MakeView) -> None:
    view, model = make_view(long_talk(100))
    view.scroll_to("$50")
    before = tops(view)
    model.apply([Reset(tuple(long_talk(100)))])
    assert tops(view) == before


def test_few_rows_stand_at_the_bottom_as_in_the_design(make_view: MakeView) -> None:
    view, _ = make_view(class_group())
    last, y = view.stack.visible[-1]
    assert y + last.height == view.viewport().height() - 12


def test_only_rows_in_view_are_laid_out(make_view: MakeView) -> None:
    view, model = make_view(long_talk(300))
    assert view.factory.made < 25
    before = view.factory.made
    model.apply([Insert(0, tuple(long_talk(50, first=-50)))])
    view.settle()
    assert view.factory.made == before
    item = model.item(349)
    assert isinstance(item, MessageItem)
    model.apply([Set(349, message(item.key, item.sender, "改过了", item.ts, edited=True))])
    view.settle()
    assert view.factory.made == before + 1


def test_scrolling_lays_each_of_300_rows_out_once(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    for _ in range(2):
        for _ in range(400):
            view.scroll_by(-120)
        for _ in range(400):
            view.scroll_by(120)
    assert view.factory.made == 300


def test_scrolling_up_and_down_again_comes_back_to_the_pixel(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    view.scroll_to("$200")
    before = tops(view)
    for _ in range(37):
        view.scroll_by(-61)
    for _ in range(37):
        view.scroll_by(61)
    assert tops(view) == before


def test_the_ends_stop_the_scrolling(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(60))
    view.scroll_by(-100_000)
    row, y = view.stack.visible[0]
    assert (row.item.key, y) == ("$0", 0)
    view.scroll_by(100_000)
    row, y = view.stack.visible[-1]
    assert row.item.key == "$59"
    assert y + row.height == view.viewport().height() - 12
    assert view.at_bottom


def test_the_beginning_asks_for_older_once_per_beginning(make_view: MakeView, qtbot: QtBot) -> None:
    view, model = make_view(long_talk(200))
    asked: list[None] = []
    view.near_top.connect(lambda: asked.append(None))
    view.scroll_by(-100_000)
    qtbot.waitUntil(lambda: len(asked) == 1)
    with qtbot.waitSignal(view.visible_range):
        view.scroll_by(500)
    assert len(asked) == 1
    model.apply([Insert(0, tuple(long_talk(50, first=-50)))])
    view.scroll_by(-100_000)
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_coming_back_to_the_beginning_asks_again(make_view: MakeView, qtbot: QtBot) -> None:
    view, _ = make_view(long_talk(200))
    for _ in range(2):
        with qtbot.waitSignal(view.near_top):
            view.scroll_by(-100_000)
        with qtbot.waitSignal(view.visible_range):
            view.scroll_by(3000)


def test_the_range_in_view_names_messages(make_view: MakeView, qtbot: QtBot) -> None:
    view, _ = make_view(class_group())
    with qtbot.waitSignal(view.visible_range) as seen:
        view.set_model(model_of(class_group()))
    assert seen.args == ["$1", "$5"]


def test_a_touch_pad_scrolls_by_its_pixels(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(100))
    view.scroll_to("$50")
    before = tops(view)
    at = QPointF(100, 100)
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(0, 17), QPoint(0, 0), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    after = tops(view)
    assert all(after[key] == before[key] + 17 for key in before if key in after)


def test_a_wheel_notch_glides_to_its_end(make_view: MakeView, qtbot: QtBot) -> None:
    view, _ = make_view(long_talk(100))
    view.scroll_to("$50")
    before = tops(view)["$50"]
    at = QPointF(100, 100)
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(lambda: tops(view).get("$50") == before + 60)


def test_dragging_the_bar_reaches_both_ends(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    bar = view.motion.bar
    bar.setSliderDown(True)
    bar.setValue(0)
    assert "$0" in tops(view)
    bar.setValue(bar.maximum())
    assert "$299" in tops(view)
    bar.setSliderDown(False)


def test_a_narrower_window_keeps_the_message_in_view(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    view.scroll_to("$120")
    view.resize(608, 606)
    assert "$120" in tops(view)


@pytest.mark.parametrize("seed", range(8))
def test_any_changes_leave_the_rows_of_the_model_without_holes(make_view: MakeView, seed: int) -> None:
    random = Random(seed)
    view, model = make_view(long_talk(40))
    fresh = 1000
    for _ in range(60):
        count = model.rowCount()
        choice = random.randrange(5)
        if choice == 0 or count < 3:
            new = long_talk(random.randint(1, 6), first=fresh)
            fresh += len(new)
            model.apply([Insert(random.randint(0, count), tuple(new))])
        elif choice == 1:
            first = random.randrange(count)
            model.apply([Remove(first, random.randint(1, min(4, count - first)))])
        elif choice == 2:
            row = random.randrange(count)
            body = "改" * random.randint(1, 200)
            model.apply([Set(row, message(model.item(row).key, ME, body, 5, edited=True))])
        elif choice == 3:
            model.apply([Move(random.randrange(count), random.randrange(count))])
        else:
            view.scroll_by(random.randint(-900, 900))
        view.settle()
        assert [row.item for row in view.stack.rows] == list(model.items())
        shown = view.stack.visible
        for (row, y), (_, below) in pairwise(shown):
            assert y + row.height == below
        order = [view.stack.index(row.item.key) for row, _ in shown]
        assert order == list(range(order[0], order[0] + len(order)))
        full = view.stack.total() >= view.viewport().height()
        assert not full or (shown[0][1] <= 0 and shown[-1][1] + shown[-1][0].height >= 606 - 12)


@pytest.mark.parametrize("distance", [-5000, -900, -100, 100, 5000])
def test_a_short_talk_stays_at_the_bottom_however_far_one_scrolls(make_view: MakeView, distance: int) -> None:
    view, _ = make_view(long_talk(4))
    before = [(row.item.key, y) for row, y in view.stack.visible]
    assert len(before) == len(view.stack.rows)
    view.scroll_by(distance)
    assert [(row.item.key, y) for row, y in view.stack.visible] == before


def test_a_page_of_few_rows_is_followed_by_the_next(make_view: MakeView, qtbot: QtBot) -> None:
    talk = long_talk(20)
    view, model = make_view([GapItem("gap", 7), *talk[15:]])
    qtbot.waitUntil(lambda: view.stack.at_bottom)
    for first in (14, 13):
        with qtbot.waitSignal(view.near_top):
            model.apply([Insert(1, (talk[first],))])
