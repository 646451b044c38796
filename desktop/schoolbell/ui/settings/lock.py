"""The settings of the lock: set, change or remove the PIN, and after how long the window locks by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from schoolbell.ui.controls import Select
from schoolbell.ui.panel import Text
from schoolbell.ui.settings.section import Section
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button

MINUTES = (1, 5, 10, 30, 60)


class LockSection(Section):
    """Emits what is wanted: "set", "change" or "remove" the PIN, "lock" now."""

    wanted = Signal(str)
    minutes_chosen = Signal(int)  # 0 = never

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._has_pin = False
        self._words = Text(theme, "text_2", 13, wrap=True)
        self.buttons = {
            "set": Button(theme, "", kind="secondary", icon="lock-keyhole"),
            "lock": Button(theme, "", kind="secondary", icon="lock"),
            "change": Button(theme, "", kind="secondary"),
            "remove": Button(theme, "", kind="text"),
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, button in self.buttons.items():
            button.setObjectName(f"pin_{name}")
            button.clicked.connect(lambda _checked=False, asked=name: self.wanted.emit(asked))
            row.addWidget(button)
        row.addStretch(1)
        self._minutes_words = Text(theme, "text_2", 13)
        self.minutes = Select(theme, 32)
        self.minutes.setObjectName("lockMinutes")
        self.minutes.setFixedWidth(240)
        self.minutes.addItem("", 0)
        for value in MINUTES:
            self.minutes.addItem("", value)
        self.minutes.activated.connect(lambda _index: self.minutes_chosen.emit(self.minutes.currentData()))
        self.body.addWidget(self._words)
        self.body.addLayout(row)
        self.body.addWidget(self._minutes_words)
        self.body.addWidget(self.minutes)
        self.retranslate()

    def show_choice(self, has_pin: bool, minutes: int, minutes_locked: bool) -> None:
        """Show what is in force; what the school has laid down cannot be changed."""
        self._has_pin = has_pin
        known = [value for value in (0, *MINUTES) if value <= minutes]
        self.minutes.setCurrentIndex(len(known) - 1)
        self.minutes.setEnabled(not minutes_locked)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts and show the buttons that make sense."""
        self.heading.set_text(self.tr("Lock"))
        self._words.set_text(
            self.tr(
                "For a computer that several people share: a PIN locks this account's window. It does not "
                "encrypt the disk."
            )
        )
        words = {
            "set": self.tr("Set a PIN"),
            "lock": self.tr("Lock now (Ctrl+L)"),
            "change": self.tr("Change the PIN"),
            "remove": self.tr("Remove the PIN"),
        }
        for name, button in self.buttons.items():
            button.setText(words[name])
            button.setAccessibleName(words[name])
            button.setVisible((name == "set") != self._has_pin)
        self._minutes_words.set_text(self.tr("Lock by itself when nobody touches it"))
        self.minutes.setAccessibleName(self._minutes_words.full_text())
        self.minutes.setItemText(0, self.tr("Never"))
        for index, value in enumerate(MINUTES, 1):
            self.minutes.setItemText(index, self.tr("After %n minute(s)", "", value))
        self._minutes_words.setVisible(self._has_pin)
        self.minutes.setVisible(self._has_pin)
