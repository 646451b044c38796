"""The one style sheet of the application, filled from the tokens."""

from string import Template

from PySide6.QtGui import QColor

from schoolbell.ui.theme.tokens import Tokens

_SHEET = Template(
    """
QToolTip { background: $bg_raised; color: $text_1; border: 1px solid $line; padding: 4px 8px; }
QBalloonTip QLabel { color: #1f2329; } /* its ground is yellow in both themes */
QMenu { background: $bg_raised; color: $text_1; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $hover; color: $text_1; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLineEdit[field="true"] {
    background: $bg_input; color: $text_1; border: 1px solid $line_strong; border-radius: 8px;
    padding: 0 11px; selection-background-color: $accent_tint_2; selection-color: $text_1;
    placeholder-text-color: $text_3;
}
QLineEdit[bare="true"] {
    background: transparent; color: $text_1; border: 0;
    selection-background-color: $accent_tint_2; selection-color: $text_1; placeholder-text-color: $text_3;
}
QLineEdit[field="true"]:hover { border-color: $line_hover; }
QLineEdit[field="true"]:focus { border: 2px solid $focus; padding: 0 10px; }
QLineEdit[field="true"]:disabled { background: $bg_subtle; color: $text_disabled; border-color: $line; }
QLineEdit[field="true"][error="true"] { border: 2px solid $danger; padding: 0 10px; }
"""
)


def css(color: QColor) -> str:
    """Return `color` in the notation of Qt style sheets."""
    return f"rgba({color.red()},{color.green()},{color.blue()},{color.alpha()})"


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet of one theme. In high contrast, inputs are outlined with text colour."""
    names = (
        "bg_raised", "bg_input", "bg_subtle", "text_1", "text_3", "text_disabled", "line", "line_strong",
        "line_hover", "hover", "thumb", "focus", "danger", "accent_tint_2",
    )  # fmt: skip
    return _SHEET.substitute({name: css(getattr(tokens, name)) for name in names})
