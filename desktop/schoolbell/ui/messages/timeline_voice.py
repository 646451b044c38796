"""A player inside a timeline row: button, waveform, time, speed; where they stand and how they look."""

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from schoolbell.domain.chat.items import Attachment, MessageItem, SendState
from schoolbell.domain.chat.ports import Transfer
from schoolbell.ui.errors import error_words
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_cards import is_moving, share
from schoolbell.ui.messages.timeline_file_facts import FileFacts
from schoolbell.ui.messages.timeline_file_words import cancel_words, transfer_words
from schoolbell.ui.messages.timeline_row import RowLayout, Words, Zone
from schoolbell.ui.messages.timeline_text import ceil
from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.tokens import Tokens
from schoolbell.ui.voice import words
from schoolbell.ui.voice.wave import bars, paint_wave
from schoolbell.viewmodels.playback import Playback, PlayState

_PAD = 10
_ICON = 16
_RUNNING = (PlayState.PLAYING, PlayState.PAUSED)


class VoiceBox(Struct, frozen=True):
    """What `paint_voice` paints. `played` is 0…1 of the waveform; `loaded` 0…1 of the ring, -1 for none."""

    rect: QRectF
    button: QRectF
    icon: str
    wave: QRectF | None
    heights: tuple[float, ...]
    played: float
    loaded: float
    own: bool


def lay_voice(
    row: RowLayout,
    rect: QRectF,
    item: MessageItem,
    attachment: Attachment,
    files: FileFacts,
    tokens: Tokens,
    fonts: Fonts,
) -> None:
    """Put a player at `rect`; without `files.opens` it only says what was sent."""
    audio = attachment.audio
    if audio is None:
        return
    now, transfer = files.playback(item) or Playback(item.key), files.transfer(item)
    edge = m.VOICE_BUTTON
    button = QRectF(rect.left() + _PAD, rect.center().y() - edge / 2, edge, edge)
    duration = now.duration or audio.duration
    moving = transfer is not None and is_moving(transfer)
    running = now.state in _RUNNING
    left, right = button.right() + _PAD, rect.right() - _PAD - 2
    failed = now.state is PlayState.FAILED
    if running or (now.rate != 1.0 and not failed):
        right = _rate(row, rect, right, item, now, tokens, fonts)
    time = words.clock(now.position) if running else words.length_clock(duration)
    if not failed:
        right = _time(row, rect, right, max(time, words.length_clock(duration), key=len), time, tokens, fonts)
    area = QRectF(left, rect.center().y() - m.VOICE_WAVE / 2, max(0.0, right - left), m.VOICE_WAVE)
    told = _told(now, transfer)
    wave: QRectF | None = area
    if told:
        color = tokens.danger_text if failed else tokens.text_3
        _line(row, area, told, color, fonts.get(12))
        wave = None
    elif not audio.voice:
        top = QRectF(area.left(), area.top() - 4, area.width(), 20)
        _line(row, top, attachment.name, tokens.text_1, fonts.get(13))
        wave = QRectF(area.left(), area.top() + 18, area.width(), 12)
    icon = "x" if moving else "pause" if now.state is PlayState.PLAYING else "play"
    heights = tuple(bars(audio.waveform, wave.width())) if wave is not None and audio.voice else ()
    row.voice = VoiceBox(
        rect, button, icon, wave, heights,
        min(1.0, now.position / duration) if running and duration else 0.0,
        _loaded(now, transfer, moving), item.own,
    )  # fmt: skip
    if files.opens:
        _zones(row, item, attachment, now, moving, duration)


def _zones(
    row: RowLayout, item: MessageItem, attachment: Attachment, now: Playback, moving: bool, duration: int
) -> None:
    box = row.voice
    if box is None:
        return
    if moving:
        own = item.state is SendState.WAITING
        row.zones.append(Zone("cancel", box.button, item.key, cancel_words(attachment, own=own)))
    else:
        playing = now.state is PlayState.PLAYING
        name = words.pause_words(attachment) if playing else words.play_words(attachment)
        row.zones.append(Zone("play", box.button, item.key, name))
    if box.wave is not None and not moving:
        reach = box.wave.adjusted(0, -4, 0, 4)
        row.zones.append(Zone("seek", reach, item.key, words.seek_words(now.position, duration)))


def _told(now: Playback, transfer: Transfer | None) -> str:
    """Return the words that stand where the waveform would, "" for none."""
    if now.state is PlayState.FAILED:
        return error_words(now.error).title
    if now.state is PlayState.LOADING and transfer is not None:
        return transfer_words(transfer)
    return ""


def _loaded(now: Playback, transfer: Transfer | None, moving: bool) -> float:
    if moving and transfer is not None:
        return share(transfer)
    return 0.0 if now.state is PlayState.LOADING else -1.0


def _rate(
    row: RowLayout, rect: QRectF, right: float, item: MessageItem, now: Playback, tokens: Tokens, fonts: Fonts
) -> float:
    """Put the speed at the right end; return where the rest ends."""
    font, text = fonts.get(12, tabular=True), words.rate_text(now.rate)
    wide = ceil(QFontMetricsF(font).horizontalAdvance(words.rate_text(1.5)))
    place = QRectF(right - wide, rect.center().y() - m.LINE / 2, wide, m.LINE)
    row.words.append(Words(place, text, font, tokens.accent_text, centred=True))
    reach = place.adjusted(-5, -4, 5, 4)
    row.zones.append(Zone("rate", reach, item.key, words.rate_words(now.rate)))
    return right - wide - 12


def _time(
    row: RowLayout, rect: QRectF, right: float, widest: str, text: str, tokens: Tokens, fonts: Fonts
) -> float:
    if not widest:
        return right
    font = fonts.get(12, tabular=True)
    wide = ceil(QFontMetricsF(font).horizontalAdvance(widest))
    place = QRectF(right - wide, rect.center().y() - m.LINE / 2, wide, m.LINE)
    row.words.append(Words(place, text, font, tokens.text_2))
    return right - wide - _PAD


def _line(row: RowLayout, area: QRectF, text: str, color: QColor, font: QFont) -> None:
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    row.words.append(Words(QRectF(area), shown, font, color))


def paint_voice(
    painter: QPainter, row: RowLayout, box: VoiceBox, failed: bool, tokens: Tokens, dpr: float
) -> None:
    """Paint ground, button and waveform; the words are painted with the row's."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.bubble_own if box.own else tokens.bubble_other)
    painter.drawRoundedRect(box.rect, m.RADIUS, m.RADIUS)
    if failed or tokens.name == "high_contrast":
        painter.setPen(QPen(tokens.danger_line if failed else tokens.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.rect.adjusted(0.5, 0.5, -0.5, -0.5), m.RADIUS - 0.5, m.RADIUS - 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.accent_fill)
    painter.drawEllipse(box.button)
    if box.loaded >= 0:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = box.button.adjusted(2, 2, -2, -2)
        painter.setPen(QPen(tokens.text_on_fill, 2))
        painter.drawArc(around, 90 * 16, -round(max(0.04, box.loaded) * 360 * 16))
    at = box.button.center() - QPointF(_ICON / 2, _ICON / 2)
    if box.icon == "play":
        at += QPointF(1, 0)  # a triangle's weight is left of its middle
    at = QPointF(round(at.x() * dpr) / dpr, round(at.y() * dpr) / dpr)
    painter.drawPixmap(at, icon_pixmap(box.icon, tokens.text_on_fill, _ICON, dpr))
    if box.wave is not None:
        paint_wave(painter, box.wave, box.heights, box.played, tokens.accent, tokens.text_3)
