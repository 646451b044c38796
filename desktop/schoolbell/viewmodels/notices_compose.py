"""What the editor of notices talks to: the draft, where it would go, keeping, sending and taking back."""

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Subscription
from schoolbell.domain.notices.items import (
    HOLD_MS,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Confirm,
    LocalFile,
    NoticeDraft,
    NoticePlan,
    Target,
)
from schoolbell.domain.notices.ports import NoticeDesk
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_files import MOST_FILES, FileReader

PLAN_MS = 120  # a pause in choosing that computes where it goes
SAVE_MS = 800  # a pause in writing that keeps the draft
TICK_MS = 200


class HeldNotice(Struct, frozen=True):
    """A notice that was sent and can still be taken back."""

    draft: NoticeDraft
    people: int
    households: int
    until_ms: int


class NoticeComposePresenter(QObject):
    """`draft` is what stands in the editor; setters change one part of it. Slots never block and never raise.

    `folder` keeps pasted pictures until they are sent.
    """

    may_write_changed = Signal()
    replaced = Signal(object)  # NoticeDraft: another one is in the editor, its fields must show it
    changed = Signal(object)  # NoticeDraft, after every change
    plan_changed = Signal(object)  # NoticePlan | None while it is computed
    saved = Signal(object)  # ms when the draft was kept, 0 when there is nothing to keep yet
    held_changed = Signal(object)  # HeldNotice | None
    sent = Signal(object)  # NoticeDraft: it is in the outbox
    undone = Signal(object)  # NoticeDraft: back in the editor
    too_late = Signal()
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(self, bridge: Bridge, clock: Clock, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clock = clock
        self._files = FileReader(folder)
        self._desk: NoticeDesk | None = None
        self._subscription: Subscription | None = None
        self._draft = self._kept = NoticeDraft("")
        self._plan: NoticePlan | None = None
        self._saved_ms = 0
        self._sending = False
        self._held: HeldNotice | None = None
        self._plan_pause = self._timer(PLAN_MS, self._compute)
        self._save_pause = self._timer(SAVE_MS, self.save)
        self._ticks = self._timer(TICK_MS, self.tick, single=False)

    def _timer(self, ms: int, call: Any, *, single: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(ms)
        timer.timeout.connect(call)
        return timer

    # -- life -----------------------------------------------------------------------------------------

    def attach(self, desk: NoticeDesk) -> None:
        """From now on notices can be written."""
        self._desk = desk
        self._subscription = desk.changed.subscribe(
            lambda _: self._bridge.later("notice may", self.may_write_changed.emit)
        )
        self.may_write_changed.emit()

    def stop(self) -> None:
        """Let go; call `leave` before, so that the draft is kept."""
        for timer in (self._plan_pause, self._save_pause, self._ticks):
            timer.stop()
        if self._subscription is not None:
            self._subscription.cancel()
        self._desk = None
        self._files.stop()

    @property
    def may_write(self) -> bool:
        """Whether there is any place for a notice of this account."""
        return self._desk is not None and self._desk.may_write

    # -- the draft ------------------------------------------------------------------------------------

    @property
    def draft(self) -> NoticeDraft:
        """What stands in the editor."""
        return self._draft

    @property
    def plan(self) -> NoticePlan | None:
        """Where it would go, None while that is computed."""
        return self._plan

    @property
    def saved_ms(self) -> int:
        """When the draft was kept last, 0 when it was not."""
        return self._saved_ms

    @property
    def empty(self) -> bool:
        """Whether nobody would miss the draft."""
        return not (self._draft.title.strip() or self._draft.text.strip() or self._draft.files)

    def begin(self, room_id: str = "") -> None:
        """Put an empty draft into the editor; of a class's room, to that class."""
        if self._desk is None:
            return
        self.save()
        near = self._desk.target_near(room_id) if room_id else None
        self._show(self._desk.new((near,) if near is not None else ()))

    def load(self, id: str) -> None:
        """Put a kept draft into the editor."""
        if self._desk is not None:
            self.save()
            self._run(self._put(self._desk.load(id)), f"load {id}")

    def change(self, key: str) -> None:
        """Put an own notice that is out into the editor, to be changed everywhere."""
        if self._desk is not None:
            self.save()
            self._run(self._put(self._desk.change(key), saved=False), f"change {key}")

    async def _put(self, found: Coroutine[Any, Any, NoticeDraft | None], *, saved: bool = True) -> None:
        draft = await found
        if draft is None:
            raise KnownError(ErrorCode.NOT_FOUND)
        self._show(draft, saved=saved)

    def _show(self, draft: NoticeDraft, *, saved: bool = False) -> None:
        self._draft = draft
        self._kept = draft if saved or draft.edits else NoticeDraft(draft.id)
        self._set_saved(0)
        self._set_plan(None)
        self.replaced.emit(draft)
        self.changed.emit(draft)
        self._plan_pause.start(0)

    def set_title(self, title: str) -> None:
        """Take the title."""
        self._change(replace(self._draft, title=title))

    def set_text(self, text: str) -> None:
        """Take what was typed."""
        self._change(replace(self._draft, text=text))

    def add_target(self, target: Target) -> None:
        """Add a place, once."""
        if (target.kind, target.key) not in {(one.kind, one.key) for one in self._draft.targets}:
            self._change(replace(self._draft, targets=(*self._draft.targets, target)), plan=True)

    def remove_target(self, target: Target) -> None:
        """Take a place out."""
        left = tuple(one for one in self._draft.targets if (one.kind, one.key) != (target.kind, target.key))
        self._change(replace(self._draft, targets=left), plan=True)

    def set_confirm(self, confirm: Confirm) -> None:
        """Ask for nothing, a tap or a signature."""
        self._change(replace(self._draft, confirm=confirm))

    def set_due(self, due_ms: int) -> None:
        """Send it at a time; 0 = now."""
        self._change(replace(self._draft, due_ms=due_ms), plan=True)

    def set_deadline(self, deadline: int) -> None:
        """Ask for it until a time; 0 = no deadline."""
        self._change(replace(self._draft, deadline=deadline))

    def set_pin(self, pin: bool) -> None:
        """Let it stand on top of the class, or not."""
        self._change(replace(self._draft, pin=pin))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files of this computer; what cannot be read is told by `failed`."""
        self._run(self._add_files(self._draft.id, tuple(paths)))

    async def _add_files(self, id: str, paths: Sequence[Path]) -> None:
        files = await self._files.look(paths)
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

    def _change(self, draft: NoticeDraft, *, plan: bool = False) -> None:
        if draft == self._draft:
            return
        self._draft = draft
        self._save_pause.start()
        if plan:
            self._set_plan(None)
            self._plan_pause.start(PLAN_MS)
        self.changed.emit(draft)

    def places(self, text: str = "") -> tuple[Target, ...]:
        """Return the places that can be chosen."""
        return self._desk.targets(text) if self._desk is not None else ()

    # -- where it goes --------------------------------------------------------------------------------

    def _compute(self) -> None:
        if self._desk is not None and self._draft.id:
            self._run(self._plan_for(self._desk, self._draft))

    async def _plan_for(self, desk: NoticeDesk, asked: NoticeDraft) -> None:
        plan = await desk.plan(asked)
        now = self._draft
        if (asked.id, asked.targets, asked.due_ms) == (now.id, now.targets, now.due_ms):
            self._set_plan(plan)

    def _set_plan(self, plan: NoticePlan | None) -> None:
        self._plan = plan
        self.plan_changed.emit(plan)

    # -- keeping --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the draft now (a pause in writing, the button, leaving); changes of notices are not kept."""
        self._save_pause.stop()
        draft = self._draft
        if self._desk is None or not draft.id or draft == self._kept or self._sending or draft.edits:
            return
        self._run(self._keep(self._desk, draft))

    async def _keep(self, desk: NoticeDesk, draft: NoticeDraft) -> None:
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
        self._draft = self._kept = NoticeDraft("")

    def discard(self, id: str) -> None:
        """Give a draft up, with the copies of its files."""
        if self._desk is not None:
            self._run(self._desk.discard(id))

    # -- sending --------------------------------------------------------------------------------------

    @property
    def refusal(self) -> str:
        """Why it cannot be sent: "to", "title", "text", "long", "due", "nobody", "busy"; "" when it can."""
        draft, plan = self._draft, self._plan
        if not draft.targets and not draft.edits:
            return "to"
        if not draft.title.strip():
            return "title"
        if not draft.text.strip() and not draft.files and not draft.edits:
            return "text"
        if len(draft.text) > TEXT_LIMIT or len(draft.title.strip()) > TITLE_LIMIT:
            return "long"
        if draft.due_ms and draft.due_ms <= self._clock.now_ms():
            return "due"
        if draft.edits:
            return "busy" if self._sending else ""
        if plan is not None and not plan.copies:
            return "nobody"
        return "busy" if plan is None or self._sending else ""

    def send(self) -> None:
        """Send the draft: it is held for ten seconds, or goes at its time. `sent` follows."""
        if self._desk is None or self.refusal:
            return
        self._sending = True
        self._save_pause.stop()
        plan = self._plan or NoticePlan()
        self._bridge.run(self._send(self._desk, self._draft, plan), self._not_sent, "notice send")

    async def _send(self, desk: NoticeDesk, draft: NoticeDraft, plan: NoticePlan) -> None:
        try:
            await desk.send(draft)
        finally:
            self._sending = False
        self._draft = self._kept = NoticeDraft("")
        if not draft.due_ms:
            until = self._clock.now_ms() + HOLD_MS
            self._set_held(HeldNotice(draft, plan.people, plan.households, until))
        self.sent.emit(draft)

    def _not_sent(self, error: KnownError) -> None:
        self._on_known(error)
        self.changed.emit(self._draft)  # the button is free again
        self._save_pause.start()

    @property
    def held(self) -> HeldNotice | None:
        """What can still be taken back."""
        return self._held

    def _set_held(self, held: HeldNotice | None) -> None:
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

    async def _undo(self, desk: NoticeDesk, id: str) -> None:
        draft = await desk.undo(id)
        if self._held is not None and self._held.draft.id == id:
            self._set_held(None)
        if draft is None:
            self.too_late.emit()
            return
        self.save()
        self._show(draft, saved=True)
        self.undone.emit(draft)

    def send_now(self) -> None:
        """Do not hold it any longer."""
        held = self._held
        if self._desk is not None and held is not None:
            self._run(self._send_now(self._desk, held.draft.id), f"now {held.draft.id}")

    async def _send_now(self, desk: NoticeDesk, id: str) -> None:
        await desk.send_now(id)
        if self._held is not None and self._held.draft.id == id:
            self._set_held(None)

    # -- inside ---------------------------------------------------------------------------------------

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str = "") -> None:
        self._bridge.run(coroutine, self._on_known, f"notice {once}" if once else "")

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
