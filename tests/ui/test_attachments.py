import asyncio
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedLayout, QWidget

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import SendState
from schoolbell.shell.session_files import SessionFiles
from schoolbell.sync.transfers import Direction, TransferState
from schoolbell.ui.messages import attachments
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine
from tests.fakes.media_engine import ScriptedMedia
from tests.ui.files_school import blackboard, file_event, picture_event, png, sunset

LEFT = Qt.MouseButton.LeftButton
BOARD, PHOTO, SHEET, TOOL = "mxc://x/board", "mxc://x/photo", "mxc://x/sheet", "mxc://x/tool"


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
def files(tmp_path):
    made = Files.make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def engine(files):
    made = ScriptedEngine(files)
    rooms = chat_school.school_rooms(made)

    def at(minutes):
        return {"ts": START + minutes * 60_000}

    rooms[GROUP]["timeline"] = [
        *chat_school.messages(made, 12),
        picture_event(made, "blackboard.jpg", BOARD, 1040, 560, **at(200)),
        file_event(made, "口算第12页练习.pdf", SHEET, 1_258_291, CHEN, **at(201)),
        made.text("收到，谢谢老师", LI, **at(202)),
        picture_event(made, "photo.png", PHOTO, 800, 600, LI, **at(203)),
        file_event(made, "点我.exe", TOOL, 4096, LI, **at(204)),
    ]
    made.take_in_now(rooms)
    return made


@pytest.fixture
def media(engine, tmp_path):
    content = {BOARD: blackboard(), PHOTO: sunset(800, 600), SHEET: b"%PDF-1.7 sheet", TOOL: b"MZ program"}
    return ScriptedMedia(engine, tmp_path / "media", content)


@pytest.fixture
async def presenter(qapp, files, engine):
    made = MessagesPresenter(files, ME, FakeClock(), UTC, (SCHOOL,), lambda error: pytest.fail(repr(error)))
    yield made
    await made.stop()


@pytest.fixture
async def pane(qtbot, theme, presenter, engine, media, tmp_path):
    made = MessagesPane(theme, presenter, FakeClock())
    qtbot.addWidget(made)
    made.resize(1216, 800)
    presenter.show_cached("")
    made.show()
    presenter.attach_engine(engine)
    bound = SessionFiles(theme, FakeClock(), presenter, made, tmp_path / "opened", tmp_path / "voice")
    bound.attach_engine(media)
    made.files = bound
    made.binding = bound._binding
    made.engine_ready()
    yield made
    bound.stop()


@pytest.fixture
def until(presenter, qtbot):
    """Let the loop, Qt and the bridge run until something holds."""
    turn = QTimer()
    turn.setSingleShot(True)

    async def wait(condition, what="it"):
        for _ in range(600):
            with qtbot.waitSignal(turn.timeout):
                turn.start(0)
            presenter.bridge.flush()
            if condition():
                return
            await asyncio.sleep(0.005)
        pytest.fail(f"{what} did not come true")

    return wait


@pytest.fixture
async def opened(pane, presenter, until, media):
    """The group is open and its pictures are there."""
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 15, "the timeline")
    await until(lambda: key_of(pane, "photo.png") in shown_pictures(pane), "the thumbnails")
    return pane


def items(pane):
    return [item for item in pane._presenter.timeline.items() if getattr(item, "attachment", None)]


def key_of(pane, name):
    return next(item.key for item in items(pane) if item.attachment.name == name)


def item_of(pane, name):
    return next(item for item in items(pane) if item.attachment.name == name)


def layout_of(pane, name):
    view = pane.timeline
    view.settle()
    row = view.stack.find(key_of(pane, name))
    assert row.layout is not None, f"{name} is not in view"
    return row.layout, view.stack.top_of(row)


def zones_of(pane, name):
    return {zone.kind: zone for zone in layout_of(pane, name)[0].zones}


