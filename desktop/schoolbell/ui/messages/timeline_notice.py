"""The card of a notice in the timeline: head, title, text, files, and how far it is or what is asked."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from schoolbell.domain.chat.items import MessageItem, NoticeCount, NoticeFacts
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages import timeline_notice_words as words
from schoolbell.ui.messages.timeline_file_words import bytes_words
from schoolbell.ui.messages.timeline_fold import fold, fold_html
from schoolbell.ui.messages.timeline_html import HtmlBlock
from schoolbell.ui.messages.timeline_row import Mark, RowLayout, Words, Zone
from schoolbell.ui.messages.timeline_text import PlainBlock, ceil
from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.voice.words import play_words
from schoolbell.ui.words import clock_time

WIDTH = 520
_NARROW = 360  # px: below it the deadline stands under the title
_HEAD = 36
_PAD = 16
_LINES = 3  # of the text before "Show all"
_FORMATTED_LINES = 12  # of one with formatting: a list is to be seen as one
_TITLE = 24
_FILE = 40
_BUTTON = 28
_FOOT = 48
_GAP = 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(slots=True)
class Button:
    """A button painted on the card; `look` is "plain", "primary" or "ding"."""

    rect: QRectF
    text: str
    look: str
    icon: str = ""


@dataclass(slots=True)
class NoticeBox:
    """Where the parts of a card stand, in row coordinates."""

    rect: QRectF
    lines: list[float] = field(default_factory=list)  # y of the dividers
    tag: QRectF | None = None
    tag_text: str = ""
    withdrawn: bool = False
    files: list[QRectF] = field(default_factory=list)
    bar: QRectF | None = None
    count: NoticeCount | None = None
    buttons: list[Button] = field(default_factory=list)
    hole: QRectF | None = None  # where one signs


class _Card:
    """Lays one card out from top to bottom."""

    def __init__(
        self,
        row: RowLayout,
        item: MessageItem,
        left: float,
        wide: float,
        tokens: Tokens,
        fonts: Fonts,
        now: int,
    ) -> None:
        self._row, self._item, self._facts = row, item, item.notice or NoticeFacts("", "", "", "none", 0)
        self._tokens, self._fonts, self._now = tokens, fonts, now
        self._left, self._right = left + _PAD, left + wide - _PAD
        self._narrow = wide < _NARROW
        self._box = NoticeBox(QRectF(left, 0, wide, 0), withdrawn=self._facts.withdrawn)

    def lay(self, top: float, hole: int) -> float:
        """Fill the row from `top` on; `hole` px are kept free for a signature. Return the card's end."""
        self._box.rect.moveTop(top)
        self._head(top)
        y = top + _HEAD + 15
        y = self._title(y)
        y = self._text(y)
        y = self._files(y)
        if not self._facts.withdrawn:
            y = self._hole(y, hole)
            y = self._foot(y)
        else:
            y += 12
        self._box.rect.setBottom(y)
        self._row.notice = self._box
        return y

    def _say(self, rect: QRectF, text: str, size: int, color: QColor, *, strong: bool = False) -> None:
        font = self._fonts.get(size, STRONG) if strong else self._fonts.get(size)
        self._row.words.append(Words(rect, text, font, color))

    def _width(self, text: str, size: int, *, strong: bool = False) -> int:
        return ceil(QFontMetricsF(self._fonts.get(size, STRONG if strong else 400)).horizontalAdvance(text))

    def _head(self, top: float) -> None:
        facts, tokens = self._facts, self._tokens
        self._box.lines.append(top + _HEAD)
        self._row.marks.append(Mark(QRectF(self._left, top + 9, 18, 18), "megaphone", tokens.accent_text))
        x = self._left + 18 + 6
        text = words.head_words(facts)
        wide = self._width(text, 13, strong=True)
        self._say(QRectF(x, top + 8, wide, 20), text, 13, tokens.accent_text, strong=True)
        x += wide + _GAP
        state = words.state_words(facts, self._now)
        wish = "" if state else words.wish_words(facts)
        if wish:
            wide = self._width(wish, 11) + 8
            self._box.tag, self._box.tag_text = QRectF(x, top + 10, wide, 16), wish
            x += wide + _GAP
        right, color = state, tokens.done_text
        if not state and facts.deadline and not self._narrow:
            over = facts.deadline < self._now
            right = words.deadline_words(facts.deadline, self._now)
            color = tokens.text_3 if over else tokens.text_2
        if not right:
            return
        metrics = QFontMetricsF(self._fonts.get(12))
        right = metrics.elidedText(right, Qt.TextElideMode.ElideRight, max(40, self._right - x - 20))
        wide = ceil(metrics.horizontalAdvance(right))
        self._say(QRectF(self._right - wide, top + 10, wide, 16), right, 12, color)
        if state:
            place = QRectF(self._right - wide - 18, top + 11, 14, 14)
            self._row.marks.append(Mark(place, "check", tokens.done_text))

    def _title(self, y: float) -> float:
        font = self._fonts.get(16, STRONG)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(self._facts.title, Qt.TextElideMode.ElideRight, self._right - self._left)
        color = self._tokens.text_3 if self._facts.withdrawn else self._tokens.text_1
        self._say(QRectF(self._left, y, self._right - self._left, _TITLE), text, 16, color, strong=True)
        y += _TITLE + 4
        if self._narrow and self._facts.deadline:
            until = words.deadline_words(self._facts.deadline, self._now)
            self._say(QRectF(self._left, y - 4, self._right - self._left, 16), until, 12, self._tokens.text_3)
            y += 16
        return y

    def _text(self, y: float) -> float:
        facts = self._facts
        if not facts.text:
            return y
        wide = self._right - self._left
        color = self._tokens.text_3 if facts.withdrawn else self._tokens.text_2
        block: PlainBlock | HtmlBlock
        cut = False
        if facts.html and not facts.withdrawn:
            html = fold_html(facts.html, lines=_FORMATTED_LINES + 1)
            cut = html != facts.html
            block = HtmlBlock(
                html, wide, self._tokens, self._fonts, color=color, most_lines=_FORMATTED_LINES
            )
        else:
            block = PlainBlock(
                fold(facts.text), wide, self._tokens, self._fonts, color=color, most_lines=_LINES
            )
        self._row.text, self._row.text_at = block, QPointF(self._left, y)
        self._row.folded = cut = cut or block.is_cut
        y += block.size.height()
        for url, rect in block.links():
            place = rect.translated(self._row.text_at)
            self._row.zones.append(Zone("link", place, url, url.removeprefix("tel:")))
        if cut:
            text = words.all_words()
            wide = self._width(text, 13)
            rect = QRectF(self._left, y + 2, wide, 20)
            self._say(rect, text, 13, self._tokens.accent_text)
            self._row.zones.append(Zone("all", rect.adjusted(-4, -2, 4, 2), self._item.key, text))
            y += 24
        return y

    def _files(self, y: float) -> float:
        x, top = self._left, y + _GAP
        for file in self._facts.files:
            size = bytes_words(file.size) if file.size else ""
            size_wide = self._width(size, 12)
            room = self._right - self._left - 52 - (size_wide + 8 if size else 0)
            metrics = QFontMetricsF(self._fonts.get(14))
            name = metrics.elidedText(file.name, Qt.TextElideMode.ElideMiddle, min(room, 300))
            name_wide = ceil(metrics.horizontalAdvance(name))
            wide = 10 + 18 + 9 + name_wide + (8 + size_wide if size else 0) + 12
            if x > self._left and x + wide > self._right:
                x, top = self._left, top + _FILE + _GAP
            rect = QRectF(x, top, wide, _FILE)
            self._box.files.append(rect)
            heard = file.attachment is not None and file.attachment.audio is not None
            icon = "play" if heard else "file-text"
            ink = self._tokens.text_1 if file.event_id else self._tokens.text_3
            self._row.marks.append(Mark(QRectF(x + 10, top + 11, 18, 18), icon, self._tokens.text_2))
            self._say(QRectF(x + 37, top + 10, name_wide, 20), name, 14, ink)
            if size:
                at = QRectF(x + 37 + name_wide + 8, top + 12, size_wide, 16)
                self._say(at, size, 12, self._tokens.text_3)
            if file.event_id:
                spoken = f"{file.name} {size}".strip()
                if file.attachment is not None and heard:
                    spoken = play_words(file.attachment)
                self._row.zones.append(Zone("notice_file", rect, file.event_id, spoken))
            x += wide + _GAP
        return top + _FILE if self._facts.files else y

    def _hole(self, y: float, hole: int) -> float:
        if not hole:
            return y
        self._box.hole = QRectF(self._left, y + 12, self._right - self._left, hole)
        return y + 12 + hole

    def _foot(self, y: float) -> float:
        facts = self._facts
        y += 14
        if facts.count is not None:
            return self._progress(y, facts.count)
        if facts.wanted and self._box.hole is None:
            return self._ask(y)
        return y + 2

    def _ask(self, y: float) -> float:
        self._box.lines.append(y)
        sign = self._facts.confirm == "sign"
        text = words.sign_words() if sign else words.confirm_words()
        x = self._button(self._right, y, text, "primary", "signature" if sign else "check",
                         "notice_sign" if sign else "notice_confirm")  # fmt: skip
        metrics = QFontMetricsF(self._fonts.get(12))
        hint = metrics.elidedText(
            words.ask_words(self._facts), Qt.TextElideMode.ElideRight, max(0, x - _GAP - self._left)
        )
        self._say(QRectF(self._left, y + 16, x - _GAP - self._left, 16), hint, 12, self._tokens.text_3)
        return y + _FOOT

    def _button(self, right: float, y: float, text: str, look: str, icon: str, kind: str) -> float:
        """Put a button left of `right` into the foot that begins at `y`; return where it begins."""
        wide = self._width(text, 13) + 24 + (22 if icon else 0)
        rect = QRectF(right - wide, y + (_FOOT - _BUTTON) / 2, wide, _BUTTON)
        self._box.buttons.append(Button(rect, text, look, icon))
        self._row.zones.append(Zone(kind, rect, self._item.key, text))
        return rect.left()

    def _progress(self, y: float, count: NoticeCount) -> float:
        facts, tokens = self._facts, self._tokens
        self._box.lines.append(y)
        missing = facts.n > facts.copies
        if missing or count.failed:
            y = self._missing(y, count)
        buttons = [("notice_follow", words.follow_words(facts), "plain", "")]
        if words.open_count(facts, count) and count.total:
            buttons.append(("notice_ding", words.ding_words(facts, count), "ding", "bell-ring"))
        needed = sum(self._width(text, 13) + 24 + (22 if icon else 0) + 12 for _, text, _, icon in buttons)
        narrow = needed + 220 > self._right - self._left
        x = self._right
        foot = y + 36 if narrow else y
        for kind, text, look, icon in reversed(buttons):
            x = self._button(x, foot, text, look, icon, kind) - 12
        bar_right = self._right if narrow else x
        done = words.done_words(facts, count)
        wide = self._width(done, 12, strong=True)
        self._say(QRectF(self._left, y + 11, wide, 16), done, 12, tokens.done_text, strong=True)
        total = words.total_words(count)
        total_wide = self._width(total, 12)
        room = bar_right - total_wide - _GAP - (self._left + wide + _GAP)
        rest = QFontMetricsF(self._fonts.get(12)).elidedText(
            words.rest_words(facts, count), Qt.TextElideMode.ElideRight, max(0, room)
        )
        self._say(QRectF(self._left + wide + _GAP, y + 11, max(0, room), 16), rest, 12, tokens.text_2)
        self._say(QRectF(bar_right - total_wide, y + 11, total_wide, 16), total, 12, tokens.text_3)
        self._box.bar = QRectF(self._left, y + 33, bar_right - self._left, 4)
        self._box.count = count
        return foot + _FOOT

    def _missing(self, y: float, count: NoticeCount) -> float:
        """Say that not every class has it: "7 of 8 classes"."""
        facts, tokens = self._facts, self._tokens
        color = tokens.danger_text if count.failed else tokens.text_3
        icon = "circle-alert" if count.failed else "clock"
        self._row.marks.append(Mark(QRectF(self._left, y + 13, 14, 14), icon, color))
        text = words.part_words(facts)
        wide = self._width(text, 12)
        self._say(QRectF(self._left + 20, y + 12, wide, 16), text, 12, color)
        if count.failed:
            retry = words.retry_words()
            at = QRectF(self._left + 20 + wide + _GAP, y + 12, self._width(retry, 12), 16)
            self._say(at, retry, 12, tokens.accent_text)
            self._row.zones.append(Zone("notice_retry", at.adjusted(-4, -2, 4, 2), self._item.key, retry))
        return y + 28


