"""Small parts of the pages of DING and notices: the bar on top, text with links, file chips, a tag."""

import html
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.announcements.files import FoundFile
from schoolbell.ui.messages.timeline_file_words import bytes_words
from schoolbell.ui.messages.timeline_text import find_links, utf16_length, utf16_slice
from schoolbell.ui.panel import Panel, Text, colour
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.sheet import css
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.flow import FlowLayout
from schoolbell.viewmodels.playing import Playing

_SHEETS = ("xls", "xlsx", "csv", "ods")
_PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_READABLE = 760  # px: lines of text are not wider


def file_icon(name: str) -> str:
    """Return the icon for a file's name."""
    ending = name.rpartition(".")[2].lower()
    return "sheet" if ending in _SHEETS else "image" if ending in _PICTURES else "file-text"


class _Title(Text):
    """As wide as its words where there is room, shortened where there is not."""

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.full_text()) + 2, size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())


class Bar(Panel):
    """56 px on top of a page: a title, what is said beside it, tools at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "b", parent)
        self.setFixedHeight(56)
        self.title = _Title(theme, "text_1", 16, strong=True)
        self.title.setObjectName("dingTitle")
        self.title.set_elided()
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.note = Text(theme, "text_3", 12)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 12, 1)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        self.beside = QHBoxLayout()
        layout.addLayout(self.beside)
        layout.addWidget(self.note)
        layout.addStretch(1)
        layout.addLayout(self.tools)

    def set_title(self, title: str) -> None:
        """Show another title; it takes the room that the rest leaves."""
        self.title.set_text(title)
        self.title.updateGeometry()


class BodyText(QLabel):
    """What somebody wrote: to be selected and copied, with links; never as markup."""

    link_opened = Signal(str)

    def __init__(self, theme: Theme, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._px = size
        self._said = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setMaximumWidth(_READABLE)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.linkActivated.connect(self.link_opened)
        theme.changed.connect(self._fill)
        self._fill()

    def show_text(self, text: str) -> None:
        """Show `text`."""
        if text != self._said:
            self._said = text
            self._fill()

    @property
    def said(self) -> str:
        """What is shown, without markup."""
        return self._said

    def _fill(self) -> None:
        tokens, text = self._theme.tokens, self._said
        self.setFont(self._theme.fonts.get(self._px))
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.WindowText, tokens.text_1)
        self.setPalette(look)
        parts, at = [], 0
        for span in find_links(text):
            parts.append(_escaped(utf16_slice(text, at, span.start)))
            shown = _escaped(utf16_slice(text, span.start, span.end))
            style = f'style="color:{css(tokens.accent_text)}; text-decoration:none"'
            parts.append(f'<a href="{html.escape(span.url)}" {style}>{shown}</a>')
            at = span.end
        parts.append(_escaped(utf16_slice(text, at, utf16_length(text))))
        height = self._px + 8 if self._px < 16 else self._px + 10
        self.setText(f'<div style="line-height:{height}px">{"".join(parts)}</div>')
        self.setAccessibleName(text)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


class Scroller(QScrollArea):
    """A column that scrolls, without a frame or a ground of its own."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # which setWidget turns on
        self.viewport().setAutoFillBackground(False)


