from PySide6.QtCore import Qt

from schoolbell.ui.settings.pane import SettingsPane


def test_the_size_of_downloads_is_shown_and_can_be_cleared(qtbot, theme, languages):
    languages.use("en")
    pane = SettingsPane(theme)
    qtbot.addWidget(pane)
    asked, cleared = [], []
    pane.media.looked_at.connect(lambda: asked.append(1))
    pane.media.clear_wanted.connect(lambda: cleared.append(1))
    pane.show()
    assert asked == [1], "counted when somebody looks, not before"
    assert not pane.media.clear.isEnabled()
    pane.media.show_size(123_456_789)
    assert "117.7 MB" in pane.media.words.full_text()
    qtbot.mouseClick(pane.media.clear, Qt.MouseButton.LeftButton)
    assert cleared == [1]
    assert not pane.media.clear.isEnabled(), "once"
    pane.media.show_size(0)
    assert "0 bytes" in pane.media.words.full_text()
    languages.use("zh_CN")
    qtbot.waitUntil(lambda: pane.media.clear.text() == "清除")
