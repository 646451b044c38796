"""The only crossing between asyncio and Qt: owned coroutines one way, coalesced diffs the other."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from schoolbell.base.diffs import Diff, Reset, apply, between
from schoolbell.base.errors import KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.viewmodels.listmodel import ItemListModel

log = logging.getLogger(__name__)

FLUSH_MS = 16  # a frame at 60 Hz: models change at most once in it

OnKnown = Callable[[KnownError], None]


class _Feed:
    """What one model still has to be told: the batches, and the list as it will then be."""

    def __init__(self, model: ItemListModel[Any]) -> None:
        self.model = model
        self.wanted: list[Any] = list(model.items())
        self.batches: list[Sequence[Diff[Any]]] = []

    def flush(self) -> None:
        batches, self.batches = self.batches, []
        if len(batches) == 1:
            self.model.apply(batches[0])
        elif batches:
            old = self.model.items()
            # From nothing, or to nothing shared, a reset is one signal; else the smallest runs.
            self.model.apply(between(old, self.wanted, _key) if old else [Reset(tuple(self.wanted))])


def _key(item: Any) -> str:
    return str(item.key)


class Bridge(QObject):
    """Runs coroutines for presenters and hands their diffs to models, at most once per FLUSH_MS.

    `crash` gets every exception that is not a KnownError, after it was logged.
    """

    def __init__(self, crash: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crash = crash
        self._tasks = TaskOwner("viewmodels", self._bug)
        self._early: list[tuple[Coroutine[Any, Any, Any], OnKnown | None]] = []
        self._busy: set[str] = set()
        self._feeds: dict[int, _Feed] = {}
        self._calls: dict[str, Callable[[], None]] = {}
        self._stopped = False
        self._told = QElapsedTimer()  # since calls were flushed last
        self._fed: dict[ItemListModel[Any], QElapsedTimer] = {}  # since each model was
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.flush)

    # -- asyncio side ---------------------------------------------------------------------------------

    def run(
        self, coroutine: Coroutine[Any, Any, Any], on_known: OnKnown | None = None, once: str = ""
    ) -> asyncio.Task[Any] | None:
        """Start `coroutine` as an owned task; KnownErrors go to `on_known`, bugs to the crash hook.

        With `once`, nothing is started while an earlier one of that name still runs. Before the loop runs the
        coroutine is kept and started by `start`; after `stop` none begins. Returns the task, if one runs now.
        """
        if self._stopped or (once and once in self._busy):
            coroutine.close()
            return None
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._early.append((coroutine, on_known))
            return None
        task = self._tasks.run(coroutine, on_error=lambda error: self._failed(error, on_known))
        if once:
            self._busy.add(once)
            task.add_done_callback(lambda _: self._busy.discard(once))
        return task

    def start(self) -> None:
        """Start what was asked for before the loop ran (call it from inside the loop)."""
        early, self._early = self._early, []
        for coroutine, on_known in early:
            self.run(coroutine, on_known)

    async def stop(self) -> None:
        """Cancel all that still runs and forget what was not flushed; nothing is told any more."""
        self._stopped = True
        self._timer.stop()
        for coroutine, _ in self._early:
            coroutine.close()
        self._early.clear()
        self._feeds.clear()
        self._fed.clear()
        self._calls.clear()
        await self._tasks.cancel_all()

    def _failed(self, error: BaseException, on_known: OnKnown | None) -> None:
        if isinstance(error, KnownError) and on_known is not None:
            on_known(error)
        elif isinstance(error, KnownError) and error.local:
            log.warning("a presenter could not read: %s", error.code)  # the banner says what is wrong
        else:
            self._bug(error)

    def _bug(self, error: BaseException) -> None:
        log.error("a presenter failed", exc_info=error)
        self._crash(error)

    # -- Qt side --------------------------------------------------------------------------------------

    def feed(self, model: ItemListModel[Any], diffs: Sequence[Diff[Any]]) -> None:
        """Queue `diffs` (relative to all fed before) for `model`."""
        if not diffs:
            return
        feed = self._feeds.get(id(model))
        if feed is None:
            feed = self._feeds[id(model)] = _Feed(model)
        for diff in diffs:
            apply(feed.wanted, diff)
        feed.batches.append(diffs)
        self._schedule(self._fed.setdefault(model, QElapsedTimer()))

    def show(self, model: ItemListModel[Any], items: Sequence[Any]) -> None:
        """Let `model` become `items` with the next flush."""
        feed = self._feeds.get(id(model))
        now = feed.wanted if feed is not None else model.items()
        self.feed(model, between(now, items, _key))

    def clear(self, model: ItemListModel[Any]) -> None:
        """Empty `model` at once and forget what was queued for it: what comes next is something else."""
        self._feeds.pop(id(model), None)
        if model.rowCount():
            model.apply([Reset(())])

    def later(self, name: str, call: Callable[[], None]) -> None:
        """Call `call` with the next flush; the last one of a `name` wins."""
        self._calls[name] = call
        self._schedule(self._told)

    def flush(self) -> None:
        """Hand everything queued to Qt now (first paint, tests); else the timer does."""
        self._timer.stop()
        feeds, self._feeds = self._feeds, {}
        calls, self._calls = self._calls, {}
        for feed in feeds.values():
            self._fed[feed.model].start()
        if calls:
            self._told.start()
        for feed in feeds.values():
            feed.flush()
        for call in calls.values():
            call()

    def _schedule(self, last: QElapsedTimer) -> None:
        """Flush as soon as a frame has passed since `last`: nobody waits for what another one was told."""
        if self._stopped:
            return
        wait = max(0, FLUSH_MS - last.elapsed()) if last.isValid() else 0
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)
