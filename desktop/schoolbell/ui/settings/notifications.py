"""The settings of notifications: whether, with which words and sound, and the own quiet hours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from schoolbell.ui.controls import CheckBox, Select
from schoolbell.ui.panel import Text
from schoolbell.ui.settings.section import Section
from schoolbell.ui.theme.theme import Theme

_STEP = 30  # minutes
TIMES = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, _STEP))


class NotificationSection(Section):
    """Emits settings by their names ("notify", "notify_preview", "notify_sound", "quiet", "quiet_from" …)."""

    chosen = Signal(dict)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.boxes: dict[str, CheckBox] = {}
        for name in ("notify", "notify_preview", "notify_sound", "quiet"):
            box = CheckBox(theme)
            box.setObjectName(name)
            box.clicked.connect(lambda checked, setting=name: self.chosen.emit({setting: checked}))
            self.boxes[name] = box
            self.body.addWidget(box)
        self.times: dict[str, Select] = {}
        row = QHBoxLayout()
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(8)
        self._words = {"quiet_from": Text(theme, "text_2", 13), "quiet_to": Text(theme, "text_2", 13)}
        for name, words in self._words.items():
            select = Select(theme, 32)
            select.setObjectName(name)
            select.activated.connect(
                lambda _index, setting=name: self.chosen.emit({setting: self.times[setting].currentData()})
            )
            self.times[name] = select
            row.addWidget(words)
            row.addWidget(select)
        row.addStretch(1)
        self.body.addLayout(row)
        self._explain = Text(theme, "text_3", 12, wrap=True)
        self.body.addWidget(self._explain)
        self.retranslate()

    def show_choice(
        self,
        switches: dict[str, bool],
        times: dict[str, str],
        locked: frozenset[str] = frozenset(),
    ) -> None:
        """Show what is in force by setting name; `locked` ones are laid down by the school."""
        for name, box in self.boxes.items():
            box.setChecked(switches.get(name, False))
            box.setEnabled(name not in locked and (name == "notify" or switches.get("notify", False)))
        for name, select in self.times.items():
            chosen = times.get(name, "")
            select.clear()
            for time in sorted({*TIMES, *([chosen] if chosen else [])}):
                select.addItem(time, time)
            select.setCurrentIndex(max(0, select.findData(chosen)))
            select.setEnabled(self.boxes["quiet"].isChecked() and self.boxes["quiet"].isEnabled())

    def retranslate(self) -> None:
        """Set all texts."""
        self.heading.set_text(self.tr("Notifications"))
        words = {
            "notify": self.tr("Show notifications"),
            "notify_preview": self.tr("Show what was written"),
            "notify_sound": self.tr("Play a sound"),
            "quiet": self.tr("Quiet hours"),
        }
        for name, box in self.boxes.items():
            box.setText(words[name])
            box.setAccessibleName(words[name])
            box.updateGeometry()
        self._words["quiet_from"].set_text(self.tr("from", "quiet hours from 22:00"))
        self._words["quiet_to"].set_text(self.tr("to", "quiet hours to 07:00"))
        self.times["quiet_from"].setAccessibleName(self.tr("Quiet hours begin"))
        self.times["quiet_to"].setAccessibleName(self.tr("Quiet hours end"))
        self._explain.set_text(
            self.tr(
                "In quiet hours, yours and the school's, messages are only counted; afterwards you are told"
                " once for each chat. DINGs and classes are not held back. How much you are told of a chat is"
                " chosen in its menu, and counts on your phone too."
            )
        )