def point_of(pane, name, kind):
    layout, top = layout_of(pane, name)
    zone = next(zone for zone in layout.zones if zone.kind == kind)
    return (zone.rect.center() + QPointF(0, top)).toPoint()


def click(qtbot, pane, name, kind):
    qtbot.mouseClick(pane.timeline.viewport(), LEFT, pos=point_of(pane, name, kind))


def shown_pictures(pane):
    """Keys of the messages whose picture is painted: its middle is not the placeholder's ground."""
    pane.timeline.viewport().grab()
    thumbnails = pane.binding.thumbnails
    return [
        item.key
        for item in items(pane)
        if any(wish.file == (item.attachment.local_path or item.attachment.key) for wish in thumbnails._kept)
    ]


def words_of(pane, name):
    return [line.text for line in layout_of(pane, name)[0].words]


def dropped(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


# ---- pictures in bubbles


async def test_a_picture_comes_without_moving_anything(pane, presenter, until, media):
    media.held = asyncio.Event()
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() >= 15, "the timeline")
    await until(lambda: media.said("thumbnail"), "the wish for a picture")
    before = {name: (layout_of(pane, name)[0].height, layout_of(pane, name)[1]) for name in
              ("blackboard.jpg", "photo.png", "口算第12页练习.pdf")}  # fmt: skip
    empty = pane.timeline.viewport().grab().toImage()
    media.held.set()
    await until(lambda: len(shown_pictures(pane)) == 2, "the thumbnails")
    after = {name: (layout_of(pane, name)[0].height, layout_of(pane, name)[1]) for name in before}
    assert after == before
    layout, top = layout_of(pane, "blackboard.jpg")
    place = layout.image.translated(0, top).toRect()
    assert (place.width(), place.height()) == (208, 112)
    image = pane.timeline.viewport().grab().toImage()
    assert image.copy(place) != empty.copy(place)
    assert abs(image.pixelColor(place.left() + 20, place.top() + 20).green() - 0x5A) < 12, "the blackboard"


async def test_only_pictures_in_view_are_fetched(opened, engine, media, until, presenter):
    far = [picture_event(engine, f"{n}.jpg", f"mxc://x/far{n}", 400, 300) for n in range(40)]
    media.files |= {f"mxc://x/far{n}": blackboard(40, 30) for n in range(40)}
    media.asked.clear()
    await engine.deliver(GROUP, *far)
    await until(lambda: presenter.timeline.rowCount() > 50, "the new rows")
    await until(lambda: media.said("thumbnail"), "wishes")
    for _ in range(20):
        opened.timeline.viewport().grab()
        await until(lambda: True)
    in_view = {
        row.item.attachment.mxc
        for row, _ in opened.timeline.stack.visible
        if getattr(row.item, "attachment", None) is not None
    }
    assert {mxc for _, mxc in media.said("thumbnail")} <= in_view
    assert len(in_view) < 12


async def test_a_claim_that_lies_does_not_stretch_the_picture(opened, engine, media, until):
    media.files["mxc://x/lie"] = sunset(100, 1000)
    await engine.deliver(GROUP, picture_event(engine, "lie.png", "mxc://x/lie", 1040, 560))
    await until(lambda: "lie.png" in [i.attachment.name for i in items(opened)])
    await until(lambda: key_of(opened, "lie.png") in shown_pictures(opened))
    layout, _ = layout_of(opened, "lie.png")
    assert (layout.image.width(), layout.image.height()) == (208, 112)


async def test_what_is_no_picture_says_so_and_is_not_asked_for_again(opened, engine, media, until):
    media.files["mxc://x/bad"] = b"<svg onload='alert(1)'/>"
    await engine.deliver(GROUP, picture_event(engine, "bad.png", "mxc://x/bad", 400, 300))
    await until(lambda: "bad.png" in [i.attachment.name for i in items(opened)])
    attachment = item_of(opened, "bad.png").attachment
    provide = opened.binding.thumbnails.pixmap

    def broken():
        pixmap = provide(attachment, QSize(208, 112), 1.0)
        return pixmap is not None and pixmap.isNull()

    await until(broken, "the excuse")
    asked = len(media.asked)
    for _ in range(5):
        opened.timeline.viewport().grab()
        await until(lambda: True)
    assert len(media.asked) == asked


