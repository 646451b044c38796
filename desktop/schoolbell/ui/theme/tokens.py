"""The design tokens: every colour the window may use, for light, dark and high contrast."""

from msgspec import Struct
from PySide6.QtGui import QColor


class GroupHue(Struct, frozen=True):
    """Background and text colour of a group's avatar."""

    background: QColor
    text: QColor


class Tokens(Struct, frozen=True):
    """All colours of one theme, by what they are used for. Treat the QColor values as read-only."""

    name: str
    dark: bool
    bg_rail: QColor
    bg_list: QColor
    bg_canvas: QColor
    bg_raised: QColor
    bg_subtle: QColor
    bg_input: QColor
    scrim: QColor
    line: QColor
    line_strong: QColor
    line_hover: QColor
    text_1: QColor
    text_2: QColor
    text_3: QColor
    text_disabled: QColor
    text_on_fill: QColor
    accent: QColor
    accent_fill: QColor
    accent_fill_hover: QColor
    accent_fill_press: QColor
    accent_text: QColor
    accent_tint: QColor
    accent_tint_2: QColor
    danger: QColor
    danger_fill: QColor
    danger_fill_hover: QColor
    danger_text: QColor
    danger_tint: QColor
    danger_line: QColor
    done: QColor
    done_text: QColor
    done_tint: QColor
    late: QColor
    late_text: QColor
    late_tint: QColor
    hover: QColor
    press: QColor
    selected: QColor
    focus: QColor
    rail_selected: QColor
    row_selected: QColor
    bubble_other: QColor
    bubble_own: QColor
    bubble_own_line: QColor
    quote_other: QColor
    quote_own: QColor
    hit: QColor
    hit_text: QColor
    badge: QColor
    badge_muted: QColor
    badge_text: QColor
    track: QColor
    thumb: QColor
    shadow: QColor
    shadow_pop: QColor
    person_hues: tuple[QColor, ...]  # 8, index hue - 1; their text is white
    group_hues: tuple[GroupHue, ...]  # 8, index hue - 1

    def person(self, hue: int) -> QColor:
        """Return the circle colour of a person; `hue` is 1…8, anything else wraps around."""
        return self.person_hues[(hue - 1) % len(self.person_hues)]

    def group(self, hue: int) -> GroupHue:
        """Return the square colours of a group; `hue` is 1…8, anything else wraps around."""
        return self.group_hues[(hue - 1) % len(self.group_hues)]


# File-type tiles, the same in every theme (white text).
TILE_PDF = QColor("#B4533F")
TILE_SHEET = QColor("#2F7D4F")
TILE_DOCUMENT = QColor("#4C6FBF")
TILE_IMAGE = QColor("#8A5A9E")
TILE_VIDEO = QColor("#5B5FC7")
TILE_OTHER = QColor("#5E6773")

