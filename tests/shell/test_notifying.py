"""What is shown outside of the window: pop-ups, sounds, counts; and where a click leads."""

import re
import sys
import wave
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from schoolbell.domain.chat.items import MessageKind
from schoolbell.domain.notifications.items import Notification
from schoolbell.shell import sounds as sounds_module
from schoolbell.shell.notifying import Notifier
from schoolbell.shell.sounds import Sounds
from schoolbell.shell.tray import Tray, counted_icon
from schoolbell.system.paths import Paths
from schoolbell.system.resources import resource
from schoolbell.system.settings import Settings
from schoolbell.ui.theme.icons import logo_icon
from schoolbell.viewmodels.notification_words import body_words, title_words

ONE = Notification(
    1, room_id="!a:x", event_id="$1", room="三年级2班 家校群", sender="李明爸爸", text="收到"
)  # fmt: skip
OTHER = Notification(3, room_id="!b:x", event_id="$2", room="语文教研组")
VEILED = Notification(1, rooms=0)


def said(text):
    """Return a text with the plural that its translation will have."""

    def plural(found):
        return found[1] + found[2] + ("" if found[1] == "1" else "s")

    return re.sub(r"(\d+)( (?:\w+ )*\w+)\(s\)", plural, text)


class Box(QObject):
    """A tray that remembers."""

    message_clicked = Signal()

    def __init__(self):
        super().__init__()
        self.shown, self.counts = [], (0, 0)

    def show_message(self, title, text):
        self.shown.append((title, said(text)))

    def set_counts(self, unread, dings):
        self.counts = (unread, dings)


class Bell:
    def __init__(self):
        self.rung = []

    def play(self, name):
        self.rung.append(name)


class Desk:
    """A notifier and all that it touches."""

    def __init__(self, folder, qtbot):
        self.tray, self.bell, self.locked = Box(), Bell(), False
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.settings = Settings(Paths(folder))
        self.notifier = Notifier(self.tray, self.window, self.settings, self.bell, lambda: self.locked)
        self.opened = []
        self.notifier.opened.connect(lambda *place: self.opened.append(place))

    def wait_for_the_next(self):
        self.notifier._next.timeout.emit()

    @property
    def titles(self):
        return [title for title, _ in self.tray.shown]


@pytest.fixture
def desk(tmp_path, qtbot, languages):
    languages.use("en")
    made = Desk(tmp_path, qtbot)
    yield made
    made.notifier._next.stop()


def test_a_click_opens_what_is_in_view(desk):
    desk.notifier.tell("me", [ONE, OTHER])
    assert desk.tray.shown == [("三年级2班 家校群", "李明爸爸: 收到")]
    desk.tray.message_clicked.emit()
    assert desk.opened == [("me", "!a:x", "$1")]
    desk.wait_for_the_next()
    assert desk.tray.shown[1:] == [("语文教研组", "3 new messages")]
    desk.tray.message_clicked.emit()
    assert desk.opened[1:] == [("me", "!b:x", "$2")]


def test_a_click_on_anything_else_just_shows_the_window(desk):
    desk.tray.message_clicked.emit()
    assert desk.opened == [("", "", "")]


def test_what_waits_of_one_chat_is_told_together(desk):
    desk.notifier.tell("me", [OTHER])
    for _ in range(3):
        desk.notifier.tell("me", [ONE])
    desk.notifier.tell("brother", [ONE])
    desk.wait_for_the_next()
    desk.wait_for_the_next()
    desk.wait_for_the_next()
    assert desk.tray.shown[1:] == [
        ("三年级2班 家校群", "3 new messages"), ("三年级2班 家校群", "李明爸爸: 收到")
    ]  # fmt: skip


def test_one_sound_for_all_and_none_when_it_is_off(desk):
    desk.notifier.tell("me", [ONE, OTHER])
    assert desk.bell.rung == ["message"]
    desk.settings.change(notify_sound=False)
    desk.notifier.tell("me", [ONE])
    assert desk.bell.rung == ["message"]


