"""Puts the DING pop-ups on the screen and takes them away as the presenter says."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QObject, Signal

from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.ding_popups import PopupItem, PopupPresenter
from schoolbell.viewmodels.playing import Playing

if TYPE_CHECKING:
    from schoolbell.ui.ding.popup_window import PopupWindow


def _system_now() -> int:
    return QDateTime.currentMSecsSinceEpoch()


class DingPopups(QObject):
    """Owns one window for the whole stack, made when the first one is wanted."""

    file_chosen = Signal(object)  # FoundFile
    link_opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        presenter: PopupPresenter,
        now_ms: Callable[[], int] = _system_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._presenter = presenter
        self._now_ms = now_ms
        self.window: PopupWindow | None = None
        self.playing: Playing | None = None  # plays voice notes; set it before the first one comes
        presenter.changed.connect(self._show)
        presenter.failed.connect(self._failed)
        if presenter.items:
            self._show(presenter.items)

    def _show(self, items: tuple[PopupItem, ...]) -> None:
        if self.window is None:
            if not items:
                return
            self.window = self._make()
        self.window.show_items(items)

    def _make(self) -> "PopupWindow":
        from schoolbell.ui.ding.popup_window import PopupWindow

        window, presenter = PopupWindow(self._theme, self._now_ms), self._presenter
        window.body.files.playing = self.playing
        window.confirm_wanted.connect(presenter.confirm)
        window.aside_wanted.connect(presenter.put_aside)
        window.reply_wanted.connect(presenter.reply)
        window.dismissed.connect(presenter.dismiss)
        window.open_wanted.connect(presenter.open_wanted)
        window.file_chosen.connect(self.file_chosen)
        window.link_opened.connect(self.link_opened)
        return window

    def _failed(self, code: str, details: dict[str, object]) -> None:
        if self.window is not None:
            self.window.show_failure(code, details)

    def stop(self) -> None:
        """Take the window away for good."""
        window, self.window = self.window, None
        if window is not None:
            window.hide()
            window.deleteLater()