class FileChip(QPushButton):
    """A file: what kind, its name and size; `height` 40 on pages, 24 in the pop-up."""

    def __init__(
        self, theme: Theme, name: str, size: int, *, height: int = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = name
        self._bytes = size
        self._tall = height >= 40
        self.missing = False
        self.setFixedHeight(height)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)
        self.set_name()

    def set_name(self) -> None:
        """Set the words."""
        size = self._size_words()
        self.setAccessibleName(f"{self.name} {size}".strip())
        self.setToolTip(self.name)

    def _size_words(self) -> str:
        return bytes_words(self._bytes) if self._bytes and self._tall else ""

    def _room(self) -> tuple[int, int]:
        fonts = self._theme.fonts
        name = QFontMetricsF(fonts.get(14 if self._tall else 12)).horizontalAdvance(self.name)
        size = QFontMetricsF(fonts.get(12)).horizontalAdvance(self._size_words())
        return ceil(name) + 1, ceil(size)

    def sizeHint(self) -> QSize:
        name, size = self._room()
        name = min(name, 260 if self._tall else 120)
        if not self._tall:
            return QSize(10 + 12 + 5 + name + 12, self.height())
        return QSize(10 + 18 + 9 + name + (8 + size if size else 0) + 12, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(tokens.focus, 2) if focused else QPen(tokens.line, 1))
        hover = self.underMouse() and self.isEnabled()
        painter.setBrush(tokens.hover if hover else tokens.bg_canvas if not tokens.dark else tokens.bg_raised)
        if focused:
            area = area.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, 8 if self._tall else 6, 8 if self._tall else 6)
        edge = 18 if self._tall else 12
        mark = file_icon(self.name) if self._tall else "paperclip"
        pixmap = icon_pixmap(mark, tokens.text_2, edge, self.devicePixelRatioF())
        painter.drawPixmap(10, (self.height() - edge) // 2, pixmap)
        left = 10 + edge + (9 if self._tall else 5)
        _name, size = self._room()
        room = self.width() - left - 12 - (size + 8 if size else 0)
        font = fonts.get(14 if self._tall else 12)
        painter.setFont(font)
        painter.setPen(tokens.text_3 if self.missing else tokens.text_1)
        shown = QFontMetrics(font).elidedText(self.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(left, 0, room + 1, self.height()), _LEFT, shown)
        if size:
            painter.setFont(fonts.get(12))
            painter.setPen(tokens.text_3)
            painter.drawText(
                QRectF(self.width() - 12 - size, 0, size + 1, self.height()), _LEFT, self._size_words()
            )
        painter.end()


class FileChips(QWidget):
    """The files of an announcement; `chosen` carries the FoundFile to open."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, *, height: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._files: tuple[FoundFile, ...] = ()
        self.playing: Playing | None = None  # plays voice notes; other recordings are files with a name
        self._flow = FlowLayout(self, spacing=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_files(self, files: Sequence[FoundFile]) -> None:
        """Show `files`; hidden for none."""
        if tuple(files) == self._files:
            self.setVisible(bool(files))
            return
        self._files = tuple(files)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, file in enumerate(self._files):
            chip = self._chip(file)
            self._flow.insert_widget(at, chip)
            chip.show()
        self.setVisible(bool(files))
        self.updateGeometry()

    def _chip(self, file: FoundFile) -> QWidget:
        found = file.attachment
        voice = found is not None and found.audio is not None and found.audio.voice
        if found is not None and voice and self.playing is not None:
            from schoolbell.ui.voice.chip import VoiceChip

            return VoiceChip(
                self._theme, self.playing, found.key, found, height=max(28, self._height), parent=self
            )
        chip = FileChip(self._theme, file.file.name, file.file.size, height=self._height, parent=self)
        chip.missing = found is None
        chip.clicked.connect(lambda: self.chosen.emit(file))
        return chip


class RemovableFile(Panel):
    """A file of a draft with a way to take it out."""

    removed = Signal()

    def __init__(self, theme: Theme, name: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("draftFile")
        self._name = name
        self.setFixedHeight(40)
        self._words = Text(theme, "text_1", 14)
        self._words.set_text(name)
        self._words.setMaximumWidth(220)
        self._words.set_elided()
        self._words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._size = Text(theme, "text_3", 12)
        self._size.set_text(bytes_words(size))
        self.remove = ToolButton(theme, "x", "", edge=28, icon_size=14)
        self.remove.setObjectName("removeDraftFile")
        self.remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(37, 0, 6, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addWidget(self._size)
        layout.addStretch(1)
        layout.addWidget(self.remove)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self._name)
        self.remove.set_name(self.tr("Remove {name}").format(name=self._name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_canvas)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        pixmap = icon_pixmap(file_icon(self._name), tokens.text_2, 18, self.devicePixelRatioF())
        painter.drawPixmap(10, 11, pixmap)
        painter.end()


class Card(Panel):
    """A ground with a 1-px line and 8-px corners."""

    def __init__(
        self,
        theme: Theme,
        ground: str = "bg_canvas",
        line: str = "line",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", "", parent)
        self._ground = ground
        self._line = line

    def set_ground(self, ground: str) -> None:
        """Use another token for ground and line."""
        self._ground = self._line = ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(self.theme.tokens, self._line))
        painter.setBrush(colour(self.theme.tokens, self._ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        painter.end()


class Tag(Text):
    """A few words on amber."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "late_text", 12, parent=parent)
        self.setContentsMargins(4, 0, 4, 0)
        self.setFixedHeight(18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.late_tint)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.end()
        super().paintEvent(event)


def column(*, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """Return a vertical layout with these margins."""
    layout = QVBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout
