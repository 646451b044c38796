"""What both editors of announcements do: hold a draft, plan, keep, send it, take it back."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Generic

from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.announcements.drafting import HOLD_MS, LocalFile, Target
from schoolbell.viewmodels.announcement_desk import DeskT, DraftT, Held, PlanT, altered
from schoolbell.viewmodels.announcement_files import MOST_FILES, FileReader, together
from schoolbell.viewmodels.bridge import Bridge

PLAN_MS = 120  # a pause in choosing that computes who gets it
SAVE_MS = 800  # a pause in writing that keeps the draft
TICK_MS = 200


class AnnouncementEditor(QObject, Generic[DraftT, PlanT, DeskT]):
    """`draft` is what stands in the editor; setters change one part of it. Slots never block and never raise.

    `kind` names it in tasks, `blank` makes an empty draft of an id, `folder` keeps pasted pictures until they
    are sent.
    """

    replaced = Signal(object)  # DraftT: another one is in the editor, its fields must show it
    changed = Signal(object)  # DraftT, after every change
    plan_changed = Signal(object)  # PlanT | None: None while it is not known who would get the draft
    saved = Signal(object)  # DraftT that is kept, in the editor or not; None: only `saved_ms` differs
    discarded = Signal(object)  # DraftT
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
        self._going: DraftT | None = None  # what is being sent now
        self._recording = False
        self._turn = asyncio.Lock()  # what reads and writes drafts does so one after the other
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
        """Why the draft cannot be sent: what it `lacks`, "nobody", "recording", "busy"; "" when it can."""
        draft, plan = self._draft, self._plan
        if lacking := draft.lacks(self._clock.now_ms()):
            return lacking
        if draft.needs_plan and plan is not None and not plan.reaches:
            return "nobody"
        if self._recording:
            return "recording"
        waits = self._going is not None or (draft.needs_plan and plan is None)
        return "busy" if waits else ""

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
        async with self._turn:
            draft = await found
            if draft is None:
                raise KnownError(ErrorCode.NOT_FOUND)
            self._show(draft, saved=saved)

    def _show(self, draft: DraftT, *, saved: bool = False) -> None:
        self._draft = draft
        self._kept = draft if saved or not draft.is_kept else self._blank(draft.id)
        self._saved_ms = 0
        self.saved.emit(None)
        self._set_plan(None)
        self.replaced.emit(draft)
        self.changed.emit(self._draft)  # who heard of it may have changed it
        self._plan_pause.start(0)

    def add_target(self, target: Target) -> None:
        """Add somebody or some place, once."""
        if (target.kind, target.key) not in self._chosen():
            self._change(altered(self._draft, targets=(*self._draft.targets, target)))

    def remove_target(self, target: Target) -> None:
        """Take somebody or some place out."""
        left = tuple(one for one in self._draft.targets if (one.kind, one.key) != (target.kind, target.key))
        self._change(altered(self._draft, targets=left))

    def _chosen(self) -> set[tuple[str, str]]:
        return {(one.kind, one.key) for one in self._draft.targets}

    def set_confirm(self, confirm: Confirm) -> None:
        """Ask for a tap or a signature (a notice: also for nothing)."""
        self._change(altered(self._draft, confirm=confirm))

    def set_due(self, due_ms: int) -> None:
        """Send it at a time; 0 = now."""
        self._change(altered(self._draft, due_ms=due_ms))

    def set_deadline(self, deadline: int) -> None:
        """Ask for the confirmation until a time; 0 = no deadline."""
        self._change(altered(self._draft, deadline=deadline))

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

    def set_recording(self, recording: bool) -> None:
        """A voice note is being made, or is there: nothing is sent without it."""
        if recording is not self._recording:
            self._recording = recording
            self.changed.emit(self._draft)

    def add_voice(self, id: str, file: LocalFile) -> None:
        """Attach a voice note to a draft, also to one that is not in the editor, and keep that at once.

        Where there is no such draft, or no room in it, the note begins a new one: nothing said is lost.
        """
        going = self._going is not None and self._going.id == id
        if self._desk is not None and (going or not self._take_voice(id, file)):
            self._run(self._bring(self._desk, id, file))

    def _take_voice(self, id: str, file: LocalFile) -> bool:
        """Attach a note to what is in the editor; False where that is another draft, or there is no room."""
        if id != self._draft.id or self.full:
            return False
        self._add((file,))
        self.save()
        return True

    async def _bring(self, desk: DeskT, id: str, file: LocalFile) -> None:
        async with self._turn:
            if self._take_voice(id, file):  # it was opened, or could not be sent, meanwhile
                return
            found: DraftT | None = None if id == self._draft.id else await desk.load(id)
            draft: DraftT = desk.new() if found is None or len(found.files) >= MOST_FILES else found
            draft = altered(draft, files=(*draft.files, file))
            await desk.keep(draft)
        self.saved.emit(draft)

    @property
    def full(self) -> bool:
        """Whether the draft takes no more files."""
        return len(self._draft.files) >= MOST_FILES

    def _add(self, files: Sequence[LocalFile]) -> None:
        every = together(self._draft.files, files)
        if len(every) > MOST_FILES:
            self.failed.emit(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})
        self._change(altered(self._draft, files=every[:MOST_FILES]))

    def remove_file(self, file: LocalFile) -> None:
        """Take a file out."""
        self._change(altered(self._draft, files=tuple(one for one in self._draft.files if one != file)))

    def _change(self, draft: DraftT) -> None:
        before = self._draft
        if draft == before:
            return
        self._draft = draft
        self._save_pause.start()
        if draft.planned_by != before.planned_by:
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
        if self._desk is None:
            return
        if self._going is not None:
            self._part(self._desk, self._going)
        draft = self._draft
        if draft != self._kept and draft.is_kept and draft != self._going:
            self._run(self._keep(self._desk, draft))

    def _part(self, desk: DeskT, sent: DraftT) -> None:
        """What was written on while `sent` goes is a draft of its own, without the files that go."""
        if self._draft.id == sent.id and self._draft != sent:
            id, files = desk.new().id, tuple(one for one in self._draft.files if one not in sent.files)
            self._draft, self._kept = altered(self._draft, id=id, files=files), self._blank(id)
            self.changed.emit(self._draft)

    async def _keep(self, desk: DeskT, draft: DraftT) -> None:
        async with self._turn:
            await desk.keep(draft)
        if draft.id == self._draft.id:
            self._kept = draft
            self._saved_ms = 0 if self._draft.empty else self._clock.now_ms()
        self.saved.emit(draft)

    def leave(self) -> None:
        """The editor closes: what stands in it is kept."""
        self.save()
        self._plan_pause.stop()
        self._draft = self._kept = self._blank("")

    def discard(self) -> None:
        """Give the draft up, with the copies of its files."""
        draft, self._draft = self._draft, self._blank("")
        self._save_pause.stop()
        self.discarded.emit(draft)
        if self._desk is not None and draft.id:
            self._run(self._discard(self._desk, draft))

    async def _discard(self, desk: DeskT, draft: DraftT) -> None:
        async with self._turn:
            await desk.discard(draft.id)

    # -- sending --------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send the draft: it is held for ten seconds, or goes at its time. `sent` follows."""
        desk, draft = self._desk, self._draft
        if desk is None or self.refusal:
            return
        self._going = draft
        self._save_pause.stop()
        going = self._send(desk, draft, self._plan)
        self._bridge.run(going, lambda error: self._not_sent(desk, draft, error), f"{self._kind} send")

    async def _send(self, desk: DeskT, draft: DraftT, plan: PlanT | None) -> None:
        try:
            async with self._turn:
                await desk.send(draft)
        finally:
            self._going = None
        if self._draft == draft:
            self._draft = self._kept = self._blank("")
        else:
            self._part(desk, draft)
            self.save()
            self.changed.emit(self._draft)  # the button is free again
        if not draft.due_ms:
            people, households = (plan.people, plan.households) if plan is not None else (0, 0)
            self._set_held(Held(draft, people, households, self._clock.now_ms() + HOLD_MS))
        self.sent.emit(draft)

    def _not_sent(self, desk: DeskT, draft: DraftT, error: KnownError) -> None:
        self._on_known(error)
        self.changed.emit(self._draft)  # the button is free again
        if self._draft.id == draft.id:
            self._save_pause.start()
        elif draft.is_kept:
            self._run(self._keep(desk, draft))

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
        async with self._turn:
            draft: DraftT | None = await desk.undo(id)
            self._release(id)
            if draft is not None:
                self.save()
                self._show(draft, saved=True)
        if draft is None:
            self.too_late.emit()
        else:
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
