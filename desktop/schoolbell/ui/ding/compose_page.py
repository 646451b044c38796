"""Writing a DING."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.ding_compose import ComposePresenter


class ComposePage(Panel):
    """The editor."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        presenter: ComposePresenter,
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("dingComposer")

    def take_keyboard(self) -> None:
        """Put the cursor where one writes."""
