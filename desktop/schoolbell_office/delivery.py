"""Runs the errands of the ledger: each SMS or call goes to the gateway at least once, under one key."""

import logging
from collections.abc import Callable, Mapping

from schoolbell.base.clock import Clock
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.names import one_line
from schoolbell.store.database import Database
from schoolbell_office import cases
from schoolbell_office.cases import World
from schoolbell_office.gateway import Gateway, GatewayError
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Errand, Ledger
from schoolbell_office.runner import Job, Runner

log = logging.getLogger(__name__)

NO_PHONE = "no_phone"  # reasons in the ledger
REFUSED = "refused"
MOST_TRIES = 12
LONGEST_MS = 24 * 3600 * 1000  # an errand that is a day late is of no use
_AT_ONCE = 4
_BATCH = 40
_FIRST_PAUSE = 5.0  # seconds
_LONGEST_PAUSE = 900.0
_TEXT_LIMIT = 120  # characters of the DING's own words in an SMS


class Delivery:
    """Belongs to the loop's thread. `phones` returns user id → number, read anew for every batch."""

    def __init__(
        self,
        cache: Database,
        ledger: Ledger,
        hands: Hands,
        gateway: Gateway,
        clock: Clock,
        texts: Callable[[], Texts],
        phones: Callable[[], Mapping[str, str]],
    ) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._gateway = gateway
        self._clock = clock
        self._texts = texts
        self._phones = phones

    async def run(self, world: World) -> int | None:
        """Run what waits; return when (ms) to look again, None when nothing is open."""
        batch = await self._ledger.waiting(_BATCH)
        phones = self._phones() if batch else {}
        jobs: list[Job] = []
        dings = {(one.sender, one.id): one for one in world.dings}
        for about in dict.fromkeys((errand.sender, errand.id) for errand in batch):
            errands = [errand for errand in batch if (errand.sender, errand.id) == about]
            jobs += await self._settled(world, dings.get(about), errands, phones)
        await Runner(_AT_ONCE).run(jobs)
        return await self._ledger.next_try()

    async def _settled(
        self, world: World, one: Announcement | None, errands: list[Errand], phones: Mapping[str, str]
    ) -> list[Job]:
        """Drop what is not wanted any more; return the jobs that are."""
        now = self._clock.now_ms()
        if one is None or cases.over(one, now):
            for errand in errands:
                await self._ledger.end(errand.key, "dropped", "over")
            return []
        open_from = world.rules.open_from(now)
        seen = await self._cache.read(lambda conn: cases.look(conn, world.knowledge, one))
        if open_from > now or not seen.whole:
            if not seen.whole:
                await self._hands.fill(seen.gaps)
                await self._hands.list_members(seen.unlisted)
            later = max(open_from, now + round(_FIRST_PAUSE * 1000) if not seen.whole else 0)
            for errand in errands:
                await self._ledger.later(errand.key, later, "waits", tried=False)
            return []
        users = frozenset(seen.open_users())
        jobs: list[Job] = []
        for errand in errands:
            phone = phones.get(errand.user_id, "")
            if errand.user_id not in users:
                await self._ledger.end(errand.key, "dropped", "confirmed")
            elif not phone:
                await self._ledger.end(errand.key, "dropped", NO_PHONE)
            else:
                jobs.append(self._job(errand, phone, self._words(world, one, errand)))
        return jobs

    def _words(self, world: World, one: Announcement, errand: Errand) -> str:
        sender = world.knowledge.directory.person(one.sender).name
        text = one_line(one.block.text, _TEXT_LIMIT)
        return self._texts().get(
            f"escalate.{errand.kind}", school=world.school_name, sender=sender, text=text
        )

    def _job(self, errand: Errand, phone: str, words: str) -> Job:
        async def run() -> None:
            try:
                await self._gateway.send(phone, words, errand.kind, errand.key)
            except GatewayError as error:
                await self._put_off(errand, error)
            else:
                await self._ledger.end(errand.key, "sent")

        return run

    async def _put_off(self, errand: Errand, error: GatewayError) -> None:
        now = self._clock.now_ms()
        hopeless = errand.tries + 1 >= MOST_TRIES or now - errand.due_ms >= LONGEST_MS
        if not error.transient or hopeless:
            log.warning("the gateway refused %s %s: %s", errand.kind, errand.key, error.reason)
            refused = "" if error.transient else f"{REFUSED} "
            await self._ledger.end(errand.key, "failed", refused + error.reason)
            return
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**errand.tries)
        pause = max(pause, error.retry_after)
        log.info("the gateway did not take %s, again in %.0f s: %s", errand.kind, pause, error.reason)
        await self._ledger.later(errand.key, now + round(pause * 1000), error.reason, tried=True)
