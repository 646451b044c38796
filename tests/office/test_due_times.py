"""When a reminder, an SMS or a call is due: numbers, collapse, quiet hours, ends; what the ledger keeps."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from schoolbell.domain.announcements.blocks import Block, Kind, Remind
from schoolbell.domain.announcements.items import Announcement, Reminder
from schoolbell.domain.mute_levels import lifted
from schoolbell.domain.mutes import LONGEST_MS, mute_content, newest
from schoolbell.domain.school import DingLimits, PolicyContent, QuietHours
from schoolbell.store.rows import EventRow
from schoolbell_office.config import EscalateConfig
from schoolbell_office.escalation import Step, first_step, steps
from schoolbell_office.ledger import Errand, Ledger, errand_key
from schoolbell_office.reminders import Due, due
from schoolbell_office.rules import Rules, rules_of
from tests.fakes.clock import FakeClock

MINUTE = 60_000
HOUR = 60 * MINUTE
ZONE = ZoneInfo("Asia/Shanghai")
ID = "01j9zs3v5t8q4m2n6p7r0w1x2y"
TEACHER = "@t1:school.test"


def at(hour: int, minute: int = 0, day: int = 2) -> int:
    """A time in the school's zone."""
    return round(datetime(2026, 3, day, hour, minute, tzinfo=ZONE).timestamp() * 1000)


START = at(9)
FREE = Rules(ZONE)
QUIET = rules_of({"quiet_hours": {"start": "22:00", "end": "06:30"}}, PolicyContent(v=1))


def ding(*reminders: Reminder, ts: int = START, withdrawn: int = 0, **block: object) -> Announcement:
    """A DING that reminds every half hour, three times, unless `block` says otherwise."""
    fields = {"remind": Remind(30, 3), **block}
    what = Block(Kind.DING, ID, "明天停课", to_room=True, **fields)  # type: ignore[arg-type]
    return Announcement(Kind.DING, TEACHER, what, ts, (), reminders=reminders, withdrawn_ts=withdrawn)


def sent(seq: int, ts: int) -> Reminder:
    """A reminder that stands."""
    return Reminder(seq, ts, "@o1:school.test")


class TestReminders:
    def test_the_nth_is_due_n_times_the_pause_after_the_start(self) -> None:
        assert due(ding(), FREE, START + 29 * MINUTE) == Due(next_at=START + 30 * MINUTE)
        first = due(ding(), FREE, START + 30 * MINUTE)
        assert (first.seq, first.at) == (1, START + 30 * MINUTE)
        assert first.next_at == START + 60 * MINUTE
        assert due(ding(), FREE, START + 61 * MINUTE).seq == 2

    def test_late_ones_collapse_into_the_newest(self) -> None:
        found = due(ding(), FREE, START + 5 * HOUR)
        assert (found.seq, found.next_at) == (3, None)

    def test_none_without_reminders_after_the_deadline_or_a_withdrawal(self) -> None:
        later = START + HOUR
        assert due(ding(remind=None), FREE, later) == Due()
        assert due(ding(withdrawn=START + 1), FREE, later) == Due()
        assert due(ding(deadline=later), FREE, later) == Due()
        # The second would come at the deadline: there is no second.
        found = due(ding(deadline=later), FREE, later - 1)
        assert (found.seq, found.next_at) == (1, None)

    def test_the_schools_limits_hold_whatever_the_sender_wants(self) -> None:
        strict = Rules(ZONE, None, least_minutes=60, most=2)
        assert due(ding(remind=Remind(5, 50)), strict, START + 59 * MINUTE).seq == 0
        assert due(ding(remind=Remind(5, 50)), strict, START + 9 * HOUR).seq == 2

    def test_quiet_hours_postpone_and_collapse(self) -> None:
        evening = ding(ts=at(21))
        assert due(evening, QUIET, at(21, 30)).at == at(21, 30)
        night = due(evening, QUIET, at(22, 5))
        assert (night.seq, night.at) == (2, at(6, 30, day=3))
        assert due(evening, QUIET, at(21, 45)).next_at == at(6, 30, day=3)
        morning = due(evening, QUIET, at(6, 30, day=3))
        assert (morning.seq, morning.at) == (3, at(6, 30, day=3))

    def test_nothing_comes_after_a_deadline_that_lies_in_the_quiet_hours(self) -> None:
        assert due(ding(ts=at(21), deadline=at(6, day=3)), QUIET, at(22, 5)) == Due()

    def test_five_minutes_pass_after_one_that_was_sent_by_hand(self) -> None:
        by_hand = sent(1, START + 58 * MINUTE)
        assert due(ding(by_hand), FREE, START + HOUR).at == START + 63 * MINUTE
        # One that is on its way through the rooms does not hold itself up.
        now = START + HOUR
        assert due(ding(sent(2, now - 1)), FREE, now).at <= now


