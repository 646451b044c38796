"""The process: command line, logging, crash hook, the Qt application on an asyncio loop."""

import importlib
import logging
import os
import sys

from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell import options
from schoolbell.shell.application import Application
from schoolbell.shell.crash import CrashHook
from schoolbell.shell.ending import EndedBySignals
from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.options import Options
from schoolbell.system import logs
from schoolbell.system.lock import ProfileLock
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy, load_policy
from schoolbell.system.profiles import Profiles
from schoolbell.version import VERSION

log = logging.getLogger(__name__)

# A writer thread that ingests thousands of events must not hold the interpreter for a frame (measured:
# frame p99 10 ms instead of 18 ms).
_SWITCH_SECONDS = 0.0005


def run(arguments: list[str] | None = None) -> int:
    """Run Schoolbell; return the process's exit code."""
    chosen = options.parse(sys.argv[1:] if arguments is None else arguments)
    sys.setswitchinterval(_SWITCH_SECONDS)
    logs.configure(os.environ.get("SCHOOLBELL_LOG", ""))
    paths = Paths(chosen.home)
    clock = SystemClock()
    if _handed_over(paths, chosen):
        return 0
    crash = CrashHook(paths.logs, clock.now_ms)
    crash.install()
    qt = make_qt_application()
    if chosen.allow_probe:
        load_probe(qt)
    try:
        policy, fault = load_policy(), None
    except KnownError as error:
        policy, fault = Policy(), error.code
    loop = make_event_loop(qt)
    try:
        with loop:
            application = Application(qt, chosen, paths, policy, clock, crash)
            with EndedBySignals(application.quit):
                if fault is None:
                    application.begin()
                else:
                    _show_fault(application, fault)
                loop.run_until_complete(application.run())
    finally:
        crash.uninstall()
    return 0


def make_qt_application() -> QApplication:
    """Return the Qt application with our names; windows closing does not end it."""
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = QApplication(["schoolbell"])
    qt.setApplicationName("Schoolbell")
    qt.setApplicationVersion(VERSION)
    qt.setOrganizationDomain("schoolbell.org")
    qt.setDesktopFileName("org.schoolbell.Desktop")
    qt.setQuitOnLastWindowClosed(False)
    return qt


def load_probe(qt: QApplication) -> None:
    """Import and call what SCHOOLBELL_PROBE names as "module:function" with the application."""
    module, _, function = os.environ.get("SCHOOLBELL_PROBE", "").partition(":")
    if module and function:
        getattr(importlib.import_module(module), function)(qt)


def _handed_over(paths: Paths, chosen: Options) -> bool:
    """Return whether a window of this account is open and took our links."""
    profile = Profiles(paths).current()
    if profile is None:
        return False
    lock = ProfileLock(paths.profile(profile.id).lock)
    try:
        lock.acquire()
    except KnownError as error:
        if error.code is not ErrorCode.PROFILE_IN_USE:
            return False
        from schoolbell.shell import instance

        return instance.hand_over(paths.profile(profile.id).lock, list(chosen.links))
    lock.release()
    return False


def _show_fault(application: Application, code: ErrorCode) -> None:
    application.show_trouble(code)
    application.window.show()
