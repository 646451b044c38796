"""The field of recipients: who was chosen as chips, and a line to look for more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from schoolbell.domain.ding.items import Target
from schoolbell.ui.ding.target_list import TargetPopup, target_icon
from schoolbell.ui.ding.words import target_name
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.viewmodels.counted import Counted

TargetChipWords = Counted("TargetChipWords")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CHIP = 24
_PAD = 5
_GAP = 6
_LEAST = 168  # px for the line
_MOST_LINES = 4


class TargetChip(QPushButton):
    """One recipient; Delete or the cross takes it out (`removed`)."""

    removed = Signal(object)

    def __init__(self, theme: Theme, target: Target, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.target = target
        self.setObjectName("targetChip")
        self.setFixedHeight(_CHIP)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        target = self.target
        people = TargetChipWords.tr("%n people", "", target.people) if target.people > 1 else ""
        parts = (target_name(target), target.detail, people)
        self.setAccessibleName(" ".join(part for part in parts if part))
        self.setAccessibleDescription(self.tr("Delete takes it out"))
        self.setToolTip(self.accessibleName())

    def _note(self) -> str:
        target = self.target
        return target.detail or (str(target.people) if target.people > 1 else "")

    def sizeHint(self) -> QSize:
        fonts = self._theme.fonts
        name = QFontMetrics(fonts.get(13)).horizontalAdvance(target_name(self.target))
        note = QFontMetrics(fonts.get(12)).horizontalAdvance(self._note())
        return QSize(6 + 14 + 5 + min(name, 200) + (5 + note if note else 0) + 4 + 16 + 4, _CHIP)

    def _cross(self) -> QRect:
        return QRect(self.width() - 22, 0, 22, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.target)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._cross().contains(event.position().toPoint()):
            self.removed.emit(self.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts, target = self._theme.tokens, self._theme.fonts, self.target
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.focus, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_tint_2 if self.underMouse() else tokens.accent_tint)
        inset = 1 if self.hasFocus() else 0
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 6, 6)
        if target.person is not None:
            circle = QRectF(5, 4, 16, 16)
            paint_avatar(
                painter, circle, target.person.initials[-1:], target.person.hue, False, tokens, fonts
            )
        else:
            pixmap = icon_pixmap(target_icon(target), tokens.accent_text, 14, self.devicePixelRatioF())
            painter.drawPixmap(6, 5, pixmap)
        note = self._note()
        small = fonts.get(12)
        note_width = QFontMetrics(small).horizontalAdvance(note)
        font = fonts.get(13)
        room = self.width() - 25 - 24 - (note_width + 5 if note else 0)
        name = QFontMetrics(font).elidedText(target_name(target), Qt.TextElideMode.ElideRight, room + 1)
        painter.setFont(font)
        painter.setPen(tokens.accent_text)
        painter.drawText(QRectF(25, 0, room + 2, _CHIP), _LEFT, name)
        painter.setFont(small)
        painter.setPen(tokens.text_2)
        painter.drawText(QRectF(self.width() - 24 - note_width, 0, note_width + 2, _CHIP), _LEFT, note)
        pixmap = icon_pixmap("x", tokens.accent_text, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 19, 5, pixmap)
        painter.end()


class TargetLine(QLineEdit):
    """The line to look for somebody; keys that belong to the list of what was found go there."""

    list_key = Signal(int)
    back = Signal()  # Backspace in an empty line
    focused = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setFrame(False)
        self.list_open = False
        self._composing = False

    @property
    def composing(self) -> bool:
        """Whether an input method has text that is not committed yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._composing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            event.accept()  # the input method's: it chooses a word
            return
        listed = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self.list_open and key in listed and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.list_key.emit(int(key))
            return
        if key == Qt.Key.Key_Down:
            self.list_key.emit(int(key))
            return
        if key == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class RecipientsField(Panel):
    """`complete` returns who may be meant by what is typed; `page` is what the list lies over."""

    added = Signal(object)  # Target
    removed = Signal(object)  # Target

    def __init__(self, theme: Theme, complete: Callable[[str], tuple[Target, ...]], page: QWidget) -> None:
        super().__init__(theme)
        self.setObjectName("recipientsField")
        self._complete = complete
        self._chips: list[TargetChip] = []
        self.line = TargetLine(self)
        self.line.setObjectName("recipientLine")
        self.line.textEdited.connect(lambda _text: self._offer())
        self.line.list_key.connect(self._key)
        self.line.back.connect(self._take_last)
        self.line.focused.connect(self._focus)
        self.popup = TargetPopup(theme, page)
        self.popup.chosen.connect(self._choose)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusProxy(self.line)
        self.restyle()
        self.retranslate()
        self._lay_out()

    def retranslate(self) -> None:
        """Set all texts."""
        self.line.setPlaceholderText(self.tr("Name, initials, class"))
        self.line.setAccessibleName(self.tr("To"))
        self.line.setAccessibleDescription(
            self.tr("Type a name, initials or a class; arrow down shows the list")
        )
        for chip in self._chips:
            chip.retranslate()

    def restyle(self) -> None:
        """Follow the theme's fonts."""
        self.line.setFont(self.theme.fonts.get(14))

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Show who is chosen."""
        if [chip.target for chip in self._chips] == list(targets):
            return
        focused = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for target in targets:
            chip = TargetChip(self.theme, target, self)
            chip.removed.connect(self.removed)
            chip.show()
            self._chips.append(chip)
        self._lay_out()
        if focused:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.popup.isHidden():
            self._offer()

    def stops(self) -> list[QWidget]:
        """Return where the Tab key stops, in order."""
        return [*self._chips, self.line]

    # -- looking for somebody -------------------------------------------------------------------------

    def _offer(self) -> None:
        text = self.line.text().strip()
        found = self._complete(text) if not self.line.composing else ()
        self.popup.show_targets(found, self)
        self.line.list_open = not self.popup.isHidden()

    def hide_list(self) -> None:
        """Close the list of who was found."""
        self.popup.hide()
        self.line.list_open = False

    def _key(self, key: int) -> None:
        if self.popup.isHidden():
            self._offer()
            return
        if key == Qt.Key.Key_Escape:
            self.hide_list()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.popup.step(-1 if key == Qt.Key.Key_Up else 1)
        else:
            self.popup.take()

    def _choose(self, target: Target) -> None:
        self.line.clear()
        self.hide_list()
        self.added.emit(target)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_last(self) -> None:
        if self._chips:
            self.removed.emit(self._chips[-1].target)

    def _focus(self, focused: bool) -> None:
        if not focused and not self.popup.underMouse():
            self.hide_list()
        self.update()

    # -- places ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the chips is for the line."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place chips and line again."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Return the height of what is chosen."""
        return QSize(300, self.height())

    def _lay_out(self) -> None:
        width, x, y = max(200, self.width()), _PAD, _PAD
        for chip in self._chips:
            wanted = min(chip.sizeHint().width(), width - 2 * _PAD)
            if x > _PAD and x + wanted > width - _PAD:
                x, y = _PAD, y + _CHIP + _GAP
            chip.setGeometry(x, y, wanted, _CHIP)
            x += wanted + _GAP
        if self._chips and x + _LEAST > width - _PAD:
            x, y = _PAD, y + _CHIP + _GAP
        self.line.setGeometry(x + 4, y, width - x - 8, _CHIP)
        wanted = max(34, y + _CHIP + _PAD)
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box; its border is the focus."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.line.hasFocus()
        painter.setBrush(tokens.bg_input)
        painter.setPen(QPen(tokens.focus if focused else tokens.line_strong, 2 if focused else 1))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()
