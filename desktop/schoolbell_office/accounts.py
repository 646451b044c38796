"""Brings accounts in line with the roster: made, named, told their school, given first passwords, closed."""

from collections.abc import Sequence

from schoolbell.base.clock import Clock
from schoolbell.domain.school import BIG_ROOM_RULE, SCHOOL_TYPE, SchoolContent
from schoolbell_office.config import OfficeConfig
from schoolbell_office.database import AccountRow, OfficeDatabase
from schoolbell_office.desired import Content, Wanted, plain
from schoolbell_office.observed import Observed
from schoolbell_office.runner import Job
from schoolbell_office.server import Server

SLIP_DAYS = 14
_DAY_MS = 24 * 3600 * 1000
# Members of rooms beyond 200 get no row per message pushed to them; mentions still ring.
BIG_ROOM_CONTENT: Content = {"conditions": [{"kind": "room_member_count", "is": ">200"}], "actions": []}


def is_expired(row: AccountRow, now_ms: int) -> bool:
    """Whether the first password that the server has is too old to stay in force."""
    return row.written and row.made_ms is not None and now_ms - row.made_ms > SLIP_DAYS * _DAY_MS


class Accounts:
    """The account side of one import. Each method returns jobs; nothing happens until they run."""

    def __init__(
        self,
        server: Server,
        database: OfficeDatabase,
        clock: Clock,
        config: OfficeConfig,
        wanted: Wanted,
        observed: Observed,
    ) -> None:
        self._server = server
        self._database = database
        self._clock = clock
        self._config = config
        self._wanted = wanted
        self._observed = observed

    def readers(self) -> Sequence[Job]:
        """Read what only a call per account tells: school data of who exists, limits of who acts."""

        def data(user_id: str) -> Job:
            async def read() -> None:
                found = (await self._server.account_data(user_id)).get(SCHOOL_TYPE)
                self._observed.school_data[user_id] = found if isinstance(found, dict) else None

            return read

        return [data(user_id) for user_id in self._wanted.users if self._open(user_id)]

    def _open(self, user_id: str) -> bool:
        found = self._observed.users.get(user_id)
        return found is not None and not found.get("deactivated")

    def settle_passwords(self) -> None:
        """Decide who needs a first password, in the office's database alone, before the server is touched.

        New accounts; accounts nobody has signed in to whose password we do not know (a lost database, or a
        school that ran before); slips that lay unused for 14 days. Whoever has signed in is left alone.
        """
        database, now = self._database, self._clock.now_ms()
        database.remember(self._wanted.users.values())
        rows = database.accounts()
        used: list[str] = []
        needed: list[str] = []
        for user_id in self._wanted.users:
            row = rows[user_id]
            found = self._observed.users.get(user_id)
            data = self._observed.school_data.get(user_id) or {}
            if found is None:
                if row.password is None:
                    needed.append(user_id)
            elif found.get("deactivated"):
                needed.append(user_id)
            elif user_id == self._wanted.creator and row.made_ms is None:
                needed.append(user_id)  # setting the office up gave it a password that nobody knows
            elif data.get("first_sign_in") is False:
                if row.password is not None or not row.signed_in:
                    used.append(user_id)
            elif row.password is None or is_expired(row, now):
                needed.append(user_id)
        database.signed_in(used)
        database.give_passwords(needed, now)

    def limits(self, acting: Sequence[str]) -> Sequence[Job]:
        """Free the accounts that do the import's work of rate limits."""

        def lift(user_id: str) -> Job:
            async def run() -> None:
                if not await self._server.is_unlimited(user_id):
                    await self._server.lift_limits(user_id)

            return run

        return [lift(user_id) for user_id in acting]

    def writers(self) -> Sequence[Job]:
        """Make accounts, give them their names and first passwords, open again who came back."""
        rows = self._database.accounts()
        jobs: list[Job] = []
        for user_id, user in self._wanted.users.items():
            found = self._observed.users.get(user_id)
            row = rows[user_id]
            body: dict[str, object] = {}
            if row.password is not None and (found is None or not row.written):
                body["password"] = row.password
                # The creator's room token must outlive a new first password.
                body["logout_devices"] = user_id != self._wanted.creator
            if found is None or found.get("displayname") != user.display_name:
                body["displayname"] = user.display_name
            if found is None:
                body["admin"] = False
            elif found.get("deactivated"):
                body["deactivated"] = False
            elif found.get("locked"):
                body["locked"] = False
            if body:
                jobs.append(self._writer(user_id, body))
        return jobs

    def _writer(self, user_id: str, body: dict[str, object]) -> Job:
        async def run() -> None:
            await self._server.put_user(user_id, body)
            if "password" in body:
                self._database.password_written(user_id)

        return run

    def settings(self, anchors: Sequence[str]) -> Sequence[Job]:
        """Tell accounts their school; what the client wrote (first_sign_in, unknown fields) is kept.

        The push rule goes first, so that school data on the server means that the rule was set too.
        """
        jobs: list[Job] = []
        for user_id in self._wanted.users:
            found = self._observed.school_data.get(user_id)
            fresh = plain(
                SchoolContent(v=1, anchors=tuple(anchors), office=self._config.office_url, first_sign_in=True)
            )
            if found is None:
                jobs.append(self._setting(user_id, fresh, first=True))
                continue
            content = {**found, "anchors": _joined(found.get("anchors"), anchors)}
            if self._config.office_url:
                content["office"] = self._config.office_url
            else:
                content.pop("office", None)
            if content != found:
                jobs.append(self._setting(user_id, content, first=False))
        return jobs

    def _setting(self, user_id: str, content: Content, first: bool) -> Job:
        async def run() -> None:
            if first:
                await self._server.set_push_rule(user_id, BIG_ROOM_RULE, BIG_ROOM_CONTENT)
            await self._server.set_account_data(user_id, SCHOOL_TYPE, content)

        return run

    def leavers(self) -> list[str]:
        """Return accounts of earlier imports that the roster no longer has and that have not left yet."""
        return [
            user_id
            for user_id, row in self._database.accounts().items()
            if user_id not in self._wanted.users and row.left_ms is None
        ]

    def closers(self, leavers: Sequence[str]) -> Sequence[Job]:
        """Close the accounts of who left, as the configuration says; last of all, after the rooms."""

        def close(user_id: str) -> Job:
            async def run() -> None:
                found = self._observed.users.get(user_id, {})
                if found and not found.get("admin") and user_id != self._wanted.creator:
                    if self._config.leavers == "lock" and not found.get("locked"):
                        await self._server.put_user(user_id, {"locked": True})
                    elif self._config.leavers == "deactivate" and not found.get("deactivated"):
                        await self._server.put_user(user_id, {"deactivated": True})
                self._database.left([user_id], self._clock.now_ms())

            return run

        return [close(user_id) for user_id in leavers]


def _joined(found: object, anchors: Sequence[str]) -> list[str]:
    """Return our anchors first, then those of other schools (a bureau officer serves several)."""
    others = [str(one) for one in found if one not in anchors] if isinstance(found, list) else []
    return [*anchors, *others]