def lay_notice(
    row: RowLayout,
    item: MessageItem,
    left: float,
    right: float,
    top: float,
    tokens: Tokens,
    fonts: Fonts,
    now_ms: int,
    hole: int = 0,
) -> float:
    """Lay the card of a notice out between `left` and `right` from `top` on; return where it ends."""
    wide = min(WIDTH, right - left)
    at = right - wide if item.own else left
    return _Card(row, item, at, wide, tokens, fonts, now_ms).lay(top, hole)


def status_text(ts: int, facts: NoticeFacts, font: QFont, room: float) -> str:
    """Return what stands under an own card: when, changed, also sent to which classes."""
    parts = [clock_time(ts), words.edited_words() if facts.edited else "", words.also_words(facts)]
    text = " · ".join(part for part in parts if part)
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def paint_notice(
    painter: QPainter, box: NoticeBox, tokens: Tokens, fonts: Fonts, dpr: float, *, marked: bool = False
) -> None:
    """Paint ground, dividers, tag, files, bar and buttons; words and icons are the row's."""
    rect = box.rect
    shape = QPainterPath()
    shape.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), m.RADIUS, m.RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(shape, tokens.bg_canvas)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), _HEAD), tokens.bg_subtle)
    painter.restore()
    for y in box.lines:
        painter.fillRect(QRectF(rect.left() + 1, y, rect.width() - 2, 1), tokens.line)
    painter.setPen(QPen(tokens.accent if marked else tokens.line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
    if box.tag is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.bg_canvas if box.withdrawn else tokens.accent_tint)
        painter.drawRoundedRect(box.tag, 4, 4)
        painter.setFont(fonts.get(11))
        painter.setPen(tokens.text_3 if box.withdrawn else tokens.accent_text)
        painter.drawText(box.tag, Qt.AlignmentFlag.AlignCenter, box.tag_text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tokens.line, 1))
    for file in box.files:
        painter.drawRoundedRect(file.adjusted(0.5, 0.5, -0.5, -0.5), m.RADIUS, m.RADIUS)
    if box.bar is not None and box.count is not None:
        _bar(painter, box.bar, box.count, tokens)
    for button in box.buttons:
        _button(painter, button, tokens, fonts, dpr)


