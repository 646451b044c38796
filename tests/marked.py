"""Finds every process that a test has caused: by a mark in the environment, or by a folder it works in."""

from pathlib import Path

MARK = "SCHOOLBELL_TEST_MARK"


def marked(mark: str) -> dict[int, str]:
    """Return every process that was started with `MARK=mark` in its environment: id → program."""
    return _having("environ", f"{MARK}={mark}".encode())


def working_in(folder: Path | str) -> dict[int, str]:
    """Return every process whose command names something in `folder`: id → program."""
    return _having("cmdline", f"{folder}/".encode())


def _having(file: str, wanted: bytes) -> dict[int, str]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / file).read_bytes():
                found[int(folder.name)] = (folder / "comm").read_text().strip()
        except OSError:  # gone meanwhile, or another user's
            continue
    return found
