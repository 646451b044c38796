import pytest

from tests.domain import chat_school
from tests.fakes.domain_engine import Files, ScriptedEngine


@pytest.fixture
def files(tmp_path):
    """Both databases of a profile."""
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    """A scripted engine over a cache that knows the small school."""
    made = ScriptedEngine(files)
    made.take_in_now(chat_school.school_rooms(made))
    return made
