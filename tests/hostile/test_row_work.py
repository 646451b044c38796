"""What a row costs the window is bounded, whatever its text: characters and lines laid out, lines drawn."""

import pytest
from PySide6.QtGui import QTextLayout

from schoolbell.domain.chat import content
from schoolbell.ui.messages import timeline_html, timeline_text
from schoolbell.ui.messages.timeline_fold import MOST_CHARACTERS, MOST_LINES
from schoolbell.ui.messages.timeline_html import HtmlBlock
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from tests.hostile.made import MARKUP, TEXTS
from tests.hostile.test_markup import SLOW_HTML, SLOW_TEXT
from tests.ui.painted import lines_of
from tests.ui.timeline_school import LI, FixedClock, at, message, model_of

pytestmark = pytest.mark.qt_log_ignore("OpenType support missing")
HEIGHT = 606
LINE = 22
# Each of these stopped the window for 55 to 390 ms when it came into view, and some again at every frame.
HEAVY = {
    "two directions": "aא" * 10_000,
    "empty lines": "\n" * 20_000,
    "some empty lines": "\n" * 5_000,
    "wide letters": "ﷺ" * 20_000,
    "addresses": "😀 https://a.b " * 1_300,
}
ALL = {**{f"text {number}": text for number, text in enumerate(TEXTS)}, **SLOW_TEXT, **HEAVY}
HEAVY_HTML = {
    "words in two directions": "<b>x</b>" + "aא" * 10_000,
    "breaks": "<br>" * 990 + "<b>x</b>",
    "paragraphs": "<p>x</p>" * 490 + "<b>x</b>",
    "empty paragraphs": "<p></p>" * 490 + "<b>x</b>",
    "lines as they are": "<pre>" + "\n" * 20_000 + "</pre>",
    "deep and narrow": "<blockquote>" * 23 + "长" * 20_000 + "</blockquote>" * 23,
    "items": "<ul>" + "<li>x</li>" * 450 + "</ul>",
    "entities": "<b>x</b>" + "&amp;" * 5_000,
}
MARKED = {**{f"markup {number}": html for number, html in enumerate(MARKUP)}, **SLOW_HTML, **HEAVY_HTML}


class Counted(QTextLayout):
    """Keeps what is given to it, all of them together."""

    characters = 0
    lines = 0

    def __init__(self, text, font):
        super().__init__(text, font)
        Counted.characters += len(text)

    def createLine(self):
        Counted.lines += 1
        return super().createLine()


@pytest.fixture
def counted(monkeypatch):
    Counted.characters = Counted.lines = 0
    monkeypatch.setattr(timeline_text, "QTextLayout", Counted)
    return Counted


@pytest.fixture
def documents(monkeypatch):
    """The documents that rows laid out, and none that only gave its text."""
    made = []

    class Kept(timeline_html._QuietDocument):
        def setTextWidth(self, width):
            made.append(self)
            super().setTextWidth(width)

    monkeypatch.setattr(timeline_html, "_QuietDocument", Kept)
    return made


@pytest.fixture
def view(qapp, qtbot):
    view = TimelineView(Theme(qapp, "light", "zh_CN"), clock=FixedClock())
    qtbot.addWidget(view)
    view.resize(928, HEIGHT)
    view.show()
    return view


def show(view, **told):
    parsed = content.parse("m.room.message", {"msgtype": "m.text", **told})
    row = message("$1", LI, parsed.body, at(9, 0), html=parsed.html, mentions=("n1",))
    view.set_model(model_of([row]))
    view.settle()
    return view.stack.laid_out(view.stack.rows[0])


def most_lines_drawn(view):
    """The lines of a frame at the end, in the middle and at the beginning of what is shown."""
    counts = []
    for distance in (0, -view.stack.total() // 2, -view.stack.total()):
        view.scroll_by(distance)
        counts.append(len(lines_of(view.viewport())))
    return max(counts)


@pytest.mark.parametrize("text", ALL.values(), ids=ALL.keys())
def test_a_text_costs_its_row_no_more_than_a_page(view, counted, text):
    row = show(view, body=text)
    assert counted.characters <= MOST_CHARACTERS
    assert counted.lines <= MOST_LINES + 1
    assert row.height <= (MOST_LINES + 4) * LINE
    assert most_lines_drawn(view) <= HEIGHT / LINE + 6  # name, "Show all", a line at either edge


@pytest.mark.parametrize("html", MARKED.values(), ids=MARKED.keys())
def test_markup_costs_its_row_no_more_than_a_page(view, counted, documents, html):
    row = show(view, body="x" * 20_000, format="org.matrix.custom.html", formatted_body=html)
    assert counted.characters <= MOST_CHARACTERS
    assert isinstance(row.text, HtmlBlock) == bool(documents)
    for document in documents:
        assert document.characterCount() <= MOST_CHARACTERS + 3 * MOST_LINES
        assert document.blockCount() <= 3 * MOST_LINES + 30
    assert most_lines_drawn(view) <= HEIGHT / LINE + 6


def test_the_texts_would_cost_more(view):
    """What the bounds are for: these are longer than a page, and are shown by their beginning."""
    for text in HEAVY.values():
        assert show(view, body=text).folded
    for name in ("two directions", "empty lines", "wide letters"):
        assert not show(view, body=HEAVY[name][:30]).folded
