"""`schoolbell-office run`: puts the service together, waits for the homeserver, and ends it in good order."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import Texts
from schoolbell.domain.office import OfficeOffers, OfficeSays
from schoolbell.matrix.client import MatrixClient, WhoAmI
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell.system.lock import ProfileLock
from schoolbell_office.config import OfficeConfig, bad, read_secret
from schoolbell_office.gateway import Webhook
from schoolbell_office.importer import load_texts
from schoolbell_office.listen import Listener, application
from schoolbell_office.openid import OpenId, Pace
from schoolbell_office.service import Service

_FIRST_PAUSE = 2.0  # seconds
_LONGEST_PAUSE = 60.0
_PACE = (200, 5.0)  # a whole school asks from one address: at once, and later each second


class _RoomToken:
    """The creator's token (a TokenSource); it is not renewed."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return it."""
        return self._token

    async def refresh(self, stale: str) -> str:
        """There is no other."""
        raise MatrixError(ErrorCode.SIGNED_OUT)


async def run_office(
    config: OfficeConfig, tell: Callable[[str], None], *, once: bool = False, clock: Clock | None = None
) -> None:
    """Be on duty until cancelled; `once`: do what is due now and return, without listening for clients.

    Raises KnownError: BAD_CONFIGURATION, SIGNED_OUT, NO_SLIDING_SYNC, disk.
    """
    clock = clock or SystemClock()
    texts = load_texts(config.language)
    token = config.room_token()
    secret = read_secret(config.gateway.secret_file) if config.gateway is not None else ""
    tasks = TaskOwner("listener")
    offers = OfficeOffers(1, config.gateway.channels if config.gateway is not None else ())
    config.service_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = ProfileLock(config.service_folder / "lock")
    service: Service | None = None

    def is_staff(user: str) -> bool | None:
        return service.is_staff(user) if service is not None else None

    async with contextlib.AsyncExitStack() as stack:
        try:
            stack.enter_context(lock)
        except KnownError as error:
            if error.code is ErrorCode.PROFILE_IN_USE:
                raise bad("running", file=str(config.service_folder)) from error
            raise
        asking = make_client()
        stack.push_async_callback(asking.aclose)
        identity = OpenId(asking, config.openid_url or config.homeserver, config.server_name, clock)
        served = application(OfficeSays(1, reminds=True), offers, identity, Pace(clock, *_PACE), is_staff)
        listener = Listener(config.listen, served, tasks)
        if not once:
            listener.start()
        stack.push_async_callback(tasks.cancel_all)
        stack.push_async_callback(listener.stop)
        http = make_client()
        stack.push_async_callback(http.aclose)
        transport = Transport(http, config.homeserver, _RoomToken(token))
        who = await _who(transport, config, texts, tell, clock)
        gateway = None
        if config.gateway is not None:
            phone = make_client()
            stack.push_async_callback(phone.aclose)
            gateway = Webhook(phone, config.gateway.url, secret, clock)
        client = MatrixClient(transport, who.user_id, who.device_id or "")
        service = Service(config, client, clock, gateway, load_texts, tell)
        code = await service.run(once=once)
        if code is not None:
            raise KnownError(code)


async def _who(
    transport: Transport, config: OfficeConfig, texts: Texts, tell: Callable[[str], None], clock: Clock
) -> WhoAmI:
    """Ask whose token it is, as long as it takes. Raises KnownError when it is not the creator's."""
    pause = _FIRST_PAUSE
    while True:
        try:
            found = await MatrixClient(transport, "").whoami()
        except KnownError as error:
            if not error.transient:
                raise
            tell(texts.get("office.away", code=error.code))
            await clock.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
            continue
        wanted = config.user_id(config.creator)
        if found.user_id != wanted:
            raise bad("wrong_creator", user=found.user_id, creator=wanted)
        return found


@contextlib.contextmanager
def ending_on_signals(*, lifeline: bool) -> Iterator[None]:
    """Cancel this task on SIGTERM, SIGINT, SIGHUP; with `lifeline` also when standard input is closed."""
    loop = asyncio.get_running_loop()
    this = asyncio.current_task()
    assert this is not None
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    for number in numbers:
        loop.add_signal_handler(number, this.cancel)
    stdin = sys.stdin.fileno() if lifeline else None

    def heard() -> None:
        if stdin is not None and not os.read(stdin, 64):
            loop.remove_reader(stdin)
            this.cancel()

    if stdin is not None:
        loop.add_reader(stdin, heard)
    try:
        yield
    finally:
        if stdin is not None:
            loop.remove_reader(stdin)
        for number in numbers:
            loop.remove_signal_handler(number)
