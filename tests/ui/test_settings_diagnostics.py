from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from schoolbell.base.errors import ErrorCode
from schoolbell.ui.settings.pane import SettingsPane


def test_the_report_is_asked_for_saved_and_said_to_be_there(qtbot, theme, languages, tmp_path):
    languages.use("en")
    pane = SettingsPane(theme)
    qtbot.addWidget(pane)
    pane.show()
    section, wanted = pane.diagnostics, []
    section.wanted.connect(wanted.append)
    assert not section.outcome.isVisible()
    qtbot.mouseClick(section.button, Qt.MouseButton.LeftButton)
    dialog = section.findChild(QFileDialog, "diagnosticsFile")
    assert dialog.isVisible()
    target = str(tmp_path / "report.txt")
    dialog.fileSelected.emit(target)
    dialog.close()
    assert wanted == [target]
    assert not section.button.isEnabled(), "once"
    section.show_outcome(None)
    assert section.button.isEnabled()
    assert section.outcome.full_text() == "Saved."
    section.show_outcome(ErrorCode.DISK_FULL)
    assert section.outcome.isVisible()
    assert section.outcome.full_text() != "Saved."
