"""Versions are pinned by name only, and they are the ones this environment runs."""

import importlib.metadata
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

_TOP = Path(__file__).resolve().parents[2]
_PINS = ("constraints.txt", "synapse-constraints.txt")


def _pins(name: str) -> dict[str, str]:
    lines = (_TOP / "packaging" / name).read_text("utf-8").split()
    return {_plain(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", _PINS)
def test_pins_hold_names_and_versions_only(name: str) -> None:
    lines = (_TOP / "packaging" / name).read_text("utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.+!-]*", line)]
    assert lines
    assert not odd


def test_what_schoolbell_needs_is_pinned_and_installed() -> None:
    project = tomllib.loads((_TOP / "pyproject.toml").read_text("utf-8"))["project"]
    pins = _pins("constraints.txt")
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    for requirement in wanted:
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        assert match is not None
        name = _plain(match[0])
        assert name in pins, f"{requirement} is not in packaging/constraints.txt"
        assert importlib.metadata.version(name) == pins[name]


def test_qt_is_the_sound_version() -> None:
    pins = _pins("constraints.txt")
    assert {pins["pyside6-essentials"], pins["pyside6-addons"], pins["shiboken6"]} == {"6.11.3"}


def test_synapse_is_pinned() -> None:
    assert _pins("synapse-constraints.txt")["matrix-synapse"]


def test_one_version_everywhere() -> None:
    from schoolbell.version import VERSION

    assert importlib.metadata.version("schoolbell") == VERSION
