"""Takes in what is dropped on the conversation or pasted: files of this computer, and pictures."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme

_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")


class Taken(Struct, frozen=True):
    """Files by path, or one picture. `make` gives its bytes and may take long: run it in a thread."""

    paths: tuple[Path, ...] = ()
    mimetype: str = ""
    make: Callable[[], bytes] | None = None


def taken(mime: QMimeData) -> Taken | None:
    """Return what of `mime` can be sent as files, None when it is only text.

    Words win over a picture of them: spreadsheets and web pages offer both.
    """
    paths = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if paths:
        return Taken(paths)
    if mime.hasText() and mime.text().strip():
        return None
    for kind in _PICTURES:
        if mime.hasFormat(kind):
            content = bytes(mime.data(kind).data())
            if content:
                return Taken(mimetype=kind, make=partial(bytes, content))
    if mime.hasImage():
        image = QImage(mime.imageData())
        if not image.isNull():
            return Taken(mimetype="image/png", make=lambda: _png(image))
    return None


def offers_files(mime: QMimeData) -> bool:
    """Return whether `taken` would find something, without reading it."""
    if any(url.isLocalFile() for url in mime.urls()):
        return True
    return mime.hasImage() and not mime.hasText()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


class DropSheet(Panel):
    """Covers `ground` while files are dragged over it; `dropped` carries Taken. `allowed` is asked first."""

    dropped = Signal(object)

    def __init__(self, theme: Theme, ground: QWidget, allowed: Callable[[], bool]) -> None:
        super().__init__(theme, "", "", ground)
        self.setObjectName("dropSheet")
        self._ground = ground
        self._allowed = allowed
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ground.setAcceptDrops(True)
        ground.installEventFilter(self)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._words = self.tr("Drop files here to send them")
        self.setAccessibleName(self._words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is dragged over the conversation."""
        if watched is not self._ground:
            return False
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                if offers_files(event.mimeData()) and self._allowed():
                    self._reveal()
                    event.setDropAction(Qt.DropAction.CopyAction)
                    event.accept()
                    return True
            case QEvent.Type.DragLeave:
                self.hide()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self.hide()
                found = taken(event.mimeData()) if self._allowed() else None
                if found is not None:
                    event.setDropAction(Qt.DropAction.CopyAction)
                    event.accept()
                    self.dropped.emit(found)
                    return True
        return False

    def _reveal(self) -> None:
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dashed frame with words."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(tokens.accent_tint)
        ground.setAlpha(235)
        painter.setPen(QPen(tokens.accent, 2, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(13, 13, -13, -13), 12, 12)
        font = self.theme.fonts.get(16, STRONG)
        painter.setFont(font)
        painter.setPen(tokens.accent_text)
        wide = QFontMetricsF(font).horizontalAdvance(self._words)
        left = (self.width() - wide - 32) / 2
        pixmap = icon_pixmap("upload", tokens.accent_text, 24, self.devicePixelRatioF())
        painter.drawPixmap(round(left), self.height() // 2 - 12, pixmap)
        place = QRectF(left + 32, 0, wide + 1, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self._words)
        painter.end()
