"""Where a notice goes: chips of classes and schools, and a menu to add more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from schoolbell.domain.notices.items import Target
from schoolbell.ui.notices.words import target_words, targets_count
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.flow import FlowLayout

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MENU_MOST = 60


class PlaceChip(QPushButton):
    """One place; a press takes it out."""

    def __init__(self, theme: Theme, target: Target, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.target = target
        self.setFixedHeight(24)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self._name, self._count = target_words(self.target), targets_count(self.target)
        self.setAccessibleName(self.tr("Remove {name}").format(name=f"{self._name} {self._count}".strip()))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        name = QFontMetrics(self._theme.fonts.get(13)).horizontalAdvance(self._name)
        count = QFontMetrics(self._theme.fonts.get(12)).horizontalAdvance(self._count)
        return QSize(8 + name + (6 + count if count else 0) + 24, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.focus if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_tint_2 if self.underMouse() else tokens.accent_tint)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(fonts.get(13))
        painter.setPen(tokens.accent_text)
        wide = QFontMetrics(fonts.get(13)).horizontalAdvance(self._name)
        painter.drawText(QRectF(8, 0, wide + 2, 24), _LEFT, self._name)
        painter.setFont(fonts.get(12))
        painter.setPen(tokens.text_2)
        painter.drawText(QRectF(8 + wide + 6, 0, self.width(), 24), _LEFT, self._count)
        pixmap = icon_pixmap("x", tokens.accent_text, 12, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 18, 6, pixmap)
        painter.end()


class PlacesField(Panel):
    """Chips in a box with a button that offers the rest; `chips` and the button are reached by Tab."""

    added = Signal(object)  # Target
    removed = Signal(object)

    def __init__(
        self, theme: Theme, places: Callable[[], Sequence[Target]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("noticePlaces")
        self._places = places
        self._targets: tuple[Target, ...] = ()
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self.add = ToolButton(theme, "plus", "", edge=28, icon_size=16)
        self.add.setObjectName("noticeAddPlace")
        self.add.clicked.connect(self.offer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(self._holder, 1)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(36)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Send to"))
        self.add.set_name(self.tr("Add a class"))
        for chip in self.chips:
            chip.retranslate()

    @property
    def chips(self) -> list[PlaceChip]:
        """The chips that are shown."""
        found = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [
            widget for item in found if item is not None and isinstance(widget := item.widget(), PlaceChip)
        ]

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Show these places."""
        if tuple(targets) == self._targets:
            return
        self._targets = tuple(targets)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, target in enumerate(self._targets):
            chip = PlaceChip(self.theme, target, self._holder)
            chip.setObjectName(f"place_{target.kind}")
            chip.clicked.connect(lambda _checked=False, one=target: self.removed.emit(one))
            self._flow.insert_widget(at, chip)
            chip.show()
        self._holder.updateGeometry()
        self.updateGeometry()

    def menu(self) -> QMenu:
        """Return the menu of all places; the chosen ones are ticked."""
        menu = QMenu(self)
        menu.setObjectName("noticePlacesMenu")
        chosen = {(one.kind, one.key) for one in self._targets}
        for target in self._places()[:_MENU_MOST]:
            words = f"{target_words(target)}   {targets_count(target)}".rstrip()
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked((target.kind, target.key) in chosen)
            entry.toggled.connect(
                lambda on, one=target: self.added.emit(one) if on else self.removed.emit(one)
            )
        if menu.isEmpty():
            menu.addAction(self.tr("There is no class to write to")).setEnabled(False)
        return menu

    def offer(self) -> None:
        """Open the menu below the button."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line_strong)
        painter.setBrush(tokens.bg_input)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
