"""Colours that can be read, icons that are there, type in the right order, switching while running."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from schoolbell.system.resources import resource
from schoolbell.ui.theme.fonts import STRONG, Fonts, families
from schoolbell.ui.theme.icons import icon, icon_pixmap, logo_icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens


@pytest.fixture(autouse=True)
def _plain_application(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setStyleSheet("")


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2."""

    def part(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF())


def contrast(one: QColor, two: QColor) -> float:
    """Return the contrast of two colours, 1 … 21."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    ("text_1", ("bg_canvas", "bg_list", "bg_raised", "bg_subtle", "bubble_other", "bubble_own")),
    ("text_1", ("row_selected", "hover")),
    ("text_2", ("bg_canvas", "bg_rail", "bg_list", "quote_other", "quote_own", "row_selected", "hover")),
    ("text_3", ("bg_canvas", "bg_list", "bg_input")),
    ("accent_text", ("bg_canvas", "bubble_other", "bubble_own", "accent_tint", "accent_tint_2")),
    ("danger_text", ("bg_canvas", "danger_tint")),
    ("done_text", ("bg_canvas",)),
    ("late_text", ("bg_canvas",)),
    ("text_on_fill", ("accent_fill", "accent_fill_hover", "accent_fill_press", "danger_fill")),
    ("badge_text", ("badge", "badge_muted")),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda tokens: tokens.name)
def test_every_text_can_be_read_on_its_ground(tokens: Tokens) -> None:
    weak = [
        (text, ground)
        for text, grounds in TEXT_ON
        for ground in grounds
        if contrast(getattr(tokens, text), getattr(tokens, ground)) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda tokens: tokens.name)
def test_avatars_can_be_read(tokens: Tokens) -> None:
    for hue in range(1, 9):
        assert contrast(tokens.person(hue), tokens.text_on_fill) >= 4.5
        group = tokens.group(hue)
        assert contrast(group.background, group.text) >= 4.5


def test_high_contrast_draws_borders_that_show() -> None:
    assert contrast(HIGH_CONTRAST.line_strong, HIGH_CONTRAST.bg_input) >= 7
    assert contrast(HIGH_CONTRAST.line, HIGH_CONTRAST.bg_canvas) >= 4.5
    assert contrast(HIGH_CONTRAST.text_2, HIGH_CONTRAST.bg_canvas) >= 7


def test_hues_outside_one_to_eight_wrap_around() -> None:
    assert LIGHT.person(9) == LIGHT.person(1)
    assert LIGHT.group(0) == LIGHT.group(8)


def test_switching_changes_tokens_palette_and_tells(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "light")
    assert (theme.name, theme.tokens) == ("light", LIGHT)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert (theme.name, theme.mode) == ("dark", "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.bg_canvas
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("dark")
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


def test_the_system_mode_follows_the_desktop(qapp: QApplication) -> None:
    theme = Theme(qapp, "system")
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    try:
        assert theme.name in ("dark", "light")
        theme.set_mode("light")
        theme.set_mode("system")
        expected = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
        assert theme.name == expected
    finally:
        hints.unsetColorScheme()


def test_a_latin_family_stands_before_the_chinese_ones() -> None:
    have = frozenset({"WenQuanYi Micro Hei", "Segoe UI", "PingFang TC", "Microsoft YaHei UI", "Arial"})
    simplified = families("zh_CN", have)
    assert simplified == ["Segoe UI", "Microsoft YaHei UI", "WenQuanYi Micro Hei", "PingFang TC"]
    assert families("zh_TW", have)[:2] == ["Segoe UI", "PingFang TC"]


def ink(fonts: Fonts, weight: int) -> int:
    """Return how dark a word is in `weight`."""
    image = QImage(200, 40, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(fonts.get(20, weight))
    painter.drawText(4, 30, "三年级2班")
    painter.end()
    return sum(255 - image.pixelColor(x, y).value() for x in range(200) for y in range(40))


def test_strong_text_is_darker_even_without_a_demibold_face(qapp: QApplication) -> None:
    fonts = Fonts("zh_CN")
    assert ink(fonts, STRONG) > ink(fonts, 400) * 1.15


def icon_names() -> list[str]:
    """Return all shipped icons but the logo."""
    folder = resource("resources", "icons")
    return sorted(path.stem for path in folder.glob("*.svg") if path.stem != "schoolbell")


def test_every_icon_is_drawn_in_the_colour_that_is_asked_for(qapp: QApplication) -> None:
    for name in icon_names():
        image = icon_pixmap(name, QColor("#C42B1F"), 20, 1.5).toImage()
        assert (image.width(), image.height()) == (30, 30)
        solid = [
            image.pixelColor(x, y)
            for x in range(30)
            for y in range(30)
            if image.pixelColor(x, y).alpha() > 240
        ]
        assert solid, name
        assert all(color.red() > 180 and color.blue() < 60 for color in solid), name


def test_icons_and_logo_serve_controls_at_any_scale(qapp: QApplication) -> None:
    pixmap = icon("bell", QColor("#000000"), 16).pixmap(16, 16)
    assert not pixmap.isNull()
    big = icon_pixmap("bell", QColor("#000000"), 16, 2.5)
    assert (big.width(), big.devicePixelRatio()) == (40, 2.5)
    logo = logo_icon().pixmap(64, 64).toImage()
    assert logo.pixelColor(logo.width() // 8, logo.height() // 2).name() == "#1677ff"
    assert logo.pixelColor(logo.width() // 2, logo.height() // 2).name() == "#ffffff"
    with pytest.raises(FileNotFoundError):
        icon_pixmap("no-such-icon", QColor("#000000"), 16, 1)


def test_the_icons_licence_is_shipped() -> None:
    text = resource("resources", "icons", "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in text
    assert "Cole Bemis" in text