async def test_a_picture_that_the_network_refused_is_fetched_later(opened, engine, media, until):
    media.small["mxc://x/late"] = KnownError(ErrorCode.NETWORK)
    media.files["mxc://x/late"] = blackboard(400, 300)
    await engine.deliver(GROUP, picture_event(engine, "late.png", "mxc://x/late", 400, 300))
    await until(lambda: ("thumbnail", "mxc://x/late") in media.asked, "the first try")
    for _ in range(10):
        opened.timeline.viewport().grab()
        await until(lambda: True)
    assert media.said("thumbnail").count(("thumbnail", "mxc://x/late")) == 1, "not at every paint"
    opened.binding.thumbnails._pictures._clock.advance(30)
    await until(lambda: key_of(opened, "late.png") in shown_pictures(opened), "the picture")


# ---- the viewer


async def test_a_click_opens_the_viewer_and_keys_go_through_the_pictures(opened, qtbot, until):
    click(qtbot, opened, "blackboard.jpg", "file")
    viewer = opened.binding.viewer
    assert viewer.isVisible()
    assert viewer.hasFocus()
    await until(lambda: viewer.canvas.has_picture, "the picture")
    assert viewer.name.full_text() == "blackboard.jpg"
    assert viewer.count.full_text() == "1 / 2"
    assert "blackboard.jpg" in viewer.accessibleName()
    assert "1 / 2" in viewer.accessibleName()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.name.full_text() == "photo.png"
    await until(lambda: viewer.canvas.has_picture, "the next picture")
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.name.full_text() == "photo.png", "the end"
    assert not viewer.on.isEnabled()
    qtbot.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.name.full_text() == "blackboard.jpg"
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


async def test_the_viewer_goes_with_its_pane(opened, qtbot, until):
    window = QWidget()
    qtbot.addWidget(window)
    pages = QStackedLayout(window)
    pages.addWidget(opened)
    pages.addWidget(QWidget())
    window.show()
    opened.binding.open(key_of(opened, "blackboard.jpg"))
    viewer = opened.binding.viewer
    assert viewer.parentWidget() is window
    await until(lambda: viewer.canvas.has_picture, "the picture")
    pages.setCurrentIndex(1)  # signed out, locked, another account
    assert not viewer.isVisible()
    assert not viewer.canvas.has_picture


