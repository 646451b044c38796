"""Where one writes: the box below the timeline with reply and edit bars, mentions, drafts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.chat.items import Person, Quote
from schoolbell.ui.messages.completions import Completions
from schoolbell.ui.messages.message_input import MessageInput
from schoolbell.ui.messages.quote_bar import QuoteBar
from schoolbell.ui.messages.tray import OutgoingTray
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.fonts import has_emoji_font
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton

DRAFT_PAUSE_MS = 800


class Composer(Panel):
    """Emits what to send; empties only when `sent` says that it is safely in the outbox."""

    submitted = Signal(str, list, str)  # text, [(user id, name)], key replied to or ""
    edit_submitted = Signal(str, str)  # key, new text
    typed = Signal()
    draft_changed = Signal(str, str)  # text, key replied to or ""
    edit_last_wanted = Signal()
    attach_wanted = Signal(bool)  # files of any kind are to be chosen, or (True) pictures
    voice_wanted = Signal()  # a voice note is to be recorded
    escape_wanted = Signal(object)  # list: whoever takes the key for itself adds to it
    files_submitted = Signal(list, str)  # OutgoingFile, key replied to or ""; `files_sent` answers

    def __init__(
        self, theme: Theme, complete: Callable[[str], list[Person]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("composer")
        self._quote: Quote | None = None
        self._edit_key = ""
        self._kept: tuple[str, Quote | None] = ("", None)
        self._pending: list[str] = []  # texts on their way into the outbox, as they stand one after the other
        self._refused = 0  # characters before them that could not be put there
        self._answered: Quote | None = None  # goes with one of these texts: what follows answers nothing
        self.refusal = ""  # why one may not write here
        self._loading = False
        self._saved = ("", "")
        self._sending_files = False

        self._box_anchor = QWidget()
        self.quote_bar = QuoteBar(theme)
        self.quote_bar.closed.connect(self.cancel_context)
        self.emoji = self._tool("smile", "emojiButton", lambda: self.completions.toggle_emoji())
        self.emoji.setVisible(has_emoji_font())
        self.at = self._tool("at-sign", "mentionButton", self._start_mention)
        self.attach = self._tool("paperclip", "attachButton", lambda: self.attach_wanted.emit(False))
        self.picture = self._tool("image", "pictureButton", lambda: self.attach_wanted.emit(True))
        self.voice = self._tool("mic", "voiceButton", self.voice_wanted.emit)
        self.tray = OutgoingTray(theme)
        self.tray.changed.connect(self._enable_send)
        self.tray.emptied.connect(self._write_on)
        self.hint = Text(theme, "text_3", 12)
        self.input = MessageInput()
        self.input.setFont(theme.fonts.get(14))
        self.send_button = Button(theme, "", kind="primary")
        self.send_button.setObjectName("sendButton")
        self.send_button.clicked.connect(self._submit)
        self.send_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self._tools = tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 4, 0)
        tools.setSpacing(4)
        for tool in (self.emoji, self.at, self.attach, self.picture, self.voice):
            tools.addWidget(tool)
        tools.addStretch(1)
        tools.addWidget(self.hint)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.setSpacing(8)
        bottom.addWidget(self.input, 1, Qt.AlignmentFlag.AlignVCenter)
        bottom.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._inside = inside = QVBoxLayout(self._box_anchor)
        inside.setContentsMargins(8, 4, 8, 8)
        inside.setSpacing(4)
        inside.addWidget(self.quote_bar)
        inside.addWidget(self.tray)
        inside.addLayout(tools)
        inside.addLayout(bottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 4, 24, 16)
        layout.addWidget(self._box_anchor)

        self.completions = Completions(theme, self.input, self._box_anchor, complete)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.save_draft)
        self.input.submitted.connect(self._submit)
        self.input.escaped.connect(self._escape)
        self.input.edit_last_wanted.connect(self.edit_last_wanted)
        self.input.mention_typed.connect(self._offer)
        self.input.popup_key.connect(self.completions.key)
        self.input.focus_changed.connect(self._focus_changed)
        self.input.textChanged.connect(self._changed)
        self.retranslate()
        self._enable()

    def _tool(self, icon: str, name: str, call: Callable[[], object]) -> ToolButton:
        button = ToolButton(self.theme, icon, "", edge=28, icon_size=18)
        button.setObjectName(name)
        button.clicked.connect(lambda: call())
        return button

    def add_bar(self, bar: QWidget) -> None:
        """Put another feature's bar above the tools, below the chosen files."""
        self._inside.insertWidget(self._inside.indexOf(self.tray) + 1, bar)

    def add_tool(self, button: QWidget) -> None:
        """Put another feature's button behind the tools."""
        self._tools.insertWidget(self._tools.indexOf(self.hint) - 1, button)

    # -- texts and looks ------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.emoji.set_name(self.tr("Emoji"))
        self.at.set_name(self.tr("Mention somebody"))
        self.attach.set_name(self.tr("Send files"))
        self.picture.set_name(self.tr("Send pictures"))
        self.voice.set_name(self.tr("Record a voice note"))
        self.hint.set_text(self.tr("Enter to send · Shift+Enter for a new line"))
        self.input.setAccessibleName(self.tr("Message"))
        self.input.setPlaceholderText(self.refusal or self.tr("Write a message, @ to mention"))
        self.send_button.setText(self.tr("Save") if self._edit_key else self.tr("Send"))
        self.send_button.setAccessibleName(self.send_button.text())
        self._show_context()

    def restyle(self) -> None:
        """Follow the theme's fonts."""
        self.input.setFont(self.theme.fonts.get(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; its border is the focus."""
        super().paintEvent(event)
        tokens = self.theme.tokens
        focused = self.input.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.input.isEnabled()
        painter.setBrush(tokens.bg_input if enabled else tokens.bg_subtle)
        if focused:
            painter.setPen(QPen(tokens.focus, 2))
            painter.drawRoundedRect(QRectF(self._box_anchor.geometry()).adjusted(1, 1, -1, -1), 7, 7)
        else:
            painter.setPen(tokens.line_strong if enabled else tokens.line)
            box = QRectF(self._box_anchor.geometry()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 7.5, 7.5)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return what the box needs."""
        inside = self._box_anchor.sizeHint()
        return QSize(inside.width() + 48, inside.height() + 20)

    # -- what the pane tells --------------------------------------------------------------------------

    def set_refusal(self, words: str) -> None:
        """Say why one may not write here, or allow it again with ""."""
        self.refusal = words
        self._enable()
        self.retranslate()

    def load(self, text: str, quote: Quote | None) -> None:
        """Show a room's draft; replaces everything."""
        self._loading = True
        self._edit_key = ""
        self._quote = quote
        self._pending, self._refused, self._answered = [], 0, None
        self.completions.mentioned.clear()
        self.input.setPlainText(text)
        self.input.moveCursor(self.input.textCursor().MoveOperation.End)
        self._saved = (text, quote.event_id if quote else "")
        self._loading = False
        self._pause.stop()
        self.completions.hide()
        self.retranslate()
        self._enable()

    def take_draft(self, text: str, quote: Quote | None) -> None:
        """Show the room's draft as it comes from the disk; what was typed meanwhile stands after it."""
        typed = self.input.text()
        if not typed or typed == self._saved[0]:
            self.load(text, quote)
        elif (text or quote is not None) and self._saved == ("", ""):
            pending, refused = self._pending, self._refused + len(text)
            self.load(text + typed, quote)
            self._pending, self._refused, self._saved = pending, refused if pending else 0, ("", "")
            self._schedule_draft()

    def sent(self) -> None:
        """The first text that was submitted is in the outbox: take exactly that away.

        What was written over it meanwhile stays whole.
        """
        self._release_overwritten()
        text, refused, pending = self.input.text(), self._refused, self._pending
        piece = pending.pop(0) if pending else text
        rest = text[:refused] + text[refused + len(piece) :]
        answered = self._answered
        self.load(rest, self._quote if rest and self._quote is not answered else None)
        if rest:
            self._pending, self._refused, self._saved = pending, refused, ("", "")
            self._schedule_draft()

    def begin_reply(self, quote: Quote) -> None:
        """Answer a message; `quote.event_id` is what will be handed to `submitted`."""
        if self._edit_key:
            self.cancel_context()
        self._quote = quote
        self.retranslate()
        self._schedule_draft()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_edit(self, key: str, body: str) -> None:
        """Change an own message; the draft is put aside."""
        if not self._edit_key:
            self._kept = (self.input.text(), self._quote)
        self._loading = True
        self._edit_key, self._quote = key, None
        self.input.setPlainText(body)
        self.input.moveCursor(self.input.textCursor().MoveOperation.End)
        self._loading = False
        self.retranslate()
        self._enable()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_context(self) -> None:
        """Give up the reply or the edit; the draft comes back."""
        if self._edit_key:
            text, quote = self._kept
            self.load(text, quote)
        elif self._quote is not None:
            self._quote = None
            self.retranslate()
            self._schedule_draft()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def draft(self) -> tuple[str, str]:
        """What stands here unsent: text, key replied to."""
        text, quote = self._kept if self._edit_key else (self.input.text(), self._quote)
        return text, quote.event_id if quote else ""

    def unsaved_draft(self) -> tuple[str, str] | None:
        """Return the draft if it differs from what was saved last, and count it as saved."""
        self._pause.stop()
        draft = self.draft
        self._release_overwritten()
        if self._pending:  # on its way into the outbox, which clears the draft
            draft = (draft[0][self._submitted_length :], "")
        if draft == self._saved or (self._pending and not draft[0]):
            return None
        self._saved = draft
        return draft

    def save_draft(self) -> None:
        """Emit the draft now, if it differs from what was saved last (pause, leaving the room)."""
        draft = self.unsaved_draft()
        if draft is not None:
            self.draft_changed.emit(*draft)

    # -- typing ---------------------------------------------------------------------------------------

    def _enable(self) -> None:
        allowed = not self.refusal
        for control in (self.input, self.at, self.emoji, self.attach, self.picture, self.voice):
            control.setEnabled(allowed)
        self.hint.setVisible(allowed)
        self._enable_send()
        self.update()

    def _enable_send(self) -> None:
        something = bool(self.input.text().strip()) or (bool(self.tray.files) and not self._edit_key)
        self.send_button.setEnabled(not self.refusal and something)

    def set_room(self, room_id: str) -> None:
        """Show the files that were chosen for another room."""
        self._sending_files = False
        self.tray.set_room(room_id)

    @property
    def sends_files_only(self) -> bool:
        """Whether the button would send chosen files now, and nothing besides them."""
        return not (self.refusal or self._edit_key or self._sending_files or self.input.text().strip())

    def _write_on(self) -> None:
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self._enable_send()
        if self._loading:
            return
        if self.input.text():
            self.typed.emit()
        self._schedule_draft()

    def _schedule_draft(self) -> None:
        self._pause.start()

    def _submit(self) -> None:
        text = self.input.text()
        if self.refusal or self.input.composing or self._sending_files:
            return
        if self.tray.files and not self._edit_key:
            self.completions.hide()
            self._sending_files = True
            reply = self._quote.event_id if self._quote and not text.strip() else ""
            self.files_submitted.emit(self.tray.submit(), reply)
            return
        self._release_overwritten()
        text = text[self._submitted_length :]  # what stands before it is on its way already
        if not text.strip():
            return
        self.completions.hide()
        if self._edit_key:
            self.edit_submitted.emit(self._edit_key, text)
            kept, quote = self._kept
            self.load(kept, quote)
            return
        quote = self._quote if self._quote is not self._answered else None
        self._answered = self._quote
        self._pending.append(text)
        self._pause.stop()
        mentions = [(user, name) for name, user in self.completions.mentioned.items() if f"@{name}" in text]
        self.submitted.emit(text, mentions, quote.event_id if quote else "")

    def _release_overwritten(self) -> None:
        """Count what stands here as new when somebody wrote over what is on its way."""
        if not self.input.text().startswith("".join(self._pending), self._refused):
            self._pending, self._refused = [""] * len(self._pending), 0

    @property
    def _submitted_length(self) -> int:
        return self._refused + sum(map(len, self._pending)) if self._pending else 0

    def files_sent(self, room_id: str, left: Sequence[str]) -> None:
        """The files that were submitted are in the outbox, but for those `left`: now the text goes."""
        self.tray.sent(room_id, left)
        if left or room_id != self.tray.room:
            self._sending_files = self._sending_files and room_id != self.tray.room
            return
        self._sending_files = False
        if self.input.text().strip():
            self._submit()
        elif self._quote is not None:
            self._quote = None
            self.retranslate()
            self._schedule_draft()

    def failed(self) -> None:
        """The text could not be put into the outbox: it stays, and can be sent again."""
        self._answered = None
        if self._pending:
            self._refused += len(self._pending.pop(0))
        if not self._pending:
            self._refused = 0

    def _escape(self) -> None:
        taken: list[object] = []
        self.escape_wanted.emit(taken)
        if taken or self.completions.escape():
            return
        if self._edit_key or self._quote is not None:
            self.cancel_context()

    def _show_context(self) -> None:
        close = self.tr("Cancel")
        if self._edit_key:
            self.quote_bar.show_quote("pencil", self.tr("Editing your message"), "", close)
        elif self._quote is not None:
            title = self.tr("Reply to {name}").format(name=self._quote.sender)
            self.quote_bar.show_quote("reply", title, self._quote.body, close)
        else:
            self.quote_bar.hide()

    # -- mentions -------------------------------------------------------------------------------------

    def _start_mention(self) -> None:
        self._write_on()
        self.input.insertPlainText("@")

    def _offer(self, prefix: str | None) -> None:
        self.completions.offer(None if self._loading else prefix)

    def _focus_changed(self, focused: bool) -> None:
        self.update()
        if not focused:
            self.completions.hide()
