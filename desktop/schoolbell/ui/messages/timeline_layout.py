"""Geometry of one timeline row: where everything stands, made once per item, width and theme."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF

from schoolbell.domain.chat.items import (
    FILES,
    Attachment,
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_cards import image_size, lay_card, lay_picture
from schoolbell.ui.messages.timeline_file_facts import FileFacts
from schoolbell.ui.messages.timeline_file_words import sending_words, transfer_words
from schoolbell.ui.messages.timeline_fold import MOST_LINES, fold, fold_html
from schoolbell.ui.messages.timeline_html import HtmlBlock
from schoolbell.ui.messages.timeline_quote import lay_quote, quote_width
from schoolbell.ui.messages.timeline_row import (
    Mark,
    RowLayout,
    StatusLine,
    Words,
    Zone,
    lay_late,
    shows_html,
)
from schoolbell.ui.messages.timeline_text import PlainBlock, TextBlock, ceil
from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.widgets.badge import role_badge_width
from schoolbell.ui.words import clock_time


class RowFactory:
    """Makes RowLayouts. `describe_error` turns an error code into a short sentence."""

    def __init__(self, describe_error: Callable[[str], str]) -> None:
        self._describe_error = describe_error
        self.files = FileFacts()
        self.holes: dict[str, int] = {}  # message key → px kept free in its card, for a signature
        self.made = 0  # layouts performed so far; what scrolling really costs

    def make(self, item: TimelineItem, width: int, tokens: Tokens, fonts: Fonts, now_ms: int) -> RowLayout:
        """Return the layout of `item` in a viewport of `width` px. `now_ms` tells today from yesterday."""
        self.made += 1
        row = RowLayout(item, width)
        match item:
            case DayItem():
                _divider(row, words.day_words(item.ts, now_ms), tokens.text_3, fonts)
            case NewItem():
                _divider(row, words.new_words(), tokens.accent_text, fonts)
            case GapItem():
                color = tokens.accent_text if item.failed else tokens.text_3
                _centred(row, words.gap_words(item), color, fonts)
                if item.failed:
                    rect = row.words[0].rect
                    row.zones.append(Zone("gap", rect, item.key, words.gap_words(item)))
            case StateItem():
                _centred(row, words.state_words(item), tokens.text_3, fonts)
            case MessageItem():
                reason = self.reason(item)
                build = _Message(row, item, tokens, fonts, reason, self.files)
                if item.notice is not None:
                    build.build_notice(now_ms, self.holes.get(item.key, 0))
                else:
                    build.build()
        return row

    def reason(self, item: TimelineItem) -> str:
        """Return why a message was refused, "" when it was not."""
        if isinstance(item, MessageItem) and item.state is SendState.WEDGED and item.error:
            return self._describe_error(item.error)
        return ""

    def moving(self, item: TimelineItem) -> str:
        """Return how far the file of a message is on its way, or why it is not played, "" for neither."""
        if not isinstance(item, MessageItem):
            return ""
        playback = self.files.playback(item)
        if playback is not None and playback.error:
            return self._describe_error(playback.error)
        transfer = self.files.transfer(item)
        return transfer_words(transfer) if transfer is not None else ""


def _divider(row: RowLayout, text: str, color: QColor, fonts: Fonts) -> None:
    _centred(row, text, color, fonts)
    row.divider = row.words[0].rect


def _centred(row: RowLayout, text: str, color: QColor, fonts: Fonts) -> None:
    font = fonts.get(12)
    row.top = m.GROUP_GAP
    metrics = QFontMetricsF(font)
    limit = row.width - 2 * m.SIDE - 48
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, limit)
    wide = ceil(metrics.horizontalAdvance(text))
    rect = QRectF(round((row.width - wide) / 2), row.top, wide, m.LINE)
    row.words.append(Words(rect, text, font, color, centred=True))
    row.height = row.top + m.LINE


class _Message:
    """Builds the layout of one message from top to bottom."""

    def __init__(
        self,
        row: RowLayout,
        item: MessageItem,
        tokens: Tokens,
        fonts: Fonts,
        reason: str,
        files: FileFacts,
    ) -> None:
        self._files = files
        self._row = row
        self._item = item
        self._tokens = tokens
        self._fonts = fonts
        self._reason = reason
        self._left = m.SIDE if item.own else m.SIDE + m.AVATAR + m.AVATAR_GAP
        self._right = row.width - m.SIDE
        self._limit = min(m.bubble_width(row.width), self._right - self._left)
        self._y: float = 0

    def build(self) -> None:
        """Fill the row."""
        row, item = self._row, self._item
        row.top = m.GROUP_GAP if item.first_in_group else m.ROW_GAP
        self._y = row.top
        if item.first_in_group and not item.own:
            row.avatar = QRectF(m.SIDE, row.top, m.AVATAR, m.AVATAR)
            self._name_line()
        attachment = item.attachment
        if attachment is not None and item.kind is MessageKind.IMAGE and self._files.opens:
            self._image(attachment)
        elif attachment is not None and attachment.audio is not None and item.kind in FILES:
            self._voice(attachment)
        elif attachment is not None and item.kind in FILES:
            self._file(attachment)
        if attachment is None or item.kind not in FILES:
            self._bubble()
        elif item.body and item.body != attachment.name:
            self._y += m.ROW_GAP
            self._bubble()
        self._failed_mark()
        self._y = lay_late(row, item, self._place, self._y, self._limit, self._tokens, self._fonts)
        if item.reactions:
            self._reactions()
        if item.own:
            self._status_line()
        row.zones.sort(key=lambda zone: (zone.rect.top(), zone.rect.left()))
        row.height = round(self._y)
        if row.avatar is not None:
            row.height = max(row.height, int(row.avatar.bottom()))

    def build_notice(self, now_ms: int, hole: int) -> None:
        """Fill the row with the card of a notice."""
        from schoolbell.ui.messages.timeline_notice import lay_notice  # rare: not before the first paint

        row, item = self._row, self._item
        row.top = m.GROUP_GAP
        self._y = row.top
        if not item.own:
            row.avatar = QRectF(m.SIDE, row.top, m.AVATAR, m.AVATAR)
            self._name_line()
        self._y = lay_notice(
            row, item, self._left, self._right, self._y, self._tokens, self._fonts, now_ms, hole
        )
        self._failed_mark()
        self._y = lay_late(row, item, self._place, self._y, self._limit, self._tokens, self._fonts)
        if item.own:
            self._status_line(always=True)
        row.zones.sort(key=lambda zone: (zone.rect.top(), zone.rect.left()))
        row.height = round(self._y)

    def _place(self, width: float) -> float:
        return self._right - width if self._item.own else self._left

    def _name_line(self) -> None:
        tokens, item, row = self._tokens, self._item, self._row
        font, time_font = self._fonts.get(12), self._fonts.get(12, tabular=True)
        metrics = QFontMetricsF(font)
        time = clock_time(item.ts)
        time_width = ceil(QFontMetricsF(time_font).horizontalAdvance(time))
        badge = role_badge_width(item.sender.role, self._fonts)
        room = self._right - self._left - time_width - badge - 2 * m.SEGMENT_GAP
        name = metrics.elidedText(item.sender.name, Qt.TextElideMode.ElideRight, max(40, room))
        wide = ceil(metrics.horizontalAdvance(name))
        x = float(self._left)
        row.words.append(Words(QRectF(x, self._y, wide, m.LINE), name, font, tokens.text_2))
        x += wide + m.SEGMENT_GAP
        if badge:
            row.badge_at = QPointF(x, self._y)
            x += badge + m.SEGMENT_GAP
        row.words.append(Words(QRectF(x, self._y, time_width, m.LINE), time, time_font, tokens.text_3))
        self._y += m.LINE + m.LINE_GAP

    def _image(self, attachment: Attachment) -> None:
        size = image_size(attachment)
        rect = QRectF(self._place(size.width()), self._y, size.width(), size.height())
        lay_picture(self._row, rect, self._item, self._files.transfer(self._item))
        self._y += size.height()

    def _file(self, attachment: Attachment) -> None:
        wide = m.FILE_WIDTH if self._row.width >= 700 else m.FILE_WIDTH_NARROW
        wide = min(wide, self._limit)
        rect = QRectF(self._place(wide), self._y, wide, m.FILE_HEIGHT)
        files, item = self._files, self._item
        transfer, here = files.transfer(item), files.is_here(attachment)
        lay_card(self._row, rect, item, transfer, here, self._tokens, self._fonts, files.opens)
        self._y += m.FILE_HEIGHT

    def _voice(self, attachment: Attachment) -> None:
        from schoolbell.ui.messages.timeline_voice import lay_voice  # rare: not before the first paint

        wide = min(m.VOICE_WIDTH, self._limit)
        rect = QRectF(self._place(wide), self._y, wide, m.VOICE_HEIGHT)
        lay_voice(self._row, rect, self._item, attachment, self._files, self._tokens, self._fonts)
        self._y += rect.height()

    def _block(self, width: float) -> TextBlock:
        item, tokens, fonts = self._item, self._tokens, self._fonts
        quiet = item.kind in (MessageKind.REDACTED, MessageKind.ENCRYPTED, MessageKind.UNKNOWN)
        tail = words.edited_words() if item.edited and not quiet else ""
        if shows_html(item):
            html = fold_html(item.html)
            self._row.folded = html != item.html
            return HtmlBlock(html, width, tokens, fonts, tail="" if self._row.folded else tail)
        whole = words.body_words(item)
        text = fold(whole)
        block = PlainBlock(
            text,
            width,
            tokens,
            fonts,
            mentions=item.mentions,
            tail=tail if text == whole else "",
            color=tokens.text_2 if quiet or item.kind is MessageKind.NOTICE else tokens.text_1,
            with_links=not quiet,
            most_lines=MOST_LINES,
        )
        self._row.folded = block.is_cut or text != whole
        return block

    def _bubble(self) -> None:
        row, item = self._row, self._item
        icon = {MessageKind.ENCRYPTED: "lock", MessageKind.REDACTED: "trash-2"}.get(item.kind)
        indent = 24 if icon is not None else 0
        border = 1 if item.mentions_me or item.kind is MessageKind.REDACTED else 0
        block = self._block(self._limit - 2 * (m.PAD_X + border) - indent)
        inner = max(block.size.width(), self._more_width()) + indent
        quote_height = 0
        if item.quote is not None:
            quoted = quote_width(item.quote, self._fonts)
            inner = max(inner, min(quoted, self._limit - 2 * (m.PAD_X + border)))
            quote_height = 2 * m.LINE + 2 * m.QUOTE_PAD_Y
        wide = inner + 2 * (m.PAD_X + border)
        left = self._place(wide)
        y = self._y + m.PAD_Y
        text_left = left + m.PAD_X + border
        if item.quote is not None:
            row.quote = QRectF(text_left, y, inner, quote_height)
            lay_quote(row, row.quote, item.quote, self._tokens, self._fonts)
            row.zones.append(Zone("quote", row.quote, item.quote.event_id, words.quote_words(item.quote)))
            y += quote_height + m.QUOTE_GAP
        if icon is not None:
            place = QRectF(text_left, y + 3, 16, 16)
            row.marks.append(Mark(place, icon, self._tokens.text_3))
        row.text = block
        row.text_at = QPointF(text_left + indent, y)
        y += int(block.size.height())
        if row.folded:
            self._more(row.text_at.x(), y)
            y += m.LINE_GAP + m.LINE
        y += m.PAD_Y
        row.bubble = QRectF(left, self._y, wide, y - self._y)
        self._y = y
        pieces: dict[str, list[QRectF]] = {}
        for url, rect in block.links():
            pieces.setdefault(url, []).append(rect.translated(row.text_at))
        for url, rects in pieces.items():
            row.zones.append(Zone("link", rects[0], url, url.removeprefix("tel:"), tuple(rects[1:])))

    def _more_width(self) -> float:
        """Return the px that "… Show all" takes, 0 when all is shown."""
        if not self._row.folded:
            return 0.0
        line = QFontMetricsF(self._fonts.get(12)).horizontalAdvance(words.more_words())
        mark = QFontMetricsF(self._fonts.get(11)).horizontalAdvance(words.edited_words())
        return ceil(line) + (ceil(mark) + m.SEGMENT_GAP if self._item.edited else 0)

    def _more(self, left: float, top: float) -> None:
        """Say below the beginning of a long message that there is more of it, and what opens it."""
        row, tokens, font = self._row, self._tokens, self._fonts.get(12)
        wide = ceil(QFontMetricsF(font).horizontalAdvance(words.more_words()))
        rect = QRectF(left, top + m.LINE_GAP, wide, m.LINE)
        row.words.append(Words(rect, words.more_words(), font, tokens.accent_text))
        target = rect.adjusted(-4, -2, 4, 2)
        row.zones.append(Zone("all", target, self._item.key, words.show_all_words()))
        if self._item.edited:
            place = rect.translated(wide + m.SEGMENT_GAP, 0)
            mark = words.edited_words()
            row.words.append(Words(place, mark, self._fonts.get(11), tokens.text_3))

    def _failed_mark(self) -> None:
        if self._item.state is not SendState.WEDGED:
            return
        content = self._row.content
        edge = m.FAILED_MARK
        place = QRectF(content.left() - 8 - edge, content.center().y() - edge / 2, edge, edge)
        self._row.marks.append(Mark(place, "circle-alert", self._tokens.danger_text))

    def _reactions(self) -> None:
        row, item = self._row, self._item
        metrics = QFontMetricsF(self._fonts.get(12))
        lines: list[list[tuple[int, int]]] = [[]]
        used = 0.0
        for index, reaction in enumerate(item.reactions):
            advance = metrics.horizontalAdvance(f"{reaction.symbol} {reaction.count}")
            wide = ceil(advance) + 2 * m.REACTION_PAD
            if lines[-1] and used + wide > self._limit:
                lines.append([])
                used = 0.0
            lines[-1].append((index, wide))
            used += wide + m.REACTION_GAP
        self._y += m.LINE_GAP
        for line in lines:
            x: float = self._place(sum(wide + m.REACTION_GAP for _, wide in line) - m.REACTION_GAP)
            for index, wide in line:
                reaction = item.reactions[index]
                name = words.reaction_words(reaction.symbol, reaction.count)
                rect = QRectF(x, self._y, wide, m.REACTION)
                row.zones.append(Zone("reaction", rect, reaction.symbol, name))
                x += wide + m.REACTION_GAP
            self._y += m.REACTION + m.REACTION_GAP
        self._y -= m.REACTION_GAP

    def _status_line(self, *, always: bool = False) -> None:
        item, tokens = self._item, self._tokens
        waiting = item.state in (SendState.WAITING, SendState.WEDGED)
        if item.state is SendState.NONE or not (always or waiting or item.last_in_group):
            return
        top = self._y + m.LINE_GAP
        font = self._fonts.get(12)
        line = StatusLine(self._row, self._right, top, font)
        match item.state:
            case SendState.WEDGED:
                key = item.key
                line.add(words.delete_words(), tokens.danger_text, Zone("delete", QRectF(), key))
                line.add(words.retry_words(), tokens.accent_text, Zone("retry", QRectF(), key))
                room = line.x - m.SIDE
                text = words.failed_words(self._reason)
                text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
                line.add(text, tokens.danger_text)
            case SendState.WAITING:
                line.add(self._on_its_way() or words.waiting_words(), tokens.text_3)
                line.mark("clock", tokens.text_3, 4)
                line.add(clock_time(item.ts), tokens.text_3)
            case _ if item.notice is not None:
                from schoolbell.ui.messages.timeline_notice import status_text

                text = status_text(item.ts, item.notice, font, self._right - m.SIDE)
                line.add(text, tokens.text_3)
            case _:
                line.mark("check-check" if item.unread == 0 else "check", tokens.accent_text, 0)
                if item.unread > 0:
                    text = words.unread_words(item.unread)
                    line.add(text, tokens.accent_text, Zone("reads", QRectF(), item.key))
                elif item.unread == 0:
                    text = words.read_by_all_words()
                    line.add(text, tokens.text_3, Zone("reads", QRectF(), item.key))
                line.add(clock_time(item.ts), tokens.text_3)
        self._y = top + m.LINE

    def _on_its_way(self) -> str:
        transfer = self._files.transfer(self._item)
        return sending_words(transfer) if transfer is not None else ""
