"""The box of a notice's text: a bar of formatting, the words, the files, how many characters."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextListFormat
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.ui.notices.link_popover import LinkPopover
from schoolbell.ui.notices.rich_text import DOTTED, NUMBERED, Rich
from schoolbell.ui.notices.text_field import RichField
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.draft_file import draft_file
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.playing import Playing


class NoticeEditor(Panel):
    """`written` follows typing and formatting; `attach_wanted` asks for files, or (True) for pictures."""

    written = Signal(object)  # Rich
    attach_wanted = Signal(bool)
    files_taken = Signal(object)  # Taken
    removed = Signal(object)  # LocalFile

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("noticeEditor")
        self.field = RichField(theme)
        self.field.setObjectName("noticeText")
        self.field.setMinimumHeight(104)
        self.field.textChanged.connect(self._typed)
        self.field.focused.connect(self.update)
        self.field.cursorPositionChanged.connect(self._show_format)
        self.field.currentCharFormatChanged.connect(lambda _look: self._show_format())
        self.field.files_taken.connect(self.files_taken)
        self.bold = self._tool("bold", "noticeBold", checkable=True)
        self.bold.clicked.connect(self._embolden)
        self.bullets = self._tool("list", "noticeBullets", checkable=True)
        self.bullets.clicked.connect(lambda on: self._list(DOTTED if on else None))
        self.numbers = self._tool("list-ordered", "noticeNumbers", checkable=True)
        self.numbers.clicked.connect(lambda on: self._list(NUMBERED if on else None))
        self.link = self._tool("link", "noticeLinkTool")
        self.link.clicked.connect(self._ask_link)
        self.picture = self._tool("image", "noticePicture")
        self.picture.clicked.connect(lambda: self.attach_wanted.emit(True))
        self.attach = self._tool("paperclip", "noticeAttach")
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(False))
        self.voice = self._tool("mic", "noticeVoice")
        self.playing: Playing | None = None  # plays voice notes of the draft
        self.count = Text(theme, "text_3", 12)
        self.linking: LinkPopover | None = None
        self._files: tuple[LocalFile, ...] = ()
        self._rich = self.field.rich()
        self._too_many = 0
        self._list_of_files = QVBoxLayout()
        self._list_of_files.setContentsMargins(12, 0, 12, 0)
        self._list_of_files.setSpacing(8)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self.field, 1)
        layout.addLayout(self._list_of_files)
        self.retranslate()

    def _tool(self, icon: str, name: str, *, checkable: bool = False) -> ToolButton:
        tool = ToolButton(self.theme, icon, "", edge=28, icon_size=18)
        tool.setObjectName(name)
        tool.setCheckable(checkable)
        return tool

    def _bar(self) -> Panel:
        bar = Panel(self.theme, "", "b")
        bar.setFixedHeight(36)
        tools = QHBoxLayout(bar)
        tools.setContentsMargins(8, 0, 12, 1)
        tools.setSpacing(4)
        for tool in (self.bold, self.bullets, self.numbers, self.link):
            tools.addWidget(tool)
        rule = Panel(self.theme, "line")
        rule.setFixedSize(1, 16)
        tools.addWidget(rule)
        for tool in (self.picture, self.attach, self.voice):
            tools.addWidget(tool)
        tools.addStretch(1)
        tools.addWidget(self.count)
        return bar

    def retranslate(self) -> None:
        """Set all texts."""
        self.bold.set_name(self.tr("Bold (Ctrl+B)"))
        self.bullets.set_name(self.tr("List with dots"))
        self.numbers.set_name(self.tr("Numbered list"))
        self.link.set_name(self.tr("Link"))
        self.picture.set_name(self.tr("Attach pictures"))
        self.attach.set_name(self.tr("Attach files"))
        self.voice.set_name(self.tr("Record a voice note"))
        self.field.setAccessibleName(self.tr("Text of the notice"))
        self.field.setPlaceholderText(self.tr("What families should know"))
        self._count_text()

    def add_bar(self, bar: QWidget) -> None:
        """Put another feature's bar below the tools."""
        self._column.insertWidget(1, bar)

    # -- what is shown --------------------------------------------------------------------------------

    def show_rich(self, rich: Rich) -> None:
        """Show another text."""
        if rich != self.field.rich():
            self.field.show_rich(rich)
        self._rich = self.field.rich()
        self._count_text()
        self._show_format()

    def show_files(self, files: Sequence[LocalFile]) -> None:
        """Show the files of the draft."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        while (item := self._list_of_files.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for file in self._files:
            row = draft_file(self.theme, self.playing, file, self.removed.emit, self)
            self._list_of_files.addWidget(row)
        self._list_of_files.setContentsMargins(12, 0, 12, 12 if self._files else 0)

    def lock_files(self, locked: bool) -> None:
        """Let files be added, or not (a change cannot)."""
        for tool in (self.picture, self.attach, self.voice):
            tool.setEnabled(not locked)

    def _typed(self) -> None:
        self._count_text()
        self._show_format()
        rich = self.field.rich()
        if rich != self._rich:  # else only how it looks
            self._rich = rich
            self.written.emit(rich)

    def show_too_many(self, count: int) -> None:
        """Say how many characters must go; 0: as many as there are fit."""
        self._too_many = count
        self._count_text()

    def _count_text(self) -> None:
        count = len(self.field.toPlainText())
        if self._too_many:
            self.count.set_text(self.tr("about %n characters too many", "", self._too_many))
        else:
            self.count.set_text(self.tr("%n characters", "", count) if count else "")
        self.count.set_color("danger_text" if self._too_many else "text_3")

    def _show_format(self) -> None:
        style = self.field.list_style
        self.bold.setChecked(self.field.bold)
        self.bullets.setChecked(style is DOTTED)
        self.numbers.setChecked(style is NUMBERED)

    # -- gestures -------------------------------------------------------------------------------------

    def _embolden(self, bold: bool) -> None:
        self.field.set_bold(bold)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, style: QTextListFormat.Style | None) -> None:
        self.field.set_list(style)
        self._show_format()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_link(self) -> None:
        if self.linking is None or self.linking.parentWidget() is not self.window():
            self.linking = LinkPopover(self.theme, self)
            self.linking.chosen.connect(self._take_link)
        self.linking.ask(self.link, self.field.link)

    def _take_link(self, address: str) -> None:
        self.field.set_link(address)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, outlined while one writes."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.field.hasFocus()
        painter.setPen(QPen(tokens.focus, 2) if focused else QPen(tokens.line_strong, 1))
        painter.setBrush(tokens.bg_input)
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()
