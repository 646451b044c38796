"""The files chosen to be sent, above the box one writes in: each can be taken away again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from schoolbell.ui.messages.timeline_file_words import bytes_words
from schoolbell.ui.messages.timeline_pictures import paint_tile
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.outgoing import OutgoingFile

if TYPE_CHECKING:
    from schoolbell.ui.voice.chip import VoiceChip
    from schoolbell.viewmodels.playing import Playing

MOST_FILES = 50
_TILE = 36
_CHIP = QSize(216, 52)

# Returns the picture of a chosen file for a tile of that many logical px: None or null when there is none.
PictureOf = Callable[[OutgoingFile, QSize, float], QPixmap | None]


class _Tile(QWidget):
    """What a file is, as a picture of it or by its ending."""

    def __init__(self, theme: Theme, file: OutgoingFile, picture_of: PictureOf) -> None:
        super().__init__()
        self._theme = theme
        self._file = file
        self._picture_of = picture_of
        self.setFixedSize(_TILE, _TILE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, dpr = QRectF(self.rect()), self.devicePixelRatioF()
        pixmap = self._picture_of(self._file, QSize(_TILE, _TILE), dpr)
        if pixmap is None or pixmap.isNull():
            paint_tile(painter, area, self._file.name, self._theme.tokens, self._theme.fonts, dpr)
        else:
            path = QPainterPath()
            path.addRoundedRect(area, 6, 6)
            painter.setClipPath(path)
            painter.fillRect(area, self._theme.tokens.bg_subtle)
            size = pixmap.size() / pixmap.devicePixelRatioF()
            painter.drawPixmap((_TILE - size.width()) // 2, (_TILE - size.height()) // 2, pixmap)
        painter.end()


class Chip(Panel):
    """One chosen file with a way to take it away."""

    removed = Signal(str)

    def __init__(self, theme: Theme, file: OutgoingFile, picture_of: PictureOf) -> None:
        super().__init__(theme)
        self.file = file
        self.setObjectName("outgoingFile")
        self.setFixedSize(_CHIP)
        self.tile = _Tile(theme, file, picture_of)
        self._name = Text(theme, "text_1", 13)
        self._name.set_elided()
        self._size = Text(theme, "text_3", 12)
        self.remove = ToolButton(theme, "x", "", edge=28, icon_size=14)
        self.remove.setObjectName("removeFile")
        self.remove.clicked.connect(lambda: self.removed.emit(file.key))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._size)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 7, 6, 7)
        layout.setSpacing(8)
        layout.addWidget(self.tile)
        layout.addLayout(words, 1)
        layout.addWidget(self.remove)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        size = bytes_words(self.file.size)
        self._name.set_text(self.file.name)
        self._size.set_text(size)
        self.setAccessibleName(self.tr("{name}, {size}").format(name=self.file.name, size=size))
        self.remove.set_name(self.tr("Remove {name}").format(name=self.file.name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.tokens.line)
        painter.setBrush(self.theme.tokens.bg_canvas)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        painter.end()


class OutgoingTray(Panel):
    """The chosen files of the open room; each room keeps its own while the program runs."""

    changed = Signal()
    taken_away = Signal(object)  # OutgoingFile
    emptied = Signal()  # the last file was taken away: the keyboard belongs to the text again

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("outgoingTray")
        self._room = ""
        self._files: dict[str, list[OutgoingFile]] = {}
        self._going: dict[str, list[str]] = {}  # room → keys of what was submitted
        self._chips: dict[str, Chip | VoiceChip] = {}
        self._playing: Playing | None = None
        self._picture_of: PictureOf = lambda _file, _size, _dpr: None
        self._limit: int | None = None
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        inner = QWidget()
        spread = QHBoxLayout(inner)
        spread.setContentsMargins(0, 0, 0, 0)
        spread.addLayout(self._row)
        spread.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("outgoingArea")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # which setWidget turns on
        self._area.viewport().setAutoFillBackground(False)
        self._note = Text(theme, "text_3", 12)
        self._note.set_elided()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self._area)
        layout.addWidget(self._note)
        self.hide()
        self.retranslate()

    @property
    def room(self) -> str:
        """The room whose files are shown."""
        return self._room

    @property
    def files(self) -> list[OutgoingFile]:
        """The chosen files of the open room, in order."""
        return list(self._files.get(self._room, ()))

    def set_picture_source(self, picture_of: PictureOf) -> None:
        """Set where pictures of chosen files come from."""
        self._picture_of = picture_of

    def set_playing(self, playing: "Playing") -> None:
        """Set what plays voice notes before they are sent."""
        self._playing = playing

    def picture_ready(self, key: str) -> None:
        """The picture of a chosen file is there."""
        chip = self._chips.get(key)
        if isinstance(chip, Chip):
            chip.tile.update()

    def set_limit(self, limit: int | None) -> None:
        """Say how many bytes the server takes at once; None when it does not say."""
        self._limit = limit
        self.retranslate()

    def set_room(self, room_id: str) -> None:
        """Show what was chosen for another room."""
        if room_id != self._room:
            self._room = room_id
            self._show()

    def add(self, room_id: str, files: Sequence[OutgoingFile]) -> int:
        """Add files for a room; return how many were too many. A voice note never is: it is nowhere else."""
        kept = self._files.setdefault(room_id, [])
        there = {(file.path, file.key) if file.path is None else file.path for file in kept}
        new = [file for file in files if file.path is None or file.path not in there]
        free = max(0, MOST_FILES - len(kept))
        taken = [file for at, file in enumerate(new) if at < free or file.voice is not None]
        kept.extend(taken)
        if room_id == self._room:
            self._show()
        return len(new) - len(taken)

    def submit(self) -> list[OutgoingFile]:
        """Return the files of the open room, which go now; `sent` follows."""
        self._going[self._room] = [file.key for file in self.files]
        return self.files

    def sent(self, room_id: str, left: Sequence[str]) -> None:
        """What was submitted is sent, but for those `left`; what was chosen meanwhile stays."""
        self._drop(room_id, [key for key in self._going.pop(room_id, ()) if key not in left])

    def _drop(self, room_id: str, keys: Sequence[str]) -> None:
        self._files[room_id] = [file for file in self._files.get(room_id, ()) if file.key not in keys]
        if room_id == self._room:
            self._show()

    def remove(self, key: str) -> None:
        """Take a file of the open room away."""
        gone = next((file for file in self.files if file.key == key), None)
        self._drop(self._room, [key])
        if gone is not None:
            self.taken_away.emit(gone)
        if not self.files:
            self.emptied.emit()

    def _chip(self, file: OutgoingFile) -> "Chip | VoiceChip":
        if file.voice is None or self._playing is None:
            return Chip(self.theme, file, self._picture_of)
        from schoolbell.ui.voice.chip import VoiceChip

        chip = VoiceChip(self.theme, self._playing, file.key, file.attachment, removable=True)
        chip.setFixedSize(_CHIP)
        return chip

    def _show(self) -> None:
        wanted = {file.key: file for file in self.files}
        for key in [key for key in self._chips if key not in wanted]:
            chip = self._chips.pop(key)
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for at, (key, file) in enumerate(wanted.items()):
            if key not in self._chips:
                chip = self._chip(file)
                chip.removed.connect(self.remove)
                self._chips[key] = chip
                self._row.insertWidget(at, chip)
        self._fit()
        self.setVisible(bool(wanted))
        self.retranslate()
        self.changed.emit()

    def _fit(self) -> None:
        """Leave room for the scroll bar only where there is one."""
        wide = len(self._chips) * (_CHIP.width() + self._row.spacing())
        bar = self._area.horizontalScrollBar().sizeHint().height() if wide > self.width() else 0
        self._area.setFixedHeight(_CHIP.height() + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar comes and goes."""
        super().resizeEvent(event)
        self._fit()

    def retranslate(self) -> None:
        """Set all texts."""
        count = len(self.files)
        self.setAccessibleName(self.tr("%n file(s) to send", "", count))
        words = ""
        if self._limit is not None:
            words = self.tr("Your school's server takes up to {size} at once; larger files go in parts.")
            words = words.format(size=bytes_words(self._limit))
        self._note.set_text(words)
        self._note.setVisible(bool(words))
