"""A small box that asks for the address of a link."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.announcements.popover import Popover
from schoolbell.ui.notices.rich_text import link_of
from schoolbell.ui.panel import Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.field import TextField

_WIDE = 320


class LinkPopover(Popover):
    """`chosen` carries the whole address, "" to take the link away."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setObjectName("noticeLink")
        self._title = Text(theme, "text_2", 12)
        self.address = TextField(theme, height=32)
        self.address.setObjectName("noticeLinkAddress")
        self.address.returnPressed.connect(self._add)
        self.address.textEdited.connect(lambda _text: self._enable())
        self.add = Button(theme, "", kind="primary", size="small")
        self.add.setObjectName("noticeLinkAdd")
        self.add.clicked.connect(self._add)
        self.remove = Button(theme, "", kind="text", size="small")
        self.remove.setObjectName("noticeLinkRemove")
        self.remove.clicked.connect(lambda: self._tell(""))
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.address)
        layout.addLayout(row)
        self.setMinimumWidth(_WIDE)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._title.set_text(self.tr("Address of the link"))
        self.address.setAccessibleName(self._title.full_text())
        self.address.setPlaceholderText("https://")
        self.add.setText(self.tr("Add the link"))
        self.remove.setText(self.tr("No link"))

    def ask(self, anchor: QWidget, address: str) -> None:
        """Open under `anchor` with the address that is there."""
        self.address.setText(address)
        self.remove.setVisible(bool(address))
        self._enable()
        self.show_under(anchor)
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.address.selectAll()

    def _enable(self) -> None:
        self.add.setEnabled(bool(link_of(self.address.text())))

    def _add(self) -> None:
        address = link_of(self.address.text())
        if address:
            self._tell(address)

    def _tell(self, address: str) -> None:
        self.close_popover()
        self.chosen.emit(address)
