"""A place in the window whose content is made when it is first shown or asked for."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Late(QWidget, Generic[WidgetT]):
    """`make` gives the content, once. What nobody opens costs neither memory nor time at the start."""

    def __init__(self, make: Callable[[], WidgetT], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._content: WidgetT | None = None

    @property
    def made(self) -> bool:
        """Whether the content is there."""
        return self._content is not None

    @property
    def content(self) -> WidgetT:
        """The content; it is made now if it was not."""
        if self._content is None:
            self._content = self._make()
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._content)
            self.setFocusProxy(self._content)
        return self._content

    def focus_composer(self) -> None:
        """Put the keyboard where the content wants it."""
        focus = getattr(self.content, "focus_composer", None)
        if callable(focus):
            focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Have something to show."""
        self.content.show()
        super().showEvent(event)
