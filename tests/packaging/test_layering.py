"""Layering that import-linter cannot state: parts of PySide6."""

import ast
from pathlib import Path

_VIEWMODELS = Path(__file__).resolve().parents[2] / "desktop" / "schoolbell" / "viewmodels"


def _qt_parts(source: str) -> set[str]:
    """Return the parts of PySide6 that a module imports, at its top or anywhere inside."""
    parts = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        parts |= {name.split(".")[1] for name in names if name.startswith("PySide6.")}
    return parts


def test_view_models_use_qtcore_only() -> None:
    modules = sorted(_VIEWMODELS.rglob("*.py"))
    assert modules
    used = {path.name: _qt_parts(path.read_text("utf-8")) - {"QtCore"} for path in modules}
    assert not {name: parts for name, parts in used.items() if parts}


def test_hidden_imports_are_seen() -> None:
    assert _qt_parts("def f():\n    from PySide6.QtGui import QColor\n") == {"QtGui"}
    assert _qt_parts("from PySide6 import QtWidgets\nimport PySide6.QtCore\n") == {"QtWidgets", "QtCore"}
