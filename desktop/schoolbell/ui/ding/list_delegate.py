"""Paints the rows of the DING lists: sections, received, sent with the bar, scheduled, drafts."""

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

from schoolbell.domain.ding.items import DraftRow, ReceivedRow, ScheduledRow, SentRow
from schoolbell.ui.ding.words import DingWords, coming_moment, deadline_tag, row_time
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.words import short_time
from schoolbell.viewmodels.ding_rows import SectionRow, finished, reach_words, section_words, sent_words
from schoolbell.viewmodels.listmodel import ITEM_ROLE

SECTION, PLAIN, WITH_BAR = 28, 56, 66
_AVATAR = 36
_BAR = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def paint_parts(painter: QPainter, area: QRectF, parts: tuple[int, int, int], tokens: Tokens) -> None:
    """Paint a bar of confirmed · read · unread, 1 px between them; nothing where there is nobody."""
    total = sum(parts)
    if not total:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shown = [(count, color) for count, color in zip(parts, colours(tokens), strict=True) if count]
    left, gaps = area.left(), 2.0 * (len(shown) - 1)
    for count, color in shown:
        width = max(2.0, (area.width() - gaps) * count / total)
        width = min(width, area.right() - left)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(left, area.top(), width, area.height()), 2, 2)
        left += width + 2
    painter.restore()


def colours(tokens: Tokens) -> tuple[QColor, QColor, QColor]:
    """Return the colours of confirmed, read and unread."""
    return tokens.done, tokens.accent_fill, tokens.line_strong


def bar_of(row: object) -> bool:
    """Whether a row shows the bar: a sent DING that somebody has still to confirm."""
    if not isinstance(row, SentRow) or row.held_until or row.withdrawn:
        return False
    return bool(row.total) and not finished(row)


