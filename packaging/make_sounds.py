"""Writes resources/sounds/*.wav: soft strokes of a bell, from sine waves that die away."""

import math
import struct
import wave
from pathlib import Path

_RATE = 22_050  # samples per second
_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "sounds"
# name → strokes as (begins at s, frequency Hz, loudness 0…1)
_SOUNDS = {
    "message": ((0.0, 880.0, 0.30), (0.11, 1174.7, 0.26)),
    "ding": ((0.0, 1174.7, 0.34), (0.16, 1174.7, 0.34), (0.32, 1568.0, 0.32)),
}
_SECONDS = 0.7
_OVERTONES = ((1.0, 1.0, 5.5), (2.01, 0.35, 9.0), (3.0, 0.12, 14.0))  # ratio, loudness, decay per second


def samples(strokes: tuple[tuple[float, float, float], ...]) -> list[int]:
    """Return 16-bit samples of the strokes together."""
    found = []
    for number in range(int(_RATE * _SECONDS)):
        now, value = number / _RATE, 0.0
        for begins, frequency, loudness in strokes:
            age = now - begins
            if age < 0:
                continue
            attack = min(1.0, age / 0.004)  # without it a stroke clicks
            for ratio, part, decay in _OVERTONES:
                wave_ = math.sin(2 * math.pi * frequency * ratio * age)
                value += attack * loudness * part * math.exp(-decay * age) * wave_
        fade = min(1.0, (_SECONDS - now) / 0.05)
        found.append(round(max(-1.0, min(1.0, value * fade)) * 32_767))
    return found


def main() -> None:
    """Write every sound."""
    _FOLDER.mkdir(exist_ok=True)
    for name, strokes in _SOUNDS.items():
        frames = samples(strokes)
        with wave.open(str(_FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(_RATE)
            file.writeframes(struct.pack(f"<{len(frames)}h", *frames))


if __name__ == "__main__":
    main()
