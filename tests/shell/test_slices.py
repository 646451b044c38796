"""What comes after the first paint is loaded in pieces, and the session finds all of it loaded."""

import asyncio
import subprocess
import sys
import textwrap

from schoolbell.shell import slices


async def test_others_have_their_turn_between_two_modules(monkeypatch):
    seen = []
    monkeypatch.setattr(slices.importlib, "import_module", seen.append)

    async def others():
        while True:
            seen.append("others")
            await asyncio.sleep(0)

    beside = asyncio.ensure_future(others())
    await slices.load_the_rest()
    beside.cancel()
    modules = [name for name in seen if name != "others"]
    assert modules == list(slices._MODULES)
    assert all(seen[at + 1] == "others" for at, name in enumerate(seen[:-1]) if name in modules)


def test_each_is_new_to_a_program_that_has_painted_and_they_are_all():
    program = """
        import ast, asyncio, importlib, inspect, sys
        import schoolbell.shell.program, schoolbell.shell.outside, schoolbell.ui.settings.pane
        from schoolbell.shell import session, slices
        early = [name for name in slices._MODULES if name in sys.modules]
        asyncio.run(slices.load_the_rest())
        connecting = (session.Session._connect, session.Session._bind_files, session.Session._watch_school)
        wanted = {node.module for part in connecting
                  for node in ast.walk(ast.parse("if True:\\n" + inspect.getsource(part)))
                  if isinstance(node, ast.ImportFrom)}
        assert len(wanted) > 10
        late = sorted(name for name in wanted if name not in sys.modules)
        print(early, late)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] []"
