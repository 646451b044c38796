"""The languages of the window by their own names: written in the language itself, never translated."""

LANGUAGE_NAMES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}
