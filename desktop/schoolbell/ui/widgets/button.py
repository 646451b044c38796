"""Push buttons and tool buttons with the states of the design, painted from the tokens."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from schoolbell.ui.theme.fonts import REGULAR, STRONG
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.widgets.focus_ring import KEYBOARD_REASONS, FocusRing

KINDS = ("primary", "secondary", "tonal", "danger", "delete", "text")
_HEIGHT = {"small": 28, "medium": 32, "large": 40}
_PADDING = {"small": 12, "medium": 16, "large": 20}
_TRANSPARENT = QColor(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Look:
    fill: QColor
    border: QColor
    text: QColor


def _look(kind: str, tokens: Tokens, *, enabled: bool, hover: bool, down: bool) -> _Look:
    if not enabled:
        if kind == "text":
            return _Look(_TRANSPARENT, _TRANSPARENT, tokens.text_disabled)
        return _Look(tokens.bg_subtle, tokens.line, tokens.text_disabled)
    if kind == "primary":
        fill = tokens.accent_fill
        if down:
            fill = tokens.accent_fill_press
        elif hover:
            fill = tokens.accent_fill_hover
        return _Look(fill, _TRANSPARENT, tokens.text_on_fill)
    if kind == "danger":
        fill = tokens.danger_fill_hover if hover or down else tokens.danger_fill
        return _Look(fill, _TRANSPARENT, tokens.text_on_fill)
    if kind == "tonal":
        fill = tokens.accent_tint_2 if hover or down else tokens.accent_tint
        return _Look(fill, _TRANSPARENT, tokens.accent_text)
    if kind == "delete":
        fill = tokens.danger_tint if hover or down else tokens.bg_raised
        return _Look(fill, tokens.danger_line, tokens.danger_text)
    if kind == "text":
        fill = tokens.press if down else tokens.hover if hover else _TRANSPARENT
        return _Look(fill, _TRANSPARENT, tokens.accent_text)
    fill = tokens.press if down else tokens.hover if hover else tokens.bg_raised
    return _Look(fill, tokens.line_strong, tokens.text_1)


def _paint_ground(painter: QPainter, rect: QRectF, radius: float, look: _Look) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.border.alpha():
        painter.setPen(look.border)
        painter.setBrush(look.fill)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    elif look.fill.alpha():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.fill)
        painter.drawRoundedRect(rect, radius, radius)


class _Ringed:
    """Shows a focus ring when focus came by the keyboard."""

    def __init__(self, theme: Theme, control: QAbstractButton, radius: float) -> None:
        self._theme = theme
        self._control = control
        self._radius = radius
        self._ring: FocusRing | None = None

    def focus_in(self, event: QFocusEvent) -> None:
        if event.reason() not in KEYBOARD_REASONS or self._control.parentWidget() is None:
            return
        if self._ring is None:
            self._ring = FocusRing(self._theme, self._control, self._radius)
        self._ring.reveal()


class Button(QPushButton):
    """A push button. `kind` is one of KINDS, `size` small (28), medium (32) or large (40), `icon` a name.

    "danger" is the filled red of DING, "delete" the outlined one. Only one filled button per area.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: str = "primary",
        size: str = "medium",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        if kind not in KINDS:
            raise ValueError(kind)
        self._theme = theme
        self._kind = kind
        self._scale = size
        self._icon_name = icon
        self._ringed = _Ringed(theme, self, 8.0 if size != "small" else 6.0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        theme.changed.connect(self._refresh)

    def set_kind(self, kind: str) -> None:
        """Change how the button looks, e.g. when it becomes the one filled button."""
        self._kind = kind
        self._refresh()

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self._refresh()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self._text_font()).horizontalAdvance(self._shown_text())
        if self._icon_name is not None:
            width += 16 + (8 if self.text() else 0)
        padding = 8 if self._kind == "text" else _PADDING[self._scale]
        return QSize(round(width + 0.49) + 2 * padding, _HEIGHT[self._scale])

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed.focus_in(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        look = _look(
            self._kind,
            tokens,
            enabled=self.isEnabled(),
            hover=self.underMouse(),
            down=self.isDown() or self.isChecked(),
        )
        painter = QPainter(self)
        area = QRectF(self.rect())
        _paint_ground(painter, area, 8.0 if self._scale != "small" else 6.0, look)
        font = self._text_font()
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(self._shown_text(), Qt.TextElideMode.ElideRight, area.width() - 8)
        text_width = metrics.horizontalAdvance(text)
        icon_width = 0.0 if self._icon_name is None else 16.0 + (8.0 if text else 0.0)
        left = round((area.width() - text_width - icon_width) / 2)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icon_left = left + text_width + 8 if mirrored and text else left
        text_left = left if mirrored else left + icon_width
        if self._icon_name is not None:
            pixmap = icon_pixmap(self._icon_name, look.text, 16, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(icon_left, (area.height() - 16) / 2), pixmap)
        painter.setFont(font)
        painter.setPen(look.text)
        painter.drawText(
            QRectF(text_left, 0, text_width + 1, area.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute,
            text,
        )
        painter.end()

    def _shown_text(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _text_font(self) -> QFont:
        weight = STRONG if self._kind in ("primary", "danger") else REGULAR
        return self._theme.fonts.get(13 if self._scale == "small" else 14, weight)

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()


class ToolButton(QToolButton):
    """A square button with an icon only; `accessible_name` is also its tool tip. `edge` 32 or 28.

    A checked tool button stands on the `selected` colour.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        accessible_name: str,
        *,
        edge: int = 32,
        icon_size: int = 20,
        danger: bool = False,
        bordered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._edge = edge
        self._glyph = icon_size
        self._danger = danger
        self._bordered = bordered
        self._ringed = _Ringed(theme, self, 8.0 if edge >= 32 else 6.0)
        self.setFixedSize(edge, edge)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_name(accessible_name)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        """Set the accessible name and tool tip (again after a change of language)."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed.focus_in(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        hover = self.underMouse() and self.isEnabled()
        fill = _TRANSPARENT
        if self.isDown():
            fill = tokens.press
        elif self.isChecked():
            fill = tokens.selected
        elif hover:
            fill = tokens.hover
        elif self._bordered:
            fill = tokens.bg_raised
        color = (
            tokens.danger_text if self._danger else tokens.accent_text if self.isChecked() else tokens.text_2
        )
        if not self.isEnabled():
            color = tokens.text_disabled
        painter = QPainter(self)
        border = tokens.line_strong if self._bordered else _TRANSPARENT
        _paint_ground(
            painter, QRectF(self.rect()), 8.0 if self._edge >= 32 else 6.0, _Look(fill, border, color)
        )
        pixmap = icon_pixmap(self._icon_name, color, self._glyph, self.devicePixelRatioF())
        corner = (self._edge - self._glyph) / 2
        painter.drawPixmap(QPointF(corner, corner), pixmap)
        painter.end()
