"""Geometry of a picture or a file card inside a timeline row, and what can be done with it now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF

from schoolbell.domain.chat.items import Attachment, MessageItem, SendState
from schoolbell.domain.chat.ports import Transfer, TransferState
from schoolbell.ui.messages import timeline_file_words as words
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_row import Mark, RowLayout, Words, Zone
from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.tokens import Tokens

_MOVING = (TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED)
_ICON = 20


def image_size(attachment: Attachment) -> QSize:
    """Return the size of a thumbnail: within 208 x 112, ratio kept, never blown up, never a sliver.

    Only from what the sender claims: the row keeps its height when the picture comes, whatever it is.
    """
    if attachment.width <= 0 or attachment.height <= 0:
        return QSize(m.IMAGE_WIDTH, m.IMAGE_HEIGHT)
    scale = min(m.IMAGE_WIDTH / attachment.width, m.IMAGE_HEIGHT / attachment.height, 1.0)
    return QSize(max(48, round(attachment.width * scale)), max(48, round(attachment.height * scale)))


def is_moving(transfer: Transfer | None) -> bool:
    """Return whether the bytes are on their way, or will be without anybody doing anything."""
    return transfer is not None and transfer.state in _MOVING


def share(transfer: Transfer) -> float:
    """Return how much of a file is through, 0…1."""
    return min(1.0, transfer.done / transfer.total) if transfer.total > 0 else 0.0


def lay_picture(row: RowLayout, rect: QRectF, item: MessageItem, transfer: Transfer | None) -> None:
    """Put a picture at `rect`: a click opens it; while it is sent, how far it is and a way to stop."""
    attachment = item.attachment
    if attachment is None:
        return
    row.image = rect
    row.zones.append(Zone("file", rect, item.key, words.open_words(attachment)))
    if item.state is SendState.WAITING and transfer is not None and is_moving(transfer):
        row.progress = share(transfer)
        edge = m.PICTURE_STOP
        place = QRectF(0, 0, edge, edge)
        place.moveCenter(rect.center())
        row.stop = place
        row.zones.append(Zone("cancel", place, item.key, words.cancel_words(attachment, own=True)))


def lay_card(
    row: RowLayout,
    rect: QRectF,
    item: MessageItem,
    transfer: Transfer | None,
    here: bool,
    tokens: Tokens,
    fonts: Fonts,
    opens: bool,
) -> None:
    """Put a file card at `rect`: tile, name, size or progress, and one button at its end.

    `here`: its bytes are on this computer. Without `opens` the card only says what was sent.
    """
    attachment = item.attachment
    if attachment is None:
        return
    row.file = rect
    unsent = item.state in (SendState.WAITING, SendState.WEDGED)
    button = _button(item, attachment, transfer, unsent) if opens else None
    left = rect.left() + m.FILE_PAD + m.FILE_TILE + 12
    room = rect.right() - m.FILE_PAD - (m.FILE_BUTTON + 8 if button is not None else 0) - left
    name_font, meta_font = fonts.get(14), fonts.get(12, tabular=True)
    name = QFontMetricsF(name_font).elidedText(attachment.name, Qt.TextElideMode.ElideMiddle, room)
    meta, color = words.size_words(attachment), tokens.text_3
    if opens and transfer is not None:
        meta = words.transfer_words(transfer)
        if transfer.state is TransferState.FAILED:
            color = tokens.danger_text
    elif opens and here and not unsent:
        meta = words.here_words(attachment)
    meta = QFontMetricsF(meta_font).elidedText(meta, Qt.TextElideMode.ElideRight, room)
    top = rect.top() + (12 if meta else 20)
    row.words.append(Words(QRectF(left, top, room, 20), name, name_font, tokens.text_1))
    if meta:
        row.words.append(Words(QRectF(left, top + 20, room, 16), meta, meta_font, color))
    if not opens:
        return
    row.zones.append(Zone("file", rect, item.key, words.open_words(attachment)))
    if transfer is not None and is_moving(transfer):
        row.progress = share(transfer)
        row.bar = QRectF(left, rect.bottom() - 9, room, m.FILE_BAR)
    if button is not None:
        icon, zone = button
        edge = m.FILE_BUTTON
        place = QRectF(rect.right() - m.FILE_PAD - edge, rect.center().y() - edge / 2, edge, edge)
        inset = (edge - _ICON) / 2
        row.marks.append(Mark(place.adjusted(inset, inset, -inset, -inset), icon, tokens.text_2))
        row.zones.append(Zone(zone.kind, place, zone.value, zone.name))


def _button(
    item: MessageItem, attachment: Attachment, transfer: Transfer | None, unsent: bool
) -> tuple[str, Zone] | None:
    """Return icon and meaning of the button at the end of a card, None for no button."""
    nowhere = QRectF()
    if is_moving(transfer):
        own = item.state is SendState.WAITING
        return "x", Zone("cancel", nowhere, item.key, words.cancel_words(attachment, own=own))
    if unsent:
        return None
    if transfer is not None and transfer.state is TransferState.FAILED:
        return "rotate-cw", Zone("again", nowhere, item.key, words.again_words(attachment))
    return "download", Zone("save", nowhere, item.key, words.save_words(attachment))
