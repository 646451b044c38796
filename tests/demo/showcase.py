"""A small window with a probe inside: what can be seen, what is covered, hidden, flat or behind a dialog."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from schoolbell_demo.probe import install


def main() -> None:
    """Show the window; with the argument "modal" a dialog comes over it."""
    app = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle("showcase")
    layout = QVBoxLayout(window)
    field = QPlainTextEdit()
    field.setAccessibleName("Field")
    button = QPushButton("Press me")
    button.clicked.connect(lambda: button.setText("Pressed"))
    covered = QPushButton("Covered")
    flat = QLabel()
    flat.setAccessibleName("Flat")
    flat.setFixedHeight(30)
    hidden = QPushButton("Hidden")
    rows = QListWidget()
    rows.addItems(["Open row", "Covered row"])
    for widget in (field, button, covered, flat, hidden, rows):
        layout.addWidget(widget)
    hidden.hide()
    window.resize(600, 400)
    window.show()
    cover = QLabel("cover", window)
    cover.setAutoFillBackground(True)
    pill = QPushButton("pill", rows.viewport())  # a part of the list, and yet in front of its row

    def lay_over() -> None:
        cover.setGeometry(covered.geometry())
        cover.show()
        cover.raise_()
        pill.setGeometry(rows.visualItemRect(rows.item(1)))
        pill.show()

    laying = QTimer(window)  # the window manager may give the window another size at any time
    laying.timeout.connect(lay_over)
    laying.start(100)
    if "modal" in sys.argv:
        dialog = QDialog(window)
        dialog.setModal(True)
        QTimer.singleShot(500, dialog.open)
    install(app)
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
