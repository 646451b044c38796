"""Shows one picture: fitted or zoomed, moved with the mouse or by keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from schoolbell.ui.theme.theme import Theme

_STEP = 1.25
_MOST = 8.0
_MARGIN = 16  # px around a fitted picture


class Canvas(QWidget):
    """`zoom` is screen px per px of the whole picture; `more_wanted` says that a finer version would help."""

    zoomed = Signal()
    more_wanted = Signal(QSize)  # px it should have at least

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixmap: QPixmap | None = None
        self._whole = QSize()
        self._zoom = 0.0  # 0: fitted
        self._centre = QPointF(0.5, 0.5)  # what of the picture stands in the middle, 0…1
        self._drag: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 150)
        theme.changed.connect(self.update)

    # -- what the viewer uses -------------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing; the next picture is fitted."""
        self._pixmap = None
        self._whole = QSize()
        self._zoom, self._centre = 0.0, QPointF(0.5, 0.5)
        self._update_cursor()
        self.zoomed.emit()
        self.update()

    def show_picture(self, pixmap: QPixmap, whole: QSize) -> None:
        """Show a picture whose full size is `whole`, or a finer version of the one that is shown."""
        self._pixmap, self._whole = pixmap, whole
        self._changed()

    @property
    def has_picture(self) -> bool:
        """Whether something is shown."""
        return self._pixmap is not None

    @property
    def width_of_picture(self) -> int:
        """How many px wide the version is that is shown."""
        return self._pixmap.width() if self._pixmap is not None else 0

    @property
    def fits(self) -> bool:
        """Whether the picture is fitted into the room there is."""
        return self._zoom == 0.0

    @property
    def zoom(self) -> float:
        """Screen px (device) per px of the picture."""
        return self._zoom or self._fitting()

    def room(self) -> QSize:
        """Return how many device px a fitted picture may take."""
        dpr = self.devicePixelRatioF()
        return QSize(
            max(1, round((self.width() - 2 * _MARGIN) * dpr)),
            max(1, round((self.height() - 2 * _MARGIN) * dpr)),
        )

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in (out when negative) around `at`, or the middle."""
        self.zoom_to(self.zoom * _STEP**steps, at)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Show the picture at `zoom`; at or below the fitting size it is fitted."""
        if self._pixmap is None:
            return
        point = at if at is not None else QPointF(self.rect().center())
        before = self._place()
        under = QPointF(
            (point.x() - before.left()) / before.width(), (point.y() - before.top()) / before.height()
        )
        fitting = self._fitting()
        zoom = min(max(zoom, fitting), max(_MOST, fitting))
        self._zoom = 0.0 if zoom <= fitting * 1.001 else zoom
        size = self._shown_size()
        middle = QPointF(self.rect().center())
        self._centre = QPointF(
            under.x() + (middle.x() - point.x()) / size.width(),
            under.y() + (middle.y() - point.y()) / size.height(),
        )
        self._changed()

    def fit(self) -> None:
        """Fit the picture into the room there is."""
        self._zoom, self._centre = 0.0, QPointF(0.5, 0.5)
        self._changed()

    def pan(self, x: float, y: float) -> bool:
        """Move the view by logical px; False when the picture is wholly in view."""
        size = self._shown_size()
        if size.width() <= self.width() and size.height() <= self.height():
            return False
        self._centre += QPointF(x / max(1.0, size.width()), y / max(1.0, size.height()))
        self._clamp()
        self.update()
        return True

    # -- geometry -------------------------------------------------------------------------------------

    def _fitting(self) -> float:
        if self._whole.isEmpty():
            return 1.0
        room = self.room()
        return min(1.0, room.width() / self._whole.width(), room.height() / self._whole.height())

    def _shown_size(self) -> QSizeF:
        return QSizeF(self._whole) * (self.zoom / self.devicePixelRatioF())

    def _place(self) -> QRectF:
        size = self._shown_size()
        middle = QPointF(self.width() / 2, self.height() / 2)
        corner = middle - QPointF(self._centre.x() * size.width(), self._centre.y() * size.height())
        dpr = self.devicePixelRatioF()
        corner = QPointF(round(corner.x() * dpr) / dpr, round(corner.y() * dpr) / dpr)
        return QRectF(corner, QSizeF(max(1.0, size.width()), max(1.0, size.height())))

    def _clamp(self) -> None:
        """Keep the picture in view: a side that fits stands in the middle."""
        size = self._shown_size()

        def inside(value: float, shown: float, room: float) -> float:
            if shown <= room:
                return 0.5
            half = room / 2 / shown
            return min(max(value, half), 1 - half)

        self._centre = QPointF(
            inside(self._centre.x(), size.width(), self.width()),
            inside(self._centre.y(), size.height(), self.height()),
        )

    def _changed(self) -> None:
        self._clamp()
        self._update_cursor()
        self.zoomed.emit()
        self.update()
        if self._pixmap is None:
            return
        wanted = QSizeF(self._whole) * min(1.0, self.zoom)
        if wanted.width() > self._pixmap.width() + 1:
            self.more_wanted.emit(wanted.toSize())

    def _update_cursor(self) -> None:
        size = self._shown_size()
        movable = self._pixmap is not None and (size.width() > self.width() or size.height() > self.height())
        shape = Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.ClosedHandCursor if movable and self._drag is not None else shape)

    # -- events ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the part of the picture that is in view."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.tokens.bg_subtle)
        if self._pixmap is not None:
            place = self._place()
            exact = abs(place.width() * self.devicePixelRatioF() - self._pixmap.width()) < 1
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact and self.zoom < 4)
            seen = place.intersected(QRectF(self.rect()))
            across, down = self._pixmap.width() / place.width(), self._pixmap.height() / place.height()
            part = QRectF(
                (seen.left() - place.left()) * across,
                (seen.top() - place.top()) * down,
                seen.width() * across,
                seen.height() * down,
            )
            painter.drawPixmap(seen, self._pixmap, part)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is in the middle there."""
        super().resizeEvent(event)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse."""
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self._update_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the mouse."""
        if self._drag is not None:
            way = self._drag - event.position()
            self._drag = event.position()
            self.pan(way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None
        self._update_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go from fitted to full size and back."""
        self.toggle(event.position())

    def toggle(self, at: QPointF | None = None) -> None:
        """Go from fitted to full size (or twice the size, for what fits as it is), and back."""
        if not self.fits:
            self.fit()
        else:
            self.zoom_to(1.0 if self._fitting() < 1.0 else 2.0, at)
