"""Signing in from start to finish: discovery, password, pinned anchors, the first change of password."""

import contextlib
import logging
import platform
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from schoolbell.base import slipcode
from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import BugError, ErrorCode, KnownError
from schoolbell.base.slipcode import SlipCode
from schoolbell.domain.numbers import account_of, role_of
from schoolbell.matrix.auth import Session
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.discovery import SCHOOL, Homeserver, discover, read_anchors, read_office
from schoolbell.matrix.login import Credentials, password_login, sso_url, token_login
from schoolbell.matrix.transport import HttpClient, Transport
from schoolbell.system.callback import Callback
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profile, Profiles, profile_id
from schoolbell.system.secrets import MemorySecrets, SecretStore

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The school spaces that count, and who said so: "policy", "account", "well_known", "" for nobody."""

    rooms: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The result. With `first_sign_in` nothing is stored yet: call `SignIn.change_password` next."""

    profile: Profile
    credentials: Credentials = field(repr=False)
    first_sign_in: bool
    anchors: tuple[str, ...]
    secrets: SecretStore


def device_name() -> str:
    """Return what the server lists this device as: the program and the system, no person's name."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    return f"Schoolbell ({system})" if system else "Schoolbell"


def choose_anchors(policy: Policy, school: object, well_known: tuple[str, ...]) -> Anchors:
    """Return the anchors in force: machine policy, else account data `school`, else .well-known."""
    if policy.anchors:
        return Anchors(tuple(policy.anchors), "policy")
    account = read_anchors(school)
    if account:
        return Anchors(account, "account")
    return Anchors(well_known, "well_known" if well_known else "")


def check_pinned(profile: Profile, now: Anchors) -> None:
    """Compare what is pinned with what is said now. Raises KnownError(ANCHOR_CHANGED) if they differ.

    Saying nothing is no change: what is pinned stays in force. The order of a list does not matter.
    """
    if profile.anchors and now.rooms and set(profile.anchors) != set(now.rooms):
        raise KnownError(ErrorCode.ANCHOR_CHANGED, {"source": now.source})


class SignIn:
    """One attempt to sign in, from address to stored profile. Methods are called in order, one at a time."""

    def __init__(
        self,
        client: "httpx.AsyncClient",
        profiles: Profiles,
        secrets: SecretStore,
        policy: Policy | None = None,
        *,
        name: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`secrets` is where a kept session goes; `name` overrides the device's display name."""
        self._clock = clock or SystemClock()
        self._client = client
        self._profiles = profiles
        self._secrets = secrets
        self._policy = policy or Policy()
        self._name = name or device_name()
        self._homeserver: Homeserver | None = None
        self._session: Session | None = None
        self._pending: SignedIn | None = None
        self._school: dict[str, Any] = {}
        self._tried: list[str] = []
        self._stored = False

    @property
    def homeserver(self) -> Homeserver | None:
        """The server found last."""
        return self._homeserver

    def read_slip(self, text: str) -> SlipCode:
        """Return what a typed or scanned slip says. Raises KnownError(BAD_SLIP_CODE)."""
        return slipcode.decode(text)

    async def find_server(self, address: str) -> Homeserver:
        """Find the homeserver; a policy's server wins over `address`. Raises KnownError, see `discover`."""
        self._homeserver = None
        self._homeserver = await discover(self._client, self._policy.server or address)
        return self._homeserver

    async def sign_in(
        self, account: str, password: str, *, keep: bool = True, accept_new_anchors: bool = False
    ) -> SignedIn:
        """Sign in as a localpart or whole user id on the server found before, by one try.

        A bare number is taken for an account of the role that signed in here last. `keep`: the session
        outlives the process. Raises KnownError: WRONG_PASSWORD, RATE_LIMITED (details `retry_after_ms`),
        ANCHOR_CHANGED (this profile was pinned to another school; only a person's decision calls again with
        `accept_new_anchors`). After an error no device is left on the server.
        """
        homeserver = self._homeserver
        if homeserver is None:
            raise BugError("sign_in before find_server")
        await self.cancel()
        transport = Transport(self._client, homeserver.base_url)
        name = account_of(account, self._last_role())
        device = await self._known_device(name, transport.base_url)
        credentials = await password_login(transport, name, password, self._name, device)
        return await self._finish(homeserver, transport, credentials, keep, accept_new_anchors)

    async def sign_in_by_browser(
        self,
        open_url: Callable[[str], bool],
        words: str,
        *,
        account: str = "",
        keep: bool = True,
        accept_new_anchors: bool = False,
    ) -> SignedIn:
        """Sign in on a web page of the server found before.

        `open_url` shows a page in the person's browser, False when it cannot; `words` are shown there at the
        end. `account` names who is expected, so that the device stays the same. No password of our own is
        asked for afterwards. Raises KnownError: NO_BROWSER, SSO_UNFINISHED (not done in ten minutes, or
        refused), ANCHOR_CHANGED …
        """
        homeserver = self._homeserver
        if homeserver is None:
            raise BugError("sign_in_by_browser before find_server")
        await self.cancel()
        transport = Transport(self._client, homeserver.base_url)
        async with Callback(words) as callback:
            if not open_url(sso_url(homeserver.base_url, callback.url)):
                raise KnownError(ErrorCode.NO_BROWSER)
            token = await callback.wait()
        name = account_of(account, self._last_role())
        device = await self._known_device(name, transport.base_url) if name else None
        credentials = await token_login(transport, token, self._name, device)
        return await self._finish(
            homeserver, transport, credentials, keep, accept_new_anchors, own_password=False
        )

    async def _finish(
        self,
        homeserver: Homeserver,
        transport: Transport,
        credentials: Credentials,
        keep: bool,
        accept_new_anchors: bool,
        *,
        own_password: bool = True,
    ) -> SignedIn:
        """Look at the account and store it; without `own_password` no first password is to be changed."""
        credentials = credentials.noted(self._clock.now_ms())
        self._stored, self._tried = False, []
        self._session = Session(transport, credentials, self._save)
        try:
            signed_in = await self._look_around(homeserver, credentials, keep, accept_new_anchors)
            if not own_password:
                signed_in, self._pending = replace(signed_in, first_sign_in=False), None
            if not signed_in.first_sign_in:
                await self._store(signed_in)
            return signed_in
        except BaseException:
            await self.cancel()
            raise

    async def change_password(self, old: str, new: str) -> SignedIn:
        """Set the person's own password at the first sign-in, then store the session.

        Other devices stay signed in. Raises KnownError: WRONG_PASSWORD, WEAK_PASSWORD, RATE_LIMITED …; the
        sign-in stays open then and the call may be repeated.
        """
        pending = self._pending
        if pending is None:
            raise BugError("change_password without a first sign-in")
        if not new or new == old:
            raise KnownError(ErrorCode.WEAK_PASSWORD)
        client = self._matrix(pending.credentials.user_id)
        await self._set_password(client, [*reversed(self._tried), old], new)
        # Written after the change: if we die in between, the next sign-in asks once more.
        self._school = self._school | {"v": 1, "first_sign_in": False}
        await client.set_account_data(SCHOOL, self._school)
        done = SignedIn(
            profile=pending.profile,
            credentials=self._credentials(),
            first_sign_in=False,
            anchors=pending.anchors,
            secrets=pending.secrets,
        )
        await self._store(done)
        return done

    async def cancel(self) -> None:
        """Give up: a session that was not stored is ended on the server too, if it can be reached."""
        session, self._session, self._pending = self._session, None, None
        if session is None or self._stored:
            return
        try:
            transport = Transport(self._client, self._base_url(), session)
            await MatrixClient(transport, session.credentials.user_id).logout()
        except KnownError as error:
            log.info("could not end an unfinished session: %s", error.code)

    async def _look_around(
        self, homeserver: Homeserver, credentials: Credentials, keep: bool, accept_new_anchors: bool
    ) -> SignedIn:
        client = self._matrix(credentials.user_id)
        self._school = await client.account_data(SCHOOL) or {}
        anchors = choose_anchors(self._policy, self._school, homeserver.anchors)
        identifier = profile_id(credentials.user_id, homeserver.base_url)
        known = self._profiles.get(identifier)
        if known is not None and not accept_new_anchors:
            check_pinned(known, anchors)
        if known is not None and not anchors.rooms:
            anchors = Anchors(known.anchors, known.anchor_source)
        profile = Profile(
            id=identifier,
            user_id=credentials.user_id,
            homeserver=homeserver.base_url,
            server_name=credentials.server_name,
            display_name=await client.display_name(credentials.user_id) or "",
            anchors=anchors.rooms,
            anchor_source=anchors.source,
            office=read_office(self._school) or homeserver.office,
            keep=keep,
            language=known.language if known is not None else None,
        )
        first = self._school.get("first_sign_in") is True
        signed_in = SignedIn(
            profile=profile,
            credentials=self._credentials(),
            first_sign_in=first,
            anchors=anchors.rooms,
            secrets=self._secrets if keep else MemorySecrets(),
        )
        self._pending = signed_in if first else None
        return signed_in

    def _last_role(self) -> str:
        profile = self._profiles.current()
        return role_of(profile.user_id) if profile is not None else ""

    async def _set_password(self, client: MatrixClient, known: list[str], new: str) -> None:
        """Change the password; `known` are those that may be in force, the likeliest first.

        More than one is possible after a try whose answer was lost on the way.
        """
        if new not in self._tried:
            self._tried.append(new)
        for old in known[:-1]:
            try:
                return await client.change_password(old, new)
            except KnownError as error:
                if error.code is not ErrorCode.WRONG_PASSWORD:
                    raise
        try:
            await client.change_password(known[-1], new)
        except KnownError as error:
            if not error.transient and len(known) == 1:
                self._tried.remove(new)  # the server has said no
            raise

    async def _known_device(self, account: str, base_url: str) -> str | None:
        """Return the device a stored profile used, so that signing in again makes no second one."""
        for profile in self._profiles.all():
            localpart = profile.user_id[1:].partition(":")[0]
            if profile.homeserver != base_url or account not in (profile.user_id, localpart):
                continue
            with contextlib.suppress(KnownError):  # a keyring that fails now will say so when storing
                stored = Credentials.from_secret(await self._secrets.load(profile.id) or "")
                return stored.device_id if stored is not None else None
        return None

    async def _store(self, signed_in: SignedIn) -> None:
        """Save the secret, then the profile that points to it."""
        await signed_in.secrets.save(signed_in.profile.id, self._credentials().to_secret())
        self._profiles.put(signed_in.profile)
        self._stored, self._pending = True, None

    async def _save(self, credentials: Credentials) -> None:
        """Take a renewed pair: until the sign-in is finished it lives in the session only."""

    def _matrix(self, user_id: str) -> MatrixClient:
        return MatrixClient(Transport(self._client, self._base_url(), self._session), user_id)

    def _base_url(self) -> str:
        return self._homeserver.base_url if self._homeserver is not None else ""

    def _credentials(self) -> Credentials:
        if self._session is None:
            raise BugError("no session")
        return self._session.credentials


