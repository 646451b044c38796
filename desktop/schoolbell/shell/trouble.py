"""The page shown when Schoolbell cannot open its data: what happened, what to do, a way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from schoolbell.base.errors import ErrorCode
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState


class TroublePage(Panel):
    """Nothing was changed on the disk when this is seen."""

    quit_wanted = Signal()

    def __init__(self, theme: Theme, code: ErrorCode, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("troublePage")
        self._code = code
        self._words = EmptyState(theme, "")
        self._words.action.connect(self.quit_wanted)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        words = error_words(self._code)
        self._words.set_texts(words.title, words.advice, self.tr("Quit"))
