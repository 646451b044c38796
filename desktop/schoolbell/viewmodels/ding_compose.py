"""What the DING editor talks to: the draft, who would get it, keeping, sending and taking back."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm, Counts, Remind
from schoolbell.domain.ding.items import HOLD_MS, TEXT_LIMIT, DingDraft, LocalFile, Plan, Target
from schoolbell.domain.ding.ports import DingDesk
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_files import MOST_FILES, FileReader

PLAN_MS = 120  # a pause in choosing that computes who gets it
SAVE_MS = 800  # a pause in writing that keeps the draft
TICK_MS = 200


class Held(Struct, frozen=True):
    """A DING that was sent and can still be taken back."""

    draft: DingDraft
    people: int
    households: int
    until_ms: int


class ComposePresenter(QObject):
    """`draft` is what stands in the editor; setters change one part of it. Slots never block and never raise.

    `folder` keeps pasted pictures until they are sent.
    """

    replaced = Signal(object)  # DingDraft: another one is in the editor, its fields must show it
    changed = Signal(object)  # DingDraft, after every change
    plan_changed = Signal(object)  # Plan | None: None while it is not known who would get the draft
    saved = Signal(object)  # ms when the draft was kept, 0 when there is nothing to keep yet
    held_changed = Signal(object)  # Held | None
    sent = Signal(object)  # DingDraft: it is in the outbox
    undone = Signal(object)  # DingDraft: back in the editor
    too_late = Signal()  # it went out before it could be taken back
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(self, bridge: Bridge, clock: Clock, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clock = clock
        self._files = FileReader(folder)
        self._desk: DingDesk | None = None
        self._draft = DingDraft("")
        self._plan: Plan | None = None
        self._saved_ms = 0
        self._kept = DingDraft("")
        self._waiting: tuple[Sequence[Target], str, str] | None = None
        self._sending = False
        self._held: Held | None = None
        self._plan_pause = self._timer(PLAN_MS, self._compute, single=True)
        self._save_pause = self._timer(SAVE_MS, self.save, single=True)
        self._ticks = self._timer(TICK_MS, self.tick, single=False)

    def _timer(self, ms: int, call: Callable[[], None], *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(ms)
        timer.timeout.connect(call)
        return timer

    # -- life -----------------------------------------------------------------------------------------

    def attach(self, desk: DingDesk) -> None:
        """From now on DINGs can be written."""
        self._desk = desk
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.begin(*waiting)

    def stop(self) -> None:
        """Let go; call `leave` before, so that the draft is kept."""
        for timer in (self._plan_pause, self._save_pause, self._ticks):
            timer.stop()
        self._desk = None
        self._files.stop()

    @property
    def can_write(self) -> bool:
        """Whether there is anybody this account may DING."""
        return self._desk is not None and bool(self._desk.targets("", 1))

    # -- the draft ------------------------------------------------------------------------------------

    @property
    def draft(self) -> DingDraft:
        """What stands in the editor."""
        return self._draft

    @property
    def plan(self) -> Plan | None:
        """Who would get it, None while that is computed."""
        return self._plan

    @property
    def saved_ms(self) -> int:
        """When the draft was kept last, 0 when it was not."""
        return self._saved_ms

    @property
    def empty(self) -> bool:
        """Whether nobody would miss the draft."""
        return not (self._draft.text.strip() or self._draft.files or self._draft.targets)

    def begin(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> None:
        """Put an empty draft into the editor, or one made from something else."""
        if self._desk is None:
            self._waiting = targets, text, about
            return
        self.save()
        self._show(self._desk.new(targets, text, about))

    def load(self, id: str) -> None:
        """Put a kept draft into the editor."""
        if self._desk is not None and id != self._draft.id:
            self.save()
            self._run(self._load(self._desk, id), f"load {id}")

    async def _load(self, desk: DingDesk, id: str) -> None:
        draft = await desk.load(id)
        if draft is None:
            raise KnownError(ErrorCode.NOT_FOUND)
        self._show(draft, saved=True)

    def _show(self, draft: DingDraft, *, saved: bool = False) -> None:
        self._draft = draft
        self._kept = draft if saved else DingDraft(draft.id)
        self._set_saved(0)
        self._set_plan(None)
        self.replaced.emit(draft)
        self.changed.emit(draft)
        self._plan_pause.start(0)

    def set_text(self, text: str) -> None:
        """Take what was typed."""
        self._change(replace(self._draft, text=text))

    def add_target(self, target: Target) -> None:
        """Add somebody, once."""
        there = {(one.kind, one.key) for one in self._draft.targets}
        if (target.kind, target.key) not in there:
            self._change(replace(self._draft, targets=(*self._draft.targets, target)), plan=True)

    def remove_target(self, target: Target) -> None:
        """Take somebody out."""
        left = tuple(one for one in self._draft.targets if one != target)
        self._change(replace(self._draft, targets=left), plan=True)

    def set_confirm(self, confirm: Confirm) -> None:
        """Ask for a tap or a signature."""
        self._change(replace(self._draft, confirm=confirm))

    def set_counts(self, counts: Counts) -> None:
        """Say whose word counts for a child."""
        self._change(replace(self._draft, counts=counts), plan=True)

    def set_due(self, due_ms: int) -> None:
        """Send it at a time; 0 = now."""
        self._change(replace(self._draft, due_ms=due_ms), plan=True)

    def set_deadline(self, deadline: int) -> None:
        """Ask for the confirmation until a time; 0 = no deadline."""
        self._change(replace(self._draft, deadline=deadline))

    def set_remind(self, remind: Remind | None) -> None:
        """Remind who has not confirmed, or not."""
        self._change(replace(self._draft, remind=remind))

    def set_channel(self, channel: str, wanted: bool) -> None:
        """Use a channel besides the app."""
        channels = tuple(one for one in self._draft.channels if one != channel)
        self._change(replace(self._draft, channels=(*channels, channel) if wanted else channels))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files of this computer; what cannot be read is told by `failed`."""
        self._run(self._add_files(self._draft.id, tuple(paths)))

    async def _add_files(self, id: str, paths: Sequence[Path]) -> None:
        self._attach_files(id, await self._files.look(paths))

    def add_picture(self, name: str, mimetype: str, make: Callable[[], bytes]) -> None:
        """Attach a pasted picture; `make` gives its bytes and may take long."""
        self._run(self._add_picture(self._draft.id, name, mimetype, make))

    async def _add_picture(self, id: str, name: str, mimetype: str, make: Callable[[], bytes]) -> None:
        self._attach_files(id, [await self._files.keep(name, mimetype, make)])

    def _attach_files(self, id: str, files: Sequence[LocalFile]) -> None:
        if id != self._draft.id:
            return
        there = {one.path for one in self._draft.files}
        every = (*self._draft.files, *(one for one in files if one.path not in there))
        if len(every) > MOST_FILES:
            self.failed.emit(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})
        self._change(replace(self._draft, files=every[:MOST_FILES]))

    def remove_file(self, file: LocalFile) -> None:
        """Take a file out."""
        self._change(replace(self._draft, files=tuple(one for one in self._draft.files if one != file)))

    def _change(self, draft: DingDraft, *, plan: bool = False) -> None:
        if draft == self._draft:
            return
        self._draft = draft
        self._save_pause.start()
        if plan:
            self._set_plan(None)
            self._plan_pause.start(PLAN_MS)
        self.changed.emit(draft)

    def complete(self, text: str) -> tuple[Target, ...]:
        """Return recipients that `text` may mean and that are not chosen yet; "": what is near at hand."""
        if self._desk is None:
            return ()
        there = {(one.kind, one.key) for one in self._draft.targets}
        return tuple(one for one in self._desk.targets(text) if (one.kind, one.key) not in there)

    # -- who gets it ----------------------------------------------------------------------------------

    def _compute(self) -> None:
        if self._desk is not None:
            self._run(self._plan_for(self._desk, self._draft))

    async def _plan_for(self, desk: DingDesk, asked: DingDraft) -> None:
        plan = await desk.plan(asked)
        now = self._draft
        if (asked.id, asked.targets, asked.due_ms, asked.counts) == (
            now.id, now.targets, now.due_ms, now.counts
        ):  # fmt: skip
            self._set_plan(plan)

    def _set_plan(self, plan: Plan | None) -> None:
        self._plan = plan
        self.plan_changed.emit(plan)

    # -- keeping --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the draft now (a pause in writing, the button, leaving)."""
        self._save_pause.stop()
        if self._desk is not None and self._draft.id and self._draft != self._kept and not self._sending:
            self._run(self._keep(self._desk, self._draft))

    async def _keep(self, desk: DingDesk, draft: DingDraft) -> None:
        await desk.keep(draft)
        if draft.id == self._draft.id:
            self._kept = draft
            self._set_saved(0 if self.empty else self._clock.now_ms())

    def _set_saved(self, ms: int) -> None:
        self._saved_ms = ms
        self.saved.emit(ms)

    def leave(self) -> None:
        """The editor closes: what stands in it is kept."""
        self.save()
        self._plan_pause.stop()
        self._draft = self._kept = DingDraft("")

    def discard(self) -> None:
        """Give the draft up, with the copies of its files."""
        draft, self._draft = self._draft, DingDraft("")
        self._save_pause.stop()
        if self._desk is not None and draft.id:
            self._run(self._desk.discard(draft.id))

    def discard_row(self, id: str) -> None:
        """Give up a draft that is not in the editor."""
        if self._desk is not None:
            self._run(self._desk.discard(id))

    # -- sending --------------------------------------------------------------------------------------

    @property
    def refusal(self) -> str:
        """Why it cannot be sent: "to", "text", "long", "due", "nobody", "busy"; "" when it can."""
        draft, plan = self._draft, self._plan
        if not draft.targets:
            return "to"
        if not draft.text.strip() and not draft.files:
            return "text"
        if len(draft.text) > TEXT_LIMIT:
            return "long"
        if draft.due_ms and draft.due_ms <= self._clock.now_ms():
            return "due"
        if plan is not None and not plan.people:
            return "nobody"
        return "busy" if plan is None or self._sending else ""

    def send(self) -> None:
        """Send the draft: it is held for ten seconds, or goes at its time. `sent` follows."""
        if self._desk is None or self._plan is None or self.refusal:
            return
        self._sending = True
        self._save_pause.stop()
        self._bridge.run(self._send(self._desk, self._draft, self._plan), self._not_sent, "ding send")

    async def _send(self, desk: DingDesk, draft: DingDraft, plan: Plan) -> None:
        try:
            await desk.send(draft)
        finally:
            self._sending = False
        self._draft = self._kept = DingDraft("")
        if not draft.due_ms:
            until = self._clock.now_ms() + HOLD_MS
            self._set_held(Held(draft, plan.people, plan.households, until))
        self.sent.emit(draft)

    def _not_sent(self, error: KnownError) -> None:
        self._on_known(error)
        self.changed.emit(self._draft)  # the button is free again
        self._save_pause.start()

    @property
    def held(self) -> Held | None:
        """What can still be taken back."""
        return self._held

    def _set_held(self, held: Held | None) -> None:
        self._held = held
        if held is None:
            self._ticks.stop()
        else:
            self._ticks.start()
        self.held_changed.emit(held)

    def tick(self) -> None:
        """Look at the clock: after ten seconds nothing can be taken back."""
        held = self._held
        if held is not None and not 0 < held.until_ms - self._clock.now_ms() <= HOLD_MS:
            self._set_held(None)

    def undo(self, id: str = "") -> None:
        """Take back what was sent last, or the held or scheduled `id`; `undone` or `too_late` follows."""
        wanted = id or (self._held.draft.id if self._held is not None else "")
        if self._desk is not None and wanted:
            self._run(self._undo(self._desk, wanted), f"undo {wanted}")

    async def _undo(self, desk: DingDesk, id: str) -> None:
        draft = await desk.undo(id)
        if self._held is not None and self._held.draft.id == id:
            self._set_held(None)
        if draft is None:
            self.too_late.emit()
            return
        self.save()
        self._show(draft, saved=True)
        self.undone.emit(draft)

    def send_now(self, id: str = "") -> None:
        """Do not hold it any longer."""
        wanted = id or (self._held.draft.id if self._held is not None else "")
        if self._desk is not None and wanted:
            self._run(self._send_now(self._desk, wanted), f"now {wanted}")

    async def _send_now(self, desk: DingDesk, id: str) -> None:
        await desk.send_now(id)
        if self._held is not None and self._held.draft.id == id:
            self._set_held(None)

    # -- inside ---------------------------------------------------------------------------------------

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str = "") -> None:
        self._bridge.run(coroutine, self._on_known, once)

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
