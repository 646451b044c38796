"""The command line of the client."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from schoolbell.version import VERSION


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    home: Path | None
    plaintext_session: bool
    language: str
    theme: str
    allow_probe: bool
    links: tuple[str, ...]


def parse(arguments: list[str]) -> Options:
    """Return the options in `arguments`; ends the process with words when they are wrong."""
    parser = argparse.ArgumentParser(prog="schoolbell", description="The desktop client of a school.")
    parser.add_argument("--version", action="version", version=f"schoolbell {VERSION}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep all data under DIR")
    parser.add_argument(
        "--plaintext-session",
        action="store_true",
        help="keep the sign-in in a file that only this user can read (no keyring needed)",
    )
    parser.add_argument("--lang", default="", choices=["", "zh_CN", "zh_TW", "en"], help="language")
    parser.add_argument(
        "--theme", default="", choices=["", "system", "light", "dark", "high_contrast"], help="colours"
    )
    parser.add_argument(
        "--allow-probe", action="store_true", help="load the read-only probe that SCHOOLBELL_PROBE names"
    )
    parser.add_argument("links", nargs="*", metavar="LINK", help="schoolbell:// or matrix: links to open")
    found = parser.parse_args(arguments)
    return Options(
        home=found.home,
        plaintext_session=found.plaintext_session,
        language=found.lang,
        theme=found.theme,
        allow_probe=found.allow_probe,
        links=tuple(found.links),
    )
