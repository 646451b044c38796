import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from schoolbell.shell.i18n import Languages
from schoolbell.ui.theme.theme import Theme

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def compiled_translations():
    """Compile i18n/*.ts that are newer than their .qm (the setup script does it too)."""
    for source in sorted((TOP / "i18n").glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            tool = Path(sys.executable).with_name("pyside6-lrelease")
            subprocess.run([str(tool), "-silent", str(source), "-qm", str(compiled)], check=True)


@pytest.fixture
def languages(qapp, compiled_translations):
    """Switches the application's language; back to none at the end."""
    made = Languages(qapp)
    yield made
    made.remove()
    QLocale.setDefault(QLocale.c())


@pytest.fixture
def theme(qapp):
    """The light theme."""
    return Theme(qapp, "light", "zh_CN")
