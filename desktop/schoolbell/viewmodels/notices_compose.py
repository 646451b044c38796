"""What the editor of notices talks to: a title, the places it goes to, own notices changed everywhere."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.observable import Subscription
from schoolbell.domain.notices.items import NoticeDraft, NoticePlan, Target
from schoolbell.domain.notices.ports import NoticeDesk
from schoolbell.viewmodels.announcement_compose import AnnouncementEditor
from schoolbell.viewmodels.bridge import Bridge


class NoticeComposePresenter(AnnouncementEditor[NoticeDraft, NoticePlan, NoticeDesk]):
    """The editor of notices, and of changes of those that are out."""

    may_write_changed = Signal()

    def __init__(self, bridge: Bridge, clock: Clock, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(bridge, clock, folder, parent, kind="notice", blank=NoticeDraft)
        self._subscription: Subscription | None = None

    def attach(self, desk: NoticeDesk) -> None:
        """From now on notices can be written."""
        self._desk = desk
        self._subscription = desk.changed.subscribe(
            lambda _: self._bridge.later("notice may", self.may_write_changed.emit)
        )
        self.may_write_changed.emit()

    def stop(self) -> None:
        """Let go; call `leave` before, so that the draft is kept."""
        if self._subscription is not None:
            self._subscription.cancel()
        super().stop()

    @property
    def may_write(self) -> bool:
        """Whether there is any place for a notice of this account."""
        return self._desk is not None and self._desk.may_write

    @property
    def refusal(self) -> str:
        """Why the draft cannot be sent; "gone" where it changes a notice that does not stand any more."""
        refusal = super().refusal
        return "gone" if refusal == "nobody" and self._draft.edits else refusal

    def begin(self, room_id: str = "") -> None:
        """Put an empty draft into the editor; of a class's room, to that class."""
        if self._desk is None:
            return
        self.save()
        near = self._desk.target_near(room_id) if room_id else None
        self._show(self._desk.new((near,) if near is not None else ()))

    def change(self, key: str) -> None:
        """Put an own notice that is out into the editor, to be changed everywhere."""
        if self._desk is not None:
            self.save()
            self._run(self._put(self._desk.change(key), saved=True), f"change {key}")

    def begin_from(self, key: str) -> None:
        """Put a new draft into the editor that begins as an own notice which is out."""
        if self._desk is not None:
            self.save()
            self._run(self._put(self._desk.again(key), saved=False), f"again {key}")

    def set_words(self, text: str, html: str) -> None:
        """Take what was typed, and the same with its formatting ("" for none)."""
        self._change(replace(self._draft, text=text, html=html))

    def set_title(self, title: str) -> None:
        """Take the title."""
        self._change(replace(self._draft, title=title))

    def set_pin(self, pin: bool) -> None:
        """Let it stand on top of the class, or not."""
        self._change(replace(self._draft, pin=pin))

    def places(self, text: str = "") -> tuple[Target, ...]:
        """Return the places that can be chosen."""
        return self._desk.targets(text) if self._desk is not None else ()
