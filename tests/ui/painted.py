"""A paint device that draws nothing and keeps what text it was asked to draw: the work of one frame."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPaintEngineState, QTextItem
from PySide6.QtWidgets import QWidget

_METRICS = QPaintDevice.PaintDeviceMetric


class _Engine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.drawn: list[tuple[int, str]] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def updateState(self, state: QPaintEngineState) -> None:
        return

    def drawPixmap(self, *_what: object) -> None:
        return

    def drawPath(self, *_what: object) -> None:
        return

    def drawTextItem(self, at: object, item: QTextItem) -> None:
        y = at.y()  # type: ignore[attr-defined]
        self.drawn.append((round(self.painter().transform().dy() + y), item.text()))

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User


class TextDevice(QPaintDevice):
    """Takes in what `widget` paints."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size = size
        self._engine = _Engine()

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        known = {
            _METRICS.PdmWidth: self._size.width(),
            _METRICS.PdmHeight: self._size.height(),
            _METRICS.PdmDepth: 32,
            _METRICS.PdmDevicePixelRatio: 1,
            _METRICS.PdmDevicePixelRatioScaled: 1 << 16,
        }
        return known.get(metric, 96)

    @property
    def drawn(self) -> list[tuple[int, str]]:
        """Return (y of the base line, text) of every piece."""
        return self._engine.drawn


def lines_of(widget: QWidget) -> list[int]:
    """Paint `widget`; return the base lines of all text that was drawn, inside of it or not."""
    device = TextDevice(widget.size())
    widget.render(device)
    return sorted({y for y, _ in device.drawn})
