"""What "Today" is after the clock was set or the computer slept over midnight."""

import pytest
from PySide6.QtCore import QDateTime, QObject

from schoolbell.base.diffs import Insert
from schoolbell.domain.chat.items import DayItem
from schoolbell.ui.messages import timeline_words
from schoolbell.ui.messages.timeline_day import Midnight
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.words import describe_timeline
from tests.ui.timeline_school import FixedClock

DAY_MS = 86_400_000


class SetClock(FixedClock):
    """The clock of the school's tests, set by somebody."""

    shift = 0

    def now_ms(self):
        return super().now_ms() + self.shift


@pytest.mark.parametrize("days", [1, -1])
def test_the_day_divider_follows_a_clock_that_was_set_by_a_day(qtbot, theme, languages, days):
    languages.use("en")
    clock = SetClock()
    model = ItemListModel(describe_timeline)
    view = TimelineView(theme, clock=clock)
    qtbot.addWidget(view)
    view.set_model(model)
    view.resize(600, 300)
    model.apply([Insert(0, (DayItem("day:x", clock.now_ms()),))])
    view.show()
    qtbot.waitExposed(view)

    def words():
        return timeline_words.spoken(model.item(0), view.now_ms())

    assert words().startswith("Today")
    laid_out = []
    view._look_changed = lambda: laid_out.append(clock.now_ms())
    clock.shift = days * DAY_MS
    view.findChild(Midnight).look()
    assert words().startswith("Yesterday") is (days == 1)
    assert not words().startswith("Today")
    assert laid_out, "what was painted is painted anew"


def test_it_looks_at_least_every_minute_and_stops_when_told(qtbot):
    clock = SetClock()
    parent = QObject()
    midnight = Midnight(clock.now_ms, parent)
    rung = []
    midnight.timeout.connect(lambda: rung.append(True))
    midnight.arm()
    assert 0 < midnight._timer.interval() <= 60_000
    midnight.look()
    assert rung == []
    clock.shift = DAY_MS
    midnight.look()
    assert rung == [True]
    midnight.arm()
    late = QDateTime.fromMSecsSinceEpoch(clock.now_ms()).date().addDays(1).startOfDay()
    clock.shift += late.toMSecsSinceEpoch() - clock.now_ms() - 10_000
    midnight.arm()
    assert midnight._timer.interval() <= 11_000, "just after midnight"
    midnight.stop()
    assert not midnight._timer.isActive()