def test_while_presenting_there_is_only_the_badge(desk):
    desk.notifier.tell("me", [ONE, OTHER])
    changes = []
    desk.notifier.presenting_changed.connect(lambda: changes.append(desk.notifier.presenting))
    desk.notifier.set_presenting("screen", True)
    desk.notifier.set_presenting("exam", True)
    desk.wait_for_the_next()
    desk.notifier.tell("me", [VEILED])
    desk.notifier.set_unread(4)
    assert desk.titles == ["三年级2班 家校群"], "the first, from before"
    assert desk.bell.rung == ["message"]
    assert desk.tray.counts == (4, 0)
    desk.notifier.set_presenting("screen", False)
    assert desk.notifier.presenting
    desk.notifier.set_presenting("exam", False)
    assert changes == [True, False]


def test_the_lock_takes_the_counts_and_what_waits_away(desk):
    desk.notifier.set_unread(7)
    desk.notifier.set_ding_count(2)
    assert desk.tray.counts == (7, 2)
    desk.notifier.tell("me", [ONE, OTHER])
    desk.locked = True
    desk.notifier.refresh()
    assert desk.tray.counts == (0, 0)
    desk.wait_for_the_next()
    assert desk.titles == ["三年级2班 家校群"]
    desk.tray.message_clicked.emit()
    assert desk.opened == [("", "", "")], "nothing of what was shown before"
    desk.locked = False
    desk.notifier.refresh()
    assert desk.tray.counts == (7, 2)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (ONE, ("三年级2班 家校群", "李明爸爸: 收到")),
        (Notification(1, room_id="!d:x", room="陈静", text="有空吗"), ("陈静", "有空吗")),
        (Notification(1, room_id="!d:x", room="陈静"), ("陈静", "New message")),
        (Notification(1, room_id="!a:x", room="A", sender="B", text="x", mention=True),
         ("A", "B: [@ you] x")),
        (Notification(2, room_id="!a:x", room="A", mention=True), ("A", "2 new messages, you are mentioned")),
        (Notification(1, room_id="!a:x", room="A", sender="B", text="a.png", kind=MessageKind.IMAGE),
         ("A", "B: [Picture] a.png")),
        (Notification(1, room_id="!a:x", room="A", sender="B", kind=MessageKind.FILE), ("A", "B: [File]")),
        (Notification(1, room_id="!a:x", room="A", sender="B", kind=MessageKind.VOICE),
         ("A", "B: [Voice message]")),
        (Notification(12, rooms=7), ("Schoolbell", "12 new messages in 7 chats")),
        (VEILED, ("Schoolbell", "1 new message")),
        (Notification(9, rooms=0), ("Schoolbell", "9 new messages")),
    ],
)  # fmt: skip
def test_the_words(languages, told, words):
    languages.use("en")
    assert (title_words(told), said(body_words(told))) == words


# -- tray ---------------------------------------------------------------------------------------------


@pytest.fixture
def tray(theme, languages):
    languages.use("en")
    made = Tray(theme)
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize(
    ("unread", "dings", "words"),
    [
        (0, 0, "Schoolbell"), (1, 0, "Schoolbell: 1 unread"), (0, 1, "Schoolbell: 1 DING to confirm"),
        (5, 2, "Schoolbell: 2 DINGs to confirm, 5 unread"),
    ],
)  # fmt: skip
def test_the_tool_tip_says_what_waits(tray, unread, dings, words):
    tray.set_counts(unread, dings)
    assert said(tray.tool_tip) == words


def test_only_dings_are_red(theme):
    def colours(icon):
        picture = icon.pixmap(64, 64).toImage()
        return {picture.pixelColor(x, 60).name() for x in range(20, 63)}

    red = theme.tokens.danger_fill.name()
    logo = logo_icon()
    assert red in colours(counted_icon(theme, logo, "3", 64, urgent=True))
    assert red not in colours(counted_icon(theme, logo, "3", 64))
    assert theme.tokens.badge.name() in colours(counted_icon(theme, logo, "3", 64))
    assert counted_icon(theme, logo, "", 64) is logo


