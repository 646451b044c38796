"""Lines of the form in which a notice is written: widgets side by side."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from schoolbell.ui.widgets.flow import FlowLayout


def flow(*widgets: QWidget) -> QWidget:
    """Return widgets side by side; what has no room stands in the next line."""
    holder = QWidget()
    line = FlowLayout(holder, spacing=12)
    for at, widget in enumerate(widgets):
        line.insert_widget(at, widget)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def row(*widgets: QWidget, stretch: int) -> QHBoxLayout:
    """Return widgets side by side; number `stretch` takes the room that is left."""
    found = QHBoxLayout()
    found.setSpacing(12)
    for at, widget in enumerate(widgets):
        found.addWidget(widget, 1 if at == stretch else 0)
    return found