# name: light, dark, high contrast (light ground; text at least 7:1, borders at least 4.5:1)
_COLOURS: dict[str, tuple[str, str, str]] = {
    "bg_rail": ("#EEF1F5", "#131518", "#FFFFFF"),
    "bg_list": ("#F7F8FA", "#181B1F", "#FFFFFF"),
    "bg_canvas": ("#FFFFFF", "#1E2125", "#FFFFFF"),
    "bg_raised": ("#FFFFFF", "#272B30", "#FFFFFF"),
    "bg_subtle": ("#F5F6F8", "#23272B", "#F2F2F2"),
    "bg_input": ("#FFFFFF", "#1A1D21", "#FFFFFF"),
    "scrim": ("#66171C24", "#8F000000", "#99000000"),
    "line": ("#E4E7EC", "#2E3338", "#595F69"),
    "line_strong": ("#C6CCD5", "#444B54", "#3A414C"),
    "line_hover": ("#9AA3AF", "#626B77", "#000000"),
    "text_1": ("#1D2129", "#E6E9ED", "#000000"),
    "text_2": ("#4B5462", "#B1B8C2", "#1D2129"),
    "text_3": ("#5E6773", "#969EA9", "#2B323C"),
    "text_disabled": ("#A3ABB6", "#5C646F", "#5E6773"),
    "text_on_fill": ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
    "accent": ("#1677FF", "#4593FF", "#0043B8"),
    "accent_fill": ("#0F6AEB", "#1563D2", "#0043B8"),
    "accent_fill_hover": ("#0B5CD0", "#1C6EE0", "#003591"),
    "accent_fill_press": ("#094DB0", "#1257BC", "#00266B"),
    "accent_text": ("#0958D9", "#74B3FF", "#003FAE"),
    "accent_tint": ("#E3EEFF", "#1A2F4B", "#E3EEFF"),
    "accent_tint_2": ("#CFE1FF", "#21416B", "#CFE1FF"),
    "danger": ("#D92D20", "#F2665B", "#9E1208"),
    "danger_fill": ("#D92D20", "#C9302C", "#9E1208"),
    "danger_fill_hover": ("#BE2318", "#DA3E38", "#7F0D05"),
    "danger_text": ("#C42B1F", "#FF8A82", "#8F1007"),
    "danger_tint": ("#FDECEA", "#3B2222", "#FDECEA"),
    "danger_line": ("#F3B9B3", "#6E3632", "#9E1208"),
    "done": ("#1A8F45", "#3FB463", "#0C5A28"),
    "done_text": ("#18753A", "#5CC678", "#0C5A28"),
    "done_tint": ("#E6F5EB", "#1B3325", "#E6F5EB"),
    "late": ("#E08A00", "#D99A2B", "#6B4100"),
    "late_text": ("#8F5600", "#E5B454", "#6B4100"),
    "late_tint": ("#FFF3DC", "#372B16", "#FFF3DC"),
    "hover": ("#ECEFF3", "#24282D", "#E2E6EB"),
    "press": ("#E2E6EB", "#2C3136", "#D3D9E1"),
    "selected": ("#E0ECFF", "#1B3250", "#D3E4FF"),
    "focus": ("#1677FF", "#4593FF", "#000000"),
    "rail_selected": ("#D9E8FF", "#1B3250", "#D3E4FF"),
    "row_selected": ("#DDEAFF", "#1C3351", "#D3E4FF"),
    "bubble_other": ("#F2F4F7", "#2A2E34", "#F2F2F2"),
    "bubble_own": ("#DCEAFF", "#17375F", "#DCEAFF"),
    "bubble_own_line": ("#BFD8FF", "#25528A", "#0043B8"),
    "quote_other": ("#E7EAEF", "#353A41", "#FFFFFF"),
    "quote_own": ("#C9DEFF", "#21467A", "#FFFFFF"),
    "hit": ("#FFE7A3", "#6A5313", "#FFE066"),
    "hit_text": ("#1D2129", "#FFF3CF", "#000000"),
    "badge": ("#0F6AEB", "#1563D2", "#0043B8"),
    "badge_muted": ("#69727E", "#5A626D", "#3A414C"),
    "badge_text": ("#FFFFFF", "#FFFFFF", "#FFFFFF"),
    "track": ("#E4E7EC", "#33383F", "#C6CCD5"),
    "thumb": ("#C3C9D2", "#4A515B", "#5E6773"),
    "shadow": ("#1A171C24", "#52000000", "#00000000"),
    "shadow_pop": ("#2E171C24", "#7A000000", "#33000000"),
}
_PERSON = (
    ("#4C6FBF", "#46639F"),
    ("#2E7D7A", "#2C6B69"),
    ("#8A5A9E", "#755085"),
    ("#66752F", "#5A672F"),
    ("#8F6240", "#7B573C"),
    ("#5B5FC7", "#5255A6"),
    ("#2B7A9B", "#2A6983"),
    ("#A8527A", "#8D4A69"),
)
_GROUP = (
    ("#C9D4EC", "#2C406F", "#34466F", "#C9D4EC"),
    ("#C0D8D7", "#1B4947", "#264D4E", "#C0D8D7"),
    ("#DCCEE2", "#50345C", "#523C5F", "#DCCEE2"),
    ("#D1D6C1", "#3B441B", "#41492A", "#D1D6C1"),
    ("#DDD0C6", "#533925", "#544032", "#DDD0C6"),
    ("#CECFEE", "#353773", "#3B3F73", "#CECFEE"),
    ("#BFD7E1", "#19475A", "#244C5E", "#BFD7E1"),
    ("#E5CBD7", "#613047", "#60394E", "#E5CBD7"),
)


def _build(name: str, column: int) -> Tokens:
    dark = column == 1
    shift = 2 if dark else 0
    return Tokens(
        name=name,
        dark=dark,
        person_hues=tuple(QColor(pair[1 if dark else 0]) for pair in _PERSON),
        group_hues=tuple(GroupHue(QColor(row[shift]), QColor(row[shift + 1])) for row in _GROUP),
        **{key: QColor(values[column]) for key, values in _COLOURS.items()},
    )


LIGHT = _build("light", 0)
DARK = _build("dark", 1)
HIGH_CONTRAST = _build("high_contrast", 2)
THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}
