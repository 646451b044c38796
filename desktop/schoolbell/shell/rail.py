"""The rail at the left edge: who I am, the panes that work, settings."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.widgets.badge import count_text, count_width, paint_count

WIDTH = 64
_ITEM = QSize(56, 52)
_ALWAYS = ("messages", "settings")
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class RailItem(QAbstractButton):
    """An icon of 22 over a label of 11, with a count at the corner."""

    def __init__(
        self, theme: Theme, icon: str, parent: QWidget | None = None, *, urgent: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._glyph = icon
        self._urgent = urgent
        self._count = 0
        self._ringed = False
        self.setCheckable(True)
        self.setFixedSize(_ITEM)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def set_words(self, words: str, shortcut: str) -> None:
        """Set label and tool tip."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {shortcut}")

    def set_count(self, count: int) -> None:
        """Show how many are unread; 0 hides it."""
        self._count = count
        self.setAccessibleDescription(count_text(count) if count else "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only for the keyboard."""
        self._ringed = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, label, count and ring."""
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground: QColor = tokens.bg_rail
        if self.isChecked():
            ground = tokens.rail_selected
        elif self.underMouse():
            ground = tokens.press
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), 8, 8)
        ink = tokens.accent_text if self.isChecked() else tokens.text_2
        pixmap = icon_pixmap(self._glyph, ink, 22, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(17, 7), pixmap)
        painter.setPen(ink)
        painter.setFont(fonts.get(11, 600 if self.isChecked() else 400))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, 54)
        painter.drawText(QRectF(0, 31, 56, 16), Qt.AlignmentFlag.AlignCenter, words)
        if self._count:
            text = count_text(self._count)
            width = count_width(text, fonts)
            left = min(30.0, 56.0 - width)
            painter.setPen(QPen(ground, 4))
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(left, 2, width, 16), 8, 8)
            kind = "danger" if self._urgent else "accent"
            paint_count(painter, left + width, 2, text, tokens, fonts, kind=kind)
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()


class Me(QAbstractButton):
    """The own avatar with a dot: green while connected, grey while not. Opens the accounts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("railMe")
        self.setFixedSize(40, 40)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._initials, self._hue, self._name = "", 1, ""
        self._online = False
        self._ringed = False
        theme.changed.connect(self.update)

    def show_person(self, name: str, initials: str, hue: int) -> None:
        """Show who is signed in."""
        self._initials, self._hue, self._name = initials, hue, name
        self.retranslate()
        self.update()

    def set_online(self, online: bool) -> None:
        """Show whether the school's server is connected."""
        if online != self._online:
            self._online = online
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Set name and state for screen readers."""
        state = self.tr("connected") if self._online else self.tr("not connected")
        self.setAccessibleName(self.tr("{name}, {state}").format(name=self._name, state=state))
        self.setAccessibleDescription(self.tr("Accounts"))
        self.setToolTip(self.accessibleName())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only for the keyboard."""
        self._ringed = event.reason() in _KEYBOARD
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works like Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle, dot and ring."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(2, 0, 36, 36)
        paint_avatar(painter, area, self._initials, self._hue, False, tokens, self.theme.fonts)
        painter.setPen(QPen(tokens.bg_rail, 2))
        painter.setBrush(tokens.done if self._online else tokens.badge_muted)
        painter.drawEllipse(QRectF(27, 25, 12, 12))
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


class Rail(Panel):
    """Emits the name of the pane that is wanted."""

    chosen = Signal(str)
    accounts_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_rail", "r", parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self.me = Me(theme)
        self.me.clicked.connect(self.accounts_wanted)
        self.items = {
            "messages": RailItem(theme, "message-circle"),
            "ding": RailItem(theme, "bell-ring", urgent=True),
            "settings": RailItem(theme, "settings"),
        }
        group = QButtonGroup(self)
        for name, item in self.items.items():
            item.setObjectName(f"rail_{name}")
            group.addButton(item)
            item.clicked.connect(lambda _checked=False, wanted=name: self.chosen.emit(wanted))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 12, 4, 12)
        layout.setSpacing(4)
        layout.addWidget(self.me, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        for name in self.items:
            if name != "settings":
                layout.addWidget(self.items[name])
        layout.addStretch(1)
        layout.addWidget(self.items["settings"])
        self.show_entries(())
        self.retranslate()

    def show_entries(self, names: Collection[str]) -> None:
        """Show the entries of these panes, beside Messages and settings."""
        for name, item in self.items.items():
            item.setVisible(name in names or name in _ALWAYS)

    def select(self, name: str) -> None:
        """Mark the pane that is shown."""
        self.items[name].setChecked(True)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Panes"))
        self.items["messages"].set_words(self.tr("Messages"), "Ctrl+1")
        self.items["ding"].set_words(self.tr("DING"), "Ctrl+2")
        self.items["settings"].set_words(self.tr("Settings"), "Ctrl+,")
