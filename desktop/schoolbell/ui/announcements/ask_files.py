"""The dialog that asks for files to attach to a DING or a notice."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_files(parent: QWidget, *, pictures: bool, chosen: Callable[[list[Path]], None]) -> None:
    """Ask over `parent` for any files, or for pictures; `chosen` gets those that were chosen."""
    dialog = QFileDialog(parent, QCoreApplication.translate("AskFiles", "Attach files"))
    if pictures:
        names = QCoreApplication.translate("AskFiles", "Pictures (*.png *.jpg *.jpeg *.gif *.webp)")
        dialog.setNameFilter(names)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: chosen([Path(path) for path in paths]))
    dialog.open()
