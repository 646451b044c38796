"""Decides when a DING goes on to SMS and calls, and enters into the ledger who is to get one.

It happens after the first reminder, or some minutes before the deadline, whichever is earlier; without both,
some minutes after the DING. Recipients are those whose word would complete a household that is open. Numbers
are not looked up before the errand is run (`delivery`).
"""

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.office import CHANNELS
from schoolbell.store.database import Database
from schoolbell_office import cases
from schoolbell_office.cases import World
from schoolbell_office.config import EscalateConfig
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Errand, Ledger, errand_key
from schoolbell_office.rules import MINUTE_MS

KIND = "escalate"


class Step(Struct, frozen=True):
    """Attempt number `attempt` by `kind` ("sms", "call"), due at `at` (ms)."""

    kind: str
    attempt: int
    at: int


def first_step(one: Announcement, config: EscalateConfig) -> int | None:
    """Return when (ms) a DING goes beyond the app, None while that depends on a reminder yet to come."""
    found: list[int] = []
    if one.reminders:
        found.append(min(reminder.ts for reminder in one.reminders) + config.after_reminder * MINUTE_MS)
    if one.block.deadline:
        found.append(max(one.ts, one.block.deadline - config.before_deadline * MINUTE_MS))
    if one.block.remind is None and not one.block.deadline:
        found.append(one.ts + config.otherwise * MINUTE_MS)
    return min(found, default=None)


def steps(one: Announcement, config: EscalateConfig, channels: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the steps by the channels that both the DING and the office have, the earliest first."""
    start = first_step(one, config)
    wanted = [kind for kind in CHANNELS if kind in one.block.channels and kind in channels]
    if start is None:
        return ()
    found = [
        Step(
            kind, attempt,
            start + (attempt - 1) * config.again * MINUTE_MS
            + (config.call_after * MINUTE_MS if kind == "call" and "sms" in wanted else 0),
        )
        for kind in wanted
        for attempt in range(1, config.attempts + 1)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda step: (step.at, step.kind)))


class Escalation:
    """Enters errands that are due. Belongs to the loop's thread."""

    def __init__(
        self,
        cache: Database,
        ledger: Ledger,
        hands: Hands,
        clock: Clock,
        config: EscalateConfig,
        channels: tuple[str, ...],
    ) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._clock = clock
        self._config = config
        self._channels = channels

    async def run(self, world: World) -> int | None:
        """Plan what is due; return when (ms) to look again, None when there is nothing to wait for."""
        wake: list[int] = []
        for one in world.dings if self._channels else ():
            now = self._clock.now_ms()
            if len(one.block.channels) < 2 or cases.over(one, now):
                continue
            due: dict[str, Step] = {}
            for step in steps(one, self._config, self._channels):
                at = world.rules.open_from(max(step.at, now))
                if at <= now:
                    due[step.kind] = step  # earlier ones that are late collapse into it
                elif not one.block.deadline or at < one.block.deadline:
                    wake.append(at)
            done = await self._ledger.done(KIND, [_key(one, step) for step in due.values()])
            left = [step for step in due.values() if _key(one, step) not in done]
            if left and (again := await self._plan(world, one, left)) is not None:
                wake.append(again)
        return min(wake, default=None)

    async def _plan(self, world: World, one: Announcement, due: list[Step]) -> int | None:
        seen = await self._cache.read(lambda conn: cases.look(conn, world.knowledge, one))
        if not seen.whole:
            moved = await self._hands.fill(seen.gaps)
            moved |= await self._hands.list_members(seen.unlisted)
            return self._clock.now_ms() if moved else None
        users = seen.open_users()
        # Beyond the sender's own limit nobody gets one, and the sender is told so.
        most = self._config.per_day if world.nth_of_day(one) <= world.rules.per_day else 0
        start = world.rules.day_start(self._clock.now_ms())
        for step in due:
            errands = [
                Errand(
                    errand_key(one.sender, one.id, step.kind, user, step.attempt),
                    one.sender, one.id, user, step.kind, step.attempt, self._clock.now_ms(),
                )
                for user in users
            ]  # fmt: skip
            await self._ledger.plan(
                KIND, _key(one, step), step.at, errands, since_ms=start, most=most
            )
        return None


def _key(one: Announcement, step: Step) -> str:
    return f"{one.key}/{step.kind}/{step.attempt}"
