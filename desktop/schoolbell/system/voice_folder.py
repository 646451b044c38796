"""The folder of voice notes that are not sent yet: bytes as they are heard, then the note."""

import contextlib
import shutil
from pathlib import Path

import msgspec

from schoolbell.system.files import known, make_folder, read_bounded, write_atomically

_RAW, _PLACE, _FACTS = "heard.pcm", "place.json", "note.json"
_SETTLED = "settled.json"  # the place of a note that nobody looks for any more
_MOST = 60 << 20  # bytes of one file that are read again


class VoicePlace(msgspec.Struct, frozen=True):
    """Where a note was recorded ("room", "ding", "notice"; the room's or draft's id) and its file's name."""

    kind: str
    id: str
    name: str


class KeptNote(msgspec.Struct, frozen=True):
    """A note that is whole: ms, loudnesses of 0…1024."""

    duration: int
    waveform: tuple[int, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What an earlier run left: `note` None for one whose recording was cut off."""

    key: str
    place: VoicePlace
    note: KeptNote | None


class VoiceFolder:
    """One folder per note. All calls block and raise KnownError(READ_ONLY | DISK_FULL) where they write."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, key: str, place: VoicePlace) -> Path:
        """Make the folder of a new note and return it."""
        folder = make_folder(self._root / key)
        write_atomically(folder / _PLACE, msgspec.json.encode(place), durable=False)
        return folder

    def heard(self, key: str, pcm: bytes) -> None:
        """Keep what was heard: it survives a crash."""
        try:
            with (self._root / key / _RAW).open("ab") as file:
                file.write(pcm)
        except OSError as error:
            raise known(error) from error

    def raw(self, key: str) -> bytes | None:
        """Return everything that was heard, None when it cannot be read."""
        return read_bounded(self._root / key / _RAW, _MOST)

    def whole(self, key: str, note: KeptNote) -> None:
        """The note's file is written: say what it is, and let go of the bytes."""
        folder = self._root / key
        write_atomically(folder / _FACTS, msgspec.json.encode(note))
        with contextlib.suppress(OSError):
            (folder / _RAW).unlink()

    def settle(self, key: str) -> None:
        """Somebody else keeps a copy, or nobody wants it: the next start removes it."""
        with contextlib.suppress(OSError):
            (self._root / key / _PLACE).replace(self._root / key / _SETTLED)

    def claim(self, key: str) -> None:
        """A settled note is wanted again: the next start offers it."""
        with contextlib.suppress(OSError):
            (self._root / key / _SETTLED).replace(self._root / key / _PLACE)

    def remove(self, key: str) -> None:
        """Forget a note."""
        shutil.rmtree(self._root / key, ignore_errors=True)

    def path(self, key: str, name: str) -> Path:
        """Return where a file of a note lies."""
        return self._root / key / name

    def found(self) -> list[Found]:
        """Return what an earlier run left, oldest first; what is of no use is removed."""
        try:
            folders = sorted(self._root.iterdir(), key=lambda path: path.stat().st_mtime)
        except OSError:
            return []
        left = [(folder, _look(folder)) for folder in folders]
        for folder, found in left:
            if found is None:
                shutil.rmtree(folder, ignore_errors=True)
        return [found for _, found in left if found is not None]


def _look(folder: Path) -> Found | None:
    try:
        place = msgspec.json.decode(read_bounded(folder / _PLACE) or b"", type=VoicePlace)
    except msgspec.DecodeError:
        return None
    try:
        note = msgspec.json.decode(read_bounded(folder / _FACTS) or b"", type=KeptNote)
        if (folder / place.name).is_file():
            return Found(folder.name, place, note)
    except msgspec.DecodeError:
        pass
    return Found(folder.name, place, None) if (folder / _RAW).is_file() else None
