"""Muting in a group: in the menus of a member and of a message, for all in the details, and the way back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from schoolbell.domain.chat.items import MessageItem, Person, RoomMutes
from schoolbell.domain.chat.muting import CHOICES, LIFTED, MORNING, MuteChange
from schoolbell.ui.messages.pane import FOLD_BELOW, MessagesPane
from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.label import Label
from schoolbell.ui.widgets.strip import Strip
from schoolbell.viewmodels.mute_words import length_words, moment_words
from schoolbell.viewmodels.muting import MutingPresenter

if TYPE_CHECKING:
    from schoolbell.ui.messages.members_page import MembersPage

_UNDO_MS = 10_000
_MINUTE_MS = 60_000


class _Foot(QWidget):
    """What was done and the way back, under the members: where their column lies over the strip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("muteDoneFoot")
        self.words = Label(theme, size=13, wrap=True)
        self.undo = Button(theme, "", kind="text", size="small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()


class MutingEntrances(QObject):
    """Shows to teachers what they may do; members and their notes everybody sees."""

    def __init__(
        self,
        theme: Theme,
        pane: MessagesPane,
        presenter: MutingPresenter,
        now_ms: Callable[[], int],
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._pane = pane
        self._presenter = presenter
        self._now_ms = now_ms
        self._members: MembersPage | None = None
        # Both stand on the members' page once there is one; until then they are the pane's, and hidden.
        self.button = Button(theme, "", kind="secondary", size="small", parent=pane)
        self.button.setObjectName("muteAll")
        self.button.hide()
        self.button.clicked.connect(lambda: presenter.close(not presenter.mutes.closed))
        self.strip = Strip(theme, "message-square-off", border="top")
        self.strip.setObjectName("muteDone")
        self.strip.hide()
        self.strip.action.connect(self._undo)
        self.foot = _Foot(theme, pane)
        self.foot.undo.clicked.connect(self._undo)
        pane.conversation.add_strip(self.strip)
        pane.conversation.cleared.connect(self._hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_UNDO_MS)
        self._timer.timeout.connect(self._hide)
        pane.menu.more.append(self._add_to_message)
        pane.pages.when_made("members", self._add_to_members)
        presenter.changed.connect(self._show)
        presenter.done.connect(self._say)
        presenter.undone.connect(self._hide)
        presenter.failed.connect(self._failed)

    # -- menus ----------------------------------------------------------------------------------------

    def _add_to_message(self, menu: QMenu, item: MessageItem) -> None:
        if not item.own:
            self.offer(menu, item.sender)

    def _add_to_members(self, page: "MembersPage") -> None:
        self._members = page
        page.more.append(self.offer)
        page.retranslated.connect(lambda: self._show(self._presenter.mutes))
        page.add_action(self.button)
        page.add_foot(self.foot)
        self._show_foot()
        self._show(self._presenter.mutes)

    def offer(self, menu: QMenu, person: Person) -> None:
        """Put into `menu` what may be done about `person`: nothing where that is nothing."""
        mutes, user = self._presenter.mutes, person.user_id
        if not mutes.may or user not in mutes.below:
            return
        color = self._theme.tokens.text_2
        muted = user in mutes.muted
        words = self.tr("Change mute …") if muted else self.tr("Mute …")
        choices = menu.addMenu(icon("message-square-off", color, 16), words)
        choices.setObjectName("muteMenu")
        for choice in CHOICES:
            action = choices.addAction(self._choice_words(choice))
            action.setObjectName(f"mute_{choice}")
            action.triggered.connect(
                lambda _checked=False, picked=choice: self._presenter.mute(user, picked)
            )
        if muted:
            action = menu.addAction(icon("message-circle", color, 16), self.tr("Unmute"))
            action.setObjectName("unmute")
            action.triggered.connect(lambda: self._presenter.unmute(user))

    def _choice_words(self, choice: str) -> str:
        if choice == MORNING:
            return self.tr("Until tomorrow 7:00")
        if choice == LIFTED:
            return self.tr("Until somebody lifts it")
        return length_words(CHOICES[choice] // _MINUTE_MS)

    # -- what is so -----------------------------------------------------------------------------------

    def _show(self, mutes: RoomMutes) -> None:
        words = self.tr("Allow all to write") if mutes.closed else self.tr("Mute all")
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setToolTip(self.tr("Only teachers write then; everybody can still confirm and react"))
        if self._members is not None:
            self.button.setVisible(mutes.may)
            self._members.show_mutes(mutes)

    # -- what was done --------------------------------------------------------------------------------

    def _say(self, done: MuteChange) -> None:
        said, note, undo = self.words(done), self._note(done), self.tr("Undo")
        self.strip.set_texts(said, note, undo)
        self.strip.show()
        self.foot.words.setText("\n".join(part for part in (said, note) if part))
        self.foot.undo.setText(undo)
        self._show_foot()
        self._timer.start()

    def words(self, done: MuteChange) -> str:
        """Return what was done in one line."""
        name = self._presenter.name_of(done.user_id)
        match done.what:
            case "muted" if done.until:
                return self.tr("{name} is muted until {time}").format(
                    name=name, time=moment_words(done.until, self._now_ms())
                )
            case "muted":
                return self.tr("{name} is muted").format(name=name)
            case "unmuted":
                return self.tr("{name} may write again").format(name=name)
            case "closed":
                return self.tr("All are muted: only teachers write now")
        return self.tr("All may write again")

    def _note(self, done: MuteChange) -> str:
        return self.tr("This computer must be on then") if done.here_only else ""

    def _show_foot(self) -> None:
        covered = self._members is not None and self._pane.window().width() < FOLD_BELOW
        self.foot.setVisible(covered and not self.strip.isHidden())

    def _hide(self) -> None:
        self.strip.hide()
        self.foot.hide()

    def _undo(self) -> None:
        self._hide()
        self._presenter.undo()

    def _failed(self, code: str, details: dict[str, object]) -> None:
        self._hide()
        self._pane.show_failure(code, details)
