"""Which room an alias stands for, as the homeserver's directory says."""

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError, text_of
from schoolbell.matrix.transport import Transport, segment
from schoolbell.matrix.wire import decode_object


async def room_of(transport: Transport, alias: str) -> str:
    """Return the room id behind `alias` ("#name:server"), "" when there is none. Raises MatrixError."""
    path = f"/_matrix/client/v3/directory/room/{segment(alias)}"
    try:
        return text_of(decode_object(await transport.request("GET", path)), "room_id")
    except MatrixError as error:
        if error.code in (ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST, ErrorCode.FORBIDDEN):
            return ""
        raise
