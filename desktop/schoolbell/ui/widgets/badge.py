"""Role badges and counts, as painting functions and as widgets."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from schoolbell.domain.chat.items import Role
from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.viewmodels.words import role_text

BADGE_HEIGHT = 16
_STAFF = frozenset({Role.TEACHER, Role.HEAD_TEACHER, Role.PRINCIPAL, Role.OFFICE, Role.OFFICER})


def role_badge_width(role: Role, fonts: Fonts) -> float:
    """Return the width in px that the badge of `role` takes, 0 for none."""
    text = role_text(role)
    if not text:
        return 0.0
    return float(round(QFontMetricsF(fonts.get(11)).horizontalAdvance(text))) + 10


def paint_role_badge(
    painter: QPainter, left: float, top: float, role: Role, tokens: Tokens, fonts: Fonts
) -> float:
    """Paint the badge of `role` with its top-left corner at (left, top); return the width it took.

    Staff stand on an accent tint, families in a neutral outline.
    """
    text = role_text(role)
    if not text:
        return 0.0
    width = role_badge_width(role, fonts)
    staff = role in _STAFF
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if staff:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_tint)
        painter.drawRoundedRect(QRectF(left, top, width, BADGE_HEIGHT), 4, 4)
    else:
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_subtle)
        painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, width - 1, BADGE_HEIGHT - 1), 3.5, 3.5)
    painter.setPen(tokens.accent_text if staff else tokens.text_2)
    painter.setFont(fonts.get(11))
    painter.drawText(QRectF(left, top, width, BADGE_HEIGHT), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width


def count_text(count: int, *, floor: bool = False) -> str:
    """Return the words of a count: "99+" above 99, "20+" when only a lower bound is known."""
    if count > 99:
        return "99+"
    return f"{count}+" if floor else str(count)


def count_width(text: str, fonts: Fonts) -> float:
    """Return the width in px of a count that shows `text` (at least 16)."""
    advance = QFontMetricsF(fonts.get(11, STRONG, tabular=True)).horizontalAdvance(text)
    return max(float(BADGE_HEIGHT), float(round(advance)) + 8)


def paint_count(
    painter: QPainter,
    right: float,
    top: float,
    text: str,
    tokens: Tokens,
    fonts: Fonts,
    *,
    kind: str = "accent",
) -> float:
    """Paint a count with its top-right corner at (right, top); `kind` is accent, muted or danger."""
    width = count_width(text, fonts)
    fill: QColor = {"muted": tokens.badge_muted, "danger": tokens.danger_fill}.get(kind, tokens.badge)
    rect = QRectF(right - width, top, width, BADGE_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, BADGE_HEIGHT / 2, BADGE_HEIGHT / 2)
    painter.setPen(tokens.badge_text)
    painter.setFont(fonts.get(11, STRONG, tabular=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width


class RoleBadge(QWidget):
    """A role badge as a widget; hidden size for no role."""

    def __init__(self, theme: Theme, role: Role = Role.NONE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(role_text(role))
        theme.changed.connect(self._refresh)

    def set_role(self, role: Role) -> None:
        """Show another role."""
        self._role = role
        self.setAccessibleName(role_text(role))
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(round(role_badge_width(self._role, self._theme.fonts)), BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_role_badge(painter, 0, 0, self._role, self._theme.tokens, self._theme.fonts)
        painter.end()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()


class CountBadge(QWidget):
    """A count as a widget; empty at 0. `kind` is accent, muted or danger."""

    def __init__(self, theme: Theme, kind: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._refresh)

    def set_count(self, count: int, *, floor: bool = False) -> None:
        """Show `count`; `floor` marks a lower bound ("20+")."""
        self._text = count_text(count, floor=floor) if count > 0 else ""
        self.setAccessibleName(self._text)
        self._refresh()

    def sizeHint(self) -> QSize:
        if not self._text:
            return QSize(0, BADGE_HEIGHT)
        return QSize(round(count_width(self._text, self._theme.fonts)), BADGE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        tokens, fonts = self._theme.tokens, self._theme.fonts
        paint_count(painter, self.width(), 0, self._text, tokens, fonts, kind=self._kind)
        painter.end()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()
