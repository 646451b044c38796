"""What must not be loaded before the window is seen, asked of a process of its own."""

import json
import subprocess
import sys
import textwrap

from tests.shell.prepared import prepare_home

_PROGRAM = """
import gc, json, linecache, sys
from schoolbell.shell import main
main.leave_sources_alone()
from schoolbell.shell import window

def painted(self, event, original=window.Window.paintEvent):
    first = not self._painted
    original(self, event)
    if first:
        pane = self._panes.currentWidget()
        sys.stdout.write(json.dumps({
            "modules": sorted(sys.modules),
            "rooms": pane.rooms.view.model().rowCount(),
            "rows": pane.timeline.stack is not None and pane._presenter.timeline.rowCount(),
            "title": pane.header.title.full_text(),
            "collects": gc.isenabled(),
            "sources": [name for name in linecache.cache if "schoolbell" in name],
        }) + "\\n")
        sys.stdout.flush()

window.Window.paintEvent = painted
import signal, threading, os
threading.Timer(4, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
code = main.main(["--home", sys.argv[1], "--plaintext-session", "--lang", "en"])
sys.stdout.write(json.dumps({"collects": gc.isenabled()}) + "\\n")
raise SystemExit(code)
"""

_LATER = (
    "domain.search.finder", "shell.instance", "shell.signing", "shell.tray", "shell.trouble",
    "store.folding", "store.search", "ui.search.overlay", "viewmodels.search",
    "ui.messages.members_page", "ui.messages.message_menu", "ui.messages.outbox_page",
    "ui.messages.people_list", "ui.messages.popups", "ui.messages.reads_page",
    "shell.desktop_proxy", "ui.accounts.menu", "ui.lock.dialog", "ui.lock.page",
    "ui.settings.pane", "ui.signin.page", "ui.widgets.question",
)  # fmt: skip


def test_list_and_messages_are_painted_before_anything_heavy_is_loaded(tmp_path):
    prepare_home(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_PROGRAM), str(tmp_path)],
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[0])
    assert told["rooms"] == 2
    assert told["rows"] >= 100
    assert told["title"] == "三年级2班 家校群"
    heavy = {"httpx", "keyring", "livekit", "openpyxl", "pypinyin", "numpy", "truststore", "platformdirs"}
    heavy |= {"livekit.rtc", "nh3", "PySide6.QtNetwork", "schoolbell.matrix.client", "schoolbell.sync.engine"}
    heavy |= {"PySide6.QtMultimedia", "mimetypes"}
    heavy |= {f"schoolbell.{later}" for later in _LATER}
    assert heavy & set(told["modules"]) == set()
    assert told["sources"] == [], "PySide has read them"
    later = json.loads(done.stdout.splitlines()[1])
    assert (told["collects"], later["collects"]) == (False, True), "only after the first paint"