class TestRules:
    def test_they_come_from_the_policy_and_where_it_is_silent_or_broken_from_the_configuration(self) -> None:
        limits = DingLimits(per_day=7, remind_minutes=20, remind_max=2)
        own = PolicyContent(v=1, quiet_hours=QuietHours(start="23:00", end="06:00"), ding=limits)
        assert rules_of(None, own).most == 2
        assert rules_of({"ding": {"remind_max": 9}}, own).least_minutes == 20
        assert rules_of({"ding": {"remind_max": "many", "per_day": True}}, own).most == 2
        assert rules_of({"ding": {"remind_minutes": 1}}, own).least_minutes == 5
        assert rules_of({"ding": 5, "timezone": 7}, own).per_day == 7

    def test_a_day_is_the_schools(self) -> None:
        assert FREE.day_start(at(0, 10)) == at(0)
        assert FREE.day_start(at(23, 59)) == at(0)
        assert FREE.clock_of(at(7, 30)) == "2026-03-02 07:30"
        assert datetime.fromtimestamp(at(0) / 1000, tz=UTC).hour == 16


class TestEscalation:
    CONFIG = EscalateConfig(after_reminder=10, before_deadline=60, otherwise=45, call_after=15)

    def test_it_begins_after_the_first_reminder_or_before_the_deadline(self) -> None:
        config, reminder = self.CONFIG, sent(1, START + 30 * MINUTE)
        assert first_step(ding(), config) is None, "the reminder is yet to come"
        assert first_step(ding(reminder), config) == START + 40 * MINUTE
        assert first_step(ding(deadline=START + 4 * HOUR), config) == START + 3 * HOUR
        assert first_step(ding(reminder, deadline=START + 4 * HOUR), config) == START + 40 * MINUTE
        assert first_step(ding(deadline=START + 20 * MINUTE), config) == START
        assert first_step(ding(remind=None), config) == START + 45 * MINUTE

    def test_only_by_channels_that_the_ding_and_the_office_have(self) -> None:
        both = ding(remind=None, channels=("app", "sms", "call"))
        sms, call = START + 45 * MINUTE, START + 60 * MINUTE
        assert steps(both, self.CONFIG, ("sms", "call")) == (Step("sms", 1, sms), Step("call", 1, call))
        assert steps(both, self.CONFIG, ("sms",)) == (Step("sms", 1, sms),)
        assert steps(both, self.CONFIG, ()) == ()
        only = ding(remind=None, channels=("app", "call"))
        assert steps(only, self.CONFIG, ("sms", "call")) == (Step("call", 1, sms),)
        assert steps(ding(remind=None), self.CONFIG, ("sms", "call")) == ()

    def test_further_attempts_follow(self) -> None:
        twice = EscalateConfig(otherwise=45, attempts=2, again=30)
        found = steps(ding(remind=None, channels=("app", "sms")), twice, ("sms",))
        assert [(step.attempt, step.at) for step in found] == [
            (1, START + 45 * MINUTE), (2, START + 75 * MINUTE),
        ]  # fmt: skip


def event(rowid: int, content: dict[str, object], ts: int = START) -> EventRow:
    """A stored event of the type mute."""
    raw = msgspec.json.encode({"content": content})
    return EventRow(
        rowid, f"${rowid}", "org.schoolbell.mute", TEACHER, ts, None, 1, None, None, None, None, None, 1,
        rowid, 0, 0, raw,
    )  # fmt: skip


