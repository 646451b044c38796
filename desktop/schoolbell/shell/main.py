"""The first lines of the program: nothing is done before the first paint that nobody needs for it."""

import gc
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run Schoolbell; return the process's exit code.

    Loading modules makes many objects and no garbage: a tenth of the time to the first paint is looking for
    some. `Application.run` turns the collector on again.
    """
    gc.disable()
    leave_sources_alone()
    from schoolbell.shell.program import run

    return run(arguments)


def leave_sources_alone() -> None:
    """Keep PySide from reading the source of every module that is imported, and from holding all of it.

    It looks for `from __feature__ import …`, which we do not use: another tenth of the time to the first
    paint, and 8 MB. Every module counts as one without a source, as in an installed program. Where PySide
    does that in another way, nothing is changed.
    """
    import PySide6.QtCore  # noqa: F401  # brings the module that is changed

    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: True


if __name__ == "__main__":
    sys.exit(main())
