"""A value-less event source: subscribers are called in order, in the caller's thread."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Subscription:
    """Ends one subscription when `cancel` is called; cancelling twice is harmless."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        self._cancel: Callable[[], None] | None = cancel

    def cancel(self) -> None:
        """Stop being called."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel()


class Observable(Generic[T]):
    """Calls every subscriber with each emitted value; one that raises does not stop the others."""

    def __init__(self) -> None:
        self._subscribers: dict[int, Callable[[T], None]] = {}
        self._next = 0

    def subscribe(self, callback: Callable[[T], None]) -> Subscription:
        """Call `callback` for every value emitted from now on."""
        key = self._next
        self._next += 1
        self._subscribers[key] = callback
        return Subscription(lambda: self._subscribers.pop(key, None) and None)

    def emit(self, value: T) -> None:
        """Hand `value` to all subscribers."""
        for callback in list(self._subscribers.values()):
            try:
                callback(value)
            except Exception:
                log.exception("a subscriber failed")
