"""A text label that takes its size, weight and colour from the theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from schoolbell.ui.theme.fonts import REGULAR
from schoolbell.ui.theme.theme import Theme


class Label(QLabel):
    """Plain text of `size` px in the token named `color` (e.g. "text_2"); follows the theme."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = 14,
        weight: int = REGULAR,
        color: str = "text_1",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._px = size
        self._weight = weight
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_color(self, color: str) -> None:
        """Use another token for the text."""
        self._color = color
        self._refresh()

    def _refresh(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self._theme.tokens, self._color))
        self.setPalette(palette)
        self.setFont(self._theme.fonts.get(self._px, self._weight))
