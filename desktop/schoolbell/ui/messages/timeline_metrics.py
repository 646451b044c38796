"""The measures of the timeline in logical pixels."""

SIDE = 24
BAR = 12  # the scroll bar lies over the right margin; rows paint nothing there but the band of a hit
OVER = 3  # a row may paint so far beyond its height
BOTTOM = 12
GROUP_GAP = 12  # above a row that starts a group
ROW_GAP = 4  # above a row that continues one
AVATAR = 36
AVATAR_GAP = 12
LINE = 16  # name line, status line, dividers
LINE_GAP = 4  # between the name or status line and the bubble
SEGMENT_GAP = 8  # between the parts of those lines
PAD_X = 12
PAD_Y = 8
RADIUS = 8
BUBBLE_MAX = 560
BUBBLE_SHARE = 0.74
QUOTE_BAR = 2
QUOTE_PAD_X = 8
QUOTE_PAD_Y = 4
QUOTE_GAP = 4
IMAGE_WIDTH = 208
IMAGE_HEIGHT = 112
FILE_WIDTH = 320
FILE_WIDTH_NARROW = 296
FILE_HEIGHT = 60
FILE_PAD = 12
FILE_TILE = 36
FILE_BUTTON = 28
FILE_BAR = 3  # progress
VOICE_WIDTH = 296
VOICE_HEIGHT = 52
VOICE_BUTTON = 32
VOICE_WAVE = 28  # height of its loudest bar
PICTURE_STOP = 36  # the round button over a picture that is being sent
REACTION = 24
REACTION_PAD = 8
REACTION_GAP = 4
DIVIDER_GAP = 16  # between the words of a divider and its lines
STATUS_ICON = 14
FAILED_MARK = 18
ESTIMATE = 58  # height of a row that was never laid out


def bubble_width(viewport: int) -> int:
    """Return the greatest width of a bubble: min(560, 74 % of the inner width on the 4-px grid)."""
    inner = max(120, viewport - 2 * SIDE)
    share = -(-int(inner * BUBBLE_SHARE) // 4) * 4
    return min(BUBBLE_MAX, share)
