"""What people type for an account: a name, or the bare number behind which a role's letter is missing."""

import re
import unicodedata

# Localparts are a role's letter and a number; people know the number. Office accounts are typed with theirs.
ROLES = ("s", "t", "g")


def accounts(text: str) -> tuple[str, ...]:
    """Return the accounts that somebody may mean: one name, or for a bare number those it can stand for.

    A mobile number is a guardian's.
    """
    name = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"[\s-]", "", name).removeprefix("+86")
    if not (digits.isascii() and digits.isdigit()):
        return (name.lower() if name[:1] != "@" else name,)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return (f"g{digits}",)
    return tuple(f"{letter}{digits}" for letter in ROLES)


def account_of(text: str, role: str) -> str:
    """Return the one account meant, with the letter of `role` where only a number was typed.

    One, because each try at a server costs: those who share an address are locked out together.
    """
    names = accounts(text)
    return next((name for name in names if len(names) > 1 and name[:1] == role), names[0])


def role_of(user_id: str) -> str:
    """Return the letter that a number alone would lack in this account, "" for others."""
    return user_id[1:2] if user_id[1:2] in ROLES and user_id[2:3].isdigit() else ""
