"""Ends the program on somebody's wish: drafts that the disk does not take are asked about first."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from schoolbell.shell.session import Session
from schoolbell.shell.window import Window
from schoolbell.ui.theme.theme import Theme


class Quitting(QObject):
    """`ask` calls `end` at once when nothing would be lost."""

    def __init__(
        self,
        window: Window,
        theme: Theme,
        session: Callable[[], Session | None],
        end: Callable[[], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._session = session
        self._end = end
        self._run = run

    def ask(self) -> None:
        """End the program, or ask whether to."""
        session = self._session()
        if session is None or session.pane is None or session.presenter is None:
            self._end()
        else:
            self._run(self._keep(session))

    async def _keep(self, session: Session) -> None:
        pane, presenter = session.pane, session.presenter
        if pane is None or presenter is None:
            self._end()
            return
        pane.leave_room()
        await asyncio.sleep(0)  # what the composer handed over is on its way now
        left = await presenter.drafts.save_kept()
        if not left:
            self._end()
            return
        from schoolbell.ui.widgets.question import Question

        if not self._window.isVisible():  # in the tray
            self._window.bring_to_front()
        box = Question(self._theme, self._window)
        box.setObjectName("quitQuestion")
        box.agreed.connect(self._end)
        box.ask(
            self.tr("Quit"),
            self.tr("%n draft(s) cannot be kept on this computer", "", left),
            self.tr("Its disk is full or cannot be written. Make room first; who quits now loses them."),
            self.tr("Quit anyway"),
            self.tr("Stay"),
        )
