"""The line below the hits: which keys do what, and what is searched."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.key_cap import KeyCap
from schoolbell.ui.widgets.label import Label


class SearchFoot(Panel):
    """40 high; drawn on the card's own ground."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "t", parent)
        self.setFixedHeight(40)
        self._whole = True
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(8)
        self._words: list[Label] = []
        for keys in (("↑", "↓"), ("Enter",), ("Tab",), ("Esc",)):
            for key in keys:
                layout.addWidget(KeyCap(theme, key))
            label = Label(theme, size=12, color="text_2")
            self._words.append(label)
            layout.addWidget(label)
            layout.addSpacing(8)
        layout.addStretch(1)
        self._scope = Label(theme, size=12, color="text_2")
        self._scope.setObjectName("searchScope")
        layout.addWidget(self._scope)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        texts = (self.tr("Choose"), self.tr("Open"), self.tr("Next group"), self.tr("Close"))
        for label, text in zip(self._words, texts, strict=True):
            label.setText(text)
        if self._whole:
            self._scope.setText(self.tr("Everything on this computer, also offline"))
        else:
            self._scope.setText(self.tr("Older messages are still being prepared …"))

    def set_whole(self, whole: bool) -> None:
        """Say whether everything that is stored can be found by now."""
        if whole != self._whole:
            self._whole = whole
            self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Leave the last words out where there is no room for them."""
        self._scope.setVisible(not narrow)
