"""The right column: a title, a way to close it, and one of reads, members or outbox below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton

WIDTH = 320


class DetailsPage(Panel):
    """What the details column can show; `title` is its heading."""

    def title(self) -> str:
        """Return the heading in the reader's language."""
        return ""


class DetailsColumn(Panel):
    """Holds pages by name and shows one; Escape and the cross close it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "l", parent)
        self.setObjectName("detailsColumn")
        self.setFixedWidth(WIDTH)
        self._pages: dict[str, DetailsPage] = {}
        self._name = ""
        self._floating = False
        self._heading = Text(theme, "text_1", 16, strong=True)
        self._heading.setObjectName("detailsTitle")
        self._heading.set_elided()
        self.close_button = ToolButton(theme, "x", "")
        self.close_button.setObjectName("detailsClose")
        self.close_button.clicked.connect(self.closed)
        bar = Panel(theme, "", "b")
        bar.setFixedHeight(56)
        top = QHBoxLayout(bar)
        top.setContentsMargins(16, 0, 12, 1)
        top.addWidget(self._heading, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self.retranslate()
        self.hide()

    @property
    def page(self) -> str:
        """The name of the page that is shown, or "" while the column is closed."""
        return self._name if not self.isHidden() else ""

    def add_page(self, name: str, page: DetailsPage) -> None:
        """Make `page` available under `name`."""
        self._pages[name] = page
        self._stack.addWidget(page)

    def show_page(self, name: str) -> None:
        """Open the column at `name`."""
        self._name = name
        self._stack.setCurrentWidget(self._pages[name])
        self.retranslate()
        self.show()
        self.raise_()

    def place(self, columns: QHBoxLayout, floating: bool, top: int) -> None:
        """Stand as the last of `columns`, or float over them at the right, from `top` down."""
        pane = columns.parentWidget()
        if pane is None:
            return
        if floating != self._floating:
            self._floating = floating
            opened = not self.isHidden()
            if floating:
                columns.removeWidget(self)
                self.setParent(pane)
            else:
                columns.addWidget(self)
            self.setVisible(opened)
        if floating:
            self.setGeometry(pane.width() - WIDTH, top, WIDTH, pane.height() - top)
            self.raise_()

    def retranslate(self) -> None:
        """Set all texts."""
        self.close_button.set_name(self.tr("Close details"))
        page = self._pages.get(self._name)
        self._heading.set_text(page.title() if page is not None else "")
        self.setAccessibleName(self._heading.full_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
