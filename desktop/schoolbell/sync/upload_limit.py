"""What the server takes in one upload: asked before the first one, since more resets the connection."""

from schoolbell.matrix.client import MatrixClient


class UploadLimit:
    """Asks once; `again` when an upload failed since, for the limit may be lower by now."""

    def __init__(self, client: MatrixClient) -> None:
        self._client = client
        self._asked = False
        self._limit: int | None = None

    async def ask(self, *, again: bool = False) -> int | None:
        """Return the limit in bytes, None when the server does not say. Raises MatrixError."""
        if again or not self._asked:
            self._limit = await self._client.media_config()
            self._asked = True
        return self._limit
