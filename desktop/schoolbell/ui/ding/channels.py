"""The ways a DING goes: the app always, SMS and phone calls where the school's office has a gateway."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from schoolbell.domain.office import CHANNELS as BESIDE_APP
from schoolbell.ui.ding.words import channel_words
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.flow import FlowLayout

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ChannelCard(QCheckBox):
    """One channel with what is to be known about it; locked where it cannot be chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._note = ""
        self._locked = False
        self.setFixedHeight(44)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def show_words(self, name: str, note: str, *, locked: bool) -> None:
        """Show what it is called and what is to be known."""
        self.setText(name)
        self._note = note
        self._locked = locked
        self.setEnabled(not locked)
        self.setAccessibleName(name)
        self.setAccessibleDescription(note)
        self.setToolTip(note)
        self.updateGeometry()
        self.update()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        fonts = self._theme.fonts
        name = QFontMetrics(fonts.get(14)).horizontalAdvance(self.text()) + (20 if self._locked else 0)
        note = QFontMetrics(fonts.get(12)).horizontalAdvance(self._note)
        return QSize(max(136, 36 + max(name, note) + 12), 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, hover = self.hasFocus(), self.underMouse() and self.isEnabled()
        inset = 1.0 if focused else 0.5
        border = tokens.focus if focused else tokens.line if self._locked else tokens.line_strong
        painter.setPen(QPen(border, 2 if focused else 1))
        painter.setBrush(tokens.bg_subtle if self._locked else tokens.hover if hover else tokens.bg_canvas)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        box = QRectF(12, 14, 16, 16)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_fill)
            painter.drawRoundedRect(box, 4, 4)
            painter.drawPixmap(
                QPointF(14, 16), icon_pixmap("check", tokens.text_on_fill, 12, self.devicePixelRatioF())
            )
        else:
            painter.setPen(tokens.line_strong if self._locked else tokens.text_3)
            painter.setBrush(tokens.bg_subtle if self._locked else tokens.bg_input)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        room = self.width() - 36 - 10
        font = fonts.get(14)
        painter.setFont(font)
        painter.setPen(tokens.text_2 if self._locked else tokens.text_1)
        name = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(36, 4, room, 20), _LEFT, name)
        if self._locked:
            left = 36 + QFontMetrics(font).horizontalAdvance(name) + 6
            painter.drawPixmap(left, 7, icon_pixmap("lock", tokens.text_3, 14, self.devicePixelRatioF()))
        small = fonts.get(12)
        painter.setFont(small)
        painter.setPen(tokens.text_3)
        note = QFontMetrics(small).elidedText(self._note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(36, 23, room, 17), _LEFT, note)
        painter.end()


class Channels(Panel):
    """`chosen` carries channel and whether it is wanted."""

    chosen = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._gateways: tuple[str, ...] = ()
        self._private = False
        self.cards: dict[str, ChannelCard] = {}
        flow = FlowLayout(self, spacing=8)
        for at, name in enumerate(sorted(("app", *BESIDE_APP))):
            card = ChannelCard(theme, self)
            card.setObjectName(f"channel_{name}")
            if name != "app":
                card.clicked.connect(lambda wanted, channel=name: self.chosen.emit(channel, wanted))
            flow.insert_widget(at, card)
            self.cards[name] = card
        app = self.cards["app"]
        app.setChecked(True)
        app.clicked.connect(lambda _wanted: app.setChecked(True))  # it is always sent
        self.retranslate()

    def show_channels(self, channels: tuple[str, ...], gateways: tuple[str, ...], *, private: bool) -> None:
        """Show what is chosen, and what the office can do."""
        self._gateways, self._private = gateways, private
        for name in BESIDE_APP:
            self.cards[name].setChecked(name in channels and name in gateways and not private)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.cards["app"].show_words(channel_words("app"), self.tr("Always sent"), locked=False)
        for name in BESIDE_APP:
            if self._private:
                note, locked = self.tr("Not for direct chats"), True
            elif name in self._gateways:
                note, locked = self.tr("If nobody confirms"), False
            else:
                note, locked = self.tr("No gateway here"), True
            self.cards[name].show_words(channel_words(name), note, locked=locked)
