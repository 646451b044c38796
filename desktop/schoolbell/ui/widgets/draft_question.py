"""The question before an unsent draft is deleted, the same wherever drafts are written."""

from PySide6.QtWidgets import QWidget

from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.question import Question


class DraftQuestion(Question):
    """Opens at once; `agreed` says that the draft may go."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.ask(
            self.tr("Delete draft"),
            self.tr("Delete this draft?"),
            self.tr("What was written and the recipients go. Nobody has got it."),
            self.tr("Delete"),
            self.tr("Keep the draft"),
        )
