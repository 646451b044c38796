"""Paints one frame of the timeline: the rows, or the parts of them, that the screen asks for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QRegion

from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_paint import RowPainter, RowState
from schoolbell.ui.messages.timeline_pictures import PixmapProvider
from schoolbell.ui.messages.timeline_selection import part_of
from schoolbell.ui.messages.timeline_text import utf16_length
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_scroll import Row
    from schoolbell.ui.messages.timeline_view import TimelineView

Span = tuple[tuple[int, int], tuple[int, int]]


def paint_frame(
    view: "TimelineView", event: QPaintEvent, theme: Theme, pixmaps: PixmapProvider | None
) -> None:
    """Paint what `event` asks for; the rows of `view` are placed."""
    region, width = event.region(), view.viewport().width()
    painter = QPainter(view.viewport())
    painter.fillRect(event.rect(), theme.tokens.bg_canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rows = RowPainter(painter, theme.tokens, theme.fonts, view.devicePixelRatioF(), pixmaps)
    span = view.selection.ordered(view.stack.index)
    for row, y in view.stack.visible:
        if row.layout is None:
            continue
        area = _part(region, y, row.height, width, band=row.item.key == view.hit_key)
        if area is None:
            continue
        painter.translate(0, y)
        rows.paint(row.layout, _state(view, row, span), area.translated(0, -y))
        painter.translate(0, -y)
    if view.outlined:
        rows.outline_all(QRectF(view.viewport().rect()))
    painter.end()


def _part(region: QRegion, y: int, height: int, width: int, *, band: bool) -> QRectF | None:
    """Return which part of a row is to be painted, None for nothing of it.

    `region` is what the viewport has to paint, `y` the top of the row in it, `width` the viewport's; `band`:
    the row paints up to the right edge.
    """
    edge = width if band else width - m.BAR
    part = region.intersected(QRect(0, y - m.OVER, edge, height + 2 * m.OVER)).boundingRect()
    return QRectF(part) if not part.isEmpty() else None


def _state(view: "TimelineView", row: "Row", span: Span | None) -> RowState:
    key = row.item.key
    selected = None
    if span is not None and row.layout is not None and row.layout.text is not None:
        at = view.stack.rows.index(row)
        selected = part_of(span, at, utf16_length(row.layout.text.text))
    focused = key == view.focused_key
    zone = view.keys.zone() if focused else None
    on_zone = zone is not None
    if zone is None and view.pointer.hovered is not None and view.pointer.hovered[0] == key:
        zone = view.pointer.hovered[1]
    return RowState(selected, focused, zone, on_zone, key == view.marked_key, key == view.hit_key)
