"""What opens above the box while one writes: people to mention, emoji; each made when first wanted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from schoolbell.domain.chat.items import Person
from schoolbell.ui.messages.message_input import MessageInput
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.ui.messages.popups import EmojiPopup, MentionPopup


class Completions(QObject):
    """The popups of one input. `people` returns who may be meant by a prefix; `anchor` is below them."""

    def __init__(
        self, theme: Theme, input_: MessageInput, anchor: QWidget, people: Callable[[str], list[Person]]
    ) -> None:
        super().__init__(input_)
        self._theme = theme
        self._input = input_
        self._anchor = anchor
        self._people = people
        self._mention: MentionPopup | None = None
        self._emoji: EmojiPopup | None = None
        self.mentioned: dict[str, str] = {}  # name as inserted → user id

    def hide(self) -> None:
        """Close what is open."""
        for popup in (self._mention, self._emoji):
            if popup is not None:
                popup.hide()
        self._input.popup_open = False

    def escape(self) -> bool:
        """Close what is open; False when nothing was."""
        shown = any(popup is not None and popup.isVisible() for popup in (self._mention, self._emoji))
        self.hide()
        return shown

    def offer(self, prefix: str | None) -> None:
        """Show who may be meant by what stands behind an "@"; None: there is none."""
        if prefix is None or not self._input.hasFocus():
            if self._mention is not None:
                self._mention.hide()
            self._input.popup_open = False
            return
        people = self._people(prefix)
        if self._mention is None:
            from schoolbell.ui.messages.popups import MentionPopup

            self._mention = MentionPopup(self._theme, self._parent())
            self._mention.chosen.connect(self._mention_chosen)
        self._mention.show_people(people, self._anchor)
        self._input.popup_open = bool(people)

    def key(self, key: int) -> None:
        """Up, Down, or what takes the current person."""
        if self._mention is None:
            return
        if key == Qt.Key.Key_Up:
            self._mention.step(-1)
        elif key == Qt.Key.Key_Down:
            self._mention.step(1)
        else:
            self._mention.take()

    def toggle_emoji(self) -> None:
        """Open or close the emoji."""
        if self._emoji is None:
            from schoolbell.ui.messages.popups import EmojiPopup

            self._emoji = EmojiPopup(self._theme, self._parent())
            self._emoji.chosen.connect(self._emoji_chosen)
        self._emoji.toggle_above(self._anchor, 0)

    def _mention_chosen(self, person: Person) -> None:
        self.mentioned[person.name] = person.user_id
        self._input.complete_mention(person.name)
        self._write_on()

    def _emoji_chosen(self, symbol: str) -> None:
        self._input.insertPlainText(symbol)
        self._write_on()

    def _write_on(self) -> None:
        self.hide()
        self._input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parent(self) -> QWidget:
        """Return the widget of the column: popups may stand out of the box."""
        box = self._anchor.parentWidget()
        return (box.parentWidget() or box) if box is not None else self._anchor
