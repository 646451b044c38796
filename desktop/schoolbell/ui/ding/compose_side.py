"""Beside the form: who gets it, what speaks for another time, what they will see."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.announcements.blocks import Confirm
from schoolbell.domain.chat.items import Person
from schoolbell.domain.ding.items import DingDraft, Plan
from schoolbell.ui.announcements.parts import Card
from schoolbell.ui.ding.words import DingWords, coming_moment, listed
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.widgets.flow import FlowLayout
from schoolbell.ui.words import clock_time
from schoolbell.viewmodels.ding_rows import reach_words

_ICONS = {"guardians": "house", "students": "graduation-cap", "teachers": "user-round"}
_NAMED = 4


class _Line(QWidget):
    """An icon, words, and something at the right end."""

    def __init__(self, theme: Theme, icon: str, color: str = "text_1") -> None:
        super().__init__()
        mark = IconMark(theme, icon, "text_2" if color == "text_1" else color, 16)
        self.words = Text(theme, color, 14)
        self.words.set_elided()
        self.right = Text(theme, color, 14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(mark)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.right)
        self.setFixedHeight(28)


class WhoGets(Panel):
    """One line per group; who cannot be reached is named."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("dingWho")
        self._plan: Plan | None = None
        self._title = Text(theme, "text_1", 14, strong=True)
        self._none = Text(theme, "text_3", 13, wrap=True)
        self._lines = {name: _Line(theme, icon) for name, icon in _ICONS.items()}
        self._lost = _Line(theme, "user-round-x", "late_text")
        self._names = Text(theme, "text_3", 12, wrap=True)
        self._names.setContentsMargins(24, 0, 0, 4)
        self._private = Text(theme, "text_3", 12, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addSpacing(4)
        layout.addWidget(self._none)
        for line in (*self._lines.values(), self._lost):
            layout.addWidget(line)
        layout.addWidget(self._names)
        layout.addWidget(self._private)
        self.retranslate()

    def show_plan(self, plan: Plan | None) -> None:
        """Show who gets it; None while that is computed: what was known stays."""
        if plan is not None:
            self._plan = plan
            self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        plan = self._plan or Plan()
        self._title.set_text(self.tr("Who gets it"))
        self._none.set_text(self.tr("Choose people, a class or a role."))
        self._none.setVisible(not plan.groups and not plan.unreachable)
        names = {
            "guardians": self.tr("Guardians"),
            "students": self.tr("Students"),
            "teachers": self.tr("Colleagues"),
        }
        groups = {group.role: group for group in plan.groups}
        for role, line in self._lines.items():
            group = groups.get(role)
            line.setVisible(group is not None)
            line.words.set_text(names[role])
            if group is not None:
                line.right.set_text(reach_words(group.people, group.households))
        lost = plan.unreachable
        self._lost.setVisible(bool(lost))
        self._lost.words.set_text(self.tr("Cannot be reached"))
        self._lost.right.set_text(DingWords.tr("%n people", "", len(lost)) if lost else "")
        shown = self.tr(", ", "between names").join(person.name for person in lost[:_NAMED])
        if len(lost) > _NAMED:
            shown = self.tr("{names} and others").format(names=shown)
        hint = self.tr("{names}: you share no room with them.").format(names=shown)
        self._names.set_text(hint if lost else "")
        self._names.setVisible(bool(lost))
        self._private.set_text(
            self.tr("In direct chats it is an ordinary message: no pop-up, nobody is reminded.")
        )
        self._private.setVisible(plan.private)
        self.setAccessibleName(self._title.full_text())


class GuardCard(Card):
    """What these families have already today, or that it is quiet time; two ways on."""

    later_wanted = Signal(object)  # ms
    now_wanted = Signal()

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(theme, "late_tint", "late_tint", parent)
        self.setObjectName("dingGuard")
        self._now_ms = now_ms
        self._plan = Plan()
        self._title = Text(theme, "late_text", 14, strong=True, wrap=True)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(IconMark(theme, "triangle-alert", "late_text", 16), 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._title, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._hint = Text(theme, "text_1", 13, wrap=True)
        self.later = Button(theme, "", kind="secondary", size="small", icon="clock")
        self.later.setObjectName("guardLater")
        self.later.clicked.connect(lambda: self.later_wanted.emit(self._plan.guard.later_ms))
        self.now = Button(theme, "", kind="text", size="small")
        self.now.setObjectName("guardNow")
        self.now.clicked.connect(self.now_wanted)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=4)
        flow.insert_widget(0, self.later)
        flow.insert_widget(1, self.now)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(first)
        layout.addLayout(self._rows)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        self.hide()
        self.retranslate()

    def show_plan(self, plan: Plan | None, *, wanted: bool) -> None:
        """Show what speaks against now; `wanted` is False where another time was chosen."""
        if plan is not None:
            self._plan = plan
        self.setVisible(wanted and bool(self._plan.guard))
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        guard = self._plan.guard
        if guard.before:
            self._title.set_text(
                self.tr("These families have %n DING(s) today already", "", len(guard.before))
            )
            self._hint.set_text(self.tr("If it can wait, it is seen better at another time."))
        else:
            self._title.set_text(self.tr("It is the school's quiet time"))
            self._hint.set_text(self.tr("The pop-up and its sound would come now, at this hour."))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in guard.before[:_NAMED]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            texts = (clock_time(one.ts), listed(one.title, one.sender.name), "")
            for at, words in enumerate(texts[:2]):
                text = Text(self.theme, "text_2", 12)
                if at:
                    text.set_elided()
                text.set_text(words)
                row.addWidget(text, at)
            end = Text(self.theme, "text_2", 12)
            end.set_text(DingWords.tr("%n families", "", one.households))
            row.addWidget(end)
            line.setFixedHeight(20)
            self._rows.addWidget(line)
        when = coming_moment(guard.later_ms, self._now_ms()) if guard.later_ms else ""
        self.later.setText(self.tr("Send it {time}").format(time=when))
        self.later.setVisible(bool(guard.later_ms))
        self.now.setText(self.tr("Send now anyway"))
        for button in (self.later, self.now):
            button.setAccessibleName(button.text())
        self.setAccessibleName(self._title.full_text())
        self.setAccessibleDescription(self._hint.full_text())


class _Tile(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(24, 24)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.danger_fill)
        painter.drawRoundedRect(self.rect(), 6, 6)
        color = self._theme.tokens.text_on_fill
        painter.drawPixmap(4, 4, icon_pixmap("bell-ring", color, 16, self.devicePixelRatioF()))
        painter.end()


class Preview(Card):
    """The pop-up as it will look, small; nothing in it can be pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_raised", "line", parent)
        self.setObjectName("dingPreview")
        self.me: Person | None = None
        self._draft = DingDraft("")
        self._name = Text(theme, "text_1", 14, strong=True)
        self._name.set_elided()
        self._when = Text(theme, "text_3", 12)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(_Tile(theme))
        head.addWidget(self._name, 1)
        head.addWidget(self._when)
        self._text = Text(theme, "text_1", 13, wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._files = Text(theme, "text_3", 12)
        self._confirm = Button(theme, "", kind="primary", size="small")
        self._confirm.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._confirm.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        foot = QHBoxLayout()
        foot.addWidget(self._files, 1)
        foot.addWidget(self._confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addLayout(foot)
        self.retranslate()

    def show_draft(self, draft: DingDraft) -> None:
        """Show what a draft says."""
        self._draft = draft
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        draft = self._draft
        self._name.set_text(self.me.name if self.me is not None else self.tr("You"))
        self._when.set_text(
            QDateTime.fromMSecsSinceEpoch(draft.due_ms).toString("HH:mm") if draft.due_ms else ""
        )
        self._text.set_text(" ".join(draft.text.split())[:120] or self.tr("Your text"))
        self._text.set_color("text_1" if draft.text.strip() else "text_3")
        self._files.set_text(self.tr("%n attachment(s)", "", len(draft.files)) if draft.files else "")
        self._text.setMaximumHeight(3 * self._text.fontMetrics().lineSpacing())
        sign = draft.confirm is Confirm.SIGN
        self._confirm.setText(self.tr("Sign and confirm") if sign else self.tr("Confirm"))
        self.setAccessibleName(self.tr("What they will see"))
