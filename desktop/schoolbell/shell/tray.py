"""The icon in the system tray: counts, show, lock, quit, pop-ups; and the first-time words on closing."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from schoolbell.ui.theme.icons import logo_icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.badge import count_text


def counted_icon(theme: Theme, logo: QIcon, text: str, size: int, *, urgent: bool = False) -> QIcon:
    """Return `logo` with a count at its corner, red for what is urgent; without `text` the logo alone."""
    if not text:
        return logo
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    logo.paint(painter, pixmap.rect())
    font = QFont(theme.fonts.get(11, 600))
    font.setPixelSize(round(size * 0.42))
    painter.setFont(font)
    width = max(size * 0.55, painter.fontMetrics().horizontalAdvance(text) + size * 0.16)
    area = QRectF(size - width, size * 0.45, width, size * 0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.danger_fill if urgent else theme.tokens.badge)
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setPen(theme.tokens.badge_text)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return QIcon(pixmap)


class Tray(QObject):
    """Exists only where the desktop has a tray (`available`); else closing the window ends the program."""

    show_wanted = Signal()
    lock_wanted = Signal()
    quit_wanted = Signal()
    message_clicked = Signal()  # the last pop-up; its sender knows what it was about

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = self._dings = 0
        self._logo = logo_icon()  # kept: Qt keeps what it draws of every new one
        self._painted = ("", False)
        self._icon = QSystemTrayIcon(self._logo, self)
        self._menu = QMenu()
        self._show = QAction(self._menu)
        self._show.triggered.connect(self.show_wanted)
        self._lock = QAction(self._menu)
        self._lock.triggered.connect(self.lock_wanted)
        self._quit = QAction(self._menu)
        self._quit.triggered.connect(self.quit_wanted)
        self._menu.addAction(self._show)
        self._menu.addAction(self._lock)
        self._menu.addSeparator()
        self._menu.addAction(self._quit)
        self._menu.installEventFilter(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.message_clicked)
        self.retranslate()
        if self.available:
            self._icon.show()

    @property
    def available(self) -> bool:
        """Whether there is a tray to hide in."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def set_counts(self, unread: int, dings: int) -> None:
        """Show how many DINGs wait for a confirmation, else how many messages are unread."""
        if (unread, dings) != (self._count, self._dings):
            self._count, self._dings = unread, dings
            self._paint()
            self._say()

    @property
    def tool_tip(self) -> str:
        """What is said at the icon."""
        return self._icon.toolTip()

    def retranslate(self) -> None:
        """Set all texts."""
        self._show.setText(self.tr("Open Schoolbell"))
        self._lock.setText(self.tr("Lock"))
        self._quit.setText(self.tr("Quit"))
        self._say()

    def _paint(self) -> None:
        """Paint the icon where it is seen and looks another way than before: a busy hour counts often."""
        count, urgent = self._dings or self._count, bool(self._dings)
        looks = (count_text(count) if count else "", urgent)
        if looks != self._painted and self._icon.isVisible():
            self._painted = looks
            self._icon.setIcon(counted_icon(self._theme, self._logo, looks[0], 64, urgent=urgent))

    def _say(self) -> None:
        unread = self.tr("Schoolbell: %n unread", "", self._count)
        dings = self.tr("Schoolbell: %n DING(s) to confirm", "", self._dings)
        if self._count and self._dings:
            words = self.tr("{dings}, {unread}").format(
                dings=dings, unread=self.tr("%n unread", "after the DINGs", self._count)
            )
        else:
            words = dings if self._dings else unread if self._count else self.tr("Schoolbell")
        self._icon.setToolTip(words)

    def show_message(self, title: str, text: str) -> None:
        """Show a pop-up in the way of this desktop; where there is no tray nothing is shown."""
        if self.available and self._icon.isVisible():
            self._icon.showMessage(title, text, self._icon.icon())

    def explain_closing(self) -> None:
        """Say once that the program goes on in the tray."""
        self._icon.showMessage(
            self.tr("Schoolbell goes on here"),
            self.tr("Closing the window does not end it, so that nothing is missed. Quit from this icon."),
            self._icon.icon(),
        )

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of language (the menu is a widget and is told)."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick
        ):  # fmt: skip
            self.show_wanted.emit()
