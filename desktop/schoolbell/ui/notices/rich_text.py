"""Turns what was written with formatting into plain text and HTML of our own making, and back."""

import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextListFormat,
)

_LINE = "\u2028"  # a new line inside of a paragraph
_KEPT = "\u00a0"
_SPACES = re.compile(f"(?<=[ {_LINE}]) |^ | $| (?={_LINE})")  # those that HTML leaves out
_STRONG = 600
_SCHEMES = ("http://", "https://", "mailto:")
NUMBERED = QTextListFormat.Style.ListDecimal
DOTTED = QTextListFormat.Style.ListDisc


class Rich(Struct, frozen=True):
    """The same words twice; `html` is "" where nothing is formatted."""

    text: str
    html: str


def link_of(typed: str) -> str:
    """Return the address that somebody means, "" for what is none: "www.school.cn" is https."""
    address = "".join(typed.split())
    if "@" in address and ":" not in address and "/" not in address:
        address = f"mailto:{address}"
    elif address and ":" not in address.partition("/")[0]:
        address = f"https://{address}"
    scheme = next((one for one in _SCHEMES if address.lower().startswith(one)), "")
    rest = address[len(scheme) :]
    return address if scheme and "." in rest and '"' not in rest and "<" not in rest else ""


def is_bold(look: QTextCharFormat) -> bool:
    """Return whether letters of this look are bold."""
    return look.fontWeight() >= _STRONG


def list_style(block: QTextBlock) -> QTextListFormat.Style | None:
    """Return the kind of list that a paragraph is an item of, None for none."""
    found = block.textList()
    return found.format().style() if found is not None else None


def read(document: QTextDocument) -> Rich:
    """Return the document's words; lists begin with "1." or "•" where there is no formatting."""
    lines: list[str] = []
    html: list[str] = []
    opened, number, formatted = "", 0, False
    for block in _blocks(document):
        style = list_style(block)
        wanted = "" if style is None else "ol" if style is NUMBERED else "ul"
        if wanted != opened:
            html.append((f"</{opened}>" if opened else "") + (f"<{wanted}>" if wanted else ""))
            opened, number = wanted, 0
        number += 1
        inner, marked = _inner(block)
        head = f"{number}. " if wanted == "ol" else "• " if wanted else ""
        lines.append(head + block.text().replace(_LINE, "\n"))
        html.append(f"<li>{inner}</li>" if wanted else f"<p>{inner}</p>")
        formatted |= marked or bool(wanted)
    html.append(f"</{opened}>" if opened else "")
    return Rich("\n".join(lines), "".join(html) if formatted else "")


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    """Yield the stretches of one look of a paragraph."""
    found = block.begin()
    while not found.atEnd():
        yield found.fragment()
        found += 1


def _inner(block: QTextBlock) -> tuple[str, bool]:
    """Return the HTML inside of one paragraph, and whether any of it is formatted."""
    parts, formatted, at = [], False, 0
    spaced = _SPACES.sub(_KEPT, block.text())
    for fragment in fragments(block):
        look = fragment.charFormat()
        end = at + len(fragment.text())
        words, at = escape(spaced[at:end]).replace(_LINE, "<br>"), end
        address = link_of(look.anchorHref())
        if is_bold(look):
            words = f"<strong>{words}</strong>"
        if address:
            words = f'<a href="{escape(address)}">{words}</a>'
        formatted |= bool(address) or is_bold(look)
        parts.append(words)
    return "".join(parts), formatted


def fill(document: QTextDocument, rich: Rich, bold: QTextCharFormat) -> None:
    """Put `rich` into an empty document; its HTML must be sanitised. `bold` is how that looks.

    Only bold, lists and links are taken over: sizes and colours are the editor's.
    """
    if not rich.html:
        document.setPlainText(rich.text)
        return
    found = QTextDocument()
    found.setHtml(rich.html)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    previous: object = None
    for block in _blocks(found):
        if block.blockNumber():
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        style = list_style(block)
        if style is not None:
            style = NUMBERED if style is NUMBERED else DOTTED
            if style is previous and cursor.block().previous().textList() is not None:
                cursor.block().previous().textList().add(cursor.block())
            else:
                cursor.createList(style)
        elif cursor.currentList() is not None:
            cursor.currentList().remove(cursor.block())
            cursor.setBlockFormat(QTextBlockFormat())
        previous = style
        for fragment in fragments(block):
            old, look = fragment.charFormat(), QTextCharFormat()
            address = link_of(old.anchorHref())
            if is_bold(old):
                look.merge(bold)
            if address:
                look.merge(as_link(address))
            cursor.insertText(fragment.text().replace(_KEPT, " "), look)
    cursor.endEditBlock()


def as_link(address: str) -> QTextCharFormat:
    """Return the look of a link to `address`, without its colour."""
    look = QTextCharFormat()
    look.setFontUnderline(True)
    look.setAnchor(True)
    look.setAnchorHref(address)
    return look
