import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from schoolbell.ui.widgets.question import Question


@pytest.fixture
def asked(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    box = Question(theme, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    agreed = []
    box.agreed.connect(lambda: agreed.append(True))
    box.ask("Sign out", "Sign out of this account?", "Messages are removed.", "Sign out", "Stay")
    box.agreements, box.behind = agreed, window
    return box


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_keyboard_alone_destroys_nothing(asked, qtbot, key):
    assert asked.focusWidget() is asked.no
    qtbot.keyClick(asked.focusWidget(), key)
    assert not asked.isVisible()
    assert asked.agreements == []


def test_the_way_on_is_a_click_away(asked, qtbot):
    qtbot.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert not asked.isVisible()
    assert asked.agreements == [True]


@pytest.mark.parametrize("mode", ["light", "dark", "high_contrast"])
def test_it_has_the_colours_of_the_theme(asked, theme, mode):
    theme.set_mode(mode)
    picture = asked.grab().toImage()
    assert picture.pixelColor(3, 3) == theme.tokens.bg_raised
    inked = {
        picture.pixelColor(x, y).name()
        for x in range(24, picture.width() - 24)
        for y in range(20, asked.yes.y() - 10)
    }
    assert theme.tokens.text_1.name() in inked
