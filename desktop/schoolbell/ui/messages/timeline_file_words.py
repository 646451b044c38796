"""Every word about a file or picture in the timeline, in the reader's language."""

from PySide6.QtCore import QCoreApplication, QLocale

from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.chat.ports import Direction, Transfer, TransferState
from schoolbell.ui.errors import error_words


def bytes_words(size: int) -> str:
    """Return a number of bytes in a unit people know, e.g. "1.2 MB"."""
    style = QLocale.DataSizeFormat.DataSizeTraditionalFormat
    return QLocale().formattedDataSize(size, 1 if size >= 1024 else 0, style)


def size_words(attachment: Attachment) -> str:
    """Return the size of a file; "" when unknown."""
    return bytes_words(attachment.size) if attachment.size > 0 else ""


def here_words(attachment: Attachment) -> str:
    """Return the size of a file whose bytes are on this computer."""
    size = size_words(attachment)
    if not size:
        return QCoreApplication.translate("Timeline", "Downloaded")
    return QCoreApplication.translate("Timeline", "{size} · Downloaded").format(size=size)


def percent(transfer: Transfer) -> int:
    """Return how much is through, 0…100; never 100 before it is done."""
    return min(99, transfer.done * 100 // transfer.total) if transfer.total > 0 else 0


def transfer_words(transfer: Transfer) -> str:
    """Return how far a file is, on its card."""
    size = bytes_words(transfer.total) if transfer.total > 0 else ""
    match transfer.state:
        case TransferState.FAILED:
            reason = error_words(transfer.error).title
            return QCoreApplication.translate("Timeline", "Not loaded: {reason}").format(reason=reason)
        case TransferState.PAUSED if transfer.error:
            return error_words(transfer.error).title
        case TransferState.WAITING if size:
            return QCoreApplication.translate("Timeline", "Waiting · {size}").format(size=size)
        case TransferState.WAITING:
            return QCoreApplication.translate("Timeline", "Waiting")
    text = QCoreApplication.translate("Timeline", "{percent} % of {size}")
    return text.format(percent=percent(transfer), size=size)


def sending_words(transfer: Transfer) -> str:
    """Return what stands under an own message whose file is on its way; "" when other words say it."""
    if transfer.direction is not Direction.UP or transfer.state is not TransferState.RUNNING:
        return ""
    return QCoreApplication.translate("Timeline", "Sending, {percent} %").format(percent=percent(transfer))


def open_words(attachment: Attachment) -> str:
    """Return the action on a file or picture."""
    return QCoreApplication.translate("Timeline", "Open {name}").format(name=attachment.name)


def save_words(attachment: Attachment) -> str:
    """Return the action that keeps a copy elsewhere."""
    return QCoreApplication.translate("Timeline", "Save {name} as").format(name=attachment.name)


def again_words(attachment: Attachment) -> str:
    """Return the action that loads once more what could not be loaded."""
    return QCoreApplication.translate("Timeline", "Load {name} again").format(name=attachment.name)


def cancel_words(attachment: Attachment, *, own: bool) -> str:
    """Return the action that stops an upload (`own`) or a download."""
    if own:
        return QCoreApplication.translate("Timeline", "Stop sending {name}").format(name=attachment.name)
    return QCoreApplication.translate("Timeline", "Stop loading {name}").format(name=attachment.name)
