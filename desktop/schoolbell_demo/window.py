"""The demo's own small window: how far the school is, then Schoolbell opened as one person or another."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QProgressBar, QVBoxLayout, QWidget

from schoolbell.ui.theme.icons import logo_icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.label import Label
from schoolbell_demo.line import Account

_LOGO = 40


class DemoWindow(QWidget):
    """First a progress bar, then one entry per person that the demo can be opened as."""

    reported = Signal(int, int, str)  # done, total, stage; may be emitted from any thread
    open_as = Signal(object)  # Account
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWindowTitle(self.tr("Schoolbell demo school"))
        self.setWindowIcon(logo_icon())
        self.setFixedWidth(560)
        self.setAutoFillBackground(True)
        self._menu = QMenuBar(self)
        self._people = self._menu.addMenu(self.tr("Open as"))
        self._people.setEnabled(False)
        logo = QLabel()
        logo.setPixmap(logo_icon().pixmap(_LOGO, _LOGO))
        self._title = Label(theme, self.tr("Schoolbell demo school"), size=20, weight=600)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(logo)
        head.addWidget(self._title, 1)
        self._words = Label(theme, self.tr("Preparing the school …"), color="text_2", wrap=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedHeight(6)
        track, accent = theme.tokens.track.name(), theme.tokens.accent.name()
        self._bar.setStyleSheet(
            f"QProgressBar {{ border: 0; border-radius: 3px; background: {track}; }}"
            f"QProgressBar::chunk {{ border-radius: 3px; background: {accent}; }}"
        )
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.setMenuBar(self._menu)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addLayout(self._buttons)
        layout.addStretch(1)
        self.reported.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def show_people(self, people: list[tuple[str, Account]]) -> None:
        """The school runs: offer each (words, account) in the menu and as a button."""
        self._bar.hide()
        self._words.setText(
            self.tr(
                "The school is running on this machine only. Everything you do here is thrown away when this "
                "window is closed. There is no keyring in the demo: sessions are kept in a private file."
            )
        )
        for words, account in people:
            action = QAction(words, self)
            action.triggered.connect(self._opener(account))
            self._people.addAction(action)
            button = Button(self._theme, words, "secondary" if self._buttons.count() else "primary")
            button.clicked.connect(self._opener(account))
            self._buttons.addWidget(button)
        self._people.setEnabled(True)

    def show_failure(self, words: str) -> None:
        """The school could not be started."""
        self._bar.hide()
        self._words.setText(words)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window ends the demo."""
        event.accept()
        self.closed.emit()

    def _opener(self, account: Account) -> Callable[[], None]:
        return lambda: self.open_as.emit(account)

    def _show_progress(self, done: int, total: int, stage: str) -> None:
        self._words.setText(stage_words(stage))
        self._bar.setRange(0, total)
        self._bar.setValue(done)


def stage_words(stage: str) -> str:
    """Return what to show for a stage of preparing; unknown ones are the office's, shown as importing."""
    translate = QCoreApplication.translate
    match stage:
        case "start":
            return translate("DemoWindow", "Starting the homeserver …")
        case "sign_in":
            return translate("DemoWindow", "People sign in for the first time …")
        case "life":
            return translate("DemoWindow", "An ordinary morning of messages …")
        case _:
            return translate("DemoWindow", "Importing the school's roster …")
