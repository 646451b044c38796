"""One line about what was done, what did not work, or what being offline means; "" hides it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.empty import IconMark

_LOOKS = {  # kind → ground, ink, icon
    "neutral": ("bg_subtle", "text_2", "cloud-off"),
    "danger": ("danger_tint", "danger_text", "circle-alert"),
    "done": ("done_tint", "done_text", "circle-check"),
    "late": ("late_tint", "late_text", "triangle-alert"),
}


class NoticeStrip(Panel):
    """36 px; follows the language where it says an error."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        kind: str,
        *,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _LOOKS[kind][0], "b" if not closable else "t", parent)
        self._edges_kept = "b" if not closable else "t"
        self._error: tuple[str, Mapping[str, object]] | None = None
        self._kind = kind
        self._mark = IconMark(theme, icon, _LOOKS[kind][1], 16)
        self.words = Text(theme, "text_1", 13)
        self.words.set_elided()
        self.close_button = ToolButton(theme, "x", "", edge=28, icon_size=14)
        self.close_button.clicked.connect(lambda: self.say(""))
        self.close_button.setVisible(closable)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(36)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.close_button.set_name(self.tr("Close"))
        if self._error is not None:
            found = error_words(*self._error)
            both = self.tr("{what}. {advice}").format(what=found.title, advice=found.advice)
            self.words.set_text(both if found.advice else found.title)
            self.setAccessibleName(self.words.full_text())

    def say(self, words: str, kind: str = "") -> None:
        """Say `words`; "" hides the strip."""
        self._error = None
        self._look(kind or self._kind)
        self.words.set_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def say_error(self, code: str, details: Mapping[str, object]) -> None:
        """Say what went wrong, and what to do about it."""
        self._error = code, details
        self._look("danger")
        self.retranslate()
        self.show()

    def _look(self, kind: str) -> None:
        ground, ink, icon = _LOOKS[kind]
        self._mark.set_icon(icon, ink)
        self.set_surface(ground, self._edges_kept)
