"""Paints a waveform: bars for loudnesses, played ones in the accent, a flat line where nothing is known."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

BAR = 2  # px of a bar, and of the gap behind it
_LEAST = 3.0  # px of the lowest bar
_LOUDEST = 1024


def bars(levels: Sequence[int], width: float) -> list[float]:
    """Return the heights of as many bars as fit into `width` px, 0…1 of the loudest; [] without levels."""
    count = int(width // (2 * BAR))
    loudest = max(levels, default=0)
    if count <= 0 or loudest <= 0:
        return []
    found = []
    for at in range(count):
        start = at * len(levels) // count
        end = max(start + 1, (at + 1) * len(levels) // count)
        found.append(max(levels[start:end]) / loudest)
    return found


def paint_wave(
    painter: QPainter, rect: QRectF, heights: Sequence[float], share: float, played: QColor, rest: QColor
) -> None:
    """Paint `heights` (see `bars`) into `rect`; the first `share` (0…1) of it is played."""
    painter.setPen(Qt.PenStyle.NoPen)
    edge = rect.left() + share * rect.width()
    middle = rect.center().y()
    if not heights:
        for left, right, color in ((rect.left(), rect.right(), rest), (rect.left(), edge, played)):
            if right > left:
                painter.setBrush(color)
                painter.drawRoundedRect(QRectF(left, middle - 1.5, right - left, 3), 1.5, 1.5)
        return
    for at, height in enumerate(heights):
        x = rect.left() + at * 2 * BAR
        tall = max(_LEAST, height * rect.height())
        painter.setBrush(played if x + BAR <= edge else rest)
        painter.drawRoundedRect(QRectF(x, middle - tall / 2, BAR, tall), 1, 1)


def level_share(level: int) -> float:
    """Return a loudness (0…1024) as people hear it, 0…1: a soft voice is not nothing."""
    return min(1.0, math.sqrt(max(0, level) / _LOUDEST))
