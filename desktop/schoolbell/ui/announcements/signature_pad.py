"""A signature by mouse, pen or finger, or as a typed name that is drawn: strokes either way."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.domain.announcements.blocks import Signature
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.field import TextField

_HEIGHT = 96
_MOST_NUMBERS = 11_000  # of all strokes together
_LONGEST_NAME = 20
_CLOSE = 2  # px: nearer points of a stroke are one


class SignaturePad(QWidget):
    """Where one signs; `changed` follows every stroke."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[list[QPoint]] = []
        self._drawing = False
        self.hint = ""
        self.setObjectName("signaturePad")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # a finger comes as the mouse
        theme.changed.connect(self.update)

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn."""
        return not any(len(stroke) > 1 for stroke in self._strokes)

    def clear(self) -> None:
        """Take everything away."""
        if self._strokes:
            self._strokes.clear()
            self.changed.emit()
        self.update()

    def set_strokes(self, strokes: list[list[QPoint]]) -> None:
        """Show other strokes (a name that was typed)."""
        self._strokes = strokes
        self.changed.emit()
        self.update()

    def signature(self) -> Signature | None:
        """Return what is drawn, within the size of the pad; None for nothing."""
        if self.empty:
            return None
        left, strokes = _MOST_NUMBERS, []
        for stroke in self._strokes:
            points = stroke[: left // 2]
            if len(points) > 1:
                flat = tuple(number for point in points for number in (point.x(), point.y()))
                strokes.append(flat)
                left -= len(flat)
        return Signature(self.width(), self.height(), tuple(strokes))

    def _begin(self, at: QPointF) -> None:
        self._drawing = True
        self._strokes.append([self._inside(at)])
        self.update()

    def _go_on(self, at: QPointF) -> None:
        if not self._drawing:
            return
        point, stroke = self._inside(at), self._strokes[-1]
        if (point - stroke[-1]).manhattanLength() >= _CLOSE:
            stroke.append(point)
            self.update()

    def _end(self, at: QPointF) -> None:
        if self._drawing:
            self._go_on(at)
            self._drawing = False
            self.changed.emit()

    def _inside(self, at: QPointF) -> QPoint:
        point = at.toPoint()
        return QPoint(max(0, min(point.x(), self.width())), max(0, min(point.y(), self.height())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._end(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws as the mouse does."""
        match event.type():
            case QEvent.Type.TabletPress:
                self._begin(event.position())
            case QEvent.Type.TabletMove:
                self._go_on(event.position())
            case QEvent.Type.TabletRelease:
                self._end(event.position())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, hint and ink."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.line_strong, 1, Qt.PenStyle.DashLine))
        painter.setBrush(tokens.bg_subtle)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        if not self._strokes:
            painter.setFont(self._theme.fonts.get(13))
            painter.setPen(tokens.text_3)
            painter.drawText(self.rect().adjusted(8, 28, -8, -4), Qt.AlignmentFlag.AlignCenter, self.hint)
        pen = QPen(tokens.text_1, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            painter.drawPolyline(stroke)
        painter.end()


def name_strokes(theme: Theme, name: str, size: QSize) -> list[list[QPoint]]:
    """Return the outlines of `name` as strokes that fit into `size`."""
    path = QPainterPath()
    path.addText(0, 0, theme.fonts.get(40), name.strip()[:_LONGEST_NAME])
    bounds = path.boundingRect()
    if bounds.isEmpty():
        return []
    scale = min(1.0, (size.width() - 32) / bounds.width(), (size.height() - 40) / bounds.height())
    left = (size.width() - bounds.width() * scale) / 2 - bounds.left() * scale
    top = 8 + (size.height() - bounds.height() * scale) / 2 - bounds.top() * scale
    strokes = []
    for polygon in path.toSubpathPolygons():
        stroke: list[QPoint] = []
        for at in range(polygon.size()):
            found = polygon.at(at)
            point = QPoint(round(found.x() * scale + left), round(found.y() * scale + top))
            if not stroke or (point - stroke[-1]).manhattanLength() >= _CLOSE:
                stroke.append(point)
        if len(stroke) > 1:
            stroke.append(stroke[0])
            strokes.append(stroke)
    return strokes


class SignatureBox(Panel):
    """The pad with what it is, a way to begin again, and a name to be typed instead."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("signatureBox")
        self.pad = SignaturePad(theme)
        self.pad.changed.connect(self._drawn)
        self._title = Text(theme, "text_2", 12)
        self.again = Button(theme, "", kind="text", size="small")
        self.again.setObjectName("signAgain")
        self.again.clicked.connect(self.clear)
        self.typing = Button(theme, "", kind="text", size="small")
        self.typing.setObjectName("signTyping")
        self.typing.clicked.connect(self._toggle)
        self.name = TextField(theme, height=32)
        self.name.setObjectName("signName")
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.textChanged.connect(self._typed)
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self._title, 1)
        typed = QHBoxLayout()
        typed.setContentsMargins(0, 0, 0, 0)
        typed.addWidget(self.name)
        self._head = QStackedLayout()
        for inner in (first, typed):
            holder = QWidget()
            holder.setLayout(inner)
            self._head.addWidget(holder)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addLayout(self._head, 1)
        tools.addWidget(self.again)
        tools.addWidget(self.typing)
        over = QVBoxLayout(self.pad)
        over.setContentsMargins(12, 2, 4, 0)
        over.addLayout(tools)
        over.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pad)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._title.set_text(self.tr("Your signature"))
        self.again.setText(self.tr("Again"))
        self.again.setAccessibleName(self.tr("Sign again"))
        self.typing.setText(self.tr("Draw it") if self._is_typing else self.tr("Type my name"))
        self.typing.setAccessibleName(self.typing.text())
        self.name.setPlaceholderText(self.tr("Your name"))
        self.name.setAccessibleName(self.tr("Your name as the signature"))
        self.pad.hint = self.tr("Sign here with mouse, pen or finger")
        self.pad.setAccessibleName(self.tr("Signature"))
        self.pad.setAccessibleDescription(self.pad.hint)
        self.pad.update()
        self._drawn_state()

    @property
    def _is_typing(self) -> bool:
        return self._head.currentIndex() == 1

    @property
    def empty(self) -> bool:
        """Whether nothing is signed."""
        return self.pad.empty

    def signature(self) -> Signature | None:
        """Return the signature."""
        return self.pad.signature()

    def clear(self) -> None:
        """Begin again."""
        self.name.clear()
        self.pad.clear()

    def _toggle(self) -> None:
        self._head.setCurrentIndex(0 if self._is_typing else 1)
        self.clear()
        self.retranslate()
        if self._is_typing:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, name: str) -> None:
        if self._is_typing:
            self.pad.set_strokes(name_strokes(self.theme, name, self.pad.size()) if name.strip() else [])

    def _drawn(self) -> None:
        self._drawn_state()
        self.changed.emit()

    def _drawn_state(self) -> None:
        self.again.setEnabled(not self.pad.empty)
