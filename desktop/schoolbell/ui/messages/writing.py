"""What becomes of the composer's text: sent, held until the engine is there, kept as the room's draft."""

from typing import Any

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages.composer import Composer
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.viewmodels.messages import MessagesPresenter


class Writing:
    """Leads from the composer to the presenter and back; `ready` once messages can go."""

    def __init__(self, presenter: MessagesPresenter, composer: Composer, timeline: TimelineView) -> None:
        self._presenter = presenter
        self._composer = composer
        self._timeline = timeline
        self.ready = False
        self._held: list[tuple[Any, ...]] = []  # sent before the engine was there
        presenter.draft_loaded.connect(composer.take_draft)
        presenter.sent.connect(self._sent)
        composer.submitted.connect(self._send)
        composer.edit_submitted.connect(presenter.edit)
        composer.typed.connect(presenter.typing)
        composer.draft_changed.connect(presenter.save_draft)
        composer.edit_last_wanted.connect(self._edit_last)

    def engine_ready(self) -> None:
        """Send what was written in the first moments."""
        self.ready = True
        held, self._held = self._held, []
        for message in held:
            self._presenter.send(*message)

    def give_back(self) -> None:
        """Another room opens: what is held becomes the draft of its room again."""
        while self._held:
            self._held.pop()
            self._composer.failed()

    def _send(self, *message: Any) -> None:
        if self.ready:
            self._presenter.send(*message)
        else:
            self._held.append(message)

    def _sent(self) -> None:
        self._composer.sent()
        self._timeline.scroll_to_bottom()

    def _edit_last(self) -> None:
        for item in reversed(self._presenter.timeline.items()):
            if isinstance(item, MessageItem) and item.can_edit:
                self._composer.begin_edit(item.key, item.body)
                return
