"""The settings of help: a report for whoever looks after this computer, saved where its user wants it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from schoolbell.base.errors import ErrorCode
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Text
from schoolbell.ui.settings.section import Section
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button

_FILE = "schoolbell-diagnostics.txt"


class DiagnosticsSection(Section):
    """Emits where the report is wanted; says whether it is there."""

    wanted = Signal(str)  # a path

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._saved = False
        self._failure: ErrorCode | None = None
        self.words = Text(theme, "text_2", 13, wrap=True)
        self.button = Button(theme, "", kind="secondary", icon="download")
        self.button.setObjectName("exportDiagnostics")
        self.button.clicked.connect(self._choose)
        self.outcome = Text(theme, "text_2", 13, wrap=True)
        self.outcome.setObjectName("diagnosticsOutcome")
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        for text in (self.words, self.outcome):
            self.body.addWidget(text)
        self.body.insertLayout(1, row)
        self.retranslate()

    def show_outcome(self, failure: ErrorCode | None) -> None:
        """Say that the report is written (None), or why it is not."""
        self._saved, self._failure = failure is None, failure
        self.button.setEnabled(True)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.heading.set_text(self.tr("Help"))
        self.words.set_text(
            self.tr(
                "A text file for whoever looks after this computer: versions, settings, numbers and the "
                "last lines of the log. It holds no messages, no names and no passwords; you can read it "
                "before you send it."
            )
        )
        self.button.setText(self.tr("Export diagnostics…"))
        self.button.setAccessibleName(self.button.text())
        told = self.tr("Saved.") if self._saved else ""
        if self._failure is not None:
            told = error_words(self._failure).title
        self.outcome.set_text(told)
        self.outcome.setVisible(bool(told))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Export diagnostics"))
        dialog.setObjectName("diagnosticsFile")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Text (*.txt)"))
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(_FILE)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.button.setEnabled(False)
        self.wanted.emit(path)
