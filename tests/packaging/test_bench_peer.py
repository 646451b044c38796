"""A bench that compares says in clear words when what it compares with is missing."""

from pathlib import Path

import pytest

from schoolbell_demo.homeserver import Account
from tests.bench.nheko import Nheko


def test_a_missing_nheko_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="apt install nheko"):
        Nheko(tmp_path / "home", Account("@t1:x", "D", "token", "pw"), "http://127.0.0.1:1")
    assert not (tmp_path / "home").exists()
