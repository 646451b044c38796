"""What stands inside a DING pop-up: who, the text, its files; a signature; or why it goes."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.ui.announcements.parts import BodyText, Card, FileChips, Scroller
from schoolbell.ui.announcements.signature_pad import SignatureBox
from schoolbell.ui.ding.words import deadline_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.words import clock_time, day_and_time, short_time
from schoolbell.viewmodels.ding_popups import PopupItem

_INNER = 386  # px: width of one line of text


class Who(QWidget):
    """Sender and time on one line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = Avatar(theme, 28)
        self._name = Text(theme, "text_1", 14, strong=True)
        self._more = Text(theme, "text_3", 12)
        self._more.set_elided()
        self._time = Text(theme, "text_3", 12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._avatar)
        layout.addWidget(self._name)
        layout.addWidget(self._more, 1)
        layout.addWidget(self._time)

    def show_item(self, item: PopupItem, now: int) -> None:
        """Show whose DING it is."""
        row = item.row
        self._avatar.show_person(row.sender.initials, row.sender.hue)
        self._name.set_text(row.sender.name)
        self._more.set_text(row.subtitle)
        self._time.set_text(short_time(row.ts, now))


class PopupBody(Panel):
    """`mode` is "read", "sign", or "gone" where somebody else has settled it."""

    signed = Signal()  # the signature has changed
    file_chosen = Signal(object)
    link_opened = Signal(str)

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._now_ms = now_ms
        self._item: PopupItem | None = None
        self.mode = "read"
        self._whos = (Who(theme), Who(theme))
        self.text = BodyText(theme)
        self.text.link_opened.connect(self.link_opened)
        self.area = Scroller(self.text)
        self.files = FileChips(theme, height=24)
        self.files.chosen.connect(self.file_chosen)
        self.deadline = Text(theme, "late_text", 12)
        reading = self._page(12, 8, self._whos[0], (self.area, 1), self.files, self.deadline)

        self._short = Text(theme, "text_1", 14)
        self._short.set_elided()
        self.sign = SignatureBox(theme)
        self.sign.changed.connect(self.signed)
        signing = self._page(12, 8, self._short, self.sign)

        self._said = Text(theme, "text_2", 14)
        self._said.set_elided()
        self._card = Card(theme, "done_tint", "done_tint")
        self._card.setFixedHeight(40)
        self._mark = IconMark(theme, "check", "done_text", 16)
        self.reason = Text(theme, "done_text", 14, strong=True)
        self.reason.set_elided()
        self._family = Text(theme, "done_text", 12)
        inside = QHBoxLayout(self._card)
        inside.setContentsMargins(12, 0, 12, 0)
        inside.setSpacing(8)
        inside.addWidget(self._mark)
        inside.addWidget(self.reason, 1)
        inside.addWidget(self._family)
        going = self._page(12, 8, self._whos[1], self._said, self._card)

        self._stack = QStackedLayout(self)
        for page in (reading, signing, going):
            self._stack.addWidget(page)
        self.retranslate()

    def _page(self, top: int, spacing: int, *parts: QWidget | tuple[QWidget, int]) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, top, 16, 8)
        layout.setSpacing(spacing)
        stretched = False
        for part in parts:
            if isinstance(part, tuple):
                layout.addWidget(part[0], part[1])
                stretched = True
            else:
                layout.addWidget(part)
        if not stretched:
            layout.addStretch(1)
        return page

    @property
    def fits_one_line(self) -> bool:
        """Whether the whole text can be read above the signature."""
        item = self._item
        if item is None or "\n" in item.popup.text.strip() or item.popup.files:
            return False
        metrics = QFontMetrics(self.theme.fonts.get(14))
        return metrics.horizontalAdvance(item.popup.text) <= _INNER

    def show_item(self, item: PopupItem) -> None:
        """Show another pop-up of the stack, or what is new about this one."""
        other = self._item is None or item.key != self._item.key
        self._item = item
        if other:
            self.sign.clear()
            self.area.verticalScrollBar().setValue(0)
        if item.state != "open":
            self.mode = "gone"
        elif other or self.mode == "gone":
            self.mode = "sign" if item.popup.sign and self.fits_one_line else "read"
        self.retranslate()

    def set_mode(self, mode: str) -> None:
        """Turn between text and signature."""
        self.mode = mode
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        item = self._item
        if item is None:
            return
        now, row = self._now_ms(), item.row
        for who in self._whos:
            who.show_item(item, now)
        line = " ".join(item.popup.text.split())
        self.text.show_text(item.popup.text)
        self.files.show_files(item.popup.files)
        self.deadline.set_text(deadline_words(row.deadline, now) if row.deadline else "")
        self.deadline.setVisible(bool(row.deadline))
        self._short.set_text(line)
        self._said.set_text(line)
        done = item.state == "done"
        self._card.set_ground("done_tint" if done else "bg_subtle")
        color = "done_text" if done else "text_2"
        self._mark.set_icon("check" if done else "undo-2", color)
        for text in (self.reason, self._family):
            text.set_color(color)
        if done:
            when = day_and_time(row.done_ts, now)
            self.reason.set_text(self.tr("{name} confirmed {time}").format(name=row.done_by, time=when))
            self._family.set_text(self.tr("Your family is done"))
        else:
            self.reason.set_text(self.tr("{name} took it back").format(name=row.sender.name))
            self._family.set_text(clock_time(now))
        self._stack.setCurrentIndex({"read": 0, "sign": 1, "gone": 2}[self.mode])
        self.setAccessibleName(
            self.tr("{name}: {text}", "a pop-up, for screen readers").format(name=row.sender.name, text=line)
        )

    def keep_focus(self) -> None:
        """Put the keyboard on the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
