import pytest

from schoolbell.ui.theme.theme import Theme
from tests.shell.stage import stage_of
from tests.synapse.test_notices import import_two
from tests.ui.conftest import compiled_translations, languages  # noqa: F401


@pytest.fixture
def theme(qapp):
    """The light theme."""
    return Theme(qapp, "light", "en")


@pytest.fixture
async def stage(qtbot, theme, tmp_path, homeserver):
    """A class teacher's open session in a school of two classes."""
    school = await import_two(homeserver, tmp_path)
    made = await stage_of(homeserver, school.accounts["t1"], tmp_path / "home", theme, qtbot)
    made.school = school
    yield made
    await made.session.stop()
