"""The first lines of the program: no garbage is collected before the first paint; then all the rest."""

import gc
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run Schoolbell; return the process's exit code.

    Loading modules makes many objects and no garbage: a tenth of the time to the first paint is looking for
    some. `Application.run` turns the collector on again.
    """
    gc.disable()
    from schoolbell.shell.program import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
