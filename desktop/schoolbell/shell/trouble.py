"""The page shown when Schoolbell cannot open its data: what happened, what to do, the ways on and out."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.base.errors import ErrorCode
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import EmptyState

# What somebody can mend without another program: make room, give rights, close the other window.
_MENDABLE = frozenset(
    {ErrorCode.DISK_FULL, ErrorCode.READ_ONLY, ErrorCode.PROFILE_IN_USE, ErrorCode.DATABASE_CORRUPT}
)


class TroublePage(Panel):
    """Nothing was changed on the disk when this is seen. `replaceable`: the damaged file may be set aside."""

    quit_wanted = Signal()
    retry_wanted = Signal()
    afresh_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        code: ErrorCode,
        details: Mapping[str, object] | None = None,
        *,
        replaceable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("troublePage")
        self._code = code
        self._details = details
        self._words = EmptyState(theme, "")
        self.retry = Button(theme, "", kind="primary")
        self.afresh = Button(theme, "", kind="secondary")
        self.leave = Button(theme, "", kind="secondary")
        self.retry.setVisible(code in _MENDABLE)
        self.afresh.setVisible(replaceable)
        self.retry.clicked.connect(self.retry_wanted)
        self.afresh.clicked.connect(self.afresh_wanted)
        self.leave.clicked.connect(self.quit_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.retry, self.afresh, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        words = error_words(self._code, self._details)
        self._words.set_texts(words.title, words.advice)
        for button, text in (
            (self.retry, self.tr("Try again")),
            (self.afresh, self.tr("Go on without it…")),
            (self.leave, self.tr("Quit")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
