"""Recipients near at hand, as many as fit on one line, and how many get it altogether."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from schoolbell.domain.ding.items import Plan, Target
from schoolbell.ui.ding.filter_chip import FilterChip
from schoolbell.ui.ding.words import target_name
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.ding_rows import reach_words

_HEIGHT = 24
_MOST = 5


class Suggestions(Panel):
    """`chosen` carries a Target."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("dingSuggestions")
        self.setFixedHeight(_HEIGHT)
        self._plan: Plan | None = None
        self._targets: tuple[Target, ...] = ()
        self._chips: list[FilterChip] = []
        self.count = Text(theme, "accent_text", 13, strong=True, parent=self)
        self.count.setObjectName("dingReach")
        self._once = Text(theme, "text_3", 13, parent=self)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(300, _HEIGHT)

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Offer `targets`."""
        if tuple(targets)[:_MOST] == self._targets:
            return
        self._targets = tuple(targets)[:_MOST]
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for target in self._targets:
            chip = FilterChip(self.theme, self)
            chip.setCheckable(False)
            many = f" {target.people}" if target.people > 1 else ""
            chip.setText(f"{target_name(target)}{many}")
            chip.clicked.connect(lambda _checked=False, one=target: self.chosen.emit(one))
            self._chips.append(chip)
        self.retranslate()

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        return list(self._chips)

    def show_plan(self, plan: Plan | None) -> None:
        """Show how many get it; None while that is computed."""
        self._plan = plan
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        plan = self._plan
        some = plan is not None and plan.people > 0
        self.count.set_text(reach_words(plan.people, plan.households) if plan is not None and some else "")
        self._once.set_text(self.tr("each once") if some else "")
        for chip in self._chips:
            chip.setAccessibleName(self.tr("Add {name}").format(name=chip.text()))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show those that fit."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        right = self.width()
        for text in (self._once, self.count):
            width = text.sizeHint().width() if text.full_text() else 0
            text.setGeometry(right - width, 0, width, _HEIGHT)
            right -= width + 6 if width else 0
        x = 0
        for chip in self._chips:
            width = chip.sizeHint().width()
            fits = x + width <= right - 8
            chip.setVisible(fits)
            if fits:
                chip.setGeometry(x, 0, width, _HEIGHT)
                x += width + 8
            else:
                x = self.width()
