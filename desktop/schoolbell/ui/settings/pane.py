"""The settings pane: language, colours, account, about; every change acts at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from schoolbell.ui.controls import Radio, Select
from schoolbell.ui.languages import LANGUAGE_NAMES
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.settings.diagnostics import DiagnosticsSection
from schoolbell.ui.settings.lock import LockSection
from schoolbell.ui.settings.notifications import NotificationSection
from schoolbell.ui.settings.section import Section
from schoolbell.ui.settings.storage import MediaStorage
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.button import Button
from schoolbell.version import VERSION

_WIDTH = 664
_LICENCES = (
    ("Qt / PySide6", "LGPL-3.0"),
    ("qasync", "BSD-2-Clause"),
    ("httpx", "BSD-3-Clause"),
    ("msgspec", "BSD-3-Clause"),
    ("keyring", "MIT"),
    ("platformdirs", "MIT"),
    ("truststore", "MIT"),
    ("nh3", "MIT"),
    ("Lucide", "ISC"),
)


class SettingsPane(Panel):
    """Emits what was chosen; the shell applies and keeps it."""

    language_chosen = Signal(str)  # "" = the system's
    theme_chosen = Signal(str)
    sign_out_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("settingsPane")
        self._storage = ""
        self._title = Text(theme, "text_1", 20, strong=True)
        self._language = Section(theme)
        self._colours = Section(theme)
        self._account = Section(theme)
        self.notifications = NotificationSection(theme)
        self.lock = LockSection(theme)
        self._media = Section(theme)
        self.media = MediaStorage(theme)
        self._media.body.addWidget(self.media)
        self.diagnostics = DiagnosticsSection(theme)
        self._about = Section(theme)

        self.languages = Select(theme, 32)
        self.languages.setObjectName("languageChoice")
        self.languages.setFixedWidth(240)
        self.languages.addItem("", "")
        for code, name in LANGUAGE_NAMES.items():
            self.languages.addItem(name, code)
        self.languages.activated.connect(
            lambda _index: self.language_chosen.emit(str(self.languages.currentData()))
        )
        self._language.body.addWidget(self.languages)
        self._themes: dict[str, Radio] = {}
        themes = QButtonGroup(self)
        for mode in ("system", "light", "dark", "high_contrast"):
            button = Radio(theme)
            button.setObjectName(f"theme_{mode}")
            button.clicked.connect(lambda _checked=False, picked=mode: self.theme_chosen.emit(picked))
            themes.addButton(button)
            self._themes[mode] = button
            self._colours.body.addWidget(button)

        self._avatar = Avatar(theme, 40)
        self._name = Text(theme, "text_1", 14, strong=True)
        self._user = Text(theme, "text_3", 12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._user)
        self.sign_out = Button(theme, "", kind="secondary", icon="log-out")
        self.sign_out.setObjectName("signOut")
        self.sign_out.clicked.connect(self.sign_out_wanted)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self.sign_out, 0, Qt.AlignmentFlag.AlignVCenter)
        self._account.body.addLayout(row)
        self._storage_words = Text(theme, "text_3", 12, wrap=True)
        self._account.body.addWidget(self._storage_words)
        self._version = Text(theme, "text_2", 13)
        self._licence = Text(theme, "text_2", 13, wrap=True)
        self._parts = Text(theme, "text_3", 12, wrap=True)
        for text in (self._version, self._licence, self._parts):
            self._about.body.addWidget(text)

        content = QWidget()
        content.setAutoFillBackground(False)
        column = QVBoxLayout()
        column.setSpacing(28)
        shown = (
            self._title, self._language, self._colours, self.notifications, self._account, self.lock,
            self._media, self.diagnostics, self._about,
        )  # fmt: skip
        for widget in shown:
            column.addWidget(widget)
        column.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(column)
        column.setContentsMargins(0, 24, 0, 24)
        around = QHBoxLayout(content)
        around.setContentsMargins(32, 0, 32, 0)
        around.addStretch(1)
        around.addWidget(holder)
        around.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.viewport().setAutoFillBackground(False)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.retranslate()

    def show_choice(self, language: str, mode: str, language_locked: bool, theme_locked: bool) -> None:
        """Mark what is in force; what the school has laid down cannot be changed."""
        self.languages.setCurrentIndex(max(0, self.languages.findData(language)))
        self._themes.get(mode, self._themes["system"]).setChecked(True)
        self.languages.setEnabled(not language_locked)
        for button in self._themes.values():
            button.setEnabled(not theme_locked)

    def show_account(self, name: str, user_id: str, initials: str, hue: int, storage: str) -> None:
        """Show who is signed in and where the sign-in is kept ("keyring", "memory", "file")."""
        self._avatar.show_person(initials, hue)
        self._name.set_text(name)
        self._user.set_text(user_id)
        self._storage = storage
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Settings"))
        self._title.set_text(self.tr("Settings"))
        self._language.heading.set_text(self.tr("Language"))
        self._colours.heading.set_text(self.tr("Colours"))
        self._account.heading.set_text(self.tr("Account"))
        self._media.heading.set_text(self.tr("Pictures and files on this computer"))
        self._about.heading.set_text(self.tr("About"))
        self.languages.setItemText(0, self.tr("Like the computer"))
        self.languages.setAccessibleName(self.tr("Language"))
        words = {
            "system": self.tr("Like the computer"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
            "high_contrast": self.tr("High contrast"),
        }
        for mode, button in self._themes.items():
            button.setText(words[mode])
        for button in self._themes.values():
            button.setAccessibleName(button.text())
        self.sign_out.setText(self.tr("Sign out"))
        self.sign_out.setAccessibleName(self.sign_out.text())
        kept = {
            "memory": self.tr("No keyring here: you stay signed in until Schoolbell is closed."),
            "file": self.tr("The sign-in is kept in a file that only you can read (--plaintext-session)."),
            "keyring": self.tr("The sign-in is kept in this computer's keyring."),
        }.get(self._storage, "")
        self._storage_words.set_text(kept)
        self._storage_words.setVisible(bool(kept))
        self._version.set_text(self.tr("Schoolbell {version}").format(version=VERSION))
        self._licence.set_text(self.tr("Free software under the Apache License 2.0. It is built with:"))
        self._parts.set_text(" · ".join(f"{name} ({licence})" for name, licence in _LICENCES))
