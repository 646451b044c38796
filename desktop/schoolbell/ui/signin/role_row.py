"""Asks whose number it is while a bare number stands in the account field: student, staff or family."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from schoolbell.domain.numbers import ROLES, account_of, accounts
from schoolbell.ui.controls import Radio
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme


class RoleRow(Panel):
    """The choice is asked for once; who signed in here last gives it the next time."""

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "")
        self.setObjectName("roleRow")
        self._typed = ""
        self._label = Text(theme, "text_2", 13)
        self.choices: dict[str, Radio] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(16)
        layout.addLayout(row)
        for role in ROLES:
            choice = Radio(theme)
            choice.setObjectName(f"role_{role}")
            choice.clicked.connect(lambda _checked=False: self.chosen.emit())
            group.addButton(choice)
            row.addWidget(choice)
            self.choices[role] = choice
        row.addStretch(1)
        self.retranslate()
        self.hide()

    @property
    def needed(self) -> bool:
        """Whether what was typed can stand for several accounts."""
        return len(accounts(self._typed)) > 1

    def set_typed(self, text: str) -> None:
        """Take what stands in the account field."""
        self._typed = text

    def choose(self, role: str) -> None:
        """Choose a role by its letter; "" leaves the choice as it is."""
        if role:
            self.choices[role].setChecked(True)

    def account_of(self, text: str) -> str:
        """Return the account that `text` and the choice mean, "" while a choice is missing."""
        self._typed = text
        role = next((letter for letter, choice in self.choices.items() if choice.isChecked()), "")
        return "" if self.needed and not role else account_of(text, role)

    def retranslate(self) -> None:
        """Set all texts."""
        self._label.set_text(self.tr("Whose number is it?"))
        words = {"s": self.tr("Student"), "t": self.tr("Teacher, staff"), "g": self.tr("Parent, guardian")}
        for role, choice in self.choices.items():
            choice.setText(words[role])
            choice.setAccessibleName(words[role])
        self.setAccessibleName(self._label.full_text())