class TestMutes:
    KID = "@s1:school.test"

    def test_the_newest_counts_and_what_cannot_be_a_time_means_until_lifted(self) -> None:
        first = event(1, mute_content(self.KID, START + HOUR))
        assert newest([first])[self.KID].until == START + HOUR
        assert newest([first, event(2, mute_content(self.KID, 0))])[self.KID].until == 0
        for until in (START - 1, START + LONGEST_MS + 1, True, "soon", None, 2.5):
            assert newest([event(1, {"v": 1, "user": self.KID, "until": until})])[self.KID].until == 0
        for broken in ({"v": 2, "user": self.KID}, {"v": True, "user": self.KID}, {"v": 1, "user": "s1"}, {}):
            assert newest([event(1, broken)]) == {}

    def test_only_the_mute_itself_goes_from_levels_that_others_may_have_changed(self) -> None:
        levels = {"users": {self.KID: -1, TEACHER: 50}, "events_default": 0, "own": {"kept": 1}}
        assert lifted(levels, self.KID) == {"users": {TEACHER: 50}, "events_default": 0, "own": {"kept": 1}}
        for there in ({}, {"users": {}}, {"users": {self.KID: 0}}, {"users": {self.KID: "x"}}, {"users": 5}):
            assert lifted(there, self.KID) is None


class TestLedger:
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock(start_ms=at(12))

    def errand(self, user: str, id: str = ID, due_ms: int = 0) -> Errand:
        key = errand_key(TEACHER, id, "sms", user, 1)
        return Errand(key, TEACHER, id, user, "sms", 1, due_ms or at(12))

    async def test_what_was_planned_once_is_not_planned_again_and_survives(
        self, tmp_path: Path, clock: FakeClock
    ) -> None:
        ledger = Ledger(tmp_path / "ledger.db", clock)
        ledger.open()
        both = [self.errand("@g1:x"), self.errand("@g2:x")]
        for _ in range(2):
            await ledger.plan("escalate", "a", at(12), both, since_ms=at(0), most=3)
        ledger.close()
        again = Ledger(tmp_path / "ledger.db", clock)
        again.open()
        try:
            assert {errand.user_id for errand in await again.waiting(10)} == {"@g1:x", "@g2:x"}
            assert await again.done("escalate", ["a", "b"]) == {"a"}
            await again.end(both[0].key, "sent")
            await again.later(both[1].key, at(12, 5), "503", tried=True)
            assert await again.waiting(10) == []
            assert await again.next_try() == at(12, 5)
            clock.advance(5 * 60)
            assert [(errand.user_id, errand.tries) for errand in await again.waiting(10)] == [("@g2:x", 1)]
            assert (await again.standing()).sent == 1
        finally:
            again.close()
        assert (tmp_path / "ledger.db").stat().st_mode & 0o077 == 0

    async def test_a_person_gets_no_more_than_the_days_share(self, tmp_path: Path, clock: FakeClock) -> None:
        ledger = Ledger(tmp_path / "ledger.db", clock)
        ledger.open()
        try:
            for number in range(3):
                one = self.errand("@g1:x", id=ID[:-1] + str(number))
                await ledger.plan("escalate", str(number), at(12), [one], since_ms=at(0), most=2)
            assert len(await ledger.waiting(10)) == 2
            # The next day counts anew.
            one = self.errand("@g1:x", due_ms=at(0, 1, day=3))
            await ledger.plan("escalate", "next", at(0, 1, day=3), [one], since_ms=at(0, day=3), most=2)
            assert len(await ledger.waiting(10)) == 3
        finally:
            ledger.close()

    async def test_a_duty_that_is_done_stays_done_when_it_is_expected_again(
        self, tmp_path: Path, clock: FakeClock
    ) -> None:
        ledger = Ledger(tmp_path / "ledger.db", clock)
        ledger.open()
        try:
            await ledger.expect("mute", [("a", at(13)), ("b", at(14))])
            await ledger.settle("mute", "a", at(13))
            await ledger.expect("mute", [("a", at(15))])
            assert await ledger.done("mute", ["a", "b"]) == {"a"}
        finally:
            ledger.close()
