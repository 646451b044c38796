"""The frame of the pages before sign-in: logo, form in the middle, slip at the right, languages below."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from schoolbell.ui.languages import LANGUAGE_NAMES
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.icons import icon_pixmap, logo_icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.version import VERSION

FORM_WIDTH = 360
SIDE_WIDTH = 512
FOLD_BELOW = 1100
_QR = 21
_SEED = 0x5C400B


class Logo(Panel):
    """The bell and the name of the program."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedHeight(28)
        self.name = Text(theme, "text_1", 16, strong=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(36, 0, 0, 0)
        layout.addWidget(self.name)
        layout.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the name."""
        self.name.set_text(self.tr("Schoolbell"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bell."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, logo_icon().pixmap(QSize(28, 28), self.devicePixelRatioF()))
        painter.end()


class SlipPicture(Panel):
    """A drawing of a first-sign-in slip, so that people know what to look for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedSize(344, 208)
        self.setAccessibleName(self.tr("Picture of a sign-in slip"))

    def retranslate(self) -> None:
        """Draw again with other words."""
        self.setAccessibleName(self.tr("Picture of a sign-in slip"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the slip: heading, three lines, a square code."""
        tokens, fonts = self.theme.tokens, self.theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_canvas)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(20, 20, icon_pixmap("school", tokens.accent_text, 24, ratio))
        painter.setFont(fonts.get(14, 600))
        painter.setPen(tokens.text_1)
        painter.drawText(56, 37, self.tr("Sign-in slip"))
        painter.setPen(QPen(tokens.line_strong, 1, Qt.PenStyle.DashLine))
        painter.drawLine(20, 60, self.width() - 20, 60)
        samples = (
            (self.tr("School address"), "school.example"),
            (self.tr("Account"), self.tr("printed on your slip")),
            (self.tr("Slip code"), "3F7K 92QD …"),
        )
        top = 78
        for label, value in samples:
            painter.setFont(fonts.get(12))
            painter.setPen(tokens.text_3)
            painter.drawText(20, top + 6, label)
            painter.setFont(fonts.get(14, 600))
            painter.setPen(tokens.text_1)
            painter.drawText(20, top + 25, value)
            top += 42
        self._code(painter, self.width() - 20 - 105, 80)
        painter.end()

    def _code(self, painter: QPainter, left: int, top: int) -> None:
        """Draw something that looks like a QR code and says nothing."""
        tokens = self.theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        dark = tokens.text_1
        value = _SEED
        for row in range(_QR):
            for column in range(_QR):
                value = (value * 1103515245 + 12345) & 0x7FFFFFFF
                corner = (row < 8 or row > 12) and (column < 8 or column > 12) and not (row > 12 < column)
                if not corner and value >> 16 & 1:
                    painter.fillRect(left + column * 5, top + row * 5, 5, 5, dark)
        for x, y in ((0, 0), (14, 0), (0, 14)):
            painter.fillRect(left + x * 5, top + y * 5, 35, 35, dark)
            painter.fillRect(left + x * 5 + 5, top + y * 5 + 5, 25, 25, tokens.bg_canvas)
            painter.fillRect(left + x * 5 + 10, top + y * 5 + 10, 15, 15, dark)


class SignInFrame(Panel):
    """Shows one form; `language_chosen` and `slip_wanted` come from its edges."""

    language_chosen = Signal(str)
    slip_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("signInFrame")
        self._language = language
        self.languages = Button(theme, "", kind="text", size="small", icon="globe")
        self.languages.setObjectName("languageChooser")
        self.languages.clicked.connect(self._choose)
        self._version = Text(theme, "text_3", 12)
        foot = QHBoxLayout()
        foot.addWidget(self.languages)
        foot.addStretch(1)
        foot.addWidget(self._version)

        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._middle = QWidget()
        self._middle.setAutoFillBackground(False)
        self._column = QHBoxLayout(self._middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._scroll.setWidget(self._middle)
        left = QVBoxLayout()
        left.setContentsMargins(32, 28, 32, 20)
        self.back = Button(theme, "", kind="text", size="small", icon="chevron-left")
        self.back.setObjectName("signInBack")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        head = QHBoxLayout()
        head.addWidget(Logo(theme))
        head.addStretch(1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        left.addLayout(head)
        left.addWidget(self._scroll, 1)
        left.addLayout(foot)

        self._side = Panel(theme, "bg_rail", "l")
        self._side.setFixedWidth(SIDE_WIDTH)
        self._side_title = Text(theme, "text_1", 16, strong=True)
        self._side_words = Text(theme, "text_2", 14, wrap=True)
        self._side_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._side_words.setFixedWidth(344)
        self.slip_button = Button(theme, "", kind="secondary", icon="key-round")
        self.slip_button.setObjectName("enterSlipCode")
        self.slip_button.clicked.connect(self.slip_wanted)
        side = QVBoxLayout(self._side)
        side.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        side.addWidget(SlipPicture(theme), 0, centre)
        side.addSpacing(28)
        side.addWidget(self._side_title, 0, centre)
        side.addSpacing(4)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._side_words)
        words.addStretch(1)
        side.addLayout(words)
        side.addSpacing(12)
        side.addWidget(self.slip_button, 0, centre)
        side.addStretch(1)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self._side)
        self.retranslate()

    def set_form(self, form: QWidget) -> None:
        """Show `form` in the middle."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not form:
                widget.hide()
        form.setFixedWidth(FORM_WIDTH)
        self._column.addWidget(form, 0, Qt.AlignmentFlag.AlignCenter)
        form.show()

    def set_language(self, language: str) -> None:
        """Name the language that is in effect."""
        self._language = language
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.languages.setText(LANGUAGE_NAMES.get(self._language, "English"))
        self.languages.setAccessibleName(self.tr("Language"))
        self._version.set_text(self.tr("Version {version}").format(version=VERSION))
        self._side_title.set_text(self.tr("Do you have a slip?"))
        self._side_words.set_text(
            self.tr("Type its code once: school, account and first password are filled in for you.")
        )
        self.back.setText(self.tr("Back"))
        self.back.setAccessibleName(self.back.text())
        self.slip_button.setText(self.tr("Enter the slip code"))
        self.slip_button.setAccessibleName(self.slip_button.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side when it gets narrow."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= FOLD_BELOW)

    def _choose(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("languageMenu")
        for code, name in LANGUAGE_NAMES.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == self._language)
            action.triggered.connect(lambda _checked=False, picked=code: self.language_chosen.emit(picked))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.languages.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))
