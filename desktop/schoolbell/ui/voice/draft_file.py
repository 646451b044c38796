"""A file of a draft as a widget that can be taken out: a voice note is played there."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.ui.announcements.parts import RemovableFile
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.chip import VoiceChip
from schoolbell.viewmodels.playing import Playing


def draft_file(
    theme: Theme,
    playing: Playing | None,
    file: LocalFile,
    removed: Callable[[LocalFile], None],
    parent: QWidget,
) -> QWidget:
    """Return the widget of `file`, told by `removed`; without `playing` a voice note is a file as any."""
    if file.voice is None or playing is None:
        plain = RemovableFile(theme, file.name, file.size, parent)
        plain.removed.connect(lambda: removed(file))
        return plain
    note = VoiceChip(theme, playing, file.path, file.attachment, removable=True, parent=parent)
    note.removed.connect(lambda _key: removed(file))
    return note
