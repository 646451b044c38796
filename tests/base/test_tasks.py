import asyncio

import pytest

from schoolbell.base.tasks import TaskOwner


async def fail() -> None:
    raise ValueError("broken")


async def test_an_error_reaches_the_nearest_who_listens() -> None:
    owners: list[BaseException] = []
    own: list[BaseException] = []
    owner = TaskOwner("pane", owners.append)
    await asyncio.wait([owner.run(fail()), owner.run(fail(), on_error=own.append)])
    await asyncio.sleep(0)
    assert [str(error) for error in owners + own] == ["broken", "broken"]
    assert len(own) == 1


async def test_an_error_nobody_listens_to_is_logged_by_name(allowed_logs: list[str]) -> None:
    allowed_logs.append("task pane.fail failed")
    await asyncio.wait([TaskOwner("pane").run(fail())])
    await asyncio.sleep(0)


async def test_everything_ends_with_its_owner_and_cancelling_is_no_error() -> None:
    errors: list[BaseException] = []
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("tidied up")

    owner = TaskOwner("engine", errors.append)
    tasks = [owner.run(work()), owner.run(work())]
    await asyncio.sleep(0)
    await owner.cancel_all()
    assert [task.cancelled() for task in tasks] == [True, True]
    assert ended == ["tidied up"] * 2
    assert errors == []
    await owner.cancel_all()


async def test_an_owner_may_be_ended_from_within() -> None:
    owner = TaskOwner("engine")
    other = owner.run(asyncio.Event().wait())
    await asyncio.sleep(0)
    await owner.run(owner.cancel_all())
    assert other.cancelled()


async def test_a_result_can_be_awaited() -> None:
    async def answer() -> int:
        return 7

    assert await TaskOwner("pane").run(answer()) == 7
    with pytest.raises(ValueError, match="broken"):
        await TaskOwner("pane", lambda _error: None).run(fail())
