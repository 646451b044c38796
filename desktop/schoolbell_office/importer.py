"""One import: read and judge the roster, look at the server, write the differences, print the slips."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import Texts, parse_texts
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell.system.resources import resource
from schoolbell_office.accounts import Accounts
from schoolbell_office.check import require_fit
from schoolbell_office.config import OfficeConfig, bad
from schoolbell_office.database import OfficeDatabase
from schoolbell_office.desired import Builder, Wanted
from schoolbell_office.model import Problem, Roster
from schoolbell_office.observed import Observed, read_rooms
from schoolbell_office.rooms import Rooms
from schoolbell_office.runner import Progress, Runner
from schoolbell_office.server import Requester, Server
from schoolbell_office.sheet import read_rows
from schoolbell_office.slips import Slip, write_slips
from schoolbell_office.validate import validate

IN_FLIGHT = 8
# More people missing than this share (and this many) is more likely a wrong file than a school year's end.
_LEAVING_SHARE = 0.2
_LEAVING_FREE = 10


class RosterError(KnownError):
    """The roster has mistakes; nothing was written. `problems` and `warnings` are in the file's order."""

    def __init__(self, problems: list[Problem], warnings: list[Problem]) -> None:
        super().__init__(ErrorCode.BAD_ROSTER, {"reason": "problems", "count": len(problems)})
        self.problems = problems
        self.warnings = warnings


@dataclass(frozen=True, slots=True)
class AccountReport:
    """One account after the import. `password` is the first password while it is still to be used."""

    user_id: str
    password: str | None
    role: str
    name: str
    class_name: str | None
    first_sign_in: bool


