"""Opens the text of one message in a read-only field over its bubble, to be read and selected by keyboard."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_fold import fold
from schoolbell.ui.messages.timeline_html import read_html
from schoolbell.ui.messages.timeline_row import RowLayout, shows_html
from schoolbell.ui.messages.timeline_selection import whole_text
from schoolbell.ui.messages.timeline_text import Span, find_links, utf16_length
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView

_PAD = 8  # px between the frame and the text
_LEAST = 240  # px: a short message is still comfortable to read
_EDGE = 12  # px to the end of the timeline
_PIECE = 1_000  # characters; a paragraph is laid out as a whole, and long ones stop the window
_GOES_ON = 1  # state of a block whose paragraph is not at its end


class MessageField(QPlainTextEdit):
    """The text of one message: a caret moves in it, nothing can be written. `left`: it is to be closed.

    Tab goes from link to link, then out; Enter and a click open the one at the caret.
    """

    left = Signal()
    link_opened = Signal(str)  # URL

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("messageField")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.document().setDocumentMargin(_PAD)
        self.viewport().setMouseTracking(True)
        self._links: list[Span] = []
        self._theme = theme
        theme.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.fonts.get(14))
        self.setStyleSheet(
            f"#messageField {{ background: {tokens.bg_input.name()}; color: {tokens.text_1.name()};"
            f" border: 2px solid {tokens.focus.name()}; border-radius: 8px; padding: 0; }}"
        )
        self._paint_links()

    def show_text(self, text: str, links: Sequence[Span] = ()) -> None:
        """Show `text`; a paragraph that is too long to be laid out at once stands in several blocks."""
        pieces: list[str] = []
        going_on: list[int] = []
        self._links = []
        for line in text.split("\n"):
            while len(line) > _PIECE:
                piece = fold(line, _PIECE) or line[:_PIECE]
                going_on.append(len(pieces))
                pieces.append(piece)
                line = line[len(piece) :]
            pieces.append(line)
        self.setPlainText("\n".join(pieces))
        for number in going_on:
            self.document().findBlockByNumber(number).setUserState(_GOES_ON)
        cut = set(going_on)
        ends = list(accumulate(utf16_length(one) + (at not in cut) for at, one in enumerate(pieces)))
        cuts = [ends[number] for number in going_on]  # each is one more place in the document
        self._links = [
            Span(one.start + bisect_right(cuts, one.start), one.end + bisect_left(cuts, one.end), one.url)
            for one in links
        ]
        self._paint_links()

    def _paint_links(self) -> None:
        marks = []
        for link in self._links:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor_over(link)
            mark.format.setForeground(self._theme.tokens.accent_text)
            mark.format.setFontUnderline(True)
            marks.append(mark)
        self.setExtraSelections(marks)

    def _cursor_over(self, link: Span) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(link.start)
        cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _link_at(self, position: int) -> str:
        return next((link.url for link in self._links if link.start <= position <= link.end), "")

    def _link_under(self, point: QPoint) -> str:
        """Return the link below the pointer, not the one that a line beside it ends with."""
        cursor = self.cursorForPosition(point)
        url = self._link_at(cursor.position())
        if not url:
            return ""
        line = self.cursorRect(cursor)
        beyond = point.x() > line.right() + 1 and cursor.atBlockEnd()
        return "" if beyond or not line.top() <= point.y() <= line.bottom() else url

    def chosen_text(self) -> str:
        """Return the selected text as it was written, whatever blocks it stands in."""
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        parts: list[str] = []
        for line in cursor.selectedText().split("\u2029"):
            parts += (line, "" if block.userState() == _GOES_ON else "\n")
            block = block.next()
        return "".join(parts[:-1])

    def wanted(self, width: int) -> int:
        """Return the height in px that the text needs at `width`; of a long one, its beginning."""
        inner = width - 2 * _PAD - 4
        flags = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.TextFlag.TextWordWrap)
        text = fold(self.toPlainText())
        box = QFontMetricsF(self.font()).boundingRect(QRect(0, 0, inner, 100_000), flags, text)
        return round(box.height()) + 2 * _PAD + 4 + self.fontMetrics().lineSpacing() // 2

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next (or last) link, behind them away."""
        cursor = self.textCursor()
        if forward:
            to = next((link for link in self._links if link.start >= cursor.selectionEnd()), None)
        else:
            before = (link for link in reversed(self._links) if link.end <= cursor.selectionStart())
            to = next(before, None)
        if to is None:
            return super().focusNextPrevChild(forward)
        self.setTextCursor(self._cursor_over(to))
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self._link_under(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        url = self._link_under(event.position().toPoint())
        if url and event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.link_opened.emit(url)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F2):
            self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if url := self._link_at(self.textCursor().position()):
                self.link_opened.emit(url)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            # Not by createMimeDataFromSelection: data made in Python crash the clipboard at the end.
            if self.textCursor().hasSelection():
                QGuiApplication.clipboard().setText(self.chosen_text())
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Another window or a menu in front does not take the text away.
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        # While the field is open, the keys that close it are not the window's shortcuts.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F2)
        ):
            event.accept()
            return True
        return super().event(event)


