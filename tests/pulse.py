"""A sound server of its own for one test: what its loudspeaker plays, its microphone hears."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SPEAKER = "module-null-sink sink_name=speaker sink_properties=device.description=Speaker"
# By itself the sink's monitor is no microphone: Qt does not list it.
_MICROPHONE = "module-remap-source master=speaker.monitor source_name=mic"
_PATIENCE = 60  # seconds


@contextmanager
def sound_server(folder: Path, *, microphone: bool = True) -> Iterator[dict[str, str]]:
    """Run PulseAudio; yield what a process needs in its environment to use it and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    socket = folder / "native"
    devices = [_SPEAKER, _MICROPHONE] if microphone else [_SPEAKER]
    modules = [*devices, f"module-native-protocol-unix socket={socket}"]
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder / "run")}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULSE_", "DBUS_"))}
    command = ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "-n"]
    log = folder / "pulse.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*command, *(f"--load={module}" for module in modules)], env=kept | home, stdout=said, stderr=said
        )
    try:
        until, pause = time.monotonic() + _PATIENCE, threading.Event()
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text("utf-8", "replace"))
            pause.wait(0.02)
        yield kept | home | {"PULSE_SERVER": f"unix:{socket}", "QT_QPA_PLATFORM": "offscreen"}
    finally:
        server.terminate()
        server.wait(20)