class DingDelegate(QStyledItemDelegate):
    """Reads attributes only; no lookups while painting. `now_ms` says what today is."""

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now_ms = now_ms

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height for the kind of row."""
        row = index.data(ITEM_ROLE)
        if isinstance(row, SectionRow):
            return QSize(100, SECTION)
        return QSize(100, WITH_BAR if bar_of(row) else PLAIN)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row at `index`."""
        row = index.data(ITEM_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, SectionRow):
            painter.setFont(self._theme.fonts.get(12))
            painter.setPen(self._theme.tokens.text_3)
            painter.drawText(area.adjusted(16, 4, -16, 0), _LEFT, section_words(row))
        elif isinstance(row, ReceivedRow | SentRow | ScheduledRow | DraftRow):
            inner = area.adjusted(8, 0, -8, 0)
            self._ground(painter, inner, state)
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._row(painter, inner, row, selected)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        fill: QColor | None = None
        if state & QStyle.StateFlag.State_Selected:
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

    def _row(
        self,
        painter: QPainter,
        area: QRect,
        row: ReceivedRow | SentRow | ScheduledRow | DraftRow,
        selected: bool,
    ) -> None:
        match row:
            case ReceivedRow():
                self._received(painter, area, row, selected)
            case SentRow():
                self._sent(painter, area, row, selected)
            case ScheduledRow():
                now = self._now_ms()
                note = reach_words(row.people, row.households)
                if row.here_only:
                    words = QCoreApplication.translate("DingRow", "{who} · this computer must be on")
                    note = words.format(who=note)
                self._lines(
                    painter, area, row.title, coming_moment(row.due_ms, now), note, selected, strong=False
                )
            case DraftRow():
                when = row_time(row.saved_ms, self._now_ms())
                note = reach_words(row.people, row.households) if row.people else ""
                title = row.title or QCoreApplication.translate("DingRow", "No text yet")
                self._lines(painter, area, title, when, note, selected, strong=False)

    def _received(self, painter: QPainter, area: QRect, row: ReceivedRow, selected: bool) -> None:
        tokens, fonts, now = self._theme.tokens, self._theme.fonts, self._now_ms()
        circle = QRectF(area.left() + 8, area.top() + 8, _AVATAR, _AVATAR)
        paint_avatar(painter, circle, row.sender.initials, row.sender.hue, False, tokens, fonts)
        text = area.adjusted(_AVATAR + 8, 0, 0, 0)
        name = row.sender.name
        if row.subtitle:
            name = QCoreApplication.translate("DingRow", "{name} · {role}", "sender and subject").format(
                name=name, role=row.subtitle
            )
        right = self._mark(painter, area, row, now)
        self._lines(
            painter, text, name, short_time(row.ts, now), row.title, selected, strong=row.waiting, right=right
        )

    def _mark(self, painter: QPainter, area: QRect, row: ReceivedRow, now: int) -> int:
        """Paint what stands at the end of the second line; return its width."""
        translate = QCoreApplication.translate
        if row.withdrawn:
            return self._tag(painter, area, translate("DingRow", "withdrawn"), late=False)
        if row.waiting and row.deadline:
            return self._tag(painter, area, deadline_tag(row.deadline, now), late=True)
        if not row.waiting and ((row.confirmed_ts and not row.noted) or row.done_by):
            return self._tick(painter, area)
        return 0

    def _sent(self, painter: QPainter, area: QRect, row: SentRow, selected: bool) -> None:
        tokens, now = self._theme.tokens, self._now_ms()
        left = -(-(row.held_until - now) // 1000)
        if row.held_until and left > 0:
            note = QCoreApplication.translate("DingRow", "{countdown} · {people}").format(
                countdown=DingWords.tr("goes in %n second(s)", "", left),
                people=DingWords.tr("%n people", "", row.people),
            )
            self._lines(painter, area, row.title, "", note, selected, strong=True, color=tokens.late_text)
            return
        right = 0
        if row.failed:
            right = self._icon(painter, area, "circle-alert", tokens.danger_text)
        elif row.waiting:
            right = self._icon(painter, area, "clock", tokens.text_3)
        elif finished(row) and not row.withdrawn:
            right = self._tick(painter, area)
        elif row.reminders > 1 and not row.withdrawn:
            words = DingWords.tr("reminded %n time(s)", "", row.reminders)
            right = self._tag(painter, area, words, late=True)
        strong = bool(row.failed) or (bar_of(row) and (selected or row.reminders > 0))
        color = tokens.danger_text if row.failed else None
        self._lines(
            painter, area, row.title, row_time(row.ts, now), sent_words(row), selected,
            strong=strong, right=right, color=color,
        )  # fmt: skip
        if bar_of(row):
            bar = QRectF(area.left() + 8, area.top() + 54, area.width() - 16, _BAR)
            paint_parts(painter, bar, (row.confirmed, row.read, row.unread), tokens)

    def _lines(
        self,
        painter: QPainter,
        area: QRect,
        title: str,
        when: str,
        note: str,
        selected: bool,
        *,
        strong: bool,
        right: int = 0,
        color: QColor | None = None,
    ) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        first = QRect(area.left() + 8, area.top() + 9, area.width() - 16, 20)
        second = QRect(first.left(), area.top() + 29, first.width(), 18)
        small = fonts.get(12, tabular=True)
        painter.setFont(small)
        painter.setPen(tokens.text_2 if selected else tokens.text_3)
        painter.drawText(first, _RIGHT, when)
        room = first.width() - (QFontMetrics(small).horizontalAdvance(when) + 8 if when else 0)
        font = fonts.get(14, 600 if strong else 400)
        painter.setFont(font)
        painter.setPen(tokens.text_1)
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, _LEFT, shown)
        painter.setFont(small)
        painter.setPen(color if color is not None else tokens.text_2 if selected else tokens.text_3)
        room = second.width() - (right + 8 if right else 0)
        painter.drawText(
            second, _LEFT, QFontMetrics(small).elidedText(note, Qt.TextElideMode.ElideRight, room)
        )

    def _tick(self, painter: QPainter, area: QRect) -> int:
        return self._icon(painter, area, "check", self._theme.tokens.done_text)

    def _icon(self, painter: QPainter, area: QRect, name: str, color: QColor) -> int:
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        painter.drawPixmap(area.right() - 21, area.top() + 31, icon_pixmap(name, color, 14, ratio))
        return 14

    def _tag(self, painter: QPainter, area: QRect, words: str, *, late: bool) -> int:
        tokens = self._theme.tokens
        font = self._theme.fonts.get(11, tabular=True)
        width = QFontMetrics(font).horizontalAdvance(words) + 8
        box = QRectF(area.right() - 7 - width, area.top() + 30, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.late_tint if late else tokens.bg_subtle)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(tokens.late_text if late else tokens.text_2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return width
