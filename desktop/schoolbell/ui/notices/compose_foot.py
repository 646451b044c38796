"""Under a notice that is written: who gets it and how long it can be taken back, or what is missing."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.domain.notices.items import NoticePlan
from schoolbell.ui.errors import error_words
from schoolbell.ui.notices import words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button


class ComposeFoot(Panel):
    """60 px: a sentence, "Save draft", "Send"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "t", parent)
        self.summary = Text(theme, "text_2", 13, wrap=True)
        self.summary.setObjectName("noticeSummary")
        self.save = Button(theme, "", kind="secondary")
        self.save.setObjectName("noticeSave")
        self.send = Button(theme, "", kind="primary", icon="megaphone")
        self.send.setObjectName("noticeSend")
        self.setFixedHeight(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 1, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.summary, 1)
        row.addWidget(self.save)
        row.addWidget(self.send)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.save.setText(self.tr("Save draft"))

    def name_send(self, *, edits: bool, later: bool) -> None:
        """Say what the button does."""
        self.send.setText(
            self.tr("Send the change") if edits else self.tr("Schedule") if later else self.tr("Send")
        )

    def show_state(
        self,
        refusal: str,
        plan: NoticePlan | None,
        error: tuple[str, dict[str, object]] | None,
        *,
        unscheduled: bool = False,
    ) -> None:
        """Show why it cannot be sent, or who gets it; `error` is what went wrong at the last try.

        `unscheduled`: it was taken back before its time.
        """
        self.send.setEnabled(not refusal)
        text = words.refusal_words(refusal)
        if not text:
            text = words.unscheduled_words() if unscheduled else words.summary_words(plan)
        if error is not None:
            found = error_words(*error)
            text = self.tr("{what}. {advice}").format(what=found.title, advice=found.advice)
        self.summary.set_color("danger_text" if error is not None else "text_2")
        self.summary.set_text(text)
