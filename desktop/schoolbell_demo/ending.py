"""Ends the demo's work in good order when the system asks: SIGTERM, SIGINT, SIGHUP cancel it once."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextlib.contextmanager
def cancelled_by_signals() -> Iterator[None]:
    """While active, the first of these signals cancels the current task; more of them change nothing.

    `timeout` and a closed terminal tell a process twice: the second must not cut off the cleaning up.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    told = False

    def cancel() -> None:
        nonlocal told
        if not told:
            told = True
            task.cancel()

    # Under nohup a closed terminal is no reason to end.
    heard = [one for one in _SIGNALS if one != signal.SIGHUP or signal.getsignal(one) != signal.SIG_IGN]
    for number in heard:
        loop.add_signal_handler(number, cancel)
    try:
        yield
    finally:
        for number in heard:
            loop.remove_signal_handler(number)
