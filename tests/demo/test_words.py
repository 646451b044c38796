"""The tour's words: each of them is one that the client has, in every language."""

import ast
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


def looked_up() -> set[tuple[str, str]]:
    """Return (context, source text) of every word that the demo's code asks for."""
    found = set()
    for path in (TOP / "desktop" / "schoolbell_demo").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _asks(node.func):
                texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                if len(texts) == 2 and all(isinstance(one, str) for one in texts):
                    found.add((texts[0], texts[1]))
    return found


def _asks(function):
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("of", "around", "word")


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_what_the_tour_looks_for_is_what_the_client_says(language):
    tree = ElementTree.parse(TOP / "i18n" / f"schoolbell_{language}.ts")
    known = {
        (context.findtext("name"), message.findtext("source"))
        for context in tree.iter("context")
        for message in context.iter("message")
    }
    words = looked_up()
    assert len(words) > 50
    assert words - known == set()
