"""Small popups over the composer: members for "@", emoji. They never take the keyboard away from the text."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person
from schoolbell.ui.messages.people_list import PeopleView
from schoolbell.ui.messages.people_rows import PeopleModel, PersonRow
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme

EMOJI = (
    "😀", "😄", "😂", "😊", "😍", "🤔", "😅", "😭",
    "👍", "👏", "🙏", "💪", "🌹", "❤️", "🎉", "✅",
    "❌", "⭐", "🔥", "📚", "✏️", "📝", "🏫", "🎒",
    "☀️", "🌧️", "⏰", "🍎", "🏃", "🎨", "🎵", "⚽",
)  # fmt: skip


class _Popup(Panel):
    """A raised box with a border, a child of the window's content, not a window."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line_strong)
        painter.setBrush(tokens.bg_raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def show_above(self, anchor: QWidget, left: int, size: QSize) -> None:
        """Show over `anchor`, `left` px from its left edge."""
        parent = self.parentWidget()
        if parent is None:
            return
        corner = anchor.mapTo(parent, QPoint(left, 0))
        x = max(4, min(corner.x(), parent.width() - size.width() - 4))
        self.setGeometry(x, max(4, corner.y() - size.height() - 4), size.width(), size.height())
        self.raise_()
        self.show()


class MentionPopup(_Popup):
    """Members that fit what follows "@"."""

    chosen = Signal(object)  # Person

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("mentionPopup")
        self._model = PeopleModel(self)
        self.view = PeopleView(theme, self._model, compact=True)
        self.view.setObjectName("mentionView")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.person_chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.addWidget(self.view)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.view.setAccessibleName(self.tr("People you can mention"))

    def show_people(self, people: Sequence[Person], anchor: QWidget) -> None:
        """Show `people` above `anchor`; none hides the popup."""
        if not people:
            self.hide()
            return
        self._model.show([PersonRow(person, "", "") for person in people])
        self.view.setCurrentIndex(self._model.index(0))
        self.show_above(anchor, 0, QSize(280, min(8, len(people)) * 40 + 10))

    def step(self, by: int) -> None:
        """Move the choice up or down, around the ends."""
        count = self._model.rowCount()
        if count:
            row = (self.view.currentIndex().row() + by) % count
            self.view.setCurrentIndex(self._model.index(row))

    def take(self) -> None:
        """Choose the current person."""
        row = self.view.currentIndex().row()
        if 0 <= row < self._model.rowCount():
            found = self._model.row(row)
            if isinstance(found, PersonRow):
                self.chosen.emit(found.person)


class EmojiPopup(_Popup):
    """A grid of common emoji."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("emojiPopup")
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(0)
        for index, symbol in enumerate(EMOJI):
            button = QPushButton(symbol)
            button.setFlat(True)
            button.setFixedSize(32, 32)
            button.setFont(theme.fonts.get(20))
            button.setAccessibleName(symbol)
            button.clicked.connect(lambda _checked=False, picked=symbol: self.chosen.emit(picked))
            grid.addWidget(button, index // 8, index % 8)

    def toggle_above(self, anchor: QWidget, left: int) -> None:
        """Show the grid, or hide it when it is open."""
        if self.isVisible():
            self.hide()
        else:
            self.show_above(anchor, left, QSize(8 * 32 + 16, -(-len(EMOJI) // 8) * 32 + 16))
