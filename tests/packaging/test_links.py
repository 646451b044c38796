"""What our pages point to in the repository is there: files, pictures, headings."""

import re
from pathlib import Path

import pytest

_TOP = Path(__file__).resolve().parents[2]
_PAGES = sorted(
    path
    for pattern in ("*.md", "desktop/**/*.md", "packaging/**/*.md", "resources/**/*.md", "tests/**/*.md")
    for path in _TOP.glob(pattern)
    if ".venv" not in path.parts
)
_COMING = {"packaging/pictures/messages.png"}  # a picture of the tour, put there when the figures are taken
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", _PAGES, ids=lambda path: str(path.relative_to(_TOP)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = []
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if link in _COMING and not target.exists():
            continue
        if not target.exists() or _TOP not in (target, *target.parents):
            missing.append(link)
        elif anchor and target.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            if anchor not in map(_anchor, headings):
                missing.append(link)
    assert not missing


def test_the_readme_is_among_the_pages_and_shows_a_picture() -> None:
    assert _TOP / "README.md" in _PAGES
    assert re.search(r"!\[[^\]]+\]\([^)]+\.png\)", (_TOP / "README.md").read_text(encoding="utf-8"))
