"""The window around the panes: where the keyboard stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from schoolbell.shell.window import Window


class Pane(QWidget):
    """Something to write in, and a page below it that can go."""

    def __init__(self):
        super().__init__()
        self.composer, self.page = QLineEdit(), QWidget()
        self.first, self.second = QPushButton("first"), QPushButton("second")
        inside = QVBoxLayout(self.page)
        inside.addWidget(self.first)
        inside.addWidget(self.second)
        layout = QVBoxLayout(self)
        layout.addWidget(self.composer)
        layout.addWidget(self.page)

    def focus_composer(self):
        """Put the cursor where one writes."""
        self.composer.setFocus()


@pytest.fixture
def pane(qtbot, theme):
    made, window = Pane(), Window(theme)
    qtbot.addWidget(window)
    window.show_messages(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def test_what_is_hidden_hands_the_keyboard_to_its_pane_and_not_to_the_rail(pane):
    pane.second.setFocus()
    pane.page.hide()
    assert QApplication.focusWidget() is pane.composer


def test_tab_goes_on_as_usual(pane, qtbot):
    pane.composer.setFocus()
    for before, after in ((pane.composer, pane.first), (pane.first, pane.second)):
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after
    qtbot.keyClick(pane.second, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in (pane.first, pane.second, pane.composer)


def test_where_nothing_is_left_to_take_it_qt_finds_something(pane):
    pane.composer.hide()
    pane.second.setFocus()
    pane.page.hide()
    assert QApplication.focusWidget() not in (pane.second, pane.composer)
