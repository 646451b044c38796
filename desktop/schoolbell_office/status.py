"""Who has not signed in yet: asks the server about every account whose first password is still open."""

from schoolbell.base.clock import SystemClock
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell_office.config import OfficeConfig
from schoolbell_office.database import AccountRow, OfficeDatabase
from schoolbell_office.runner import Job, Runner
from schoolbell_office.server import Server

_IN_FLIGHT = 8


async def read_status(config: OfficeConfig) -> list[AccountRow]:
    """Return the accounts that have no password of their own yet, in the order of the roster.

    Who has signed in since the last look is written down, and the first password forgotten.
    """
    database = OfficeDatabase(config.database)
    client = make_client()
    try:
        server = Server(
            Transport(client, config.homeserver), SystemClock(), config.admin_token(), config.room_token()
        )
        open_rows = [row for row in database.accounts().values() if not row.signed_in and row.left_ms is None]
        done: set[str] = set()

        def look(row: AccountRow) -> Job:
            async def run() -> None:
                data = (await server.account_data(row.user_id)).get(SCHOOL_TYPE)
                if isinstance(data, dict) and data.get("first_sign_in") is False:
                    done.add(row.user_id)

            return run

        await Runner(_IN_FLIGHT).run([look(row) for row in open_rows if row.written])
        database.signed_in(sorted(done))
        return [row for row in open_rows if row.user_id not in done]
    finally:
        await client.aclose()
        database.close()
