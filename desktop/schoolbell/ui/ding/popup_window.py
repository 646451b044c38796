"""The window of the DING pop-up: above all others, at the right bottom, several as one stack."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.ding.items import Signature
from schoolbell.ui.ding.notice_strip import NoticeStrip
from schoolbell.ui.ding.popup_body import PopupBody
from schoolbell.ui.ding.words import listed
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.badge import CountBadge
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.viewmodels.ding_popups import PopupItem

WIDTH, HEIGHT = 420, 260
_SHEET = 8  # how far the next one of the stack looks out
_MOST_SHEETS = 2
_MARGIN = 16
_RADIUS = 10


class _Tile(QWidget):
    """The bell on red; on grey when nobody waits any more."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.calm = False
        self.setFixedSize(24, 24)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.badge_muted if self.calm else tokens.danger_fill)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        pixmap = icon_pixmap("bell-ring", tokens.text_on_fill, 16, self.devicePixelRatioF())
        painter.drawPixmap(4, 4, pixmap)
        painter.end()


class PopupWindow(Panel):
    """Shows the stack it is told; never takes the keyboard by itself."""

    confirm_wanted = Signal(str, object)  # key, Signature | None
    aside_wanted = Signal(list)  # keys
    reply_wanted = Signal(str)  # key
    dismissed = Signal(str)  # key of one that says why it goes
    open_wanted = Signal(str)  # key: the whole of it, in the window of Schoolbell
    file_chosen = Signal(object)
    link_opened = Signal(str)

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("dingPopup")
        self.setWindowFlags(
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._items: tuple[PopupItem, ...] = ()
        self._at = 0
        self._key = ""
        self.card = QWidget(self)
        self.card.setFixedSize(WIDTH, HEIGHT)
        self.body = PopupBody(theme, now_ms)
        self.body.signed.connect(self._enable)
        self.body.file_chosen.connect(self.file_chosen)
        self.body.link_opened.connect(self.link_opened)
        self.notice = NoticeStrip(theme, "circle-alert", "danger", closable=True)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._make_head())
        layout.addWidget(self.body, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self._make_foot())
        self.retranslate()

    def _make_head(self) -> Panel:
        head = Panel(self.theme, "", "b")
        head.setFixedHeight(48)
        self._tile = _Tile(self.theme)
        self._title = Text(self.theme, "text_1", 16, strong=True)
        self._count = CountBadge(self.theme, "danger")
        self._waiting = Text(self.theme, "text_3", 12)
        self._place = Text(self.theme, "text_3", 12)
        self._place.set_elided()
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.before = ToolButton(self.theme, "chevron-left", "", edge=28, icon_size=16)
        self.before.setObjectName("popupBefore")
        self.before.clicked.connect(lambda: self.step(-1))
        self._page = Text(self.theme, "text_2", 12)
        self.after = ToolButton(self.theme, "chevron-right", "", edge=28, icon_size=16)
        self.after.setObjectName("popupAfter")
        self.after.clicked.connect(lambda: self.step(1))
        self.away = ToolButton(self.theme, "minus", "", edge=28, icon_size=16)
        self.away.setObjectName("popupAway")
        self.away.clicked.connect(self._put_away)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(15, 0, 9, 1)
        layout.setSpacing(8)
        for widget in (self._tile, self._title, self._count, self._waiting):
            layout.addWidget(widget)
        layout.addWidget(self._place, 1)
        for tool in (self.before, self._page, self.after, self.away):
            layout.addWidget(tool)
        return head

    def _make_foot(self) -> Panel:
        foot = Panel(self.theme, "", "t")
        foot.setFixedHeight(56)
        self.later = Button(self.theme, "", kind="text", icon="alarm-clock")
        self.later.setObjectName("popupLater")
        self.later.clicked.connect(self._put_aside)
        self.whole = Button(self.theme, "", kind="text", icon="chevron-left")
        self.whole.setObjectName("popupWhole")
        self.whole.clicked.connect(lambda: self._turn("read"))
        self._hint = Text(self.theme, "text_3", 12, wrap=True)
        self._hint.setContentsMargins(5, 0, 8, 0)
        self.reply = Button(self.theme, "", kind="text", icon="reply")
        self.reply.setObjectName("popupReply")
        self.reply.clicked.connect(lambda: self.reply_wanted.emit(self._key))
        self.confirm = Button(self.theme, "", kind="primary")
        self.confirm.setObjectName("popupConfirm")
        self.confirm.setFixedHeight(36)
        self.confirm.clicked.connect(self._confirm)
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(11, 1, 11, 0)
        layout.setSpacing(4)
        layout.addWidget(self.later)
        layout.addWidget(self.whole)
        layout.addWidget(self._hint, 100)
        layout.addWidget(self.reply)
        layout.addStretch(1)
        layout.addWidget(self.confirm)
        return foot

    # -- what is shown --------------------------------------------------------------------------------

    @property
    def item(self) -> PopupItem | None:
        """The one of the stack that is in front."""
        return self._items[self._at] if self._items else None

    def show_items(self, items: tuple[PopupItem, ...]) -> None:
        """Show another stack; the one in front stays in front as long as it is there."""
        self._items = items
        if not items:
            self._key = ""
            self.hide()
            return
        keys = [item.key for item in items]
        self._at = keys.index(self._key) if self._key in keys else min(self._at, len(items) - 1)
        self._turn_to(self._at)
        self._place_window()
        if self.isHidden():
            self.show()

    def step(self, by: int) -> None:
        """Bring another one to the front."""
        if self._items:
            self._turn_to((self._at + by) % len(self._items))

    def _turn_to(self, at: int) -> None:
        if self._items[at].key != self._key:
            self.notice.say("")
        self._at, self._key = at, self._items[at].key
        self.body.show_item(self._items[at])
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._title.set_text(self.tr("DING", "the pane of urgent messages"))
        self._waiting.set_text(self.tr("waiting"))
        self.before.set_name(self.tr("The one before"))
        self.after.set_name(self.tr("The next one"))
        self.whole.setText(self.tr("Read all"))
        self.reply.setText(self.tr("Reply"))
        item = self.item
        if item is None:
            return
        many, gone = len(self._items) > 1, item.state != "open"
        signing = self.body.mode == "sign"
        self.setWindowTitle(self.tr("DING from {name}").format(name=item.row.sender.name))
        self.setAccessibleName(self.windowTitle())
        self._tile.calm = gone
        self._tile.update()
        self._count.set_count(len(self._items) if many else 0)
        for widget in (self._waiting, self.before, self._page, self.after, self._count):
            widget.setVisible(many)
        self._page.set_text(
            self.tr("{at} / {count}", "which of the stack").format(at=self._at + 1, count=len(self._items))
        )
        self._place.set_text("" if many else listed(item.row.place))
        self.away.set_icon("x" if gone else "minus")
        self.away.set_name(self.tr("Close") if gone else self.tr("Put aside for 5 minutes"))
        self.later.setText(self.tr("All in 5 minutes") if many else self.tr("In 5 minutes"))
        self.later.setVisible(not gone and not signing)
        self.whole.setVisible(signing and not self.body.fits_one_line)
        self._hint.setVisible(gone)
        self._hint.set_text(self.tr("Nothing to press. If there is more to say, reply.") if gone else "")
        self.reply.set_kind("secondary" if gone else "text")
        self.reply.setVisible(gone or not signing)
        self.confirm.setVisible(not gone)
        if item.row.to_see:
            self.confirm.setText(self.tr("Got it"))
        elif not item.popup.sign:
            self.confirm.setText(self.tr("Confirm"))
        else:
            self.confirm.setText(self.tr("Sign and confirm") if signing else self.tr("Sign …"))
        for button in (self.later, self.whole, self.reply, self.confirm):
            button.setAccessibleName(button.text())
        self._enable()

    def _enable(self) -> None:
        signing = self.body.mode == "sign"
        self._set_enabled(not signing or not self.body.sign.empty)

    def _set_enabled(self, enabled: bool) -> None:
        """Let Confirm be pressed or not; the keyboard waits in the window, not on the button beside."""
        if not enabled and self.confirm.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirm.setEnabled(enabled)
        if enabled and self.hasFocus():
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, mode: str) -> None:
        self.body.set_mode(mode)
        self.retranslate()

    # -- gestures -------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        item = self.item
        if item is None or item.state != "open":
            return
        if item.popup.sign and self.body.mode != "sign":
            self._turn("sign")
            return
        signature: Signature | None = self.body.sign.signature() if item.popup.sign else None
        self._set_enabled(False)
        self.confirm_wanted.emit(self._key, signature)

    def _put_aside(self) -> None:
        self.aside_wanted.emit([item.key for item in self._items if item.state == "open"])

    def _put_away(self) -> None:
        item = self.item
        if item is not None and item.state != "open":
            self.dismissed.emit(item.key)
        else:
            self._put_aside()

    def show_failure(self, code: str, details: dict[str, object]) -> None:
        """Say what did not work; it can be tried again."""
        self.notice.say_error(code, details)
        self._enable()

    # -- the window -----------------------------------------------------------------------------------

    def _sheets(self) -> int:
        return min(_MOST_SHEETS, max(0, len(self._items) - 1))

    def _place_window(self) -> None:
        """Stand at the right bottom of the screen of the active window."""
        more = self._sheets() * _SHEET
        self.resize(WIDTH + more, HEIGHT + more)
        screen = None
        if self.isHidden():
            active = QGuiApplication.focusWindow()
            screen = active.screen() if active is not None else QGuiApplication.primaryScreen()
        else:
            screen = self.screen()
        if screen is not None:
            free: QRect = screen.availableGeometry()
            self.move(free.right() - self.width() - _MARGIN + 1, free.bottom() - self.height() - _MARGIN + 1)

    def _sheet_rects(self) -> list[QRectF]:
        """Return the card and what looks out behind it, the hindmost first."""
        return [QRectF(at * _SHEET, at * _SHEET, WIDTH, HEIGHT) for at in range(self._sheets(), -1, -1)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the desktop be seen around the stack, also where windows cannot be translucent."""
        super().resizeEvent(event)
        if QGuiApplication.platformName() != "xcb":
            return  # elsewhere windows are translucent
        region = QRegion()
        for rect in self._sheet_rects():
            shape = QPainterPath()
            shape.addRoundedRect(rect, _RADIUS, _RADIUS)
            region = region.united(QRegion(shape.toFillPolygon().toPolygon()))
        self.setMask(region)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stack."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rects = self._sheet_rects()
        for at, rect in enumerate(rects):
            front = at == len(rects) - 1
            calm = front and self.item is not None and self.item.state != "open"
            painter.setPen(tokens.line_strong if calm or not front else tokens.danger_line)
            painter.setBrush(tokens.bg_raised if front else tokens.bg_subtle)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let it be moved by its head."""
        handle = self.windowHandle()
        inside = QRect(QPoint(0, 0), self.card.size()).contains(event.position().toPoint())
        if handle is not None and inside and event.position().y() < 48:
            handle.startSystemMove()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it in the window, where there is room for a long one."""
        if self._key and event.button() == Qt.MouseButton.LeftButton:
            self.open_wanted.emit(self._key)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The system closes it: it comes back until it is confirmed."""
        event.ignore()
        self._put_away()
