"""A voice note as a small card: play it, see its waveform, go to a place, take it away."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from schoolbell.domain.chat.items import Attachment, Audio
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice import words
from schoolbell.ui.voice.wave_view import WaveView
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.playback import Playback, PlayState
from schoolbell.viewmodels.playing import Playing

_WIDTH = 240


class VoiceChip(Panel):
    """Plays `attachment` under the name `key`; `removed` carries the key."""

    removed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        playing: Playing,
        key: str,
        attachment: Attachment,
        *,
        removable: bool = False,
        height: int = 40,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("voiceChip")
        self._playing = playing
        self._key = key
        self._attachment = attachment
        self._audio = attachment.audio or Audio()
        self.setFixedSize(_WIDTH, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        small = height < 40
        edge = min(28, height - 2)
        self.button = ToolButton(theme, "play", "", edge=edge, icon_size=12 if small else 16)
        self.button.setObjectName("voicePlay")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(lambda: playing.toggle(key, attachment))
        self.wave = WaveView(theme, 16 if small else 24)
        self.wave.sought.connect(lambda share: playing.seek(key, attachment, share))
        self.told = Text(theme, "danger_text", 12)
        self.told.set_elided()
        self.time = Text(theme, "text_2", 12)
        self.remove = ToolButton(theme, "x", "", edge=28, icon_size=14)
        self.remove.setObjectName("removeVoice")
        self.remove.clicked.connect(lambda: self.removed.emit(key))
        if not removable:
            self.remove.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 if small else 6, 0, 6 if removable else 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.button)
        layout.addWidget(self.wave, 1)
        layout.addWidget(self.told, 1)
        layout.addWidget(self.time)
        layout.addWidget(self.remove)
        playing.changed.connect(self._changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        what = words.voice_words(self._attachment)
        self.setAccessibleName(what)
        self.remove.set_name(self.tr("Remove: {what}").format(what=what))
        self._show(self._playing.of(self._key))

    def hideEvent(self, event: QHideEvent) -> None:
        """What is out of sight is silent."""
        super().hideEvent(event)
        self._playing.silence_if(self._key)

    def _changed(self, key: str) -> None:
        if key == self._key:
            self._show(self._playing.of(key))

    def _show(self, now: Playback) -> None:
        runs = now.state in (PlayState.PLAYING, PlayState.PAUSED)
        playing = now.state is PlayState.PLAYING
        self.button.set_icon("pause" if playing else "play")
        action = words.pause_words if playing else words.play_words
        self.button.set_name(action(self._attachment))
        duration = now.duration or self._audio.duration
        self.wave.show_wave(self._audio.waveform, now.position / duration if runs and duration else 0.0)
        self.time.set_text(words.clock(now.position) if runs else words.length_clock(duration))
        failed = now.state is PlayState.FAILED
        self.told.set_text(error_words(now.error).title if failed else "")
        self.told.setVisible(failed)
        self.wave.setVisible(not failed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_canvas if not tokens.dark else tokens.bg_raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        painter.end()
