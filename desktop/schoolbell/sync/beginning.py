"""Steps that are done in order, each once, however often the disk refuses one."""

from collections.abc import Awaitable, Callable


class Beginning:
    """`go_on` raises what a step raises; the next call begins with that step again."""

    def __init__(self, *steps: Callable[[], Awaitable[None]]) -> None:
        self._left = list(steps)

    async def go_on(self) -> None:
        """Do what is not done yet."""
        while self._left:
            await self._left[0]()
            del self._left[0]
