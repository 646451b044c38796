"""The row above a conversation that says who would like to chat, with yes and no."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.invitations import Invitation
from schoolbell.domain.chat.items import Role
from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.button import Button
from schoolbell.viewmodels.invitations import InvitationsPresenter


class InvitationRow(Panel):
    """Shows one invitation at a time, the newest; hidden while there is none."""

    def __init__(self, theme: Theme, source: InvitationsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, "selected", "b", parent)
        self.setObjectName("invitationRow")
        self.setFixedHeight(60)
        self._items: tuple[Invitation, ...] = ()
        self._failure = ""
        self._avatar = Avatar(theme, 36)
        self.words = Text(theme, "text_1", 14, strong=True)
        self.words.set_elided()
        self.note = Text(theme, "text_2", 12)
        self.note.set_elided()
        self.decline = Button(theme, "", kind="secondary", size="small")
        self.decline.setObjectName("declineInvitation")
        self.accept = Button(theme, "", kind="primary", size="small")
        self.accept.setObjectName("acceptInvitation")
        for button, answer in ((self.accept, source.accept), (self.decline, source.decline)):
            button.clicked.connect(lambda _checked=False, answer=answer: self._answer(answer))
        source.changed.connect(self.show_items)
        source.failed.connect(self.show_failure)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.words)
        lines.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 12, 9)
        layout.setSpacing(8)
        layout.addWidget(self._avatar)
        layout.addLayout(lines, 1)
        layout.addWidget(self.decline, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_items(self, items: Sequence[Invitation]) -> None:
        """Show what is open now; the first one can be answered."""
        self._items = tuple(items)
        self._failure = ""
        self._set_busy(False)
        self.retranslate()
        self.setVisible(bool(items))

    def show_failure(self, code: str, details: dict[str, object]) -> None:
        """Say why the answer did not reach the school's server; it can be given again."""
        self._failure = error_words(code, details).title
        self._set_busy(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.accept.setText(self.tr("Accept"))
        self.decline.setText(self.tr("Decline"))
        for button in (self.accept, self.decline):
            button.setAccessibleName(button.text())
        if not self._items:
            return
        item = self._items[0]
        self._avatar.show_person(item.person.initials, item.person.hue)
        if item.room_name:
            words = self.tr("{name} invites you to the chat “{room}”")
            self.words.set_text(words.format(name=item.person.name, room=item.room_name))
        else:
            self.words.set_text(self.tr("{name} would like to chat with you").format(name=item.person.name))
        parts = []
        if item.person.role is Role.NONE:  # an account's name may hold a number: only where it is needed
            words = self.tr("Not on your school's roster. Account: {address}")
            parts.append(words.format(address=item.address))
        if len(self._items) > 1:
            parts.append(self.tr("%n more invitation(s)", "", len(self._items) - 1))
        self.note.set_color("danger_text" if self._failure else "text_2")
        self.note.set_text(self._failure or " · ".join(parts))
        self.note.setVisible(bool(self.note.full_text()))
        self.setAccessibleName(self.words.full_text())
        self.setAccessibleDescription(self.note.full_text())

    def _answer(self, answer: Callable[[str], None]) -> None:
        if self._items:
            self._set_busy(True)
            answer(self._items[0].key)

    def _set_busy(self, busy: bool) -> None:
        self.accept.setEnabled(not busy)
        self.decline.setEnabled(not busy)
