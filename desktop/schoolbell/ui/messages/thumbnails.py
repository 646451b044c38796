"""The thumbnails that are painted: wished for while painting, kept while there is room."""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QPixmap

from schoolbell.domain.chat.items import Attachment
from schoolbell.ui.images import Picture
from schoolbell.viewmodels.pictures import PicturesPresenter, Wish

_MOST_BYTES = 32 << 20
_MOST_BROKEN = 500


class Thumbnails(QObject):
    """A PixmapProvider (`pixmap`). `changed` names the file whose picture has come, or cannot be shown."""

    changed = Signal(str)

    def __init__(self, pictures: PicturesPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._kept: OrderedDict[Wish, QPixmap] = OrderedDict()
        self._bytes = 0
        self._broken: OrderedDict[str, None] = OrderedDict()
        self._twins: dict[tuple[str, int, int, int], Wish] = {}
        self._wished: dict[Wish, tuple[str, int, int, int]] = {}
        pictures.ready.connect(self._ready)

    def pixmap(self, attachment: Attachment, size: QSize, dpr: float) -> QPixmap | None:
        """Return the thumbnail for `size` logical px, None while it is fetched; see `PixmapProvider`."""
        key = attachment.local_path or attachment.key
        if key in self._broken:
            return QPixmap()
        wish = Wish(key, round(size.width() * dpr), round(size.height() * dpr))
        found = self._kept.get(wish)
        # Sent, a file has another key than before: its picture does not vanish meanwhile.
        likeness = (attachment.name, attachment.size, wish.width, wish.height)
        if found is None:
            self._wished[wish] = likeness
            self._pictures.wish(attachment, wish.width, wish.height)
            twin = self._twins.get(likeness)
            found = self._kept.get(twin) if twin is not None and attachment.size else None
        else:
            self._kept.move_to_end(wish)
        return self._scaled(found, dpr)

    def own(self, key: str, source: Path | bytes, size: QSize, dpr: float) -> QPixmap | None:
        """Return the thumbnail of a file that was only chosen; as `pixmap`."""
        if key in self._broken:
            return QPixmap()
        wish = Wish(key, round(size.width() * dpr), round(size.height() * dpr))
        found = self._kept.get(wish)
        if found is None:
            self._pictures.wish_own(key, source, wish.width, wish.height)
        return self._scaled(found, dpr)

    def _scaled(self, pixmap: QPixmap | None, dpr: float) -> QPixmap | None:
        if pixmap is not None:
            pixmap.setDevicePixelRatio(dpr)
        return pixmap

    def _ready(self, wish: Wish, picture: Picture | None) -> None:
        likeness = self._wished.pop(wish, None)
        if picture is None:
            self._broken[wish.file] = None
            while len(self._broken) > _MOST_BROKEN:
                self._broken.popitem(last=False)
        else:
            self._forget(wish)
            self._kept[wish] = QPixmap.fromImage(picture.image)
            self._bytes += picture.image.sizeInBytes()
            if likeness is not None:
                self._twins[likeness] = wish
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                self._forget(next(iter(self._kept)))
        self.changed.emit(wish.file)

    def _forget(self, wish: Wish) -> None:
        pixmap = self._kept.pop(wish, None)
        if pixmap is not None:
            self._bytes -= pixmap.width() * pixmap.height() * 4
            self._twins = {key: twin for key, twin in self._twins.items() if twin != wish}
