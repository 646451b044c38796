"""Languages of the window: chosen or the system's, switched while running."""

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from schoolbell.system.resources import resource

log = logging.getLogger(__name__)

LANGUAGES = ("zh_CN", "zh_TW", "en")


def match_language(names: list[str]) -> str:
    """Return the language of ours that fits a list of BCP 47 or POSIX names best; English when none does.

    Traditional script, Taiwan, Hong Kong and Macao read zh_TW; all other Chinese reads zh_CN.
    """
    for name in names:
        parts = name.split(".")[0].replace("_", "-").lower().split("-")
        if parts[0] == "zh":
            traditional = {"hant", "tw", "hk", "mo"} & set(parts[1:])
            return "zh_TW" if traditional and "hans" not in parts else "zh_CN"
        if parts[0] == "en":
            return "en"
    return "en"


class Languages:
    """Owns the application's translators; `use` replaces them, widgets get QEvent.LanguageChange."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self.choice = ""
        self.current = "en"

    def use(self, choice: str) -> str:
        """Switch to `choice` ("" = the system's language) and return the language in effect."""
        self.choice = choice if choice in LANGUAGES else ""
        self.current = self.choice or match_language(QLocale.system().uiLanguages())
        QLocale.setDefault(QLocale(self.current))
        wanted = [
            self._load(f"qtbase_{self.current}", Path(QLibraryInfo.path(_QT_TRANSLATIONS))),
            self._load(f"schoolbell_{self.current}", None),
        ]
        self.remove()
        self._installed = [translator for translator in wanted if translator is not None]
        for translator in self._installed:
            self._application.installTranslator(translator)
        return self.current

    def remove(self) -> None:
        """Take the translators out: English sources show."""
        for old in self._installed:
            self._application.removeTranslator(old)
            old.deleteLater()
        self._installed = []

    def _load(self, name: str, folder: Path | None) -> QTranslator | None:
        if folder is None:
            try:
                path = resource("i18n", f"{name}.qm")
            except FileNotFoundError:
                log.warning("translation %s is not built", name)
                return None
        else:
            path = folder / f"{name}.qm"
            if not path.exists():
                return None
        translator = QTranslator(self._application)
        return translator if translator.load(str(path)) else None


_QT_TRANSLATIONS = QLibraryInfo.LibraryPath.TranslationsPath
