"""Fetches older history in the background, unless data are to be saved."""

from typing import TYPE_CHECKING

from schoolbell.base.observable import Subscription
from schoolbell.shell.surroundings import Surroundings
from schoolbell.sync.backfill import QUOTA
from schoolbell.system.settings import Values

if TYPE_CHECKING:
    from schoolbell.sync.engine import Engine


def fill_history(engine: "Engine", around: Surroundings) -> Subscription:
    """Let `engine` fetch what settings and policy allow, until the subscription is cancelled."""
    limit = around.policy.cache_limit

    def follow(values: Values) -> None:
        engine.backfill.allow(not values.low_data, QUOTA if limit is None else min(QUOTA, limit))

    follow(around.settings.values)
    return around.settings.changed.subscribe(follow)
