"""Files and pictures of the open conversation: what a click on them does, and how they get into it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import Attachment, MessageItem, MessageKind, SendState
from schoolbell.domain.chat.ports import Transfer
from schoolbell.system.filenames import safe_name
from schoolbell.ui.messages.conversation import Conversation
from schoolbell.ui.messages.intake import DropSheet, Taken
from schoolbell.ui.messages.thumbnails import Thumbnails
from schoolbell.ui.messages.timeline_file_facts import FileFacts
from schoolbell.ui.messages.tray import MOST_FILES
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.viewer.shown import Shown
from schoolbell.ui.voice.file_names import file_moment
from schoolbell.ui.widgets.question import Question
from schoolbell.viewmodels.attachments import AttachmentsPresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.pictures import PicturesPresenter
from schoolbell.viewmodels.playback import Playback
from schoolbell.viewmodels.playing import Playing

if TYPE_CHECKING:
    from schoolbell.ui.viewer.viewer import Viewer


class _Facts(FileFacts):
    """How far the files of messages are, from the presenters."""

    def __init__(self, files: AttachmentsPresenter, playing: Playing) -> None:
        super().__init__(opens=True)
        self._files = files
        self._playing = playing

    def playback(self, item: MessageItem) -> Playback:
        """Return how far something to be heard is played."""
        return self._playing.of(item.key)

    def transfer(self, item: MessageItem) -> Transfer | None:
        """Return what moves for a message: upwards under its local id, downwards under its file."""
        if item.state in (SendState.WAITING, SendState.WEDGED):
            return self._files.transfer(item.key)
        return self._files.transfer(item.attachment.key) if item.attachment is not None else None

    def is_here(self, attachment: Attachment) -> bool:
        """Return whether a file was fetched already."""
        return self._files.is_here(attachment.key)


class ConversationFiles(QObject):
    """Binds `conversation` to the presenters of files. The viewer covers the window of `pane`."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        pane: QWidget,
        conversation: Conversation,
        messages: MessagesPresenter,
        files: AttachmentsPresenter,
        pictures: PicturesPresenter,
        playing: Playing,
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._clock = clock
        self._pane = pane
        self._conversation = conversation
        self._messages = messages
        self._files = files
        self._pictures = pictures
        self._playing = playing
        self._folders = {"save": "", "send": ""}  # where somebody was last
        self.viewer: Viewer | None = None
        self.thumbnails = Thumbnails(pictures, self)
        self.drop_sheet = DropSheet(theme, conversation, self._may_send)
        timeline, composer = conversation.timeline, conversation.composer
        timeline.set_pixmap_provider(self.thumbnails.pixmap, _Facts(files, playing))
        composer.tray.set_picture_source(self._picture_of)
        self.thumbnails.changed.connect(lambda _key: timeline.viewport().update())  # rows keep their height
        self.thumbnails.changed.connect(composer.tray.picture_ready)
        files.transfer_changed.connect(timeline.file_changed)
        playing.changed.connect(timeline.file_changed)
        timeline.voice_action.connect(self._hear)
        files.failed.connect(conversation.show_failure)
        files.program_asked.connect(self._ask_program)
        files.opened.connect(self._open_with_system)
        files.saved.connect(self._say_saved)
        files.chosen.connect(self._chosen)
        files.sent.connect(lambda room_id: self._sent(room_id, []))
        files.not_sent.connect(self._sent)
        files.limit_changed.connect(composer.tray.set_limit)
        timeline.attachment_clicked.connect(self.open)
        timeline.file_action.connect(self.act)
        composer.attach_wanted.connect(self.choose)
        composer.files_submitted.connect(self._submit)
        composer.input.files_taken.connect(self.take)
        self.drop_sheet.dropped.connect(self.take)
        messages.room_opened.connect(composer.set_room)
        composer.set_room(messages.room_id)
        for signal in (messages.timeline.rowsInserted, messages.timeline.rowsRemoved):
            signal.connect(lambda *_: self._rows_changed())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the viewer with its pane: behind a lock or another account no picture stays in sight."""
        if watched is self._pane and event.type() == QEvent.Type.Hide and self.viewer is not None:
            self.viewer.close_viewer()
        return False

    # -- what is in the conversation ------------------------------------------------------------------

    def _item(self, key: str) -> MessageItem | None:
        row = self._messages.timeline.row_of(key)
        item = self._messages.timeline.item(row) if row >= 0 else None
        return item if isinstance(item, MessageItem) and item.attachment is not None else None

    def images(self) -> list[Shown]:
        """Return the pictures of the conversation as far as it is loaded, oldest first."""
        return [
            Shown(item.key, item.attachment, item.sender.name, item.ts)
            for item in self._messages.timeline.items()
            if isinstance(item, MessageItem)
            and item.attachment is not None
            and item.kind is MessageKind.IMAGE
        ]

    def open(self, key: str) -> None:
        """Show a picture in the viewer, or open a file with the system's own program."""
        item = self._item(key)
        if item is None or item.attachment is None:
            return
        if item.kind is MessageKind.IMAGE:
            self._show_picture(key)
        elif item.attachment.audio is not None:
            self._playing.toggle(key, item.attachment)
        else:
            self._files.open(item.attachment)

    def act(self, what: str, key: str) -> None:
        """Do what a button on a file card means: "open", "save", "again", "cancel"."""
        item = self._item(key)
        if item is None or item.attachment is None:
            return
        if what == "open":
            self.open(key)
        elif what == "save":
            self._ask_where(item.attachment)
        elif what == "again":
            self._files.load(item.attachment)
        elif what == "cancel":
            unsent = item.state is SendState.WAITING
            self._files.cancel(item.key if unsent else item.attachment.key)

    def _hear(self, what: str, key: str, far: float) -> None:
        """Do what a click on a player means: "play", "seek" (0…1 of it), "step" (seconds), "rate"."""
        item = self._item(key)
        if item is None or item.attachment is None:
            return
        if what == "play":
            self._playing.toggle(key, item.attachment)
        elif what == "seek":
            self._playing.seek(key, item.attachment, far)
        elif what == "step":
            self._playing.step(key, round(far * 1000))
        else:
            self._playing.next_rate(key)

    def _show_picture(self, key: str) -> None:
        if self.viewer is None:
            from schoolbell.ui.viewer.viewer import Viewer

            viewer = Viewer(self._theme, self._pictures, self.images, self._clock.now_ms, self._pane.window())
            viewer.save_wanted.connect(lambda wanted: self.act("save", wanted))
            viewer.older_wanted.connect(self._messages.load_older)
            viewer.closed.connect(self._conversation.timeline.scroll_to)
            self._pane.destroyed.connect(viewer.deleteLater)
            self._pane.installEventFilter(self)
            self.viewer = viewer
        self.viewer.show_picture(key)

    def _rows_changed(self) -> None:
        if self.viewer is not None:
            self.viewer.rows_changed()

    # -- opening and saving ---------------------------------------------------------------------------

    def _ask_program(self, attachment: Attachment) -> None:
        box = Question(self._theme, self._pane.window())
        box.setObjectName("programQuestion")
        box.agreed.connect(lambda: self._files.open(attachment, agreed=True))
        box.ask(
            self.tr("Open a file"),
            self.tr("Open {name}?").format(name=attachment.name),
            self.tr(
                "This file can run on this computer and do harm. Open it only if you know what it is and"
                " trust who sent it."
            ),
            self.tr("Open anyway"),
            self.tr("Do not open"),
        )

    def _open_with_system(self, path: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._conversation.say(self.tr("No program on this computer opens this file. Save it instead."))

    def _ask_where(self, attachment: Attachment) -> None:
        dialog = self._dialog("saveFileDialog", self.tr("Save as"), "save")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(safe_name(attachment.name))
        dialog.fileSelected.connect(lambda path: self._save(attachment, Path(path)))
        dialog.open()

    def _save(self, attachment: Attachment, target: Path) -> None:
        self._folders["save"] = str(target.parent)
        self._files.save(attachment, target)

    def _say_saved(self, path: str) -> None:
        self._conversation.say(self.tr("Saved: {path}").format(path=path), done=True)

    def _dialog(self, name: str, title: str, kind: str) -> QFileDialog:
        places = QStandardPaths.StandardLocation
        usual = places.DownloadLocation if kind == "save" else places.DocumentsLocation
        folder = self._folders[kind] or QStandardPaths.writableLocation(usual)
        dialog = QFileDialog(self._pane.window(), title, folder)
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    # -- choosing and sending -------------------------------------------------------------------------

    def _may_send(self) -> bool:
        return bool(self._messages.room_id) and self._conversation.composer.input.isEnabled()

    def choose(self, pictures: bool) -> None:
        """Ask which files, or pictures, are to be sent."""
        if not self._may_send():
            return
        title = self.tr("Choose pictures") if pictures else self.tr("Choose files")
        dialog = self._dialog("chooseFilesDialog", title, "send")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if pictures:
            endings = "*.png *.jpg *.jpeg *.gif *.webp *.bmp *.heic"
            dialog.setNameFilter(self.tr("Pictures ({endings})").format(endings=endings))
        dialog.filesSelected.connect(self._take_paths)
        dialog.open()

    def _take_paths(self, paths: list[str]) -> None:
        found = tuple(Path(path) for path in paths)
        if found:
            self._folders["send"] = str(found[0].parent)
        self.take(Taken(found))

    def take(self, taken: Taken) -> None:
        """Put files, or a pasted picture, into the tray of the open room."""
        if not self._may_send():
            return
        room_id = self._messages.room_id
        if taken.paths:
            self._files.choose(room_id, taken.paths)
        elif taken.make is not None:
            moment = file_moment(self._clock.now_ms())
            ending = taken.mimetype.rpartition("/")[2]
            name = self.tr("Picture {moment}.{ending}", "file name of a pasted picture")
            name = name.format(moment=moment, ending=ending.replace("jpeg", "jpg"))
            self._files.choose_data(room_id, taken.make, name, taken.mimetype)

    def _chosen(self, room_id: str, files: list[OutgoingFile]) -> None:
        composer = self._conversation.composer
        if composer.tray.add(room_id, files):
            self._conversation.say(
                self.tr("At most %n file(s) at once; the others were left out.", "", MOST_FILES)
            )
        self._files.ask_limit()
        if room_id == self._messages.room_id:
            composer.input.setFocus()

    def _submit(self, files: list[OutgoingFile], reply_to: str) -> None:
        row = self._messages.timeline.row_of(reply_to) if reply_to else -1
        target = self._messages.timeline.item(row) if row >= 0 else None
        if isinstance(target, MessageItem) and target.event_id:
            reply_to = target.event_id
        self._files.send(self._messages.room_id, files, reply_to)

    def _sent(self, room_id: str, left: list[str]) -> None:
        self._conversation.composer.files_sent(room_id, left)
        if not left and room_id == self._messages.room_id:
            self._conversation.timeline.scroll_to_bottom()

    def _picture_of(self, file: OutgoingFile, size: QSize, dpr: float) -> QPixmap | None:
        return self.thumbnails.own(file.key, file.path or file.data, size, dpr)
