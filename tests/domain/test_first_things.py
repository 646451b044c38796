"""What a person waits for is read and shown first; everything else has its turn soon after."""

import asyncio

import pytest

from schoolbell.domain import first_things
from schoolbell.domain.first_things import FirstThingsFirst, PatientReader


@pytest.fixture
def patience(monkeypatch):
    """As long as a busy machine takes."""
    monkeypatch.setattr(first_things, "_LONGEST_SECONDS", 30.0)


class Slate:
    """A database that notes who read."""

    def __init__(self):
        self.noted = []

    async def read(self, fn):
        self.noted.append(fn(None))

    def read_here(self, fn):
        return fn(None)

    def read_now(self, fn):
        return fn(None)


class Slates:
    def __init__(self):
        self.cache = self.local = Slate()


async def test_others_read_at_once_when_nothing_goes_first():
    slates = Slates()
    await PatientReader(slates, FirstThingsFirst()).cache.read(lambda _: "list")
    assert slates.cache.noted == ["list"]


async def test_others_read_after_what_goes_first(patience):
    slates, things = Slates(), FirstThingsFirst()
    patient = PatientReader(slates, things)
    with things.first():
        others = [asyncio.ensure_future(patient.cache.read(lambda _: "list")),
                  asyncio.ensure_future(patient.local.read(lambda _: "drafts"))]  # fmt: skip
        await asyncio.sleep(0.03)
        assert patient.cache.read_now(lambda _: "here") == "here"
        await slates.cache.read(lambda _: "message")
    sent = asyncio.ensure_future(things.turn())
    sent.add_done_callback(lambda _: slates.cache.noted.append("sent"))
    await asyncio.gather(sent, *others)
    assert slates.cache.noted == ["message", "sent", "list", "drafts"]


async def test_two_that_go_first_are_both_waited_for(patience):
    things = FirstThingsFirst()
    with things.first():
        with things.first():
            pass
        await asyncio.sleep(0.05)
        turn = asyncio.ensure_future(things.turn())
        await asyncio.sleep(0.03)
        assert not turn.done()
    await turn


async def test_nobody_waits_for_ever():
    slates, things = Slates(), FirstThingsFirst()
    with things.first():
        await PatientReader(slates, things).cache.read(lambda _: "list")
    assert slates.cache.noted == ["list"]


async def test_what_goes_first_and_fails_lets_the_others_go():
    things = FirstThingsFirst()
    try:
        with things.first():
            raise ValueError
    except ValueError:
        pass
    await asyncio.wait_for(things.turn(), 0.2)
