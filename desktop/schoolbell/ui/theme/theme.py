"""Which theme is in force: tokens, fonts, palette and style sheet, switched while running."""

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.sheet import style_sheet
from schoolbell.ui.theme.tokens import THEMES, Tokens

MODES = ("system", "light", "dark", "high_contrast")


def palette(tokens: Tokens) -> QPalette:
    """Return the Qt palette of `tokens`, for the controls that Fusion paints itself."""
    group = QPalette.ColorGroup
    role = QPalette.ColorRole
    result = QPalette()
    colours: dict[QPalette.ColorRole, QColor] = {
        role.Window: tokens.bg_canvas,
        role.WindowText: tokens.text_1,
        role.Base: tokens.bg_input,
        role.AlternateBase: tokens.bg_subtle,
        role.Text: tokens.text_1,
        role.PlaceholderText: tokens.text_3,
        role.Button: tokens.bg_raised,
        role.ButtonText: tokens.text_1,
        role.BrightText: tokens.text_on_fill,
        role.Highlight: tokens.accent_tint_2,
        role.HighlightedText: tokens.text_1,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.ToolTipBase: tokens.bg_raised,
        role.ToolTipText: tokens.text_1,
        role.Light: tokens.bg_raised,
        role.Midlight: tokens.bg_subtle,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.line_hover,
        role.Accent: tokens.accent,
    }
    for key, color in colours.items():
        result.setColor(key, color)
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, key, tokens.text_disabled)
    return result


class Theme(QObject):
    """The current tokens and fonts; `changed` tells every painter to repaint and lay out again.

    `app` is styled at once. `mode` is one of MODES; "system" follows the desktop's colour scheme.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, mode: str = "system", language: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._mode = mode
        self._tokens = THEMES[self._resolve()]
        self._fonts = Fonts(language or QLocale().name())
        fusion = QStyleFactory.create("Fusion")
        if fusion is not None:
            app.setStyle(fusion)
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """Colours of the theme in force."""
        return self._tokens

    @property
    def fonts(self) -> Fonts:
        """Fonts for the language in force."""
        return self._fonts

    @property
    def name(self) -> str:
        """Return "light", "dark" or "high_contrast": what is shown."""
        return self._tokens.name

    @property
    def mode(self) -> str:
        """Return what was asked for, one of MODES."""
        return self._mode

    @property
    def animation_ms(self) -> int:
        """Return how long a movement may take: at most 150 ms, 0 when the desktop asks for none."""
        style = self._app.style()
        wanted = style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        return max(0, min(150, wanted))

    def set_mode(self, mode: str) -> None:
        """Switch to `mode`, one of MODES; raises ValueError for anything else."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        self._refresh()

    def set_language(self, language: str) -> None:
        """Choose the families for `language` (a locale name): Traditional and Simplified forms differ."""
        self._fonts = Fonts(language)
        self._apply()
        self.changed.emit()

    def _resolve(self) -> str:
        if self._mode != "system":
            return self._mode
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "high_contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        tokens = THEMES[self._resolve()]
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self._app.setFont(self._fonts.get(14))
        self._app.setPalette(palette(self._tokens))
        self._app.setStyleSheet(style_sheet(self._tokens))
