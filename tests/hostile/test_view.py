"""Hostile events all the way to pixels: the real timeline and room list paint them and follow nothing."""

from datetime import UTC

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from schoolbell.base.diffs import between
from schoolbell.domain.chat.items import MessageItem, MessageKind
from schoolbell.domain.chat.timeline_items import TimelineBuilder
from schoolbell.domain.school_knowledge import load
from schoolbell.store import timeline
from schoolbell.ui.messages import timeline_text
from schoolbell.ui.messages.timeline_text import find_links, find_mentions
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ItemListModel
from tests.domain.chat_school import SCHOOL, room_state
from tests.fakes.domain_engine import ME
from tests.hostile.made import MARKUP, PEOPLE, TEXTS, runs
from tests.hostile.test_events import Machine, check_item, honest
from tests.hostile.watching import Bait
from tests.ui.timeline_school import FixedClock

# Fonts without some script's rules say so: any font may lack any script.
pytestmark = pytest.mark.qt_log_ignore("OpenType support missing")
EVENTS = 30


@pytest.fixture
def bait(tmp_path):
    with Bait(tmp_path) as made:
        yield made
        assert made.taken() == []


@pytest.fixture
def machine(files):
    return Machine(files)


class Looker:
    """A timeline in a window, that shows one room after the other."""

    def __init__(self, qapp, qtbot):
        self.theme = Theme(qapp, "light", "zh_CN")
        self.view = TimelineView(self.theme, clock=FixedClock())
        qtbot.addWidget(self.view)
        self.view.resize(928, 606)
        self.links = []
        self.view.link_clicked.connect(self.links.append)
        self.view.show()

    def show(self, items):
        """Show items from their end, scroll towards their beginning, paint it all, point and click at it."""
        model = ItemListModel(lambda item: item.key)
        model.apply(between((), items, lambda item: item.key))
        self.view.set_model(model)
        self.view.settle()
        pictures = [self.view.viewport().grab().toImage()]
        for _ in range(4):
            self.view.scroll_by(-1500)
            self.view.settle()
            pictures.append(self.view.viewport().grab().toImage())
        QTest.mouseMove(self.view.viewport(), QPoint(300, 300))
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, 200))
        self.view.copy()
        return pictures


@pytest.fixture
def looker(qapp, qtbot):
    return Looker(qapp, qtbot)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(events=runs(EVENTS))
@pytest.mark.timeout(120)
def test_whatever_came_is_painted(machine, looker, bait, events):
    items = taken_in(machine, bait, events)
    pictures = looker.show(items)
    assert all(not picture.isNull() for picture in pictures)


def taken_in(machine, bait, events):
    run = next(machine.runs)
    room_id = f"!view{run}:x"
    text = {"http://127.0.0.1:9": bait.web, "file:///x": bait.file}
    state = room_state(machine.engine, "", name="群", members=PEOPLE)
    machine.sync(
        room_id,
        [*events, honest(run, 1)],
        run,
        room={"initial": True, "required_state": state},
        replaced=text,
    )

    def build(conn):
        window = timeline.window(conn, room_id, before=300)
        return TimelineBuilder(room_id, ME, UTC).build(conn, window, (), load(conn, [SCHOOL]), None).items

    items = machine.read(build)
    for item in items:
        check_item(item)
    return items


@pytest.mark.timeout(120)
def test_every_text_and_every_markup_is_painted_and_nothing_is_followed(machine, looker, bait):
    def event(number, content):
        return {
            **honest("all", number),
            "event_id": f"$m{number}",
            "content": {"msgtype": "m.text", **content},
        }

    rich = {"body": "x", "format": "org.matrix.custom.html"}
    contents = [{"body": text} for text in TEXTS]
    contents += [
        {**rich, "formatted_body": html.replace("{web}", bait.web).replace("{file}", bait.file)}
        for html in MARKUP
    ]
    contents += [{"msgtype": kind, "body": "图", "url": url} for kind in ("m.image", "m.file", "m.video")
                 for url in (bait.web, bait.file, "mxc://a/b")]  # fmt: skip
    items = taken_in(machine, bait, [event(number, content) for number, content in enumerate(contents)])
    messages = [item for item in items if isinstance(item, MessageItem)]
    assert len(messages) == len(contents) + 1
    for message in messages:
        looker.show([message])
    looker.show(items)
    kinds = {message.kind for message in messages}
    assert {MessageKind.TEXT, MessageKind.IMAGE, MessageKind.FILE, MessageKind.UNKNOWN} <= kinds
    for link in looker.links:
        assert link.startswith(("http://", "https://", "mailto:", "tel:", "matrix:"))


def test_a_message_of_links_has_an_end():
    assert len(find_links("https://a.b " * 1600)) == timeline_text.MOST_SPANS
    assert len(find_mentions("@n1 " * 5000, ("n1",))) == timeline_text.MOST_SPANS
