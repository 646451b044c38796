"""Finds `resources/` and compiled translations from a checkout, an installed wheel or a bundle."""

import sys
from pathlib import Path


def _roots() -> list[Path]:
    roots = []
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        roots.append(Path(bundle))
    here = Path(__file__).resolve()
    roots.append(here.parents[3])  # checkout: desktop/schoolbell/system → top
    # wheel: data files lie in the prefix that the package was installed under (not always sys.prefix)
    roots.extend(folder / "share" / "schoolbell" for folder in here.parents)
    return roots


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, e.g. `resource("resources", "icons", "send.svg")`.

    The first of `resources` / `i18n` selects the folder. Raises FileNotFoundError when no root has it.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))
