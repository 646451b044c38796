"""The search over everything: a card on a dimmed window; what is typed is looked for at once."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode
from schoolbell.domain.search.highlight import spans_of
from schoolbell.domain.search.items import Span
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel
from schoolbell.ui.search.filters import SearchFilters
from schoolbell.ui.search.foot import SearchFoot
from schoolbell.ui.search.hit_list import HitList
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.empty import EmptyState, ErrorState, IconMark
from schoolbell.ui.widgets.label import Label
from schoolbell.viewmodels.search import SearchPresenter, SearchState
from schoolbell.viewmodels.search_words import MOST_COUNTED, SearchRow

_WIDTH, _HEIGHT, _TOP = 720, 630, 64
_RADIUS = 12
_MARGIN = 24
_SHADOW = 16


_spans_of = lru_cache(256)(spans_of)  # rows are painted again and again


class SearchOverlay(Panel):
    """Covers its parent while it is open. Keys of the field: ↑ ↓ choose, Enter opens, Tab changes the
    group, Escape closes; Shift+Tab goes to the filters.
    """

    closed = Signal()

    def __init__(self, theme: Theme, presenter: SearchPresenter, clock: Clock, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("searchOverlay")
        self._presenter = presenter
        self._before: QWidget | None = None
        self._question = presenter.question
        self.card = QWidget(self)
        self.card.setObjectName("searchCard")
        self._icon = IconMark(theme, "search", "accent_text", 20)
        self.field = QLineEdit()
        self.field.setObjectName("searchField")
        self.field.setProperty("bare", True)
        self.field.installEventFilter(self)
        self._count = Label(theme, size=12, color="text_2")
        self._count.setObjectName("searchCount")
        self.close_button = ToolButton(theme, "x", "")
        self.close_button.setObjectName("searchClose")
        self.filters = SearchFilters(theme)
        self.hits = HitList(theme, presenter.rows, clock.now_ms, self._mark)
        self._nothing = EmptyState(theme, "")
        self._nothing.setObjectName("searchNothing")
        self._failed = ErrorState(theme, "")
        self._failed.setObjectName("searchFailed")
        self.foot = SearchFoot(theme)
        self._build()
        self._connect()
        parent.installEventFilter(self)
        self.restyle()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 12, 0)
        head.setSpacing(12)
        head.addWidget(self._icon)
        head.addWidget(self.field, 1)
        head.addWidget(self._count)
        head.addWidget(self.close_button)
        top = Panel(self.theme, "", "b")
        top.setLayout(head)
        top.setFixedHeight(56)
        pages = QWidget(self.card)
        self._stack = QStackedLayout(pages)  # with a parent from the start: its first page is shown at once
        self._stack.setContentsMargins(0, 4, 0, 4)
        for page in (self.hits, self._nothing, self._failed):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(self.filters)
        layout.addWidget(pages, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.changed.connect(self._show)
        presenter.text_replaced.connect(self.field.setText)
        presenter.opened.connect(lambda *_: self.close_search(back=False))
        self.field.textChanged.connect(presenter.set_text)
        self.close_button.clicked.connect(self.close_search)
        self.hits.chosen.connect(self._activate)
        self.hits.near_end.connect(presenter.more)
        self.filters.group_wanted.connect(presenter.set_group)
        self.filters.room_wanted.connect(presenter.set_room)
        self.filters.days_wanted.connect(presenter.set_days)
        self.filters.sender_dropped.connect(lambda: presenter.set_sender(None))
        self._nothing.action.connect(lambda: presenter.begin_again())
        self._failed.action.connect(presenter.retry)

    # -- open and close -------------------------------------------------------------------------------

    def open_search(self, room_id: str = "") -> None:
        """Show the search, everywhere or in one chat; the keyboard goes to its field."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._presenter.begin(room_id)
        self.filters.set_rooms(self._presenter.room_choices())
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_search(self, *, back: bool = True) -> None:
        """Hide the search; `back`: the keyboard returns to where it was."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        if back and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.clearFocus()
        self.hide()
        self.closed.emit()

    # -- texts and look -------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search for people, chats, messages and files"))
        self.close_button.set_name(self.tr("Close"))
        self.hits.setAccessibleName(self.tr("Search results"))
        self._show(self._presenter.state)

    def restyle(self) -> None:
        """Set the font again; the colours are the style sheet's."""
        self.field.setFont(self.theme.fonts.get(16))

    def _show(self, state: SearchState) -> None:
        self.filters.show_state(state)
        self.foot.set_whole(state.found.whole)
        question = state.found.question
        room = self.filters.room.currentText() if question.room_id else ""
        hint = self.tr("Search in {room}").format(room=room) if room else self.field.accessibleName()
        self.field.setPlaceholderText(hint)
        self._show_count(state)
        match state.phase:
            case "failed":
                words = error_words(ErrorCode(state.error), {})
                self._failed.set_texts(words.title, words.advice, self.tr("Try again"))
                self._stack.setCurrentWidget(self._failed)
            case "found":
                self._stack.setCurrentWidget(self.hits)
                if question != self._question or self.hits.current() is None:
                    grown = self._grown(state)
                    self._question = question
                    if not grown:
                        self.hits.choose_first()
            case "nothing":
                self._question = question
                undo = self.tr("Search everywhere") if question.filtered else ""
                self._nothing.set_texts(
                    self.tr("Nothing found"),
                    self.tr("Try fewer or other words. What is not on this computer yet is not searched."),
                    undo,
                )
                self._stack.setCurrentWidget(self._nothing)
            case "searching":
                self._nothing.set_texts(self.tr("Searching …"))
                self._stack.setCurrentWidget(self._nothing)
            case _:
                self._nothing.set_texts(
                    self.tr("What are you looking for?"),
                    self.tr("A name, its pinyin initials, a word of a message, a file's name."),
                )
                self._stack.setCurrentWidget(self._nothing)

    def _grown(self, state: SearchState) -> bool:
        """Whether these are only more rows of the same question."""
        before, now = self._question, state.found.question
        same = (before.text, before.only, before.room_id, before.sender, before.since) == (
            now.text, now.only, now.room_id, now.sender, now.since
        )  # fmt: skip
        return same and self.hits.current() is not None

    def _show_count(self, state: SearchState) -> None:
        counts = state.found.counts
        total = sum(counts.values())
        if not total or state.phase != "found":
            self._count.setText("")
        elif any(count >= MOST_COUNTED for count in counts.values()):
            self._count.setText(self.tr("more than {count} results").format(count=MOST_COUNTED))
        else:
            self._count.setText(self.tr("%n result(s)", "", total))

    def _mark(self, text: str) -> tuple[Span, ...]:
        return _spans_of(text, self._presenter.state.found.words)

    def _activate(self, row: SearchRow) -> None:
        self._presenter.activate(row)

    # -- keys -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field; the parent's size."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self.hits.step(1)
            case Qt.Key.Key_Up:
                self.hits.step(-1)
            case Qt.Key.Key_PageDown:
                self.hits.page(1)
            case Qt.Key.Key_PageUp:
                self.hits.page(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Tab:
                self._presenter.step_group(1)
            case _:
                return False
        return True

    def _enter(self) -> None:
        """Open the chosen hit; what was typed since the rows were shown is waited for."""
        row = self.hits.current()
        if row is not None and self._stack.currentWidget() is self.hits and self._presenter.is_answered:
            self._activate(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, wherever the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_search()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the keyboard inside."""
        chips = [chip for chip in (*self.filters.chips.values(), self.filters.person) if chip.isVisible()]
        nothing = self._stack.currentWidget()
        buttons: list[QWidget] = []
        if nothing is not None and nothing is not self.hits:
            buttons = nothing.findChildren(QPushButton)
        stops: list[QWidget] = [self.field, *chips, self.filters.room, self.filters.days]
        stops += [one for one in buttons if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        stops.append(self.close_button)
        now = QApplication.focusWidget()
        at = stops.index(now) if now in stops else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    # -- place and paint ------------------------------------------------------------------------------

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        top = _TOP if self.height() >= 700 else 40
        height = min(_HEIGHT, self.height() - top - _MARGIN)
        self.card.setGeometry(QRect((self.width() - width) // 2, top, width, height))
        self.foot.set_narrow(width < _WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the card."""
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_search()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, then draw the card with its shadow."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), tokens.scrim)
        card = QRectF(self.card.geometry())
        if not card.adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS).contains(QRectF(event.rect())):
            self._shadow(painter, card)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_raised)
        painter.drawRoundedRect(card.adjusted(-0.5, -0.5, 0.5, 0.5), _RADIUS, _RADIUS)
        foot = QPainterPath()
        foot.addRoundedRect(card, _RADIUS, _RADIUS)
        painter.setClipRect(QRectF(card.left(), card.bottom() - self.foot.height(), card.width(), 100))
        painter.fillPath(foot, tokens.bg_subtle)
        painter.end()

    def _shadow(self, painter: QPainter, card: QRectF) -> None:
        colour = QColor(self.theme.tokens.shadow_pop)
        colour.setAlphaF(colour.alphaF() / _SHADOW * 0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for step in range(_SHADOW):
            around = card.adjusted(-step, 12 - step, step, 12 + step)
            painter.drawRoundedRect(around, _RADIUS + step, _RADIUS + step)
