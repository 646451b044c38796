import subprocess
import sys

HEAVY = ("httpx", "keyring", "livekit", "openpyxl", "pypinyin", "numpy", "segno", "PySide6.QtWidgets")
CODE = """
import sys
import schoolbell.domain.chat.session, schoolbell.viewmodels.messages, schoolbell.viewmodels.signin
print([name for name in {heavy!r} if name in sys.modules])
"""


def test_what_the_first_paint_needs_imports_nothing_heavy():
    found = subprocess.run(
        [sys.executable, "-c", CODE.format(heavy=HEAVY)], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
