"""First sign-in slips: one page of HTML to print, readable by its owner only, with a QR code per person."""

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from schoolbell.base import slipcode
from schoolbell.base.texts import Texts
from schoolbell_office.accounts import SLIP_DAYS
from schoolbell_office.config import OfficeConfig, write_private

_STYLE = """
@page { size: A4; margin: 12mm }
body { font-family: "Noto Sans CJK SC", "WenQuanYi Micro Hei", "Microsoft YaHei", sans-serif; margin: 0 }
section { border: 1px dashed #666; padding: 5mm; margin: 0 0 5mm; break-inside: avoid }
section { display: flex; gap: 6mm }
section.first { break-before: page }
h1 { font-size: 9pt; font-weight: normal; color: #444; margin: 0 0 1mm }
h2 { font-size: 14pt; margin: 0 0 2mm }
p { font-size: 9pt; margin: 0 0 1mm }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 4mm; font-size: 11pt; margin: 0 0 2mm }
dt { color: #444 }
dd { margin: 0; font-family: "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere }
svg { width: 34mm; height: 34mm; flex: none }
"""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip says: `name` as others see it (a guardian's tells the children, so that the slip reaches
    the right family), `role` a word in the school's language, `password` the first password.
    """

    user_id: str
    name: str
    class_name: str | None
    role: str
    password: str


def address(config: OfficeConfig) -> str:
    """Return what a person types as the school's address: the server name, or the URL when only that works.

    A server on this machine has no well-known under its name, so the slip carries the URL.
    """
    return config.homeserver if config.homeserver.startswith("http://") else config.server_name


def code_of(slip: Slip, config: OfficeConfig) -> str:
    """Return the slip's code: address, account and first password in one (base.slipcode)."""
    localpart = slip.user_id.removeprefix("@").split(":", 1)[0]
    return slipcode.encode(address(config), localpart, slip.password)


def write_slips(
    folder: Path, slips: Sequence[Slip], config: OfficeConfig, school_name: str, texts: Texts, now_ms: int
) -> Path:
    """Write the slips of one run into a new file (0600) in `folder` and return its path.

    Each class begins on a new page, for its teacher to cut and hand out.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(config.timezone))
    path = folder / f"slips-{moment:%Y%m%d-%H%M%S}.html"
    title = html.escape(texts.get("slip.title"))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{config.language.replace("_", "-")}">\n<meta charset="utf-8">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>",
        *(
            _section(slip, config, school_name, texts, at > 0 and slips[at - 1].class_name != slip.class_name)
            for at, slip in enumerate(slips)
        ),
        "</html>\n",
    ]
    write_private(path, "\n".join(parts))
    return path


def _section(slip: Slip, config: OfficeConfig, school_name: str, texts: Texts, first: bool) -> str:
    code = code_of(slip, config)
    localpart = slip.user_id.removeprefix("@").split(":", 1)[0]
    lines = (
        ("address", address(config)),
        ("account", localpart),
        ("password", slip.password),
        ("code", code),
    )
    rows = "".join(
        f"<dt>{html.escape(texts.get(f'slip.{key}'))}</dt><dd>{html.escape(value)}</dd>"
        for key, value in lines
    )
    compact = code.replace(" ", "").replace("-", "")
    heading = " · ".join(part for part in (slip.class_name, slip.name, slip.role) if part)
    title = f"{school_name} · {texts.get('slip.title')}"
    hints = (texts.get("slip.hint"), texts.get("slip.valid", days=SLIP_DAYS))
    return (
        f"<section{' class=first' if first else ''}>{_qr(slipcode.QR_PREFIX + compact)}"
        f"<div><h1>{html.escape(title)}</h1><h2>{html.escape(heading)}</h2>"
        f"<p>{html.escape(texts.get('slip.intro', school=school_name))}</p><dl>{rows}</dl>"
        + "".join(f"<p>{html.escape(hint)}</p>" for hint in hints)
        + "</div></section>"
    )


def _qr(text: str) -> str:
    """Return a QR code as inline SVG."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
