"""Paints one row of the room list: avatar, name, time, preview and one mark at the right end."""

from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from schoolbell.domain.chat.items import MessageKind, RoomItem, RoomKind
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.widgets.badge import (
    count_text,
    count_width,
    paint_count,
    paint_role_badge,
    role_badge_width,
)
from schoolbell.ui.words import short_time
from schoolbell.viewmodels.counted import Counted

ROW_HEIGHT = 60
RoomRow = Counted("RoomRow")
_ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_AVATAR = 40
_ICONS = {RoomKind.NOTICES: "icon:megaphone", RoomKind.SCHOOL: "icon:school", RoomKind.REPORTS: "icon:upload"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def prefix_words(item: RoomItem) -> str:
    """Return the words before the preview: mentioned, draft, not sent; "" for none."""
    translate = QCoreApplication.translate
    if item.failed or item.preview_prefix == "failed":
        return RoomRow.tr("[%n not sent]", "", max(1, item.failed))
    if item.preview_prefix == "mention" or (item.mentions and not item.preview_prefix):
        return translate("RoomRow", "[@ you]")
    if item.preview_prefix == "draft":
        return translate("RoomRow", "[Draft]")
    return ""


def preview_words(item: RoomItem) -> str:
    """Return the preview line: who said what; words stand in for what has no text of its own."""
    text = _said(item)
    if item.preview_sender:
        return QCoreApplication.translate("RoomRow", "{name}: {text}", "who said what, in a room row").format(
            name=item.preview_sender, text=text
        )
    return text


def _said(item: RoomItem) -> str:
    translate = QCoreApplication.translate
    match item.preview_kind:
        case MessageKind.IMAGE:
            return translate("RoomRow", "[Picture] {text}").format(text=item.preview)
        case MessageKind.FILE:
            return translate("RoomRow", "[File] {text}").format(text=item.preview)
        case MessageKind.VOICE:
            return translate("RoomRow", "[Voice message] {text}").format(text=item.preview).rstrip()
        case MessageKind.REDACTED:
            return translate("RoomRow", "Message recalled")
        case MessageKind.ENCRYPTED | MessageKind.UNKNOWN:
            return translate("RoomRow", "A message that cannot be shown here")
    return item.preview


class RoomDelegate(QStyledItemDelegate):
    """Reads attributes of RoomItem only; no lookups while painting. `now_ms` says what today is."""

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now_ms = now_ms

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same height for every row."""
        return QSize(120, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row at `index`."""
        item = index.data(_ITEM_ROLE)
        if not isinstance(item, RoomItem):
            return
        tokens, fonts = self._theme.tokens, self._theme.fonts
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect.adjusted(8, 0, -8, 0)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, area, state, selected, tokens)

        avatar = QRectF(area.left() + 8, area.top() + 10, _AVATAR, _AVATAR)
        text = _ICONS.get(item.kind, item.initials)
        paint_avatar(painter, avatar, text, item.hue, item.kind is not RoomKind.DIRECT, tokens, fonts)

        left, right = area.left() + 60, area.right() - 7
        alone = not (item.preview or item.unread or prefix_words(item) or preview_words(item))
        first = QRect(left, area.top() + (20 if alone else 10), right - left, 20)
        second = QRect(left, area.top() + 30, right - left, 20)

        time_font = fonts.get(12, tabular=True)
        time = short_time(item.ts, self._now_ms())
        painter.setFont(time_font)
        painter.setPen(tokens.text_2 if selected else tokens.text_3)
        painter.drawText(first, _RIGHT, time)
        time_width = QFontMetrics(time_font).horizontalAdvance(time)
        self._name(painter, first.adjusted(0, 0, -(time_width + 8 if time else 0), 0), item, tokens)

        taken = 0
        if item.unread:
            words = count_text(item.unread, floor=item.unread_is_floor)
            kind = "muted" if item.muted else "accent"
            paint_count(painter, right, second.top() + 2, words, tokens, fonts, kind=kind)
            taken = round(count_width(words, fonts)) + 8
        self._preview(painter, second.adjusted(0, 0, -taken, 0), item, selected, tokens)
        painter.restore()

    def _ground(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, selected: bool, tokens: Tokens
    ) -> None:
        fill: QColor | None = None
        if selected:
            fill = tokens.row_selected
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = tokens.hover
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 7, 7)

    def _name(self, painter: QPainter, area: QRect, item: RoomItem, tokens: Tokens) -> None:
        fonts = self._theme.fonts
        font = fonts.get(14, 600 if item.unread and not item.muted else 400)
        metrics = QFontMetrics(font)
        extra = 18 if item.muted else 0
        badge = 0
        if item.direct is not None and item.direct.role:
            badge = round(role_badge_width(item.direct.role, fonts)) + 4
        name = metrics.elidedText(item.name, Qt.TextElideMode.ElideRight, area.width() - extra - badge)
        painter.setFont(font)
        painter.setPen(tokens.text_1)
        painter.drawText(area, _LEFT, name)
        at = area.left() + metrics.horizontalAdvance(name) + 4
        if item.direct is not None and badge:
            paint_role_badge(painter, at, area.top() + 2, item.direct.role, tokens, fonts)
            at += badge
        if item.muted:
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            painter.drawPixmap(at, area.top() + 3, icon_pixmap("bell-off", tokens.text_3, 14, ratio))

    def _preview(
        self, painter: QPainter, area: QRect, item: RoomItem, selected: bool, tokens: Tokens
    ) -> None:
        font = self._theme.fonts.get(12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        at = area.left()
        if item.preview_prefix == "waiting":
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            painter.drawPixmap(at, area.top() + 3, icon_pixmap("clock", tokens.text_3, 14, ratio))
            at += 18
        prefix = prefix_words(item)
        if prefix:
            failed = bool(item.failed) or item.preview_prefix == "failed"
            draft = item.preview_prefix == "draft" and not failed
            painter.setPen(tokens.danger_text if failed else tokens.text_2 if draft else tokens.accent_text)
            painter.drawText(QRect(at, area.top(), area.right() - at, area.height()), _LEFT, prefix)
            at += metrics.horizontalAdvance(prefix + " ")
        rest = QRect(at, area.top(), max(0, area.right() - at + 1), area.height())
        painter.setPen(tokens.text_2 if selected else tokens.text_3)
        painter.drawText(
            rest, _LEFT, metrics.elidedText(preview_words(item), Qt.TextElideMode.ElideRight, rest.width())
        )