async def resume(client: HttpClient, profile: Profile, secrets: SecretStore) -> tuple[MatrixClient, Session]:
    """Return a client and session for a stored profile; makes no call to the server.

    Renewed tokens go to `secrets` before they are used. Raises KnownError: SIGNED_OUT when nothing usable is
    stored (the data stays, the password is needed), NO_KEYRING.
    """
    text = await secrets.load(profile.id)
    credentials = Credentials.from_secret(text) if text is not None else None
    if credentials is None or credentials.user_id != profile.user_id:
        raise KnownError(ErrorCode.SIGNED_OUT)
    transport = Transport(client, profile.homeserver)

    async def save(renewed: Credentials) -> None:
        await secrets.save(profile.id, renewed.to_secret())

    session = Session(transport, credentials, save)
    client_of_user = MatrixClient(transport.with_tokens(session), profile.user_id, credentials.device_id)
    return client_of_user, session


def check_school(profile: Profile, policy: Policy, school: object) -> Profile:
    """Check a running session's anchors against fresh account data (`school`, its content or None).

    Returns the profile with an unpinned profile's anchors filled in. Raises KnownError(ANCHOR_CHANGED).
    """
    now = choose_anchors(policy, school, profile.anchors if profile.anchor_source == "well_known" else ())
    check_pinned(profile, now)
    if profile.anchors or not now.rooms:
        return profile
    return msgspec.structs.replace(profile, anchors=now.rooms, anchor_source=now.source)
