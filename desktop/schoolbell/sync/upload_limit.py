"""What the server takes in one upload: asked before the first one, since more resets the connection."""

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.errors import MatrixError

_LEAST = 64 << 10  # bytes; whoever takes less than this takes no files


class UploadLimit:
    """Asks once; `again` when an upload failed since, for the limit may be lower by now."""

    def __init__(self, client: MatrixClient) -> None:
        self._client = client
        self._asked = False
        self._limit: int | None = None
        self._learnt: int | None = None

    async def ask(self, *, again: bool = False) -> int | None:
        """Return the limit in bytes, None when nobody says. Raises MatrixError."""
        if again or not self._asked:
            try:
                self._limit = await self._client.media_config()
            except MatrixError as error:
                if error.code is not ErrorCode.NOT_FOUND:
                    raise
                self._limit = None  # a server that has no such word
            self._asked = True
        said = [limit for limit in (self._limit, self._learnt) if limit is not None]
        return min(said, default=None)

    def refused(self, size: int) -> bool:
        """`size` bytes were too many, whatever the server says: a proxy before it takes less.

        Return whether it is worth trying with half of it.
        """
        if size // 2 < _LEAST:
            return False
        self._learnt = size // 2
        return True