async def test_zooming_keeps_what_is_under_the_mouse_and_fits_again(opened, qtbot, until):
    click(qtbot, opened, "blackboard.jpg", "file")
    viewer = opened.binding.viewer
    await until(lambda: viewer.canvas.has_picture, "the picture")
    canvas = viewer.canvas
    assert canvas.fits
    assert canvas.zoom == 1.0, "1040 px fit as they are"
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert canvas.zoom == 1.25
    assert viewer.percent.full_text() == "125 %"
    point = QPointF(300, 200)
    place = canvas._place()
    under = ((point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height())
    canvas.zoom_by(3, point)
    place = canvas._place()
    again = ((point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height())
    assert again == pytest.approx(under, abs=0.005)
    left = canvas._place().left()
    qtbot.keyClick(viewer, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas._place().left() < left
    for _ in range(30):
        canvas.zoom_by(1)
    assert canvas.zoom == 8.0
    qtbot.keyClick(viewer, Qt.Key.Key_0)
    assert canvas.fits


async def test_a_large_picture_is_fitted_first_and_finer_when_it_is_zoomed(opened, engine, media, until):
    media.files["mxc://x/big"] = blackboard(3000, 1500)
    await engine.deliver(GROUP, picture_event(engine, "big.jpg", "mxc://x/big", 3000, 1500))
    await until(lambda: "big.jpg" in [i.attachment.name for i in items(opened)])
    opened.binding.open(key_of(opened, "big.jpg"))
    viewer = opened.binding.viewer
    await until(lambda: viewer.canvas.has_picture, "the picture")
    assert viewer.canvas.zoom < 0.5
    assert viewer.canvas.width_of_picture <= 1216
    viewer.canvas.zoom_to(1.0)
    await until(lambda: viewer.canvas.width_of_picture == 3000, "the finer picture")
    assert viewer.canvas.zoom == 1.0


async def test_the_viewer_says_why_and_tries_again(opened, qtbot, media, until):
    media.files[PHOTO] = KnownError(ErrorCode.NETWORK)
    opened.binding.open(key_of(opened, "photo.png"))
    viewer = opened.binding.viewer
    await until(lambda: viewer.again.isVisible(), "the excuse")
    assert "network" in viewer.words.full_text()
    media.files[PHOTO] = sunset(800, 600)
    qtbot.mouseClick(viewer.again, LEFT)
    await until(lambda: viewer.canvas.has_picture, "the picture")
    assert not viewer.words.isVisible()


async def test_a_monstrous_picture_is_explained(opened, engine, media, until):
    media.files["mxc://x/bomb"] = png(50_000, 50_000)
    await engine.deliver(GROUP, picture_event(engine, "bomb.png", "mxc://x/bomb", 50_000, 50_000))
    await until(lambda: "bomb.png" in [i.attachment.name for i in items(opened)])
    opened.binding.open(key_of(opened, "bomb.png"))
    viewer = opened.binding.viewer
    await until(lambda: "too large" in viewer.words.full_text(), "the words")
    assert viewer.save.isEnabled()
    assert not viewer.again.isVisible()


async def test_tab_stays_inside_the_viewer_and_every_button_has_a_name(opened, qtbot, until):
    opened.activateWindow()
    click(qtbot, opened, "blackboard.jpg", "file")
    viewer = opened.binding.viewer
    await until(lambda: viewer.canvas.has_picture, "the picture")
    names = []
    for _ in range(9):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert viewer.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is viewer
        names.append(QApplication.focusWidget().accessibleName())
    assert all(names)
    assert {"Next picture", "Smaller", "Larger", "Fit or full size", "Save as", "Close"} <= set(names)


# ---- file cards


async def test_a_file_card_says_what_it_is_and_how_far(opened, media):
    key = item_of(opened, "口算第12页练习.pdf").attachment.key
    assert words_of(opened, "口算第12页练习.pdf")[-1] == "1.2 MB"
    height = layout_of(opened, "口算第12页练习.pdf")[0].height
    media.move(key, 629_146, 1_258_291)
    assert words_of(opened, "口算第12页练习.pdf")[-1] == "50 % of 1.2 MB"
    zones = zones_of(opened, "口算第12页练习.pdf")
    assert zones["cancel"].name == "Stop loading 口算第12页练习.pdf"
    assert "save" not in zones
    media.move(key, 0, 1_258_291, TransferState.FAILED, ErrorCode.FILE_DAMAGED.value)
    assert words_of(opened, "口算第12页练习.pdf")[-1].startswith("Not loaded: ")
    assert "again" in zones_of(opened, "口算第12页练习.pdf")
    media.move(key, 1_258_291, 1_258_291, TransferState.DONE)
    assert words_of(opened, "口算第12页练习.pdf")[-1] == "1.2 MB · Downloaded"
    assert layout_of(opened, "口算第12页练习.pdf")[0].height == height


async def test_cancel_and_again_reach_the_engine(opened, qtbot, media, until):
    attachment = item_of(opened, "口算第12页练习.pdf").attachment
    media.move(attachment.key, 10, 100)
    click(qtbot, opened, "口算第12页练习.pdf", "cancel")
    await until(lambda: media.said("cancel"), "the cancel")
    assert media.said("cancel") == [("cancel", attachment.key)]
    media.move(attachment.key, 0, 100, TransferState.FAILED, ErrorCode.NETWORK.value)
    click(qtbot, opened, "口算第12页练习.pdf", "again")
    await until(lambda: media.said("fetch"), "the new try")
    await until(lambda: "save" in zones_of(opened, "口算第12页练习.pdf"), "the whole file")


async def test_a_click_opens_a_copy_with_its_own_name(opened, qtbot, until, monkeypatch):
    given = []
    monkeypatch.setattr(attachments.QDesktopServices, "openUrl", lambda url: given.append(url) or True)
    click(qtbot, opened, "口算第12页练习.pdf", "file")
    await until(lambda: given, "the system's program")
    assert given[0].toLocalFile().endswith("/口算第12页练习.pdf")
    assert Path(given[0].toLocalFile()).read_bytes() == b"%PDF-1.7 sheet"


async def test_opened_copies_do_not_outlive_the_session_nor_a_crash(
    opened, until, monkeypatch, media, tmp_path
):
    monkeypatch.setattr(attachments.QDesktopServices, "openUrl", lambda _url: True)
    folder = tmp_path / "opened"
    opened.binding.open(key_of(opened, "口算第12页练习.pdf"))
    await until(lambda: list(folder.glob("*/*.pdf")), "the copy")
    opened.files.stop()
    assert not folder.exists()
    (folder / "left").mkdir(parents=True)
    (folder / "left" / "by a crash.pdf").write_bytes(b"x")
    opened.files.attach_engine(media)
    await until(lambda: not folder.exists(), "the cleaned folder")


async def test_a_program_is_opened_only_after_a_question(opened, qtbot, until, monkeypatch, media):
    given = []
    monkeypatch.setattr(attachments.QDesktopServices, "openUrl", lambda url: given.append(url) or True)
    click(qtbot, opened, "点我.exe", "file")
    box = opened.findChild(attachments.Question, "programQuestion")
    assert box.isVisible()
    assert media.said("fetch") == [], "not even loaded"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    await until(lambda: True)
    assert given == []
    click(qtbot, opened, "点我.exe", "file")
    box = opened.findChild(attachments.Question, "programQuestion")
    qtbot.mouseClick(box.yes, LEFT)
    await until(lambda: given, "the program")


async def test_a_program_behind_an_innocent_name_is_asked_about_too(opened, engine, qtbot, until, media):
    media.files["mxc://x/trick"] = b"MZ\x90\0"
    await engine.deliver(GROUP, file_event(engine, "holiday.pdf", "mxc://x/trick", 4))
    await until(lambda: "holiday.pdf" in [i.attachment.name for i in items(opened)])
    opened.binding.open(key_of(opened, "holiday.pdf"))
    await until(lambda: opened.findChild(attachments.Question, "programQuestion") is not None, "the question")
    box = opened.findChild(attachments.Question, "programQuestion")
    qtbot.keyClick(box, Qt.Key.Key_Escape)


async def test_save_as_offers_a_safe_name_and_writes_the_file(opened, engine, qtbot, until, media, tmp_path):
    name = "../../..\\evil\u202efdp.name"
    media.files["mxc://x/evil"] = b"content"
    await engine.deliver(GROUP, file_event(engine, name, "mxc://x/evil", 7))
    await until(lambda: len(items(opened)) == 5)
    item = items(opened)[-1]
    opened.binding.act("save", item.key)
    dialog = opened.findChild(QFileDialog, "saveFileDialog")
    offered = dialog.selectedFiles()[0].rpartition("/")[2]
    assert offered == "_.._.._evilfdp.name", "one name, no path, nothing hidden"
    target = tmp_path / "kept.bin"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    await until(target.exists, "the file")
    assert target.read_bytes() == b"content"
    await until(lambda: opened.notice.isVisible(), "the words about it")
    assert "kept.bin" in opened.notice.accessibleName()
    opened.binding._save(item.attachment, tmp_path / "no such folder" / "kept.bin")
    await until(lambda: "Choose another folder" in opened.notice.accessibleName(), "the advice")


async def test_keyboard_reaches_open_and_save_of_a_card(opened, qtbot, until):
    view = opened.timeline
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.set_current(key_of(opened, "口算第12页练习.pdf"), by_keyboard=True)
    kinds = []
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Right)
        kinds.append(view.keys.zone().kind)
    assert kinds == ["file", "save"]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    dialog = opened.findChild(QFileDialog, "saveFileDialog")
    assert dialog is not None
    dialog.close()


# ---- sending


async def test_files_wait_in_the_tray_and_go_with_the_text_after_them(
    opened, qtbot, until, media, engine, tmp_path
):
    first, second = tmp_path / "作业.docx", tmp_path / "board.png"
    first.write_bytes(b"x" * 3000)
    second.write_bytes(sunset(640, 480))
    opened.binding._take_paths([str(first), str(second)])
    tray = opened.composer.tray
    await until(lambda: len(tray.files) == 2, "the tray")
    assert tray.isVisible()
    await until(lambda: "50.0 MB" in tray._note.full_text(), "the server's limit")
    assert "parts" in tray._note.full_text()
    assert opened.composer.send_button.isEnabled()
    opened.composer.input.setPlainText("今天的作业")
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_Return)
    await until(lambda: opened.composer.input.text() == "", "the empty composer")
    sent = media.said("send")
    assert [one[2] for one in sent] == ["作业.docx", "board.png"]
    assert sent[0][4] is None
    assert (sent[1][4].width, sent[1][4].height) == (640, 480)
    assert tray.files == []
    assert not tray.isVisible()
    bodies = [asked[2]["body"] for asked in engine.asked if asked[0] == "m.room.message"]
    assert bodies == ["作业.docx", "board.png", "今天的作业"]


async def test_a_file_can_be_taken_out_of_the_tray_by_keyboard(opened, qtbot, until, tmp_path):
    path = tmp_path / "wrong.txt"
    path.write_text("x")
    opened.binding._take_paths([str(path)])
    tray = opened.composer.tray
    await until(lambda: tray.files, "the tray")
    chip = tray._chips[tray.files[0].key]
    assert chip.remove.accessibleName() == "Remove wrong.txt"
    chip.remove.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(chip.remove, Qt.Key.Key_Space)
    assert tray.files == []
    assert not opened.composer.send_button.isEnabled()


async def test_what_cannot_be_sent_stays_in_the_tray(opened, qtbot, until, media, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    opened.binding._take_paths([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    tray = opened.composer.tray
    await until(lambda: len(tray.files) == 2, "the tray")
    media.refuse = KnownError(ErrorCode.DISK_FULL)
    qtbot.mouseClick(opened.composer.send_button, LEFT)
    await until(lambda: opened.notice.isVisible(), "the words about it")
    assert [file.name for file in tray.files] == ["a.txt", "b.txt"]
    qtbot.mouseClick(opened.composer.send_button, LEFT)
    await until(lambda: not tray.files, "the second try")
    assert [one[2] for one in media.said("send")] == ["a.txt", "b.txt"]


async def test_each_room_keeps_its_own_tray(opened, until, presenter, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    opened.binding._take_paths([str(tmp_path / "a.txt")])
    await until(lambda: opened.composer.tray.files, "the tray")
    opened.open_room(CHAT)
    await until(lambda: opened.composer.tray.room == CHAT, "the other room")
    assert not opened.composer.tray.isVisible()
    opened.open_room(GROUP)
    await until(lambda: opened.composer.tray.isVisible(), "the tray again")


async def test_a_folder_is_refused_in_words(opened, until, tmp_path):
    opened.binding._take_paths([str(tmp_path)])
    await until(lambda: opened.notice.isVisible(), "the words about it")
    assert opened.composer.tray.files == []


async def test_a_pasted_picture_goes_into_the_tray_and_out(opened, qtbot, until, media):
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#204080"))
    QGuiApplication.clipboard().setImage(image)
    opened.composer.input.setFocus()
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: opened.composer.tray.files, "the tray")
    assert opened.composer.tray.files[0].name.endswith(".png")
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_Return)
    await until(lambda: media.said("send"), "the sending")
    facts = media.said("send")[0][4]
    assert (facts.width, facts.height) == (320, 200)
    QGuiApplication.clipboard().clear()


async def test_a_pasted_file_goes_into_the_tray_and_text_stays_text(opened, qtbot, until, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK")
    QGuiApplication.clipboard().setMimeData(dropped(path))
    opened.composer.input.setFocus()
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: opened.composer.tray.files, "the tray")
    assert opened.composer.input.text() == ""
    words = QMimeData()
    words.setText("三年级")
    words.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(words)
    qtbot.keyClick(opened.composer.input, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert opened.composer.input.text() == "三年级", "a spreadsheet offers a picture of its words"
    assert len(opened.composer.tray.files) == 1
    QGuiApplication.clipboard().clear()


async def test_files_dropped_on_the_conversation_are_taken_in(opened, until, tmp_path):
    path = tmp_path / "drop.pdf"
    path.write_bytes(b"%PDF")
    mime = dropped(path)
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, mime, LEFT, none)
    QApplication.sendEvent(opened.conversation, enter)
    assert enter.isAccepted()
    assert opened.binding.drop_sheet.isVisible()
    drop = QDropEvent(QPointF(50, 50), action, mime, LEFT, none)
    QApplication.sendEvent(opened.conversation, drop)
    assert not opened.binding.drop_sheet.isVisible()
    await until(lambda: opened.composer.tray.files, "the tray")


async def test_nothing_can_be_dropped_where_one_may_not_write(opened, tmp_path):
    opened.composer.set_refusal("Only teachers may write here")
    mime = dropped(tmp_path / "x")
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(opened.conversation, enter)
    assert not opened.binding.drop_sheet.isVisible()
    assert not opened.composer.attach.isEnabled()


async def test_an_upload_shows_how_far_it_is_and_can_be_stopped(opened, qtbot, until, media, tmp_path):
    path = tmp_path / "large.zip"
    path.write_bytes(b"x" * 1000)
    opened.binding._take_paths([str(path)])
    await until(lambda: opened.composer.tray.files, "the tray")
    qtbot.mouseClick(opened.composer.send_button, LEFT)
    await until(lambda: "large.zip" in [i.attachment.name for i in items(opened)], "the row")
    item = item_of(opened, "large.zip")
    assert item.state is SendState.WAITING
    media.move(item.key, 340, 1000, direction=Direction.UP)
    texts = words_of(opened, "large.zip")
    assert "34 % of 1,000 bytes" in texts
    assert "Sending, 34 %" in texts
    layout, _ = layout_of(opened, "large.zip")
    assert layout.bar is not None
    facts = opened.timeline.facts
    said = facts.accessible_row(opened.timeline.stack.index(item.key))[0]
    assert "34 % of 1,000 bytes" in said, "a screen reader hears it, too"
    assert "Waiting for the network" not in said
    click(qtbot, opened, "large.zip", "cancel")
    await until(lambda: media.said("cancel"), "the cancel")
    assert media.said("cancel") == [("cancel", item.key)]


async def test_the_size_of_the_cache_is_told_and_cleared(opened, media, until):
    told = []
    opened.files.attachments.cache_changed.connect(told.append)
    opened.files.attachments.ask_cache_size()
    await until(lambda: told, "the size")
    assert told[0] > 0
    opened.files.attachments.clear_cache()
    await until(lambda: len(told) == 2, "the cleared size")
    assert told[1] == 0
