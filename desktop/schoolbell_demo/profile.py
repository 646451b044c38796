"""Signs an account in ahead of the client, so that Schoolbell opens on it: a profile and its session file."""

from pathlib import Path

from schoolbell.domain.signin import SignIn
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell_demo.line import Account


async def sign_in_profile(home: Path, homeserver: str, account: Account) -> None:
    """Make `home` the data folder of a client that is signed in as `account`. Raises KnownError."""
    home.mkdir(parents=True, exist_ok=True)
    paths = Paths(home)
    async with make_client() as http:
        signing = SignIn(http, Profiles(paths), FileSecrets(paths))
        await signing.find_server(homeserver)
        await signing.sign_in(account.user_id, account.password)
