"""What nobody opens is not made; what is made late shows what is so by then."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from schoolbell.ui.widgets.late import Late


def test_the_content_is_made_once_and_only_when_it_is_shown(qtbot):
    made = []

    def make():
        made.append(QPlainTextEdit())
        return made[-1]

    stack, late = QStackedWidget(), Late(make)
    qtbot.addWidget(stack)
    stack.addWidget(QWidget())
    stack.addWidget(late)
    stack.show()
    assert (late.made, made) == (False, [])
    stack.setCurrentWidget(late)
    stack.setCurrentIndex(0)
    stack.setCurrentWidget(late)
    assert made == [late.content]
    assert late.content.isVisible()
    assert late.content.size() == late.size()


def test_it_can_be_asked_for_before_it_is_shown_and_takes_the_keyboard(qtbot):
    late = Late(QLineEdit)
    qtbot.addWidget(late)
    field = late.content
    assert late.made
    late.show()
    qtbot.waitExposed(late)
    late.setFocus(Qt.FocusReason.OtherFocusReason)
    assert late.focusWidget() is field


def test_the_content_says_where_the_keyboard_goes(qtbot):
    class Pane(QWidget):
        def __init__(self):
            super().__init__()
            self.field = QLineEdit(self)

        def focus_composer(self):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    late = Late(Pane)
    qtbot.addWidget(late)
    late.show()
    qtbot.waitExposed(late)
    late.focus_composer()
    assert late.focusWidget() is late.content.field
    other = Late(QLineEdit)
    qtbot.addWidget(other)
    other.focus_composer()  # a content without such a wish
