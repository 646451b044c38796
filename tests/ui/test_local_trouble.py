"""What the window says when this computer, not the network, is at fault; and what it says once."""

import pytest

from schoolbell.base.errors import LOCAL, ErrorCode
from schoolbell.domain.chat.ports import SyncState, SyncStatus
from schoolbell.shell.trouble import TroublePage
from schoolbell.ui.errors import error_words
from schoolbell.ui.messages.banner import ConnectionBanner, OfflineStrip


@pytest.fixture
def banner(qtbot, theme, languages):
    languages.use("en")
    made = ConnectionBanner(theme, lambda: 10.0)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("code", sorted(LOCAL))
def test_a_disk_that_refuses_is_not_called_a_missing_connection(banner, code):
    banner.show_status(SyncStatus(SyncState.OFFLINE, code, retry_at=18.0))
    assert error_words(code).title in banner.words.full_text()
    assert "connection" not in banner.words.full_text().lower()
    assert banner.countdown.full_text() == "Next try in 8 seconds"
    assert banner.button.text() == "Try again"


def test_a_missing_connection_is_not_called_a_full_disk(banner):
    banner.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.NETWORK, retry_at=18.0))
    assert "No connection" in banner.words.full_text()


def test_the_foot_of_the_list_says_the_same(qtbot, theme, languages):
    languages.use("en")
    strip = OfflineStrip(theme)
    qtbot.addWidget(strip)
    strip.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.DISK_FULL, waiting=2))
    assert strip.accessibleName() == "The disk is full"
    assert not strip.failed.isHidden(), "the way to what waits stays"


def test_what_happened_is_said_after_what_is_wrong_now_and_until_it_was_read(banner, qtbot):
    banner.say(ErrorCode.CACHE_REBUILT)
    assert "loaded again" in banner.words.full_text()
    banner.show_status(SyncStatus(SyncState.OFFLINE, ErrorCode.NETWORK, retry_at=18.0))
    assert "No connection" in banner.words.full_text()
    with qtbot.waitSignal(banner.retry):
        banner.button.click()
    banner.show_status(SyncStatus(SyncState.LIVE))
    assert "loaded again" in banner.words.full_text()
    assert banner.countdown.full_text() == ""
    with qtbot.waitSignal(banner.read):
        banner.button.click()
    banner.say(None)
    assert banner.isHidden()


@pytest.mark.parametrize(
    ("code", "retry"),
    [
        (ErrorCode.DISK_FULL, True),
        (ErrorCode.READ_ONLY, True),
        (ErrorCode.PROFILE_IN_USE, True),
        (ErrorCode.DATABASE_CORRUPT, True),
        (ErrorCode.DATABASE_NEWER, False),
        (ErrorCode.BAD_CONFIGURATION, False),
    ],
)
def test_the_page_offers_to_try_again_what_somebody_can_mend(qtbot, theme, code, retry):
    page = TroublePage(theme, code)
    qtbot.addWidget(page)
    assert page.retry.isVisibleTo(page) is retry
    assert not page.afresh.isVisibleTo(page), "only a damaged local file can be set aside"
    with qtbot.waitSignal(page.quit_wanted):
        page.leave.click()
