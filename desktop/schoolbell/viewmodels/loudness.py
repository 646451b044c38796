"""How loud samples are, and the waveform that is made of it."""

from array import array
from collections.abc import Sequence

from schoolbell.domain.chat.attachments import thinned
from schoolbell.viewmodels.sound import BYTES_PER_MS

_STRETCH_MS = 50  # that one loudness stands for
_LOUDEST, _QUIET = 1024, 16


def loudness(samples: bytes) -> tuple[list[int], bytes]:
    """Return the loudness of each whole 50 ms, 0…1024, and the samples that are left over."""
    size = _STRETCH_MS * BYTES_PER_MS
    found = []
    whole = len(samples) - len(samples) % size
    for start in range(0, whole, size):
        heard = array("h", samples[start : start + size])
        found.append(min(_LOUDEST, max(max(heard), -min(heard)) * _LOUDEST // 32767))
    return found, samples[whole:]


def waveform(levels: Sequence[int]) -> tuple[int, ...]:
    """Return at most 100 loudnesses, the loudest 1024, so that a soft voice has a shape as well."""
    found = thinned(levels)
    loudest = max(found, default=0)
    if loudest < _QUIET:
        return found
    return tuple(one * _LOUDEST // loudest for one in found)
