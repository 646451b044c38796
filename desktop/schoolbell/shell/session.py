"""The composition root of one account: files and models for the first paint, the rest in slices after it."""

import asyncio
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Subscription
from schoolbell.base.tasks import TaskOwner
from schoolbell.shell.rescue import Rescued
from schoolbell.shell.searching import Searching
from schoolbell.shell.slices import load_the_rest
from schoolbell.shell.surroundings import Databases, Surroundings
from schoolbell.shell.zone import local_zone
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.system.lock import ProfileLock
from schoolbell.system.profiles import Profile, Profiles
from schoolbell.system.secrets import SecretStore
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.outbox import OutboxPresenter

if TYPE_CHECKING:
    from schoolbell.domain.verdicts import Verdicts
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.matrix.login import Credentials
    from schoolbell.shell.notifying import Notifier
    from schoolbell.shell.session_ding import SessionDing
    from schoolbell.shell.session_files import SessionFiles
    from schoolbell.shell.session_muting import SessionMuting
    from schoolbell.shell.session_notices import SessionNotices
    from schoolbell.shell.session_notifications import SessionNotifications
    from schoolbell.sync.engine import Engine
    from schoolbell.sync.media import Media
    from schoolbell.system.http import RenewableClient
    from schoolbell.viewmodels.invitations import InvitationsPresenter

__all__ = ["Rescued", "Session", "Surroundings"]

log = logging.getLogger(__name__)


