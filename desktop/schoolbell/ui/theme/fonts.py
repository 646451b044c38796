"""The type of the window: families in order of preference and the few sizes in use."""

from PySide6.QtGui import QFont, QFontDatabase

# A Latin family stands before the Chinese ones, else "·" and quotes come out full width.
_LATIN = ("Segoe UI", "SF Pro Text", "Noto Sans", "Open Sans")
_HANS = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
_HANT = (
    "Microsoft JhengHei UI",
    "PingFang TC",
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "Source Han Sans TC",
    "WenQuanYi Micro Hei",
)
_EMOJI = ("Segoe UI Emoji", "Apple Color Emoji", "Noto Color Emoji")

REGULAR = 400
STRONG = 600


def families(language: str, installed: frozenset[str]) -> list[str]:
    """Return the families to ask for, best first: Latin, the reader's Chinese, the other Chinese, emoji.

    `language` is a locale name such as "zh_TW"; names that are not installed are left out, because a
    missing family makes Qt search all aliases.
    """
    traditional = language.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant"))
    chinese = (*_HANT, *_HANS) if traditional else (*_HANS, *_HANT)
    wanted = dict.fromkeys((*_LATIN, *chinese, *_EMOJI))
    return [name for name in wanted if name in installed]


class Fonts:
    """Hands out fonts by pixel size and weight; equal requests share one QFont."""

    def __init__(self, language: str) -> None:
        self._families = families(language, frozenset(QFontDatabase.families()))
        self._strong = self._strong_weight()
        self._fonts: dict[tuple[int, int, bool], QFont] = {}

    def get(self, size: int, weight: int = REGULAR, *, tabular: bool = False) -> QFont:
        """Return the font of `size` px; `tabular` gives digits of equal width (times and counts)."""
        key = (size, weight, tabular)
        font = self._fonts.get(key)
        if font is None:
            font = QFont()
            if self._families:
                font.setFamilies(self._families)
            font.setPixelSize(size)
            font.setWeight(QFont.Weight(self._strong if weight == STRONG else weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
            if tabular:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return font

    def _strong_weight(self) -> int:
        """Return 600, or 700 where the Chinese family has no DemiBold (Qt then shows it as regular)."""
        chinese = next((name for name in self._families if name in _HANS or name in _HANT), None)
        if chinese is None:
            return STRONG
        weights = {QFontDatabase.weight(chinese, style) for style in QFontDatabase.styles(chinese)}
        return STRONG if STRONG in weights else 700


def has_emoji_font() -> bool:
    """Return whether this computer can draw colour emoji."""
    return any("emoji" in family.lower() for family in QFontDatabase.families())
