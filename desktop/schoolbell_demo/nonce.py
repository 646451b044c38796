"""The nonce of a tour: as it is reported, as keys can type it, as it can stand in the name of a file."""

import hashlib
import unicodedata
from dataclasses import dataclass

LONGEST = 500  # characters that are typed key by key: some seconds
_LONGEST_NAME = 24  # characters: a file's name has 255 bytes, and there are other words in it


@dataclass(frozen=True, slots=True)
class Nonce:
    """`given` from outside; `text` for messages; `name` for file names (the same where it can be)."""

    given: str
    text: str
    name: str

    @staticmethod
    def of(given: str) -> "Nonce":
        """Return the forms of what the command line gave (bytes that are no text became surrogates)."""
        text = "".join(sign for sign in given if _can_be_typed(sign))[:LONGEST]
        digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        plain = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in text)
        if plain != given or len(plain) > _LONGEST_NAME or not any(sign.isalnum() for sign in plain):
            plain = f"{plain[: _LONGEST_NAME - len(digest) - 1].strip('-')}-{digest}".lstrip("-")
        reported = given.encode("utf-8", "replace").decode()
        return Nonce(reported, text or digest, plain)


def _can_be_typed(sign: str) -> bool:
    """Whether a key writes it as it is: no control (Return sends, Tab leaves), nothing that only formats."""
    category = unicodedata.category(sign)
    return category[0] != "C" and category not in ("Zl", "Zp")
