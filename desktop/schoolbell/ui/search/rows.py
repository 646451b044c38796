"""Paints the rows of the search: sections, chats, people, messages, files, with the hits marked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.search.items import MessageHit, PersonHit, RoomHit, Span
from schoolbell.ui.messages.timeline_file_words import size_words
from schoolbell.ui.messages.timeline_pictures import file_tile
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.widgets.badge import paint_role_badge, role_badge_width
from schoolbell.ui.widgets.key_cap import HEIGHT, cap_width, paint_cap
from schoolbell.ui.words import day_and_time
from schoolbell.viewmodels.listmodel import ITEM_ROLE
from schoolbell.viewmodels.search_words import (
    SectionRow,
    all_words,
    message_note,
    person_note,
    section_words,
)

SECTION, ROW = 32, 48
_AVATAR = 32
_ICONS = {RoomKind.NOTICES: "icon:megaphone", RoomKind.SCHOOL: "icon:school", RoomKind.REPORTS: "icon:upload"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_NO_SPANS: tuple[Span, ...] = ()


class SearchDelegate(QStyledItemDelegate):
    """Reads attributes of rows only. `mark` finds the words looked for in a line put together here."""

    def __init__(
        self,
        theme: Theme,
        now_ms: Callable[[], int],
        mark: Callable[[str], Sequence[Span]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now_ms = now_ms
        self._mark = mark

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a section or of a hit."""
        return QSize(120, SECTION if isinstance(index.data(ITEM_ROLE), SectionRow) else ROW)

    def all_area(self, row: SectionRow, area: QRect) -> QRect:
        """Return where "View all" stands in the section's `area`; empty without it."""
        if not row.more:
            return QRect()
        width = QFontMetrics(self._theme.fonts.get(12)).horizontalAdvance(all_words(row))
        return QRect(area.right() - 20 - width, area.top() + 8, width + 1, 24)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row at `index`."""
        row = index.data(ITEM_ROLE)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, SectionRow):
            self._section(painter, area, row)
        else:
            state: QStyle.StateFlag = option.state
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._ground(painter, area, selected, bool(state & QStyle.StateFlag.State_MouseOver))
            self._hit(painter, area, row, selected)
        painter.restore()

    def _section(self, painter: QPainter, area: QRect, row: SectionRow) -> None:
        tokens = self._theme.tokens
        painter.setFont(self._theme.fonts.get(12))
        painter.setPen(tokens.text_2)
        line = QRect(area.left() + 20, area.top() + 8, area.width() - 40, 24)
        painter.drawText(line, _LEFT, section_words(row))
        if row.more:
            painter.setPen(tokens.accent_text)
            painter.drawText(line, _RIGHT, all_words(row))

    def _ground(self, painter: QPainter, area: QRect, selected: bool, hovered: bool) -> None:
        if not selected and not hovered:
            return
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.row_selected if selected else tokens.hover)
        painter.drawRoundedRect(area.adjusted(8, 0, -8, 0), 8, 8)

    def _hit(self, painter: QPainter, area: QRect, row: object, selected: bool) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        circle = QRectF(area.left() + 20, area.top() + 8, _AVATAR, _AVATAR)
        title, note, right = "", "", ""
        title_spans: Sequence[Span] = _NO_SPANS
        note_spans: Sequence[Span] = _NO_SPANS
        role = Role.NONE
        match row:
            case RoomHit(room, spans):
                title, title_spans = room.name, spans
                text = _ICONS.get(room.kind, room.initials)
                paint_avatar(painter, circle, text, room.hue, room.direct is None, tokens, fonts)
            case PersonHit(person=person):
                title, title_spans, role = person.name, row.spans, person.role
                note = person_note(row)
                note_spans = self._mark(note)
                paint_avatar(painter, circle, person.initials, person.hue, False, tokens, fonts)
            case MessageHit(attachment=None):
                title, right = row.room.name, day_and_time(row.ts, self._now_ms())
                note, start = message_note(row)
                note_spans = [(a + start, b + start) for a, b in row.spans]
                label = row.room
                text = _ICONS.get(label.kind, label.initials)
                direct = label.kind is RoomKind.DIRECT
                paint_avatar(painter, circle, text, label.hue, not direct, tokens, fonts)
            case MessageHit(attachment=file) if file is not None:
                title, title_spans, right = file.name, row.spans, day_and_time(row.ts, self._now_ms())
                parts = (row.room.name, row.sender.name, size_words(file), row.text)
                note = " · ".join(part for part in parts if part)
                note_spans = self._mark(note)
                self._tile(painter, circle, file.name)
        self._words(painter, area, selected, (title, title_spans), (note, note_spans), right, role)

    def _words(
        self,
        painter: QPainter,
        area: QRect,
        selected: bool,
        title: tuple[str, Sequence[Span]],
        note: tuple[str, Sequence[Span]],
        right: str,
        role: Role,
    ) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        left, end = area.left() + 64, area.right() - 20
        if right:
            painter.setFont(fonts.get(12, tabular=True))
            painter.setPen(tokens.text_2 if selected else tokens.text_3)
            painter.drawText(QRect(left, area.top(), end - left, ROW), _RIGHT, right)
            end -= QFontMetrics(fonts.get(12, tabular=True)).horizontalAdvance(right) + 16
        elif selected:
            width = cap_width("Enter", fonts)
            paint_cap(painter, end - width, area.top() + (ROW - HEIGHT) / 2, "Enter", tokens, fonts)
            end -= round(width) + 16
        badge = round(role_badge_width(role, fonts)) + 8 if role else 0
        first = QRect(left, area.top() + (6 if note[0] else 14), end - left - badge, 20)
        at = self._line(painter, first, title, fonts.get(14), tokens.text_1)
        if role:
            paint_role_badge(painter, at + 8, first.top() + 2, role, tokens, fonts)
        color = tokens.text_2 if selected else tokens.text_3
        second = QRect(left, area.top() + 26, end - left, 16)
        self._line(painter, second, note, fonts.get(12), color)

    def _line(
        self, painter: QPainter, area: QRect, words: tuple[str, Sequence[Span]], font: QFont, color: QColor
    ) -> int:
        """Draw one line with its hits on a ground of their own; return where it ends."""
        tokens, metrics = self._theme.tokens, QFontMetrics(font)
        text, spans = words
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        kept = len(shown) if shown == text else len(shown) - 1
        painter.setFont(font)
        for a, b in spans:
            if a >= kept:
                break
            start = metrics.horizontalAdvance(shown[:a])
            end = metrics.horizontalAdvance(shown[: min(b, kept)])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.hit)
            top = area.top() + (area.height() - metrics.height()) / 2
            ground = QRectF(area.left() + start, max(top, area.top()), end - start, area.height())
            painter.drawRoundedRect(ground.intersected(QRectF(area)), 2, 2)
        at = 0
        for a, b in [*spans, (len(shown), len(shown))]:
            for begin, stop, ink in (
                (at, min(a, len(shown)), color),
                (a, min(b, len(shown)), tokens.hit_text),
            ):
                if stop > begin:
                    painter.setPen(ink)
                    x = area.left() + metrics.horizontalAdvance(shown[:begin])
                    piece = QRect(x, area.top(), area.right() + 8 - x, area.height())
                    painter.drawText(piece, _LEFT.value | _ONE_LINE, shown[begin:stop])
            at = b
        return area.left() + metrics.horizontalAdvance(shown)

    def _tile(self, painter: QPainter, area: QRectF, name: str) -> None:
        letters, fill = file_tile(name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(self._theme.tokens.text_on_fill)
        painter.setFont(self._theme.fonts.get(10, 600))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)
