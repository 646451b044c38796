"""What the DING editor talks to: who is asked, until when, how one is reminded."""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.blocks import Counts, Remind
from schoolbell.domain.ding.items import DingDraft, Plan, Target
from schoolbell.domain.ding.ports import DingDesk
from schoolbell.viewmodels.announcement_compose import AnnouncementEditor
from schoolbell.viewmodels.bridge import Bridge


class ComposePresenter(AnnouncementEditor[DingDraft, Plan, DingDesk]):
    """The editor of DINGs; what is begun before the engine is there waits for it."""

    def __init__(self, bridge: Bridge, clock: Clock, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(bridge, clock, folder, parent, kind="ding", blank=DingDraft)
        self._waiting: tuple[Sequence[Target], str, str] | None = None

    def attach(self, desk: DingDesk) -> None:
        """From now on DINGs can be written."""
        self._desk = desk
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.begin(*waiting)

    @property
    def can_write(self) -> bool:
        """Whether there is anybody this account may DING."""
        return self._desk is not None and bool(self._desk.targets("", 1))

    def begin(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> None:
        """Put an empty draft into the editor, or one made from something else."""
        if self._desk is None:
            self._waiting = targets, text, about
            return
        self.save()
        self._show(self._desk.new(targets, text, about))

    def set_text(self, text: str) -> None:
        """Take what was typed."""
        self._change(replace(self._draft, text=text))

    def set_counts(self, counts: Counts) -> None:
        """Say whose word counts for a child."""
        self._change(replace(self._draft, counts=counts))

    def set_remind(self, remind: Remind | None) -> None:
        """Remind who has not confirmed, or not."""
        self._change(replace(self._draft, remind=remind))

    def set_channel(self, channel: str, wanted: bool) -> None:
        """Use a channel besides the app."""
        channels = tuple(one for one in self._draft.channels if one != channel)
        self._change(replace(self._draft, channels=(*channels, channel) if wanted else channels))

    def complete(self, text: str) -> tuple[Target, ...]:
        """Return recipients that `text` may mean and that are not chosen yet; "": what is near at hand."""
        if self._desk is None:
            return ()
        there = self._chosen()
        return tuple(one for one in self._desk.targets(text) if (one.kind, one.key) not in there)
