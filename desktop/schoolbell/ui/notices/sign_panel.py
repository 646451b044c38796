"""The place for a signature inside a notice's card: a pad over the room that the card keeps free."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.notices.items import Signature
from schoolbell.ui.announcements.signature_pad import SignatureBox
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button

HEIGHT = 172


class SignPanel(Panel):
    """The pad with its two buttons; `signed` carries the signature."""

    signed = Signal(object)  # Signature
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("noticeSignPanel")
        self.box = SignatureBox(theme)
        self.box.changed.connect(self._enable)
        self.cancel = Button(theme, "", kind="text", size="small")
        self.cancel.setObjectName("noticeSignCancel")
        self.cancel.clicked.connect(self.left)
        self.sign = Button(theme, "", kind="primary")
        self.sign.setObjectName("noticeSignSend")
        self.sign.clicked.connect(self._sign)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.sign)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        layout.addLayout(buttons)
        self.setFixedHeight(HEIGHT)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.cancel.setText(self.tr("Cancel"))
        self.sign.setText(self.tr("Sign and confirm"))
        self.setAccessibleName(self.tr("Sign this notice"))
        self._enable()

    def _enable(self) -> None:
        self.sign.setEnabled(not self.box.empty)

    def _sign(self) -> None:
        signature: Signature | None = self.box.signature()
        if signature is not None:
            self.signed.emit(signature)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class Signing:
    """Opens the panel in the card of a message of `view`, keeps it there, closes it.

    `done` gets the message's key and the signature.
    """

    def __init__(self, theme: Theme, view: TimelineView, done: Callable[[str, Signature], None]) -> None:
        self._theme = theme
        self._view = view
        self._done = done
        self.key = ""
        self.panel: SignPanel | None = None
        view.followers.append(self.follow)

    def open(self, key: str) -> None:
        """Let the message `key` be signed."""
        if self.panel is None:
            ground = self._view.parentWidget() or self._view.viewport()
            self.panel = SignPanel(self._theme, ground)
            self.panel.left.connect(self.close)
            self.panel.signed.connect(lambda signature: self._done(self.key, signature))
        self.key = key
        self.panel.box.clear()
        self._view.set_hole(key, HEIGHT)
        self.panel.show()
        self.follow()
        self.panel.box.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self) -> None:
        """Put the panel over the free room of its card, or away when the card is gone."""
        panel = self.panel
        if panel is None or not self.key:
            return
        view = self._view
        row = view.stack.find(self.key)
        if row is None:
            self.close()
            return
        top = view.stack.top_of(row)
        box = view.stack.laid_out(row).notice if top is not None else None
        if top is None or box is None or box.hole is None or not view.isVisible():
            panel.hide()
            return
        hole = box.hole.toRect().translated(0, top)
        inside = view.viewport().rect().intersects(hole)
        panel.setVisible(inside)
        if inside:
            ground = panel.parentWidget() or view.viewport()
            place = QRect(view.viewport().mapTo(ground, QPoint(hole.left(), hole.top())), hole.size())
            panel.setGeometry(place)
            visible = QRect(view.viewport().mapTo(ground, QPoint(0, 0)), view.viewport().size())
            panel.setMask(panel.rect().intersected(visible.translated(-place.topLeft())))
            panel.raise_()

    def close(self) -> None:
        """Take the panel away."""
        if self.panel is not None and self.key:
            had_keyboard = self.panel.isAncestorOf(self._view.window().focusWidget() or self._view)
            self.key = ""
            self.panel.hide()
            self._view.set_hole("", 0)
            if had_keyboard:
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
