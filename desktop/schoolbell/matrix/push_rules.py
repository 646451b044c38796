"""The account's push rules on its homeserver: written and removed one by one."""

from collections.abc import Mapping

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport, segment

_PATH = "/_matrix/client/v3/pushrules/global"


class PushRules:
    """`kind` is "override", "room" or "underride". Every method raises MatrixError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def put(self, kind: str, rule_id: str, content: Mapping[str, object]) -> None:
        """Make or replace a rule."""
        await self._transport.request("PUT", _path(kind, rule_id), body=content)

    async def enable(self, kind: str, rule_id: str) -> None:
        """Let a rule count that was switched off."""
        await self._transport.request("PUT", f"{_path(kind, rule_id)}/enabled", body={"enabled": True})

    async def delete(self, kind: str, rule_id: str) -> None:
        """Remove a rule; one that does not exist is removed already."""
        try:
            await self._transport.request("DELETE", _path(kind, rule_id))
        except MatrixError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise


def _path(kind: str, rule_id: str) -> str:
    return f"{_PATH}/{segment(kind)}/{segment(rule_id)}"
