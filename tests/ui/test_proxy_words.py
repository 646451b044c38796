import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.ui.messages.banner import ConnectionBanner, OfflineStrip


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ErrorCode.PROXY, "The proxy cannot be used"),
        (ErrorCode.PROXY_SCRIPT, "This computer uses a proxy script"),
        (ErrorCode.NETWORK, "No connection"),
    ],
)
def test_a_wrong_proxy_is_named_where_the_connection_is_told(qtbot, theme, code, words):
    banner, strip = ConnectionBanner(theme, lambda: 0.0), OfflineStrip(theme)
    for widget in (banner, strip):
        qtbot.addWidget(widget)
        widget.show_status(SyncStatus(SyncState.OFFLINE, code))
    assert banner.words.full_text().startswith(words)
    assert (words in strip.words.full_text()) is (code is not ErrorCode.NETWORK)
    banner.show_status(None)
