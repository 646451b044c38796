"""Makes store/variants.txt, the groups of characters that search holds for one, from the tables of OpenCC.

`python packaging/make_variants.py FOLDER`: the folder with OpenCC's TSCharacters.txt, STCharacters.txt,
TWVariants.txt and HKVariants.txt (Apache-2.0). Needed only when the tables are to be made anew.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

_TARGET = Path(__file__).resolve().parents[1] / "desktop" / "schoolbell" / "store" / "variants.txt"
_TABLES = ("TSCharacters", "STCharacters", "TWVariants", "HKVariants")
_HEAD = """\
# Characters that search holds for one (simplified, traditional, regional forms); the first stands for all.
# Made by packaging/make_variants.py from the character tables of OpenCC, https://github.com/BYVoid/OpenCC,
# Copyright 2010-2014 Carbo Kuo and contributors, Apache License 2.0.
"""


def pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield two characters for each entry of the tables."""
    for table in _TABLES:
        for line in (folder / f"{table}.txt").read_text(encoding="utf-8").splitlines():
            source, _, targets = line.partition("\t")
            for target in targets.split():
                if len(source) == len(target) == 1:
                    yield source, target


def groups(folder: Path) -> list[str]:
    """Return the groups, each with its simplified character first."""
    of: dict[str, set[str]] = {}
    lines = (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    simplified = {line.partition("\t")[2][:1] for line in lines}
    for one, other in pairs(folder):
        joined = of.get(one, {one}) | of.get(other, {other})
        for character in joined:
            of[character] = joined
    found = {frozenset(group) for group in of.values() if len(group) > 1}
    return sorted("".join(sorted(group, key=lambda c: (c not in simplified, c))) for group in found)


def main() -> None:
    """Write the file."""
    lines = groups(Path(sys.argv[1]))
    _TARGET.write_text(_HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} groups\n")


if __name__ == "__main__":
    main()
