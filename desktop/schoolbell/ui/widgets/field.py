"""Text fields with an error state, and the one for passwords."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme


class TextField(QLineEdit):
    """A line of text; `height` is 40 in forms, 32 in bars. `set_error` outlines it in red.

    The words of an error are shown by the form beside the field; they are also the field's accessible
    description, so that a screen reader says them.
    """

    def __init__(
        self,
        theme: Theme,
        placeholder: str = "",
        *,
        height: int = 40,
        leading_icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leading_name = leading_icon
        self._leading: QAction | None = None
        self.setProperty("field", True)
        self.setFixedHeight(height)
        self.setFont(theme.fonts.get(14 if height >= 40 else 13))
        if leading_icon is not None:
            self._leading = self.addAction(
                icon(leading_icon, theme.tokens.text_2, 16), QLineEdit.ActionPosition.LeadingPosition
            )
            self._leading.triggered.connect(self.setFocus)
        self.setPlaceholderText(placeholder)
        theme.changed.connect(self._theme_changed)

    def setPlaceholderText(self, text: str) -> None:
        """Say what belongs into the field; the icon before it says so too to a screen reader."""
        super().setPlaceholderText(text)
        for one in self._leading.associatedObjects() if self._leading is not None else ():
            if isinstance(one, QToolButton):
                one.setAccessibleName(text)

    @property
    def has_error(self) -> bool:
        """Whether the field is outlined as wrong."""
        return bool(self.property("error"))

    def set_error(self, message: str) -> None:
        """Mark the field wrong with `message`, or right again with ""."""
        self.setProperty("error", bool(message))
        self.setAccessibleDescription(message)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def _theme_changed(self) -> None:
        self.setFont(self._theme.fonts.get(14 if self.height() >= 40 else 13))
        if self._leading is not None and self._leading_name is not None:
            self._leading.setIcon(icon(self._leading_name, self._theme.tokens.text_2, 16))


class PasswordField(TextField):
    """A password: hidden, with an eye to show it; input methods are off and nothing is remembered."""

    def __init__(
        self, theme: Theme, placeholder: str = "", *, height: int = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, placeholder, height=height, parent=parent)
        self._hide_text(True)
        self._eye = self.addAction(
            icon("eye", theme.tokens.text_3, 16), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.triggered.connect(self._toggle)
        self._name_eye()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_eye()

    @property
    def _shown(self) -> bool:
        return self.echoMode() == QLineEdit.EchoMode.Normal

    def _toggle(self) -> None:
        self._hide_text(self._shown)
        self._name_eye()

    def _hide_text(self, hidden: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        # After the echo mode, which sets hints of its own.
        hints = (
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhHiddenText if hidden else hints)

    def _name_eye(self) -> None:
        self._eye.setIcon(icon("eye-off" if self._shown else "eye", self._theme.tokens.text_3, 16))
        name = self.tr("Hide password") if self._shown else self.tr("Show password")
        self._eye.setText(name)
        self._eye.setToolTip(name)

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self._name_eye()
