"""A part of the X screen, looked at again and again."""

import mmap
import struct
from pathlib import Path


class Area:
    """Reads the pixels of `box` (left, top, right, bottom, px) from an Xvfb frame-buffer file."""

    def __init__(self, path: Path, box: tuple[int, int, int, int]) -> None:
        self._file = path.open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack_from(">25I", self._map)
        self._start, self._stride, self._box = header[0] + header[19] * 12, header[12], box

    def pixels(self) -> bytes:
        """Return what is there now."""
        left, top, right, bottom = self._box
        rows = (self._start + y * self._stride for y in range(top, bottom))
        return b"".join(self._map[row + left * 4 : row + right * 4] for row in rows)

    def close(self) -> None:
        """Look no more."""
        self._map.close()
        self._file.close()
