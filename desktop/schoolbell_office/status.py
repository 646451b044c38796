"""Who has not signed in yet; first passwords that lay unused too long are replaced on the way."""

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell_office.accounts import is_expired
from schoolbell_office.config import OfficeConfig
from schoolbell_office.database import AccountRow, OfficeDatabase
from schoolbell_office.runner import Job, Runner
from schoolbell_office.server import Server

_IN_FLIGHT = 8


async def read_status(config: OfficeConfig, clock: Clock | None = None) -> list[AccountRow]:
    """Return the accounts that have no password of their own yet, in the order of the roster.

    Who has signed in since the last look is written down, and the first password forgotten. A slip that lay
    unused for too long opens nothing afterwards: the account has a new first password (`printed_ms` is None),
    and the next import prints its slip. Raises MatrixError, KnownError.
    """
    clock = clock or SystemClock()
    database = OfficeDatabase(config.database)
    client = make_client()
    try:
        server = Server(
            Transport(client, config.homeserver), clock, config.admin_token(), config.room_token()
        )
        return await _Look(config, server, database, clock).run()
    finally:
        await client.aclose()
        database.close()


class _Look:
    def __init__(self, config: OfficeConfig, server: Server, database: OfficeDatabase, clock: Clock) -> None:
        self._creator = config.user_id(config.creator)
        self._server = server
        self._database = database
        self._clock = clock

    async def run(self) -> list[AccountRow]:
        """Look at every account that is still open, a few at a time."""
        await self._finish_replacing()
        rows = [row for row in self._open_rows() if row.written]
        await Runner(_IN_FLIGHT).run([self._look(row) for row in rows])
        return self._open_rows()

    def _open_rows(self) -> list[AccountRow]:
        rows = self._database.accounts().values()
        return [row for row in rows if not row.signed_in and row.left_ms is None]

    def _look(self, row: AccountRow) -> Job:
        async def run() -> None:
            data = (await self._server.account_data(row.user_id)).get(SCHOOL_TYPE)
            if isinstance(data, dict) and data.get("first_sign_in") is False:
                self._database.signed_in([row.user_id])
            elif is_expired(row, self._clock.now_ms()):
                self._database.give_passwords([row.user_id], self._clock.now_ms())
                await self._write(row.user_id)

        return run

    async def _finish_replacing(self) -> None:
        """Write new passwords of a look that was cut off; who does not exist is the import's work."""
        waiting = [row.user_id for row in self._open_rows() if row.password is not None and not row.written]
        if waiting:
            known = await self._server.users()
            for user_id in waiting:
                if user_id in known:
                    await self._write(user_id)

    async def _write(self, user_id: str) -> None:
        password = self._database.accounts()[user_id].password
        # The creator's room token must outlive a new first password.
        body = {"password": password, "logout_devices": user_id != self._creator}
        await self._server.put_user(user_id, body)
        self._database.password_written(user_id)