@dataclass(frozen=True, slots=True)
class RoomReport:
    """One room of the school; `class_name` is None for rooms of the whole school."""

    room_id: str
    kind: str
    name: str
    class_name: str | None
    key: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; counts are calls answered.

    `warnings` (about the roster and its people) and `findings` (what should change at the homeserver) are
    sentences in the school's language.
    """

    school_name: str
    space: str
    accounts: tuple[AccountReport, ...]
    rooms: tuple[RoomReport, ...]
    warnings: tuple[str, ...]
    findings: tuple[str, ...]
    leavers: tuple[str, ...]
    slips_file: Path | None
    slips: int
    reads: int
    writes: int

    @property
    def not_signed_in(self) -> tuple[AccountReport, ...]:
        """Return who has not set a password of their own yet."""
        return tuple(one for one in self.accounts if one.first_sign_in)


def load_texts(language: str) -> Texts:
    """Return the texts for others in one of base.texts.LANGUAGES."""
    return parse_texts(language, resource("resources", "texts", f"{language}.toml").read_text("utf-8"))


def read_roster(path: Path, creator: str) -> tuple[Roster, list[Problem]]:
    """Return (roster, warnings). Raises RosterError with every mistake, KnownError when it is no roster."""
    rows, problems = read_rows(path)
    roster, problems, warnings = validate(rows, problems, creator)
    if roster is None:
        raise RosterError(problems, warnings)
    return roster, warnings


def describe(problem: Problem, texts: Texts) -> str:
    """Return a problem as a sentence with its sheet and row."""
    text = texts.get(f"problem.{problem.key}", **dict(problem.values))
    if not problem.row:
        return texts.get("problem.whole", text=text)
    return texts.get("problem.line", sheet=problem.sheet, row=problem.row, text=text)


async def import_school(
    config: OfficeConfig,
    roster_path: Path,
    progress: Progress | None = None,
    *,
    tell: Callable[[str], None] | None = None,
    language: str | None = None,
    slips: Path | None = None,
    allow_leavers: bool = False,
    in_flight: int = IN_FLIGHT,
    clock: Clock | None = None,
    wrap: Callable[[Requester], Requester] | None = None,
) -> ImportReport:
    """Bring the school at `config.homeserver` in line with the roster file and return what there is now.

    May be killed at any moment and run again: it looks at the server first and writes only what differs.
    `slips` is a folder for the printed first sign-in slips of accounts whose slip is new. `progress` gets
    (done, total, what). `in_flight` calls run at once; 1 makes the order of calls a function of roster and
    server. `wrap` may put something between the office and the network. `tell` hears, before anything is
    written, what should change at the homeserver; where Schoolbell cannot work, nothing is. `language` is
    that of all sentences for whoever runs this, else the school's.
    Raises RosterError, UnfitServerError, KnownError(BAD_CONFIGURATION …), MatrixError.
    """
    roster, warnings = read_roster(roster_path, config.creator)
    texts = load_texts(config.language)
    admin_token, room_token = config.admin_token(), config.room_token()
    clock = clock or SystemClock()
    database = OfficeDatabase(config.database)
    client = make_client()
    try:
        requester: Requester = Transport(client, config.homeserver)
        requester = wrap(requester) if wrap else requester
        words = load_texts(language or config.language)
        findings = [one.words(words) for one in await require_fit(config, requester, room_token)]
        for finding in findings:
            if tell is not None:
                tell(finding)
        server = Server(requester, clock, admin_token, room_token)
        run = _Import(config, roster, texts, words, server, database, clock, Runner(in_flight, progress))
        run.findings = findings
        run.warnings = [describe(one, words) for one in warnings]
        return await run.run(slips, allow_leavers)
    finally:
        await client.aclose()
        database.close()


class _Import:
    """The steps of one import, in order."""

    def __init__(
        self,
        config: OfficeConfig,
        roster: Roster,
        texts: Texts,
        words: Texts,
        server: Server,
        database: OfficeDatabase,
        clock: Clock,
        runner: Runner,
    ) -> None:
        self._config = config
        self._roster = roster
        self._texts = texts  # for others: room names, slips
        self._words = words  # for whoever runs this
        self._server = server
        self._database = database
        self._clock = clock
        self._runner = runner
        self.warnings: list[str] = []
        self.findings: list[str] = []

    async def run(self, slips: Path | None, allow_leavers: bool) -> ImportReport:
        """Look, decide, write."""
        server, runner, text = self._server, self._runner, self._words.get
        wanted = Builder(self._roster, self._config, self._texts).build()
        runner.stage(text("import.users"))
        admin = await self._who(wanted)
        observed = Observed(await server.users(), {}, [])
        accounts = Accounts(server, self._database, self._clock, self._config, wanted, observed)
        await runner.run(accounts.readers())
        observed.rooms, observed.doubles = await read_rooms(server, wanted.creator, runner.run)
        leavers = accounts.leavers()
        self._refuse_mass_leaving(len(leavers), len(wanted.users), allow_leavers)
        rooms = Rooms(server, self._clock, runner, wanted, observed, self._config.server_name)
        self.warnings += [text("import.creators", room=room.name) for room in rooms.unmatched_creators()]

        accounts.settle_passwords()
        self._database.replace_lessons(self._roster.lessons)
        writers = accounts.writers()
        runner.expect(len(writers) + len(rooms.missing()) + rooms.absent_count())
        await runner.run(accounts.limits((admin, wanted.creator)))
        await runner.counted(writers)
        runner.stage(text("import.rooms"))
        await rooms.make()
        runner.stage(text("import.states"))
        await runner.run(rooms.state_jobs())
        runner.stage(text("import.leavers"))
        for stage in rooms.removals():
            await runner.run(stage)
        runner.stage(text("import.members"))
        rooms.kept_out.clear()
        for stage in rooms.joins():
            await runner.counted(list(stage))
        runner.stage(text("import.settings"))
        space = rooms.ids["school"]
        settings = accounts.settings([space])
        runner.expect(len(settings))
        await runner.counted(settings)
        await runner.run(accounts.closers(leavers))
        await rooms.drop_doubles()
        self.warnings += [text("import.kept_out", user=user, room=room) for user, room in rooms.kept_out]
        return self._report(wanted, rooms, observed, leavers, slips)

    async def _who(self, wanted: Wanted) -> str:
        """Check both tokens before anything is written; return the admin's user id."""
        admin = await self._server.whoami(admin=True)
        creator = await self._server.whoami(admin=False)
        if creator != wanted.creator:
            raise bad("wrong_creator", user=creator, creator=wanted.creator)
        if admin == creator:
            raise bad("creator_admin", user=creator)
        return admin

    def _refuse_mass_leaving(self, count: int, staying: int, allowed: bool) -> None:
        total = count + staying
        if not allowed and count > _LEAVING_FREE and count > total * _LEAVING_SHARE:
            raise KnownError(
                ErrorCode.BAD_ROSTER, {"reason": "too_many_leavers", "count": count, "total": total}
            )

    def _report(
        self, wanted: Wanted, rooms: Rooms, observed: Observed, leavers: list[str], slips: Path | None
    ) -> ImportReport:
        rows = self._database.accounts()
        accounts = []
        for user in wanted.users.values():
            row, data = rows[user.user_id], observed.school_data.get(user.user_id) or {}
            accounts.append(
                AccountReport(
                    user.user_id,
                    row.password,
                    user.role,
                    user.name,
                    user.class_name,
                    data.get("first_sign_in", True) is not False,
                )
            )
        due = [
            row
            for user_id in self._hand_out_order(wanted)
            if (row := rows[user_id]).password and row.printed_ms is None
        ]
        slips_file = None
        if slips is not None and due:
            people = [
                Slip(
                    row.user_id,
                    wanted.users[row.user_id].display_name,
                    row.class_name,
                    self._texts.get(f"role.{row.role}"),
                    str(row.password),
                )
                for row in due
            ]
            slips_file = write_slips(
                slips, people, self._config, self._roster.school_name, self._texts, self._clock.now_ms()
            )
            self._database.slips_printed([row.user_id for row in due], self._clock.now_ms())
        ids = rooms.ids
        return ImportReport(
            school_name=wanted.school_name,
            space=ids["school"],
            accounts=tuple(accounts),
            rooms=tuple(
                RoomReport(ids[room.key], room.kind, room.name, room.class_name, room.key)
                for room in wanted.rooms
            ),
            warnings=tuple(self.warnings),
            findings=tuple(self.findings),
            leavers=tuple(leavers),
            slips_file=slips_file,
            slips=len(due) if slips_file else 0,
            reads=self._server.reads,
            writes=self._server.writes,
        )

    def _hand_out_order(self, wanted: Wanted) -> list[str]:
        """Return all accounts: who belongs to no class, then each class's staff and its families together."""
        roster = self._roster
        families: list[str] = []
        for student in roster.students:
            families += [student.localpart, *student.guardians]
        users = [self._config.user_id(one) for one in (*(one.localpart for one in roster.staff), *families)]
        places = {item.name: at for at, item in enumerate(roster.classes, 1)}
        by_class = {user: places.get(wanted.users[user].class_name or "", 0) for user in users}
        return sorted(by_class, key=by_class.__getitem__)