def _late(item: MessageItem) -> tuple[str, list[Span]]:
    return item.late, find_links(item.late)


def _whole(layout: RowLayout, item: MessageItem) -> tuple[str, list[Span]]:
    """Return the words of a message, and where its links are, as its row has them."""
    html = item.html if shows_html(item) else ""
    if item.notice is not None:
        html = "" if item.notice.withdrawn else item.notice.html
    if html:
        return read_html(html)
    text = whole_text(layout)
    return text, find_links(text)


class Reader:
    """Opens and closes the field over the current message of `view`, and keeps it over its bubble."""

    def __init__(self, view: "TimelineView", theme: Theme) -> None:
        self._view = view
        self._theme = theme
        self._key = ""
        self.field: MessageField | None = None  # made when it is asked for the first time

    def _ground(self) -> QWidget:
        """Beside the view: among its children a screen reader finds rows only."""
        return self._view.parentWidget() or self._view.viewport()

    def open(self, key: str, *, late: bool = False) -> bool:
        """Show the text of the message `key` in the field and give it the keyboard; False without text.

        `late`: the words that came after its end, instead of those that act.
        """
        view = self._view
        row = view.stack.find(key)
        if row is None or not isinstance(row.item, MessageItem):
            return False
        text, links = _late(row.item) if late else _whole(view.stack.laid_out(row), row.item)
        name = words.late_field_words(row.item) if late else words.field_words(row.item)
        if not text:
            return False
        if self.field is None:
            self.field = MessageField(self._ground(), self._theme)
            self.field.left.connect(self.close)
            self.field.link_opened.connect(view.link_clicked)
        field = self.field
        self._key = key
        field.show_text(text, links)
        field.setAccessibleName(name)
        field.setAccessibleDescription(words.field_hint(links=bool(links)))
        self.follow()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if QAccessible.isActive():
            said = QAccessibleAnnouncementEvent(field, name + "\n" + text)
            QAccessible.updateAccessibility(said)
        return True

    def follow(self) -> None:
        """Put the field where its bubble is now; close it when the message is gone."""
        field = self.field
        if field is None or not self._key:
            return
        view = self._view
        row = view.stack.find(self._key)
        top = view.stack.top_of(row) if row is not None else None
        if row is None or top is None or not view.isVisible():
            self.close()
            return
        area = view.viewport().rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        layout = view.stack.laid_out(row)
        bubble = layout.content.toAlignedRect().translated(0, top)
        if layout.text is not None:  # what is replied to stays in sight
            bubble.setTop(top + round(layout.text_at.y()) - _PAD)
        width = min(max(bubble.width() + 4, _LEAST), area.width())
        height = min(max(field.wanted(width), bubble.height()), area.height())
        own = isinstance(row.item, MessageItem) and row.item.own
        left = bubble.right() + 1 - width if own else bubble.left()
        left = max(area.left(), min(left, area.right() + 1 - width))
        upper = min(max(bubble.top(), area.top()), area.bottom() + 1 - height)
        place = view.viewport().mapTo(self._ground(), QPoint(left, upper))
        field.setGeometry(QRect(place, QSize(width, height)))
        field.raise_()

    def close(self) -> None:
        """Take the field away; the keyboard goes back to the message if the field had it."""
        field = self.field
        if field is None or not self._key:
            return
        self._key = ""
        had_keyboard = field.hasFocus()
        field.hide()
        if had_keyboard:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.focus_moved()
