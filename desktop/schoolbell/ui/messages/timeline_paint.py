"""Paints a laid-out timeline row; reads attributes only."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from schoolbell.domain.chat.items import Attachment, MessageItem, MessageKind, NewItem, SendState
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_pictures import PixmapProvider, paint_card, paint_picture
from schoolbell.ui.messages.timeline_row import RowLayout, Zone
from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.widgets.badge import paint_role_badge


@dataclass(frozen=True, slots=True)
class RowState:
    """What changes a row's look without changing its layout."""

    selected: tuple[int, int] | None = None  # UTF-16 range of the text
    focused: bool = False  # the keyboard's row
    zone: Zone | None = None  # hovered, or the keyboard's place inside the row
    zone_focused: bool = False
    marked: bool = False  # its details are open
    hit: bool = False  # it was searched for


# Joined once: joining flags costs more than drawing a short word.
_ONE_LINE = int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)
_VERTICAL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEADING = (Qt.AlignmentFlag.AlignLeft | _VERTICAL).value | _ONE_LINE
_CENTRED = (Qt.AlignmentFlag.AlignHCenter | _VERTICAL).value | _ONE_LINE


class RowPainter:
    """Paints rows with one painter; made per paint event."""

    def __init__(
        self,
        painter: QPainter,
        tokens: Tokens,
        fonts: Fonts,
        dpr: float,
        pixmaps: PixmapProvider | None,
    ) -> None:
        self._painter = painter
        self._tokens = tokens
        self._fonts = fonts
        self._dpr = dpr
        self._pixmaps = pixmaps

    def paint(self, row: RowLayout, state: RowState, area: QRectF | None = None) -> None:
        """Paint `row` with its top-left corner at the painter's origin; of its text what lies in `area`."""
        item = row.item
        if state.hit:
            self._band(row)
        if row.divider is not None:
            self._divider(row, row.divider)
        if isinstance(item, MessageItem):
            self._message(row, item, state, area)
        for mark in row.marks:
            edge = round(mark.rect.width())
            pixmap = icon_pixmap(mark.icon, mark.color, edge, self._dpr)
            self._painter.drawPixmap(self._snapped(mark.rect.topLeft()), pixmap)
        for line in row.words:
            self._painter.setFont(line.font)
            self._painter.setPen(line.color)
            self._painter.drawText(line.rect, _CENTRED if line.centred else _LEADING, line.text)
        if state.zone is not None:
            self._zone(state.zone, state.zone_focused)
        if state.focused and not state.zone_focused:
            self._outline(row.content.adjusted(-1, -1, 1, 1), self._tokens.focus, 2, m.RADIUS + 1)

    def _band(self, row: RowLayout) -> None:
        """Lay a band over the whole width behind a row that was searched for."""
        band = QColor(self._tokens.hit)
        band.setAlphaF(0.45)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(band)
        area = QRectF(8, row.top - 3, row.width - 16, row.height - row.top + 6)
        self._painter.drawRoundedRect(area, m.RADIUS, m.RADIUS)

    def outline_all(self, area: QRectF) -> None:
        """Show that the keyboard is in the timeline but on no row yet: a ring inside the edge."""
        self._outline(area.adjusted(4, 4, -4, -4), self._tokens.focus, 2, m.RADIUS)

    def _snapped(self, point: QPointF) -> QPointF:
        """Return `point` on a device pixel, so that icons stay crisp at 125 and 150 %."""
        return QPointF(round(point.x() * self._dpr) / self._dpr, round(point.y() * self._dpr) / self._dpr)

    def _outline(self, rect: QRectF, color: QColor, width: float, radius: float) -> None:
        inset = width / 2
        self._painter.setPen(QPen(color, width))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        shape = rect.adjusted(inset, inset, -inset, -inset)
        self._painter.drawRoundedRect(shape, radius - inset, radius - inset)

    def _fill(self, rect: QRectF, color: QColor, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawRoundedRect(rect, radius, radius)

    def _divider(self, row: RowLayout, words: QRectF) -> None:
        tokens = self._tokens
        color = QColor(tokens.accent if isinstance(row.item, NewItem) else tokens.line)
        if isinstance(row.item, NewItem):
            color.setAlpha(150)
        y = row.top + m.LINE / 2
        left = QRectF(m.SIDE, y, words.left() - m.DIVIDER_GAP + 4 - m.SIDE, 1)
        start = words.right() + m.DIVIDER_GAP - 4
        self._painter.fillRect(left, color)
        self._painter.fillRect(QRectF(start, y, row.width - m.SIDE - start, 1), color)

    def _message(self, row: RowLayout, item: MessageItem, state: RowState, area: QRectF | None) -> None:
        tokens, painter = self._tokens, self._painter
        sender = item.sender
        if row.avatar is not None:
            paint_avatar(painter, row.avatar, sender.initials, sender.hue, False, tokens, self._fonts)
        if row.badge_at is not None:
            at = row.badge_at
            paint_role_badge(painter, at.x(), at.y(), sender.role, tokens, self._fonts)
        failed = item.state is SendState.WEDGED
        if row.image is not None and item.attachment is not None:
            self._image(row, row.image, item.attachment)
        if row.file is not None and item.attachment is not None:
            self._file(row, row.file, item.attachment.name, failed)
        if row.voice is not None:
            from schoolbell.ui.messages.timeline_voice import paint_voice

            paint_voice(painter, row, row.voice, failed, tokens, self._dpr)
        if row.bubble is not None:
            self._bubble(row, row.bubble, item, state)
        if row.notice is not None:
            from schoolbell.ui.messages.timeline_notice import paint_notice

            paint_notice(painter, row.notice, tokens, self._fonts, self._dpr, marked=state.marked)
        if row.text is not None:
            row.text.draw(self._painter, row.text_at, state.selected, area)
        for zone in row.zones:
            if zone.kind == "reaction":
                self._reaction(zone, item)

    def _bubble(self, row: RowLayout, rect: QRectF, item: MessageItem, state: RowState) -> None:
        tokens = self._tokens
        if item.kind is MessageKind.REDACTED:
            self._outline(rect, tokens.line, 1, m.RADIUS)
        else:
            self._fill(rect, tokens.bubble_own if item.own else tokens.bubble_other, m.RADIUS)
        if state.marked:
            self._outline(rect, tokens.accent, 1, m.RADIUS)
        elif tokens.name == "high_contrast" and item.state is not SendState.WEDGED and not item.mentions_me:
            self._outline(rect, tokens.line, 1, m.RADIUS)
        elif item.state is SendState.WEDGED:
            self._outline(rect, tokens.danger_line, 1, m.RADIUS)
        elif item.mentions_me:
            self._outline(rect, tokens.bubble_own_line, 1, m.RADIUS)
        if row.quote is not None:
            quote = row.quote
            self._fill(quote, tokens.quote_own if item.own else tokens.quote_other, 4)
            self._painter.save()
            self._painter.setClipRect(QRectF(quote.left(), quote.top(), m.QUOTE_BAR, quote.height()))
            self._fill(quote, tokens.accent, 4)
            self._painter.restore()

    def _image(self, row: RowLayout, rect: QRectF, attachment: Attachment) -> None:
        size = QSize(round(rect.width()), round(rect.height()))
        pixmap = self._pixmaps(attachment, size, self._dpr) if self._pixmaps is not None else None
        paint_picture(self._painter, row, rect, pixmap, self._tokens, self._dpr)

    def _file(self, row: RowLayout, rect: QRectF, name: str, failed: bool) -> None:
        paint_card(self._painter, row, rect, name, failed, self._tokens, self._fonts, self._dpr)

    def _reaction(self, zone: Zone, item: MessageItem) -> None:
        tokens, painter = self._tokens, self._painter
        reaction = next((one for one in item.reactions if one.symbol == zone.value), None)
        if reaction is None:
            return
        if reaction.own:
            self._fill(zone.rect, tokens.accent_tint, m.REACTION / 2)
        border = tokens.accent if reaction.own else tokens.line
        self._outline(zone.rect, border, 1, m.REACTION / 2)
        painter.setFont(self._fonts.get(12))
        painter.setPen(tokens.accent_text if reaction.own else tokens.text_2)
        text = f"{reaction.symbol} {reaction.count}"
        painter.drawText(zone.rect, Qt.AlignmentFlag.AlignCenter, text)

    def _zone(self, zone: Zone, focused: bool) -> None:
        if focused:
            for rect in (zone.rect, *zone.more):
                self._outline(rect.adjusted(-2, -1, 2, 1), self._tokens.focus, 2, 4)
        elif zone.kind == "link":
            for rect in (zone.rect, *zone.more):
                bottom = rect.bottom() - 4
                self._painter.fillRect(QRectF(rect.left(), bottom, rect.width(), 1), self._tokens.accent_text)
        elif zone.kind in ("reads", "retry", "delete", "gap", "all", "notice_retry"):
            color = self._tokens.danger_text if zone.kind == "delete" else self._tokens.accent_text
            inner = zone.rect.adjusted(4, 2, -4, -2) if zone.kind != "gap" else zone.rect
            self._painter.fillRect(QRectF(inner.left(), inner.bottom(), inner.width(), 1), color)
