"""What both editors of announcements do: hold a draft, plan, keep, send it, take it back."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.announcements.drafting import HOLD_MS, LocalFile, Target
from schoolbell.domain.ding.items import DingDraft, Plan
from schoolbell.domain.notices.items import NoticeDraft, NoticePlan
from schoolbell.viewmodels.announcement_files import MOST_FILES, FileReader
from schoolbell.viewmodels.bridge import Bridge

PLAN_MS = 120  # a pause in choosing that computes who gets it
SAVE_MS = 800  # a pause in writing that keeps the draft
TICK_MS = 200


class Desk(Protocol):
    """What the desk of each kind can do with its drafts (`domain.ding.ports`, `domain.notices.ports`)."""

    async def plan(self, draft: Any, /) -> Any:
        """Return who would get it."""

    async def load(self, id: str, /) -> Any:
        """Return a kept draft, or None."""

    async def keep(self, draft: Any, /) -> None:
        """Keep a draft."""

    async def discard(self, id: str, /) -> None:
        """Remove a draft."""

    async def send(self, draft: Any, /) -> None:
        """Queue all copies, held or for their time."""

    async def undo(self, id: str, /) -> Any:
        """Take the copies back; return the draft, or None when it is too late."""

    async def send_now(self, id: str, /) -> None:
        """Do not hold the copies any longer."""


DraftT = TypeVar("DraftT", DingDraft, NoticeDraft)
PlanT = TypeVar("PlanT", Plan, NoticePlan)
DeskT = TypeVar("DeskT", bound=Desk)


class Held(Struct, Generic[DraftT], frozen=True):
    """What was sent and can still be taken back."""

    draft: DraftT
    people: int
    households: int
    until_ms: int


def _together(first: Sequence[LocalFile], more: Sequence[LocalFile]) -> tuple[LocalFile, ...]:
    there = {one.path for one in first}
    return (*first, *(one for one in more if one.path not in there))


class AnnouncementEditor(QObject, Generic[DraftT, PlanT, DeskT]):
    """`draft` is what stands in the editor; setters change one part of it. Slots never block and never raise.

    `kind` names it in tasks, `blank` makes an empty draft of an id, `folder` keeps pasted pictures until they
    are sent.
    """

    replaced = Signal(object)  # DraftT: another one is in the editor, its fields must show it
    changed = Signal(object)  # DraftT, after every change
    plan_changed = Signal(object)  # PlanT | None: None while it is not known who would get the draft
    saved = Signal(object)  # ms when the draft was kept, 0 when there is nothing to keep yet
    held_changed = Signal(object)  # Held[DraftT] | None
    sent = Signal(object)  # DraftT: it is in the outbox
    undone = Signal(object)  # DraftT: back in the editor
    too_late = Signal()  # it went out before it could be taken back
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(
        self,
        bridge: Bridge,
        clock: Clock,
        folder: Path,
        parent: QObject | None,
        *,
        kind: str,
        blank: Callable[[str], DraftT],
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._blank: Callable[[str], DraftT] = blank
        self._bridge = bridge
        self._clock = clock
        self._files = FileReader(folder)
        self._desk: DeskT | None = None
        self._draft: DraftT = blank("")
        self._kept: DraftT = blank("")
        self._plan: PlanT | None = None
        self._saved_ms = 0
        self._sending = False
        self._held: Held[DraftT] | None = None
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

    def stop(self) -> None:
        """Let go; call `leave` before, so that the draft is kept."""
        for timer in (self._plan_pause, self._save_pause, self._ticks):
            timer.stop()
        self._desk = None
        self._files.stop()

    # -- the draft ------------------------------------------------------------------------------------

    @property
    def draft(self) -> DraftT:
        """What stands in the editor."""
        return self._draft

    @property
    def plan(self) -> PlanT | None:
        """Who would get it, None while that is computed."""
        return self._plan

    @property
    def refusal(self) -> str:
        """Why the draft cannot be sent: what it `lacks`, "nobody", "busy"; "" when it can."""
        draft, plan = self._draft, self._plan
        if lacking := draft.lacks(self._clock.now_ms()):
            return lacking
        if draft.needs_plan and plan is not None and not plan.reaches:
            return "nobody"
        return "busy" if self._sending or (draft.needs_plan and plan is None) else ""

    @property
    def saved_ms(self) -> int:
        """When the draft was kept last, 0 when it was not."""
        return self._saved_ms

    def load(self, id: str) -> None:
        """Put a kept draft into the editor."""
        if self._desk is not None and id != self._draft.id:
            self.save()
            self._run(self._put(self._desk.load(id), saved=True), f"load {id}")

    async def _put(self, found: Coroutine[Any, Any, DraftT | None], *, saved: bool) -> None:
        draft = await found
        if draft is None:
            raise KnownError(ErrorCode.NOT_FOUND)
        self._show(draft, saved=saved)

    def _show(self, draft: DraftT, *, saved: bool = False) -> None:
        self._draft = draft
        self._kept = draft if saved or not draft.is_kept else self._blank(draft.id)
        self._set_saved(0)
        self._set_plan(None)
        self.replaced.emit(draft)
        self.changed.emit(draft)
        self._plan_pause.start(0)

    def set_text(self, text: str) -> None:
        """Take what was typed."""
        self._change(replace(self._draft, text=text))

    def add_target(self, target: Target) -> None:
        """Add somebody or some place, once."""
        if (target.kind, target.key) not in self._chosen():
            self._change(replace(self._draft, targets=(*self._draft.targets, target)), plan=True)

    def remove_target(self, target: Target) -> None:
        """Take somebody or some place out."""
        left = tuple(one for one in self._draft.targets if (one.kind, one.key) != (target.kind, target.key))
        self._change(replace(self._draft, targets=left), plan=True)

    def _chosen(self) -> set[tuple[str, str]]:
        return {(one.kind, one.key) for one in self._draft.targets}

    def set_confirm(self, confirm: Confirm) -> None:
        """Ask for a tap or a signature (a notice: also for nothing)."""
        self._change(replace(self._draft, confirm=confirm))

    def set_due(self, due_ms: int) -> None:
        """Send it at a time; 0 = now."""
        self._change(replace(self._draft, due_ms=due_ms), plan=True)

    def set_deadline(self, deadline: int) -> None:
        """Ask for the confirmation until a time; 0 = no deadline."""
        self._change(replace(self._draft, deadline=deadline))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files of this computer; what cannot be read is told by `failed`."""
        self._run(self._attach(self._draft.id, self._files.look(tuple(paths))))

    async def _attach(self, id: str, found: Coroutine[Any, Any, Sequence[LocalFile]]) -> None:
        files: Sequence[LocalFile] = await found
        if id == self._draft.id:
            self._add(files)

    def add_picture(self, name: str, mimetype: str, make: Callable[[], bytes]) -> None:
        """Attach a pasted picture; `make` gives its bytes and may take long."""
        self._run(self._attach(self._draft.id, self._picture(name, mimetype, make)))

    async def _picture(self, name: str, mimetype: str, make: Callable[[], bytes]) -> list[LocalFile]:
        return [await self._files.keep(name, mimetype, make)]

    def add_voice(self, file: LocalFile) -> None:
        """Attach a voice note, and keep the draft at once: nothing that was said is lost."""
        self._add((file,))
        self.save()

    def _add(self, files: Sequence[LocalFile]) -> None:
        every = _together(self._draft.files, files)
        if len(every) > MOST_FILES:
            self.failed.emit(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})
        self._change(replace(self._draft, files=every[:MOST_FILES]))

    def remove_file(self, file: LocalFile) -> None:
        """Take a file out."""
        self._change(replace(self._draft, files=tuple(one for one in self._draft.files if one != file)))

    def _change(self, draft: DraftT, *, plan: bool = False) -> None:
        if draft == self._draft:
            return
        self._draft = draft
        self._save_pause.start()
        if plan:
            self._set_plan(None)
            self._plan_pause.start(PLAN_MS)
        self.changed.emit(draft)

    # -- who gets it ----------------------------------------------------------------------------------

    def _compute(self) -> None:
        if self._desk is not None and self._draft.id:
            self._run(self._plan_for(self._desk, self._draft))

    async def _plan_for(self, desk: DeskT, asked: DraftT) -> None:
        plan = await desk.plan(asked)
        if asked.id == self._draft.id and asked.planned_by == self._draft.planned_by:
            self._set_plan(plan)

    def _set_plan(self, plan: PlanT | None) -> None:
        self._plan = plan
        self.plan_changed.emit(plan)

    # -- keeping --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the draft now (a pause in writing, the button, leaving)."""
        self._save_pause.stop()
        draft = self._draft
        if self._desk is not None and draft != self._kept and draft.is_kept and not self._sending:
            self._run(self._keep(self._desk, draft))

    async def _keep(self, desk: DeskT, draft: DraftT) -> None:
        await desk.keep(draft)
        if draft.id == self._draft.id:
            self._kept = draft
            self._set_saved(0 if self._draft.empty else self._clock.now_ms())

    def _set_saved(self, ms: int) -> None:
        self._saved_ms = ms
        self.saved.emit(ms)

    def leave(self) -> None:
        """The editor closes: what stands in it is kept."""
        self.save()
        self._plan_pause.stop()
        self._draft = self._kept = self._blank("")

    def discard(self) -> None:
        """Give the draft up, with the copies of its files."""
        draft, self._draft = self._draft, self._blank("")
        self._save_pause.stop()
        if self._desk is not None and draft.id:
            self._run(self._desk.discard(draft.id))

    # -- sending --------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send the draft: it is held for ten seconds, or goes at its time. `sent` follows."""
        if self._desk is None or self.refusal:
            return
        self._sending = True
        self._save_pause.stop()
        going = self._send(self._desk, self._draft, self._plan)
        self._bridge.run(going, self._not_sent, f"{self._kind} send")

    async def _send(self, desk: DeskT, draft: DraftT, plan: PlanT | None) -> None:
        try:
            await desk.send(draft)
        finally:
            self._sending = False
        self._draft = self._kept = self._blank("")
        if not draft.due_ms:
            people, households = (plan.people, plan.households) if plan is not None else (0, 0)
            self._set_held(Held(draft, people, households, self._clock.now_ms() + HOLD_MS))
        self.sent.emit(draft)

    def _not_sent(self, error: KnownError) -> None:
        self._on_known(error)
        self.changed.emit(self._draft)  # the button is free again
        self._save_pause.start()

    @property
    def held(self) -> Held[DraftT] | None:
        """What can still be taken back."""
        return self._held

    def _set_held(self, held: Held[DraftT] | None) -> None:
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
        wanted = self._held_or(id)
        if self._desk is not None and wanted:
            self._run(self._undo(self._desk, wanted), f"undo {wanted}")

    async def _undo(self, desk: DeskT, id: str) -> None:
        draft: DraftT | None = await desk.undo(id)
        self._release(id)
        if draft is None:
            self.too_late.emit()
            return
        self.save()
        self._show(draft, saved=True)
        self.undone.emit(draft)

    def send_now(self, id: str = "") -> None:
        """Do not hold what was sent last, or `id`, any longer."""
        wanted = self._held_or(id)
        if self._desk is not None and wanted:
            self._run(self._send_now(self._desk, wanted), f"now {wanted}")

    async def _send_now(self, desk: DeskT, id: str) -> None:
        await desk.send_now(id)
        self._release(id)

    def _held_or(self, id: str) -> str:
        return id or (self._held.draft.id if self._held is not None else "")

    def _release(self, id: str) -> None:
        if self._held is not None and self._held.draft.id == id:
            self._set_held(None)

    # -- inside ---------------------------------------------------------------------------------------

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str = "") -> None:
        self._bridge.run(coroutine, self._on_known, f"{self._kind} {once}" if once else "")

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