def _bar(painter: QPainter, bar: QRectF, count: NoticeCount, tokens: Tokens) -> None:
    painter.fillRect(bar, tokens.track)
    if not count.total:
        return
    x = bar.left()
    parts = ((count.done, tokens.done), (count.read, tokens.accent_fill))
    for number, color in parts:
        wide = round(bar.width() * number / count.total)
        if wide:
            painter.fillRect(QRectF(x, bar.top(), max(1, wide - 2), bar.height()), color)
            painter.fillRect(QRectF(x + max(1, wide - 2), bar.top(), 2, bar.height()), tokens.bg_canvas)
            x += wide


def _button(painter: QPainter, button: Button, tokens: Tokens, fonts: Fonts, dpr: float) -> None:
    looks = {
        "primary": (tokens.accent_fill, tokens.accent_fill, tokens.text_on_fill),
        "ding": (tokens.bg_canvas, tokens.danger_line, tokens.danger_text),
        "plain": (tokens.bg_raised, tokens.line_strong, tokens.text_1),
    }
    ground, line, ink = looks[button.look]
    painter.setPen(QPen(line, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(button.rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    left = button.rect.left() + 12
    if button.icon:
        pixmap = icon_pixmap(button.icon, ink, 16, dpr)
        at = QPointF(round(left * dpr) / dpr, round((button.rect.center().y() - 8) * dpr) / dpr)
        painter.drawPixmap(at, pixmap)
        left += 22
    painter.setFont(fonts.get(13, STRONG if button.look == "primary" else 400))
    painter.setPen(ink)
    painter.drawText(QRectF(left, button.rect.top(), button.rect.right() - left, _BUTTON), _LEFT, button.text)
