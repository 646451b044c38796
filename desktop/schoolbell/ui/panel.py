"""Bases that every pane shares: a surface that follows theme and language, and a themed text."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens


def colour(tokens: Tokens, name: str) -> QColor:
    """Return the token called `name` (e.g. "bg_list")."""
    found: QColor = getattr(tokens, name)
    return found


class Panel(QWidget):
    """A flat surface: background token, 1-px lines on the named edges ("t", "r", "b", "l").

    Subclasses put their texts into `retranslate` and colours into `restyle`; both run again on a change.
    """

    def __init__(
        self, theme: Theme, background: str = "", edges: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._background = background
        self._edges = edges
        theme.changed.connect(self._theme_changed)

    def retranslate(self) -> None:
        """Set every text again (the language has changed)."""

    def restyle(self) -> None:
        """Set every colour again (the theme has changed)."""

    def set_surface(self, background: str, edges: str) -> None:
        """Use another background token and other edges."""
        self._background, self._edges = background, edges
        self.update()

    def _theme_changed(self) -> None:
        self.restyle()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the surface and draw its lines."""
        if not self._background and not self._edges:
            return
        painter = QPainter(self)
        if self._background:
            painter.fillRect(event.rect(), colour(self.theme.tokens, self._background))
        line = self.theme.tokens.line
        width, height = self.width(), self.height()
        for edge in self._edges:
            area = {
                "t": QRect(0, 0, width, 1),
                "b": QRect(0, height - 1, width, 1),
                "l": QRect(0, 0, 1, height),
                "r": QRect(width - 1, 0, 1, height),
            }[edge]
            painter.fillRect(area, line)
        painter.end()


class Text(QLabel):
    """A text in one of the type sizes and a token colour; elided to one line unless it wraps."""

    def __init__(
        self,
        theme: Theme,
        color: str = "text_1",
        size: int = 14,
        strong: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._color = color
        self._size = size
        self._strong = strong
        self._full = ""
        self._elides = False
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_color(self, color: str) -> None:
        """Use another token for the text."""
        if color != self._color:
            self._color = color
            self._restyle()

    def set_strong(self, strong: bool) -> None:
        """Switch between weights 400 and 600."""
        if strong != self._strong:
            self._strong = strong
            self._restyle()

    def set_elided(self) -> None:
        """Shorten the text with "…" where the room ends; the whole text stays as the tool tip."""
        self._elides = True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """Show `text`; its whole length is what assistive technology reads."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def full_text(self) -> str:
        """Return what was set, unshortened."""
        return self._full

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._full
        if self._elides and self.width() > 8:
            shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
            self.setToolTip("" if shown == self._full else self._full)
        if shown != self.text():
            self.setText(shown)

    def _restyle(self) -> None:
        self.setFont(self._theme.fonts.get(self._size, 600 if self._strong else 400))
        look = QPalette(self.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            look.setColor(group, QPalette.ColorRole.WindowText, colour(self._theme.tokens, self._color))
        self.setPalette(look)
