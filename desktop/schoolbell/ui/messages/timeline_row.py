"""What a laid-out timeline row consists of: rectangles, words, marks and places to click."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from schoolbell.domain.chat.items import MessageItem, MessageKind, TimelineItem
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_text import TextBlock, ceil
from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.tokens import Tokens

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_notice import NoticeBox
    from schoolbell.ui.messages.timeline_voice import VoiceBox


def shows_html(item: MessageItem) -> bool:
    """Return whether the formatted body stands in the bubble."""
    return bool(item.html) and item.kind in (MessageKind.TEXT, MessageKind.NOTICE)


class Zone(Struct, frozen=True):
    """A place that can be clicked or focused.

    `kind`: link, reads, retry, delete, reaction, gap; of files and pictures: file, save, cancel, again; of a
    long message: all; of one that was changed too late: late; of something to be heard: play, seek, rate;
    of a notice: notice_confirm, notice_sign, notice_follow, notice_ding, notice_retry, notice_file.
    """

    kind: str
    rect: QRectF
    value: str = ""
    name: str = ""  # what a screen reader says
    more: tuple[QRectF, ...] = ()  # further pieces of a link that is broken over lines

    def contains(self, point: QPointF) -> bool:
        """Whether `point` (row coordinates) is inside any piece."""
        return self.rect.contains(point) or any(rect.contains(point) for rect in self.more)


class Words(Struct, frozen=True):
    """One line of text at a place, in a colour."""

    rect: QRectF
    text: str
    font: QFont
    color: QColor
    centred: bool = False


class Mark(Struct, frozen=True):
    """An icon at a place."""

    rect: QRectF
    icon: str
    color: QColor


@dataclass(slots=True)
class RowLayout:
    """All parts of a row in row coordinates; the row's own gap above is part of its height."""

    item: TimelineItem
    width: int
    height: int = 0
    top: int = 0  # the gap above
    avatar: QRectF | None = None
    badge_at: QPointF | None = None
    bubble: QRectF | None = None
    quote: QRectF | None = None
    text: TextBlock | None = None
    text_at: QPointF = field(default_factory=QPointF)
    folded: bool = False  # `text` is only the beginning of the message
    image: QRectF | None = None
    file: QRectF | None = None
    voice: "VoiceBox | None" = None
    notice: "NoticeBox | None" = None
    bar: QRectF | None = None  # how far the file is
    stop: QRectF | None = None  # a round button over a picture that is being sent
    progress: float = 0.0  # 0…1, of bar and stop
    divider: QRectF | None = None  # the words' place in a divider line
    words: list[Words] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)

    @property
    def content(self) -> QRectF:
        """Return the place of the bubble, picture, card or words: what a focus outline goes around."""
        card = self.notice.rect if self.notice is not None else None
        voice = self.voice.rect if self.voice is not None else None
        for rect in (self.bubble, card, voice, self.image, self.file, self.divider):
            if rect is not None:
                return rect
        return QRectF(m.SIDE, self.top, self.width - 2 * m.SIDE, self.height - self.top)

    def zone_at(self, point: QPointF) -> Zone | None:
        """Return what can be clicked at `point`, row coordinates."""
        found = [zone for zone in self.zones if zone.contains(point)]  # a button on a card is above the card
        return min(found, key=lambda zone: zone.rect.width() * zone.rect.height(), default=None)


class StatusLine:
    """Sets the parts of a status line from right to left."""

    def __init__(self, row: RowLayout, right: float, top: float, font: QFont) -> None:
        self._row = row
        self._top = top
        self._font = font
        self.x = right

    def add(self, text: str, color: QColor, zone: Zone | None = None) -> None:
        """Put words left of what is there."""
        wide = ceil(QFontMetricsF(self._font).horizontalAdvance(text))
        rect = QRectF(self.x - wide, self._top, wide, m.LINE)
        self._row.words.append(Words(rect, text, self._font, color))
        if zone is not None:
            self._row.zones.append(replace(zone, rect=rect.adjusted(-4, -2, 4, 2), name=text))
        self.x -= wide + m.SEGMENT_GAP

    def mark(self, icon: str, color: QColor, gap: int) -> None:
        """Put an icon left of what is there; with `gap` it belongs to the words at its right."""
        if gap:
            self.x += m.SEGMENT_GAP - gap
        edge = m.STATUS_ICON
        rect = QRectF(self.x - edge, self._top + (m.LINE - edge) / 2, edge, edge)
        self._row.marks.append(Mark(rect, icon, color))
        self.x -= edge + m.SEGMENT_GAP


def lay_late(
    row: RowLayout,
    item: MessageItem,
    place: Callable[[float], float],
    top: float,
    limit: float,
    tokens: Tokens,
    fonts: Fonts,
) -> float:
    """Say under a message that it was changed too late, with a way to those words; return where it ends.

    `place` gives the left edge of something so wide.
    """
    if not item.late:
        return top
    font = fonts.get(12)
    metrics = QFontMetricsF(font)
    action = words.show_late_words()
    wide = ceil(metrics.horizontalAdvance(action))
    room = limit - wide - m.LINE_GAP
    text = metrics.elidedText(words.late_words(), Qt.TextElideMode.ElideRight, room)
    said = ceil(metrics.horizontalAdvance(text))
    left, y = place(said + m.LINE_GAP + wide), top + m.LINE_GAP
    row.words.append(Words(QRectF(left, y, said, m.LINE), text, font, tokens.late_text))
    at = QRectF(left + said + m.LINE_GAP, y, wide, m.LINE)
    row.words.append(Words(at, action, font, tokens.accent_text))
    row.zones.append(Zone("late", at.adjusted(-4, -2, 4, 2), item.key, words.show_late_name()))
    return y + m.LINE
