"""What downloaded pictures and files take on this computer, and a way to have the room back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.ui.messages.timeline_file_words import bytes_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button


class MediaStorage(Panel):
    """`looked_at`: it came into view, the size is to be counted; `clear_wanted`: the files are to go."""

    looked_at = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._size: int | None = None
        self.words = Text(theme, "text_2", 13, wrap=True)
        self.words.setObjectName("mediaSize")
        self.clear = Button(theme, "", kind="secondary", icon="trash-2")
        self.clear.setObjectName("clearMedia")
        self.clear.clicked.connect(self._clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def show_size(self, size: int) -> None:
        """Say how many bytes the downloaded files take."""
        self._size = size
        self.retranslate()

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self.clear_wanted.emit()

    def retranslate(self) -> None:
        """Set all texts."""
        if self._size is None:
            words = self.tr("Pictures and files that were opened are kept here, so that they open at once.")
        else:
            words = self.tr(
                "Pictures and files take {size} here. The school's server has them: cleared ones are loaded"
                " again when they are opened."
            ).format(size=bytes_words(self._size))
        self.words.set_text(words)
        self.clear.setText(self.tr("Clear"))
        self.clear.setAccessibleName(self.tr("Clear downloaded pictures and files"))
        self.clear.setEnabled(bool(self._size))

    def showEvent(self, event: QShowEvent) -> None:
        """Have the size counted."""
        super().showEvent(event)
        self.looked_at.emit()