class Session(QObject):
    """One open account: `open` before the first paint, `start` after it, `stop` at the end."""

    status_changed = Signal(object)  # SyncStatus
    damaged = Signal(str)  # name of an open database file that turned out to be corrupt; from any thread
    badge_changed = Signal(int)  # unread messages
    cache_changed = Signal(object)  # bytes of the downloaded files

    def __init__(self, around: Surroundings, profile: Profile, secrets: SecretStore | None = None) -> None:
        super().__init__()
        self.profile = profile
        self._around = around
        self._secrets = secrets
        self._paths = around.paths.profile(profile.id)
        self._lock = ProfileLock(self._paths.lock)
        self._databases = Databases.of(self._paths, around.clock, self.damaged.emit)
        self._tasks = TaskOwner("session", around.crash)
        self._http: RenewableClient | None = None
        self.rescued: Rescued | None = None
        self._starting: asyncio.Task[None] | None = None
        self._client: MatrixClient | None = None
        self._engine: Engine | None = None
        self._verdicts: Verdicts | None = None
        self._saving_data: Subscription | None = None
        self.media: Media | None = None
        self.presenter: MessagesPresenter | None = None
        self._outbox: OutboxPresenter | None = None
        self._invitations: InvitationsPresenter | None = None
        self._notifications: SessionNotifications | None = None
        self.notifier: Notifier | None = None  # set before `start`, else nothing is told
        self.pane: MessagesPane | None = None
        self.searching: Searching | None = None
        self.files: SessionFiles | None = None
        self.ding: SessionDing | None = None
        self._notices: SessionNotices | None = None
        self.muting: SessionMuting | None = None

    @property
    def secrets(self) -> SecretStore | None:
        """Where the sign-in is kept; None while that is not known."""
        return self._secrets

    @property
    def lock_path(self) -> Path:
        """What keeps two programs off one account."""
        return self._paths.lock

    @property
    def local_name(self) -> str:
        """The name of the file whose loss would lose something."""
        return self._paths.local_db.name

    @property
    def local_folder(self) -> Path:
        """Where it lies."""
        return self._paths.data

    def set_local_aside(self) -> None:
        """Keep the damaged local file under another name, so that a new one can be made. Raises KnownError.

        Only after a person has agreed; the session must not be open.
        """
        with self._lock:
            self._databases.local.set_aside()

    @property
    def storage(self) -> str:
        """Where the sign-in is kept: "keyring", "memory", "file"; "" while that is not known."""
        return self._secrets.kind if self._secrets is not None else ""

    @property
    def status(self) -> SyncStatus | None:
        """How the connection is; None without one."""
        return self._engine.current_status if self._engine is not None else None

    async def figures(self) -> dict[str, object]:
        """Return how much the account's files hold, for a diagnosis. Raises KnownError."""
        from schoolbell.store.figures import figures

        return await figures(self._databases.cache, self._databases.local)

    def only_here(self) -> tuple[int, int]:
        """Return how many unsent messages (refused ones included) and drafts no server has.

        Read from the file: there may be no connection. Raises KnownError.
        """
        from schoolbell.store import drafts, outbox

        return self._databases.local.read_now(
            lambda conn: (sum(outbox.counts(conn)), len(drafts.all_of(conn)))
        )

    # -- before the first paint -----------------------------------------------------------------------

    def open(self) -> MessagesPane:
        """Lock, open both databases and fill the pane from the cache.

        Raises KnownError: PROFILE_IN_USE, DATABASE_NEWER, DATABASE_CORRUPT, DISK_FULL, READ_ONLY.
        """
        self._lock.acquire()
        try:
            self._databases.local.open()
            self._take_in_rescued()
            self._databases.cache.open()
        except BaseException:
            self._close_files()
            raise
        around = self._around
        presenter = MessagesPresenter(
            self._databases,
            self.profile.user_id,
            around.clock,
            local_zone(around.clock),
            self.profile.anchors,
            around.crash,
            self,
        )
        pane = MessagesPane(around.theme, presenter, around.clock)
        presenter.status_changed.connect(self.status_changed)
        presenter.badge_changed.connect(self.badge_changed)
        presenter.show_cached(around.settings.values.last_rooms.get(self.profile.id, ""))
        self._outbox = OutboxPresenter(presenter.session.behind, presenter.room_name, presenter.bridge, self)
        self._outbox.failed.connect(pane.show_failure)
        pane.set_outbox(self._outbox)
        presenter.room_opened.connect(self._remember_room)
        self.presenter, self.pane = presenter, pane
        if self._databases.cache.recreated:
            pane.banners.say(ErrorCode.CACHE_REBUILT)
        self.searching = Searching(
            self._databases.cache, self.profile.user_id, presenter, pane, around.theme, around.clock
        )
        return pane

    def rescue(self) -> None:
        """Hold what stands in the composer: the file that it was saved in is damaged."""
        presenter, pane = self.presenter, self.pane
        if presenter is not None and pane is not None and presenter.room_id and pane.composer.draft[0]:
            presenter.drafts.keep(presenter.room_id, *pane.composer.draft)

    def _take_in_rescued(self) -> None:
        rescued, self.rescued = self.rescued, None
        if rescued is not None:
            now = self._around.clock.now_ms()
            self._databases.local.write_now(lambda conn: rescued.write(conn, now))

    # -- after the first paint ------------------------------------------------------------------------

    async def start(self) -> None:
        """Get secrets and HTTP client, then connect. Without a stored session the pane says so."""
        self._starting = asyncio.current_task()
        try:
            await self._connect()
        finally:
            self._starting = None

    async def _connect(self) -> None:
        presenter, pane, around = self.presenter, self.pane, self._around
        if presenter is None or pane is None:
            return
        await load_the_rest()
        from schoolbell.system.http import RenewableClient

        self._bind_files(presenter, pane)
        if self._secrets is None:
            self._secrets = await around.open_secrets()
        self._http = RenewableClient(await around.make_http())
        from schoolbell.domain.announcements.following import Following
        from schoolbell.domain.announcements.projection import Announcements
        from schoolbell.domain.signin import resume
        from schoolbell.domain.verdicts import Verdicts
        from schoolbell.shell.lifeline import Lifeline
        from schoolbell.shell.session_ding import SessionDing
        from schoolbell.shell.session_files import make_media
        from schoolbell.shell.session_history import fill_history
        from schoolbell.shell.session_invitations import follow_invitations
        from schoolbell.shell.session_muting import SessionMuting
        from schoolbell.shell.session_notices import SessionNotices
        from schoolbell.shell.session_notifications import SessionNotifications
        from schoolbell.sync.engine import Engine

        try:
            self._client, tokens = await resume(self._http, self.profile, self._secrets)
        except KnownError as error:
            log.info("no session: %s", error.code)
            self._show(SyncStatus(SyncState.SIGNED_OUT, ErrorCode.SIGNED_OUT))
            pane.set_signed_out(True)
            return
        self._verdicts = Verdicts(self.profile.anchors)
        engine = Engine(
            self._client, self._databases.cache, self._databases.local, around.clock, (Announcements(),),
            self.profile.user_id, judge=self._verdicts,
            follower=Following(self.profile.user_id, around.clock),
            give_way=presenter.session.things.turn,
        )  # fmt: skip
        self._engine = engine
        presenter.attach_engine(engine)
        if self._outbox is not None:
            self._outbox.attach_engine(engine)
        self._invitations = follow_invitations(engine, self._client, self._databases, presenter, pane, self)
        self.media = make_media(engine, self._client, self._databases.local, around, self._paths, presenter)
        self._watch_school(engine, self._client, pane)
        self._saving_data = fill_history(engine, around)
        if self.files is not None:
            self.files.attach_engine(self.media)
        self._notifications = SessionNotifications(
            around, lambda: self.profile, self._databases.cache, self._client, presenter, pane, self.notifier
        )
        self.ding = SessionDing(
            around, self._paths, self._databases, self._client, engine, self.media, self._http, presenter,
            pane, self.profile.user_id, self.notifier,
        )  # fmt: skip
        self._notices = SessionNotices(
            around, self._paths, self._databases, self._client, engine, self.media, presenter, pane,
            self.profile.user_id, self.ding,
        )  # fmt: skip
        if self.files is not None:
            self.ding.set_voice(self.files.recorder, self.files.playing)
            self._notices.binding.voice = (self.files.recorder, self.files.playing)
        office = self.ding.office
        self.muting = SessionMuting(
            around, self._databases, self._client, engine, presenter, pane, self.profile.user_id,
            lambda: office.url,
        )  # fmt: skip
        pane.engine_ready()
        await self._notifications.begin(engine)
        lifeline = Lifeline(
            engine, tokens, self._http, around.clock, then=self.media.start,
            make_http=around.make_http, keep=self._keep_credentials, show=self._show,
            run=lambda keeping: self._tasks.run(keeping, name="lifeline"),
        )  # fmt: skip
        self._tasks.run(lifeline.begin(), name="begin")

    async def _keep_credentials(self, credentials: "Credentials") -> None:
        if self._secrets is not None:
            await self._secrets.save(self.profile.id, credentials.to_secret())

    def _bind_files(self, presenter: MessagesPresenter, pane: MessagesPane) -> None:
        from schoolbell.shell.session_files import SessionFiles

        around = self._around
        opened, voice = self._paths.cache / "opened", self._paths.voice
        self.files = SessionFiles(around.theme, around.clock, presenter, pane, opened, voice)
        self.files.attachments.cache_changed.connect(self.cache_changed)

    def _watch_school(self, engine: "Engine", client: "MatrixClient", pane: MessagesPane) -> None:
        """Say when the account is said to belong to another school; go on with the pinned one."""
        from schoolbell.shell.school_watch import watch

        watch(
            engine, client, self._databases.cache, self.profile, self._around.policy, pin=self._pin,
            differs=pane.banners.set_school_changed, run=lambda look: self._tasks.run(look, name="school"),
        )  # fmt: skip

    def _pin(self, profile: Profile) -> None:
        """Keep the first school that the account names."""
        self.profile = profile
        Profiles(self._around.paths).put(profile, current=False)  # it may be at rest meanwhile
        if self._verdicts is not None:
            self._verdicts.pin(profile.anchors)
        if self.presenter is not None:
            self.presenter.set_anchors(profile.anchors)

    def _show(self, status: SyncStatus) -> None:
        if self.pane is not None:
            self.pane.show_status(status)
        self.status_changed.emit(status)

    def _remember_room(self, room_id: str) -> None:
        settings, mine = self._around.settings, self.profile.id
        rooms = {key: kept for key, kept in settings.values.last_rooms.items() if key != mine}
        settings.keep(last_rooms=rooms | ({mine: room_id} if room_id else {}))

    # -- the end --------------------------------------------------------------------------------------

    async def stop(self) -> None:
        """Keep the draft, end all requests, close the files. Safe to call twice, also while it starts."""
        starting = self._starting
        if starting is not None and starting is not asyncio.current_task():
            starting.cancel()
            await asyncio.wait({starting})
        presenter, engine = self.presenter, self._engine
        if presenter is not None and self.pane is not None and engine is not None and presenter.room_id:
            draft = self.pane.composer.unsaved_draft()
            if draft is not None:
                try:
                    await presenter.drafts.save(engine, presenter.room_id, *draft)
                except KnownError as error:
                    log.warning("the draft could not be kept: %s", error.code)
        if presenter is not None and presenter.drafts.kept:
            self.rescued = Rescued(dict(presenter.drafts.kept))
        await self._tasks.cancel_all()
        if self._saving_data is not None:
            self._saving_data.cancel()
        if self._notifications is not None:
            await self._notifications.stop()
        if self.muting is not None:
            await self.muting.stop()
        if self._notices is not None:
            await self._notices.stop()
        if self.ding is not None:
            ding, self.ding = self.ding, None
            await ding.stop()
        if self._outbox is not None:
            self._outbox.stop()
        if self._invitations is not None:
            self._invitations.stop()
        if self.searching is not None:
            self.searching.stop()
        if presenter is not None:
            await presenter.stop()
        if self.files is not None:
            self.files.stop()
        if self.media is not None:
            await self.media.stop()
            self.media = None
        if engine is not None:
            await engine.stop()
            self._engine = None
        if self._http is not None:
            await self._http.aclose()
            self._http = None
        self._close_files()

    async def room_of_alias(self, alias: str) -> str:
        """Return the room that "#name:server" stands for, "" when there is none. Raises KnownError."""
        from schoolbell.matrix.aliases import room_of

        if self._client is None:
            raise KnownError(ErrorCode.NETWORK)
        return await room_of(self._client.transport, alias)

    async def sign_out(self) -> None:
        """End the session on the server, forget its tokens, and remove what was kept on this computer."""
        if self._client is not None:
            try:
                await self._client.logout()
            except KnownError as error:
                log.info("the server was not told of the sign-out: %s", error.code)
        if self._secrets is not None:
            try:
                await self._secrets.delete(self.profile.id)
            except KnownError as error:
                log.warning("the stored session could not be removed: %s", error.code)
        await self.stop()
        Profiles(self._around.paths).remove(self.profile.id)
        self._remember_room("")
        for folder in (self._paths.cache, self._paths.data):
            shutil.rmtree(folder, ignore_errors=True)

    def _close_files(self) -> None:
        # The local file first: what is being read of it may read in the cache as well.
        self._databases.local.close()
        self._databases.cache.close()
        self._lock.release()
