"""One part of the office's work that stumbles stops no other and does not end the office."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schoolbell_office.config import OfficeConfig
from schoolbell_office.importer import load_texts
from schoolbell_office.service import OfficeEngine, Service
from tests.fakes.clock import FakeClock


class Part:
    """Does its work, or stumbles."""

    def __init__(self, at: int | Exception) -> None:
        self.at = at
        self.done = 0

    async def run(self, _: object) -> int | None:
        self.done += 1
        if isinstance(self.at, Exception):
            raise self.at
        return self.at


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An office with a gateway that has caught up."""
    secret = tmp_path / "token"
    config = OfficeConfig("http://127.0.0.1:1", "school.test", secret, secret, tmp_path / "office.db")
    client = SimpleNamespace(user_id="@o1:school.test", device_id="D", transport=None)
    monkeypatch.setattr(OfficeEngine, "settled", True)
    made = Service(config, client, FakeClock(), SimpleNamespace(), load_texts, print)  # type: ignore[arg-type]
    made._world = SimpleNamespace()  # type: ignore[assignment]
    return made


async def test_a_gateway_that_stumbles_keeps_nobody_from_hearing(
    service: Any, allowed_logs: list[str]
) -> None:
    allowed_logs.append("delivery failed")
    service._delivery, service._telling = Part(ValueError("odd")), Part(7)
    assert await service._deliver() == 7
    assert (service._delivery.done, service._telling.done) == (1, 1)


async def test_telling_that_stumbles_does_not_end_the_office(service: Any, allowed_logs: list[str]) -> None:
    allowed_logs.append("telling failed")
    service._delivery, service._telling = Part(9), Part(ValueError("odd"))
    assert await service._deliver() == 9
