"""The office on duty at a real homeserver: reminds those who are open, believes no forgery, lifts mutes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolbell_demo.homeserver import Synapse
from tests.office.on_duty import Duty, PhoneGateway, duty_at, until

pytestmark = pytest.mark.synapse
SOON = 6 * 60.0


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[PhoneGateway]:
    """Return a gateway that listens."""
    found = PhoneGateway(tmp_path)
    yield found
    found.close()


@pytest.fixture
async def duty(homeserver: Synapse, tmp_path: Path) -> Duty:
    """Return a school of two families."""
    return await duty_at(homeserver, tmp_path)


async def test_the_family_that_has_not_confirmed_is_reminded_and_only_that_one(duty: Duty) -> None:
    duty.configure("")
    remind = {"every": 5, "max": 3}
    id = duty.ding("t1", "desk/P01", mentions=("s01", "g11", "g12"), remind=remind, n=2)
    duty.confirm("g12", "desk/P01", duty.last)
    duty.ding("t1", "desk/P02", id=id, mentions=("s02", "g21"), remind=remind, n=2)
    with duty.office(ahead=SOON) as office:
        await until(lambda: duty.reminders("desk/P02", id) == [1], "the reminder", office)
    assert duty.reminders("desk/P01", id) == []
    reminder = duty.events("desk/P02", "org.schoolbell.remind")[0]
    assert reminder["sender"] == duty.school.config.user_id(duty.school.config.creator)
    assert reminder["content"] == {"v": 1, "ding": [duty.user("t1"), id], "seq": 1}