class PaintedIcons:
    """Notes what the tray has painted; seen as said."""

    def __init__(self, tray, monkeypatch, *, seen):
        self.icons = []
        icon = tray._icon
        monkeypatch.setattr(icon, "isVisible", lambda: seen)
        monkeypatch.setattr(icon, "setIcon", self.icons.append)


def test_a_count_is_painted_when_it_looks_another_way(tray, monkeypatch):
    painted = PaintedIcons(tray, monkeypatch, seen=True)
    steps = ((5, 0, 1), (5, 0, 1), (6, 0, 2), (6, 1, 3), (7, 1, 3), (0, 0, 4), (100, 0, 5))
    for unread, dings, icons in steps:
        tray.set_counts(unread, dings)
        assert len(painted.icons) == icons, (unread, dings)
    for unread in range(101, 600):
        tray.set_counts(unread, 0)
    assert len(painted.icons) == 5  # "99+" it stays
    assert said(tray.tool_tip) == "Schoolbell: 599 unread"


def test_where_nobody_sees_it_nothing_is_painted(tray, monkeypatch):
    painted = PaintedIcons(tray, monkeypatch, seen=False)
    for unread in range(20):
        tray.set_counts(unread, 0)
    assert painted.icons == []
    assert said(tray.tool_tip) == "Schoolbell: 19 unread"


# -- sounds -------------------------------------------------------------------------------------------


def test_the_sound_is_short_and_soft():
    with wave.open(str(resource("resources", "sounds", "message.wav"))) as file:
        assert file.getnframes() / file.getframerate() < 1
        frames = file.readframes(file.getnframes())
    loudest = max(
        abs(int.from_bytes(frames[at : at + 2], "little", signed=True)) for at in range(0, len(frames), 2)
    )
    assert 4_000 < loudest < 32_000


@pytest.mark.qt_log_ignore("pipewire", extend=True)  # what Qt Multimedia says of a computer without it
def test_a_computer_without_loudspeakers_stays_silent(qapp, monkeypatch):
    from PySide6.QtMultimedia import QMediaDevices

    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setattr(QMediaDevices, "audioOutputs", lambda: [])
    sounds = Sounds()
    sounds.play("message")
    assert sounds._effects == {}


def test_where_nothing_can_be_heard_nothing_is_loaded_for_it(qapp, monkeypatch, tmp_path):
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.delenv("PULSE_RUNTIME_PATH", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(sounds_module, "_CARDS", tmp_path / "pcm")
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    sounds = Sounds()
    sounds.play("message")
    assert not sounds._mute, "nobody asked Qt Multimedia"
    (tmp_path / "pcm").write_text("00-00: ALC : ALC : playback 1 : capture 1\n")
    assert sounds_module.may_be_heard()
    (tmp_path / "pcm").write_text("")
    assert not sounds_module.may_be_heard()
    (tmp_path / "pipewire-0").touch()
    assert sounds_module.may_be_heard(), "a sound server was started"


def test_windows_plays_by_itself(qapp, monkeypatch):
    played = []
    winsound = SimpleNamespace(
        SND_FILENAME=1, SND_ASYNC=2, SND_NODEFAULT=4, PlaySound=lambda *what: played.append(what)
    )
    monkeypatch.setitem(sys.modules, "winsound", winsound)
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    monkeypatch.setattr(sys, "platform", "win32")
    sounds = Sounds()
    sounds.play("ding")
    sounds.play("ding")
    assert [(Path(file).name, flags) for file, flags in played] == [("ding.wav", 7)] * 2

    def busy(*_what):
        raise RuntimeError

    winsound.PlaySound = busy
    sounds.play("ding")


def test_without_qt_multimedia_nothing_breaks(qapp, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    sounds = Sounds()
    sounds.play("message")
    sounds.play("message")
    assert sounds._mute
