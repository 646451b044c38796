"""How strong a new password is, in four steps and in words."""

from enum import IntEnum
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from schoolbell.viewmodels.counted import Counted

MINIMUM = 8
PasswordStrength = Counted("PasswordStrength")


class Strength(IntEnum):
    """Steps of the strength bar."""

    SHORT = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


def strength(password: str, account: str = "") -> Strength:
    """Judge `password`: length, kinds of characters, runs, and whether it contains the account's name."""
    if len(password) < MINIMUM:
        return Strength.SHORT
    kinds = sum(
        (
            any(letter.islower() for letter in password),
            any(letter.isupper() for letter in password),
            any(letter.isdigit() for letter in password),
            any(not letter.isalnum() for letter in password),
        )
    )
    distinct = len(set(password))
    steps = sum(abs(ord(after) - ord(before)) <= 1 for before, after in pairwise(password))
    named = len(account) >= 3 and account.casefold() in password.casefold()
    if kinds < 2 or distinct < 5 or named or steps >= len(password) - 2:
        return Strength.WEAK
    if (len(password) >= 12 and distinct >= 8) or (kinds >= 3 and len(password) >= 10):
        return Strength.STRONG
    return Strength.FAIR


def strength_words(value: Strength) -> str:
    """Return the words under the field."""
    translate = QCoreApplication.translate
    if value is Strength.SHORT:
        return PasswordStrength.tr("At least %n characters", "", MINIMUM)
    if value is Strength.WEAK:
        return translate("PasswordStrength", "Weak: mix letters and digits; no names, no 12345")
    if value is Strength.FAIR:
        return translate("PasswordStrength", "Good")
    return translate("PasswordStrength", "Strong")
