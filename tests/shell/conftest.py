import pytest

from schoolbell.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp):
    """The light theme."""
    return Theme(qapp, "light", "en")
