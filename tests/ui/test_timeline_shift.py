"""Scrolling moves the pixels that are there: what is on the screen is what painting everything would give."""

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from schoolbell.base.diffs import Insert, Set
from schoolbell.domain.chat.items import TimelineItem
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ItemListModel
from tests.ui.timeline_school import ME, FixedClock, class_group, long_talk, message, model_of

Shown = tuple[TimelineView, ItemListModel[TimelineItem]]
MakeView = Callable[[list[TimelineItem]], Shown]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light", "zh_CN")


@pytest.fixture
def make_view(qtbot: QtBot, theme: Theme) -> MakeView:
    window = QWidget()

    def make(items: list[TimelineItem]) -> Shown:
        qtbot.addWidget(window)
        window.resize(928, 606)
        view = TimelineView(theme, window, clock=FixedClock())
        view.resize(928, 606)
        model = model_of(items)
        view.set_model(model)
        with qtbot.waitExposed(window):
            window.show()
        frame(view)
        return view, model

    return make


class Painted(QObject):
    """Counts the pixels that a viewport was asked to paint."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self.pixels = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.pixels += sum(rect.width() * rect.height() for rect in event.region())
        return False

    def take(self) -> int:
        """Return how many since the last time."""
        found, self.pixels = self.pixels, 0
        return found


def frame(view: TimelineView) -> None:
    """Paint what is to be painted."""
    QApplication.sendPostedEvents()
    QApplication.sendEvent(view.window(), QEvent(QEvent.Type.UpdateRequest))


def screen(view: TimelineView) -> QImage:
    """Return what is on the screen."""
    frame(view)
    return inner(QApplication.primaryScreen().grabWindow(view.window().winId()).toImage())


def inner(image: QImage) -> QImage:
    """Return it without the three lines at either edge, where rows out of view leave what they paint over."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return image.copy(0, 3, image.width(), image.height() - 6)


def whole(view: TimelineView) -> QImage:
    """Return what painting everything gives."""
    return inner(view.window().grab().toImage())


def everything(view: TimelineView) -> int:
    return view.viewport().width() * view.viewport().height()


def test_a_step_paints_only_what_comes_in(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    painted = Painted(view)
    view.scroll_by(-40)
    frame(view)
    assert 0 < painted.take() < everything(view) / 4
    assert screen(view) == whole(view)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_seen_is_what_painting_everything_gives(make_view: MakeView, theme: Theme, seed: int) -> None:
    chance = Random(seed)
    items = long_talk(120) + class_group()
    view, model = make_view(items)
    painted = Painted(view)
    saved = 0
    for step in range(40):
        turn = chance.random()
        if turn < 0.7:
            view.scroll_by(chance.choice((-300, -61, -20, -1, 1, 17, 60, 250, 5000, -5000)))
        elif turn < 0.76:
            at = chance.randrange(100)
            old = model.item(at)
            model.apply([Set(at, message(old.key, ME, f"改了 {step} " * chance.randrange(1, 30), old.ts))])
        elif turn < 0.8:
            new = message(f"$new{step}", ME, "新的", 1_800_000_000_000 + step)
            model.apply([Insert(model.rowCount(), (new,))])
        elif turn < 0.84:
            view.hit_key = chance.choice(view.stack.visible)[0].item.key if view.hit_key == "" else ""
            view.viewport().update()
        elif turn < 0.88:
            QTest.mouseMove(view.viewport(), QPoint(chance.randrange(900), chance.randrange(600)))
        elif turn < 0.92:
            view.set_marked(chance.choice(view.stack.visible)[0].item.key)
        elif turn < 0.96:
            view.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(view, chance.choice((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp)))
        else:
            view.scroll_to(chance.choice(items).key)
        if chance.random() < 0.8:
            painted.take()
            seen, drawn = screen(view), whole(view)
            assert seen == drawn, f"step {step}"
            saved += painted.take() < 2 * everything(view)  # of `whole` itself, and of the screen before
    assert saved


def test_something_that_lies_over_it_does_not_move_along(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    for parent in (view, view.viewport(), view.parentWidget()):
        over = QPushButton("New messages", parent)
        over.move(400, 300)
        over.show()
        frame(view)
        view.scroll_by(-40)
        assert screen(view) == whole(view)
        view.scroll_by(-13)
        assert screen(view) == whole(view)
        over.setParent(None)
        over.deleteLater()


def test_under_a_pill_only_the_rest_is_moved(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    over = QPushButton("New messages", view.parentWidget())
    over.setGeometry(700, 540, 120, 32)
    over.show()
    frame(view)
    painted = Painted(view)
    view.scroll_by(-40)
    frame(view)
    assert 0 < painted.take() < everything(view) / 3
    assert screen(view) == whole(view)


def test_two_steps_before_a_frame(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    view.scroll_by(-40)
    view.scroll_by(-40)
    assert screen(view) == whole(view)
    view.scroll_by(40)
    view.scroll_by(-40)
    assert screen(view) == whole(view)


def test_at_the_end_nothing_is_painted(make_view: MakeView) -> None:
    view, _ = make_view(long_talk(300))
    view.scroll_by(10_000)
    frame(view)
    painted = Painted(view)
    view.scroll_by(50)
    frame(view)
    assert painted.take() < everything(view) / 20
