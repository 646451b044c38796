"""The picture viewer: one picture of a conversation over the whole window, the others a key away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.errors import error_code, error_words
from schoolbell.ui.images import Picture
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.viewer.canvas import Canvas
from schoolbell.ui.viewer.shown import Shown
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.words import day_and_time
from schoolbell.viewmodels.pictures import PicturesPresenter

_PAN = 60  # px a key moves the picture
_FINEST = 4096  # px: a picture is decoded at most so wide and high


class Viewer(Panel):
    """Covers `ground`. `images` returns the pictures of the conversation, oldest first, as they are now."""

    save_wanted = Signal(str)  # key of the message
    older_wanted = Signal()  # somebody looks at the oldest picture that is loaded
    closed = Signal(str)  # key of the message whose picture was shown last

    def __init__(
        self,
        theme: Theme,
        pictures: PicturesPresenter,
        images: Callable[[], Sequence[Shown]],
        now_ms: Callable[[], int],
        ground: QWidget,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", ground)
        self.setObjectName("pictureViewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pictures = pictures
        self._images = images
        self._now_ms = now_ms
        self._ground = ground
        self._shown: Shown | None = None
        self._before: QWidget | None = None  # what had the keyboard
        self._why = ""

        self.name = Text(theme, "text_1", 14, strong=True)
        self.name.set_elided()
        self.about = Text(theme, "text_3", 12)
        self.count = Text(theme, "text_2", 13)
        self.percent = Text(theme, "text_2", 13)
        self.percent.setFixedWidth(48)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.smaller = self._tool("zoom-out", "viewerSmaller", lambda: self.canvas.zoom_by(-1))
        self.larger = self._tool("zoom-in", "viewerLarger", lambda: self.canvas.zoom_by(1))
        self.fit = self._tool("scan", "viewerFit", lambda: self.canvas.toggle())
        self.save = self._tool("download", "viewerSave", self._save)
        self.close_button = self._tool("x", "viewerClose", self.close_viewer)
        self.back = self._tool("chevron-left", "viewerBack", lambda: self.step(-1))
        self.on = self._tool("chevron-right", "viewerOn", lambda: self.step(1))
        self.canvas = Canvas(theme)
        self.canvas.setObjectName("viewerCanvas")
        self.words = Text(theme, "text_2", 14)
        self.words.setObjectName("viewerWords")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = Button(theme, "", kind="secondary", size="small")
        self.again.setObjectName("viewerAgain")
        self.again.clicked.connect(self._load)

        bar = Panel(theme, "bg_canvas", "b")
        bar.setFixedHeight(56)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addStretch(1)
        titles.addWidget(self.name)
        titles.addWidget(self.about)
        titles.addStretch(1)
        top = QHBoxLayout(bar)
        top.setContentsMargins(24, 0, 12, 0)
        top.setSpacing(8)
        top.addLayout(titles, 1)
        for widget in (self.back, self.count, self.on):
            top.addWidget(widget)
        top.addSpacing(16)
        for widget in (self.smaller, self.percent, self.larger, self.fit):
            top.addWidget(widget)
        top.addSpacing(16)
        top.addWidget(self.save)
        top.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.canvas, 1)
        over = QVBoxLayout(self.canvas)
        over.addStretch(1)
        over.addWidget(self.words, 0, Qt.AlignmentFlag.AlignHCenter)
        over.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        over.addStretch(1)
        self._ring = (
            self, self.back, self.on, self.smaller, self.larger, self.fit, self.save, self.close_button
        )  # fmt: skip
        self.canvas.zoomed.connect(self._say_zoom)
        self.canvas.more_wanted.connect(self._finer)
        pictures.whole_ready.connect(self._ready)
        pictures.whole_failed.connect(self._failed)
        ground.installEventFilter(self)
        self.hide()
        self.retranslate()

    def _tool(self, icon: str, name: str, call: Callable[[], object]) -> ToolButton:
        button = ToolButton(self.theme, icon, "")
        button.setObjectName(name)
        button.clicked.connect(lambda: call())
        return button

    # -- what the conversation uses -------------------------------------------------------------------

    def show_picture(self, key: str) -> bool:
        """Show the picture of the message `key`; False when it has none."""
        found = next((one for one in self._images() if one.key == key), None)
        if found is None:
            return False
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self._open(found)
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def rows_changed(self) -> None:
        """The pictures of the conversation are others now: count again."""
        if not self.isHidden():
            self._say_place()

    def close_viewer(self) -> None:
        """Close; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        key = self._shown.key if self._shown is not None else ""
        self._shown = None
        self.canvas.clear()
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit(key)

    def step(self, by: int) -> bool:
        """Show the next picture (`by` 1) or the one before (-1); False at the end."""
        images = self._images()
        at = self._position(images)
        if at < 0 or not 0 <= at + by < len(images):
            return False
        self._open(images[at + by])
        if at + by == 0:
            self.older_wanted.emit()
        return True

    # -- one picture ----------------------------------------------------------------------------------

    def _open(self, shown: Shown) -> None:
        self._shown = shown
        self._why = ""
        self.canvas.clear()
        self._load()
        self.retranslate()

    def _load(self) -> None:
        if self._shown is None:
            return
        self._why = ""
        room = self.canvas.room() if not self.isHidden() else self._expected_room()
        self._pictures.want_whole(self._shown.attachment, room.width(), room.height())
        self._say_place()

    def _expected_room(self) -> QSize:
        return self._ground.size() * self.devicePixelRatioF()

    def _finer(self, wanted: QSize) -> None:
        """What is shown is stretched: get it finer, as far as that goes."""
        if self._shown is None:
            return
        edge = max(wanted.width(), wanted.height())
        step = next((size for size in (1024, 2048, _FINEST) if edge <= size), _FINEST)
        self._pictures.want_whole(self._shown.attachment, step, step)

    def _ready(self, key: str, picture: Picture) -> None:
        if self._shown is None or key != self._shown.attachment.key:
            return
        self._why = ""
        finer = not self.canvas.has_picture or picture.image.width() > self.canvas.width_of_picture
        if finer:
            self.canvas.show_picture(QPixmap.fromImage(picture.image), picture.whole)
        self._say_place()

    def _failed(self, key: str, why: str) -> None:
        if self._shown is not None and key == self._shown.attachment.key and not self.canvas.has_picture:
            self._why = why
            self._say_place()

    def _save(self) -> None:
        if self._shown is not None:
            self.save_wanted.emit(self._shown.key)

    def _position(self, images: Sequence[Shown]) -> int:
        key = self._shown.key if self._shown is not None else ""
        return next((at for at, one in enumerate(images) if one.key == key), -1)

    # -- words ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.back.set_name(self.tr("Picture before"))
        self.on.set_name(self.tr("Next picture"))
        self.smaller.set_name(self.tr("Smaller"))
        self.larger.set_name(self.tr("Larger"))
        self.fit.set_name(self.tr("Fit or full size"))
        self.save.set_name(self.tr("Save as"))
        self.close_button.set_name(self.tr("Close"))
        self.again.setText(self.tr("Try again"))
        self.again.setAccessibleName(self.again.text())
        self._say_place()
        self._say_zoom()

    def _say_place(self) -> None:
        shown = self._shown
        if shown is None:
            return
        images = self._images()
        at = self._position(images)
        self.name.set_text(shown.attachment.name)
        self.about.set_text(
            self.tr("{name} · {moment}").format(
                name=shown.sender, moment=day_and_time(shown.ts, self._now_ms())
            )
        )
        place = self.tr("{number} / {count}").format(number=at + 1, count=len(images)) if at >= 0 else ""
        self.count.set_text(place)
        self.back.setEnabled(at > 0)
        self.on.setEnabled(0 <= at < len(images) - 1)
        loaded = self.canvas.has_picture
        for button in (self.smaller, self.larger, self.fit):
            button.setEnabled(loaded)
        words = "" if loaded else self._excuse() if self._why else self.tr("Loading the picture …")
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        self.again.setVisible(bool(self._why) and error_code(self._why) is not None and not loaded)
        said = self.tr("Picture {name} from {sender}").format(name=shown.attachment.name, sender=shown.sender)
        self.setAccessibleName(self.tr("{picture}, {place}").format(picture=said, place=place))
        self.setAccessibleDescription(words)
        self.canvas.setAccessibleName(said if loaded else words)

    def _excuse(self) -> str:
        if error_code(self._why) is not None:
            words = error_words(self._why)
            return self.tr("{what}. {advice}").format(what=words.title, advice=words.advice)
        match self._why:
            case "large":
                return self.tr("This picture is too large to be shown here. Save it to open it elsewhere.")
            case "unknown":
                return self.tr("This kind of picture cannot be shown here. Save it to open it elsewhere.")
        return self.tr("This picture is damaged.")

    def _say_zoom(self) -> None:
        percent = round(self.canvas.zoom * 100) if self.canvas.has_picture else 0
        self.percent.set_text(self.tr("{percent} %").format(percent=percent) if percent else "")

    # -- events ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything by keys: pictures, zoom, moving, saving, closing."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        canvas = self.canvas
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_viewer()
            case Qt.Key.Key_Left if shifted:
                canvas.pan(-_PAN, 0)
            case Qt.Key.Key_Right if shifted:
                canvas.pan(_PAN, 0)
            case Qt.Key.Key_Left | Qt.Key.Key_PageUp:
                self.step(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_PageDown:
                self.step(1)
            case Qt.Key.Key_Home:
                self._jump(0)
            case Qt.Key.Key_End:
                self._jump(-1)
            case Qt.Key.Key_Up:
                canvas.pan(0, -_PAN)
            case Qt.Key.Key_Down:
                canvas.pan(0, _PAN)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                canvas.zoom_by(1)
            case Qt.Key.Key_Minus:
                canvas.zoom_by(-1)
            case Qt.Key.Key_0:
                canvas.fit()
            case Qt.Key.Key_1:
                canvas.zoom_to(1.0)
            case Qt.Key.Key_S if control:
                self._save()
            case _:
                super().keyPressEvent(event)

    def _jump(self, at: int) -> None:
        images = self._images()
        if images:
            self._open(images[at])
            if at == 0:
                self.older_wanted.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the viewer's keys from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays among the viewer's own buttons: what is behind cannot be seen."""
        ring = [widget for widget in self._ring if widget.isEnabled()]
        now = QApplication.focusWidget()
        at = next((at for at, widget in enumerate(ring) if widget is now), 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        ring[(at + (1 if forward else -1)) % len(ring)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if watched is self._ground and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._ground.rect())
        return False
