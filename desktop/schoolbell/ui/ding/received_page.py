"""A DING that was received, opened: who wrote it, the text, its files; confirm, reply, be reminded."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.ding.items import ReceivedDetail, ReceivedRow
from schoolbell.ui.announcements.parts import Bar, BodyText, FileChips, Scroller, column
from schoolbell.ui.announcements.signature_pad import SignatureBox
from schoolbell.ui.ding.words import deadline_words, full_moment, listed
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.badge import RoleBadge
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.widgets.key_cap import KeyCap
from schoolbell.ui.words import day_and_time

_NARROW = 720  # px: the foot has room for short words only


class ReceivedPage(Panel):
    """Shows a ReceivedRow at once and its detail when that is read."""

    confirm_wanted = Signal(str, object)  # key, Signature | None
    aside_wanted = Signal(str)
    reply_wanted = Signal(str, str)  # room id, event id
    forward_wanted = Signal(str, str)  # text, event id: make a DING of it for others
    file_chosen = Signal(object)  # FoundFile
    link_opened = Signal(str)

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("receivedPage")
        self._now_ms = now_ms
        self._row: ReceivedRow | None = None
        self._detail: ReceivedDetail | None = None
        self._may_write = False
        self.bar = Bar(theme)

        self._avatar = Avatar(theme, 40)
        self._name = Text(theme, "text_1", 14, strong=True)
        self._role = RoleBadge(theme)
        self._subject = Text(theme, "text_3", 12)
        self._about = Text(theme, "text_3", 12, wrap=True)
        self._about.setObjectName("dingAbout")
        self._clock = IconMark(theme, "clock", "late_text", 16)
        self._deadline = Text(theme, "late_text", 13)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._role, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self._subject)
        first.addStretch(1)
        who = column(spacing=0)
        who.addLayout(first)
        who.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._avatar)
        head.addLayout(who, 1)
        head.addWidget(self._clock)
        head.addWidget(self._deadline)

        self.body = BodyText(theme, 16)
        self.body.link_opened.connect(self.link_opened)
        self.files = FileChips(theme)
        self.files.chosen.connect(self.file_chosen)
        self._rule = Panel(theme, "", "t")
        self._rule.setFixedHeight(1)
        self._ask = Text(theme, "text_2", 13)
        self._ask_icon = IconMark(theme, "corner-up-right", "text_2", 16)
        self.forward = Button(theme, "", kind="text", size="small")
        self.forward.setObjectName("forwardDing")
        self.forward.clicked.connect(self._forward)
        self._forwarding = QWidget()
        further = QHBoxLayout(self._forwarding)
        further.setContentsMargins(0, 0, 0, 0)
        further.setSpacing(8)
        further.addWidget(self._ask_icon)
        further.addWidget(self._ask)
        further.addWidget(self.forward)
        further.addStretch(1)
        self.sign = SignatureBox(theme)
        self.sign.setMaximumWidth(480)
        self.sign.changed.connect(self._enable)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addSpacing(16)
        whole.addWidget(self.body)
        whole.addSpacing(16)
        whole.addWidget(self.files)
        whole.addSpacing(24)
        whole.addWidget(self.sign)
        whole.addSpacing(16)
        whole.addWidget(self._rule)
        whole.addSpacing(12)
        whole.addWidget(self._forwarding)
        whole.addStretch(1)
        self.area = Scroller(inner)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.area, 1)
        layout.addWidget(self._make_foot())
        self.retranslate()

    def _make_foot(self) -> Panel:
        foot = Panel(self.theme, "", "t")
        foot.setFixedHeight(64)
        self._state_icon = IconMark(self.theme, "circle-check", "done_text", 16)
        self._state = Text(self.theme, "text_2", 13, wrap=True)
        self._state.setObjectName("dingState")
        self.later = Button(self.theme, "", kind="text", icon="alarm-clock")
        self.later.setObjectName("dingLater")
        self.later.clicked.connect(self._put_aside)
        self.reply = Button(self.theme, "", kind="secondary", icon="reply")
        self.reply.setObjectName("dingReply")
        self.reply.clicked.connect(self._reply)
        self.confirm = Button(self.theme, "", kind="primary", icon="check")
        self.confirm.setObjectName("dingConfirm")
        self.confirm.setFixedHeight(36)
        self.confirm.clicked.connect(self._confirm)
        self._key = KeyCap(self.theme, "Enter")
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(24, 1, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self._state_icon)
        layout.addWidget(self._state, 1)
        for widget in (self.later, self.reply, self.confirm, self._key):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return foot

    # -- what is shown --------------------------------------------------------------------------------

    def show_row(self, row: ReceivedRow, detail: ReceivedDetail | None, *, may_write: bool) -> None:
        """Show a row; what its detail has comes when that is read."""
        if self._row is None or row.key != self._row.key:
            self.sign.clear()
            self.area.verticalScrollBar().setValue(0)
        self._row, self._detail, self._may_write = row, detail, may_write
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._fit()
        self.reply.setText(self.tr("Reply"))
        self._ask.set_text(self.tr("Others should know it too?"))
        self.forward.setText(self.tr("Make a DING of it"))
        row, detail = self._row, self._detail
        if row is None:
            return
        now = self._now_ms()
        self.bar.set_title(row.title)
        self._avatar.show_person(row.sender.initials, row.sender.hue)
        self._name.set_text(row.sender.name)
        self._role.set_role(row.sender.role)
        self._subject.set_text(row.subtitle)
        place = self.tr("by {place}", "the class or room it came by").format(place=row.place)
        reminded = self.tr("you were reminded %n time(s)", "", row.reminders) if row.reminders else ""
        self._about.set_text(listed(full_moment(row.ts), place if row.place else "", reminded))
        for widget in (self._clock, self._deadline):
            widget.setVisible(bool(row.deadline) and row.waiting)
        self._deadline.set_text(deadline_words(row.deadline, now) if row.deadline else "")
        self.body.show_text(detail.text if detail is not None else row.title)
        self.files.show_files(detail.files if detail is not None else ())
        signs = detail is not None and detail.sign and row.waiting
        self.sign.setVisible(signs)
        self.confirm.setText(self.tr("Sign and confirm") if signs else self.tr("Confirm"))
        for shown in (self._rule, self._forwarding):
            shown.setVisible(self._may_write and detail is not None and not row.withdrawn)
        for button in (self.later, self.confirm):
            button.setVisible(row.waiting)
        self._fit()
        for named in (self.reply, self.confirm, self.forward):
            named.setAccessibleName(named.text())
        open_still = row.waiting or (row.noted and not row.done_by)
        self._state_icon.setVisible(not open_still and not row.withdrawn)
        self._state.set_text(self._state_words(row, now))
        self.setAccessibleName(row.title)
        self._enable()

    def _state_words(self, row: ReceivedRow, now: int) -> str:
        if row.withdrawn:
            return self.tr("{name} took this back. There is nothing to confirm.").format(name=row.sender.name)
        if row.noted and not row.done_by:
            return self.tr("You have seen it. Somebody else of your family confirms it.")
        if row.confirmed_ts and not row.noted:
            return self.tr("You confirmed {time}.").format(time=day_and_time(row.confirmed_ts, now))
        if row.done_by:
            return self.tr("{name} confirmed {time}. Your family is done.").format(
                name=row.done_by, time=day_and_time(row.done_ts, now)
            )
        if row.waiting:
            return self.tr("Once confirmed, pop-up and reminders stop.")
        return self.tr("For your information: nobody waits for your confirmation.")

    def _enable(self) -> None:
        detail = self._detail
        signed = detail is not None and (not detail.sign or not self.sign.empty)
        self.confirm.setEnabled(detail is not None and signed)
        self.reply.setEnabled(detail is not None)

    def _fit(self) -> None:
        """Leave the words beside the buttons some room in a narrow window."""
        narrow = self.width() < _NARROW
        self.later.setText(self.tr("In 5 minutes") if narrow else self.tr("Remind me in 5 minutes"))
        self.later.setAccessibleName(self.tr("Remind me in 5 minutes"))
        self._key.setVisible(not narrow and self._row is not None and self._row.waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the foot into another width."""
        super().resizeEvent(event)
        self._fit()

    # -- gestures -------------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Put the keyboard on what is to be done first."""
        first = self.confirm if self.confirm.isVisibleTo(self) and self.confirm.isEnabled() else self.reply
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms, from anywhere on the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.confirm.isVisibleTo(self):
            self._confirm()
            return
        super().keyPressEvent(event)

    def _confirm(self) -> None:
        if self._row is None or self._detail is None or not self.confirm.isEnabled():
            return
        signature = self.sign.signature() if self._detail.sign else None
        self.confirm.setEnabled(False)
        self.confirm_wanted.emit(self._row.key, signature)

    def failed(self) -> None:
        """What was asked for did not work: it can be asked for again."""
        self._enable()

    def _put_aside(self) -> None:
        if self._row is not None:
            self.aside_wanted.emit(self._row.key)

    def _reply(self) -> None:
        if self._detail is not None:
            self.reply_wanted.emit(self._detail.room_id, self._detail.event_id)

    def _forward(self) -> None:
        if self._detail is not None:
            self.forward_wanted.emit(self._detail.text, self._detail.event_id)
