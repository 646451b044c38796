"""Line icons from resources/icons, painted in any colour and crisp at any scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from schoolbell.system.resources import resource


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")


def _stroke(size: int) -> float:
    """Return the stroke in the 24-unit grid: 1.75 px on screen from 20 px up, 1.5 px below."""
    return (1.75 if size >= 20 else 1.5) * 24 / size


def icon_pixmap(name: str, color: QColor, size: int, dpr: float) -> QPixmap:
    """Return icon `name` as a square of `size` logical px at scale `dpr`.

    Raises FileNotFoundError for a name that is not shipped. Results are kept in QPixmapCache.
    """
    key = f"icon:{name}:{color.rgba():08x}:{size}:{dpr:.3f}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    source = _source(name)
    source = source.replace("currentColor", color.name())
    source = source.replace('stroke-width="2"', f'stroke-width="{_stroke(size):.3f}"')
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixels = max(1, round(size * dpr))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    QPixmapCache.insert(key, pixmap)
    return pixmap


class _Engine(QIconEngine):
    """Asks for the drawing at the scale of the screen it is shown on."""

    def __init__(self, name: str, color: QColor, size: int) -> None:
        super().__init__()
        self._name = name
        self._color = QColor(color)
        self._size = size

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        dpr = device.devicePixelRatio() if device is not None else 1.0
        area = QRectF(rect)  # type: ignore[call-overload]
        size = max(1, round(min(area.width(), area.height())))
        pixmap = icon_pixmap(self._name, self._shade(mode), size, dpr)
        painter.drawPixmap(area.topLeft(), pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        edge = max(1, round(min(size.width(), size.height()) / (scale or 1.0)))
        return icon_pixmap(self._name, self._shade(mode), edge, scale or 1.0)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        edge = min(size.width(), size.height(), self._size)
        return QSize(edge, edge)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._size)

    def _shade(self, mode: QIcon.Mode) -> QColor:
        color = QColor(self._color)
        if mode == QIcon.Mode.Disabled:
            color.setAlphaF(0.45)
        return color


def icon(name: str, color: QColor, size: int) -> QIcon:
    """Return icon `name` in `color` for controls that take a QIcon (menus, line edit actions)."""
    return QIcon(_Engine(name, color, size))


def logo_icon() -> QIcon:
    """Return the Schoolbell logo for windows and the tray."""
    return QIcon(str(resource("resources", "icons", "schoolbell.svg")))
