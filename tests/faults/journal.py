"""What a writer that may be killed has done for certain, and what it was about to do: one line each."""

import json
import os
from pathlib import Path
from typing import Any


class Journal:
    """Lines of JSON in a file; each is written by one call, so that a killed process leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self.done: dict[int, str] = {}  # item → its local id
        self.doubtful: int | None = None  # item that was begun and not done
        self.drafts: dict[int, tuple[str, ...]] = {}  # room → texts that its draft may have
        self.finished = False
        self.faults: list[str] = []  # what a writer found wrong in its own files
        if path.exists():
            for line in path.read_text().splitlines():
                self._take(json.loads(line))

    def open(self) -> None:
        """Be ready to write."""
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def close(self) -> None:
        """End writing."""
        os.close(self._file)

    def _take(self, line: dict[str, Any]) -> None:
        match line["what"]:
            case "begin":
                self.doubtful = line["item"]
            case "undone":
                self.doubtful = None
            case "done":
                self.done[line["item"]] = line["local_id"]
                self.doubtful = None
            case "draft":
                kept = self.drafts.get(line["room"], ("",))
                self.drafts[line["room"]] = (line["text"],) if line["kept"] else (kept[-1], line["text"])
            case "fault":
                self.faults.append(line["words"])
            case "finished":
                self.finished = True

    def _write(self, **line: Any) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")
        self._take(line)

    def begin(self, item: int) -> None:
        """The item is about to be written."""
        self._write(what="begin", item=item)

    def undone(self, item: int) -> None:
        """The item that was begun turned out not to be written."""
        self._write(what="undone", item=item)

    def end(self, item: int, local_id: str) -> None:
        """The item is written."""
        self._write(what="done", item=item, local_id=local_id)

    def draft(self, room: int, text: str, *, kept: bool) -> None:
        """The draft of a room is about to become `text`, or has become it (`kept`)."""
        self._write(what="draft", room=room, text=text, kept=kept)

    def fault(self, words: str) -> None:
        """Something is wrong on this machine."""
        self._write(what="fault", words=words)

    def finish(self) -> None:
        """Everything is written and acknowledged."""
        self._write(what="finished")
