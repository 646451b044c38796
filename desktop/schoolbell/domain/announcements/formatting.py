"""A notice's text with its formatting: what may be shown of it, and what phones get of it."""

from collections.abc import Sequence
from html import escape

from schoolbell.domain.chat.content import safe_html

HTML = "org.matrix.custom.html"


def readable(html: str) -> str:
    """Return sanitised HTML with a small set of tags, "" where the plain text must do.

    The same path as for every other message: no pictures, styles or scripts, links with harmless schemes.
    """
    return safe_html({"format": HTML, "formatted_body": html}) if html else ""


def formatted_body(title: str, html: str, rest: Sequence[str]) -> str:
    """Return the whole message for phones: title, formatted text (sanitised), what is asked."""
    below = "<br>".join(map(escape, rest))
    return f"<p><strong>{escape(title)}</strong></p>{html}" + (f"<p>{below}</p>" if below else "")
