import pytest

from schoolbell.ui.theme.theme import Theme
from tests.ui.conftest import compiled_translations, languages  # noqa: F401


@pytest.fixture
def theme(qapp):
    """The light theme."""
    return Theme(qapp, "light", "en")
