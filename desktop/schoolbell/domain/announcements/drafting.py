"""The frozen items that composers of DING and notices have in common: recipients' chips, chosen files."""

from msgspec import Struct

from schoolbell.domain.chat.items import Attachment, Person
from schoolbell.sync.transfers import VoiceFacts

HOLD_MS = 10_000  # how long what was sent can be taken back
MOST_FILES = 9


class Target(Struct, frozen=True):
    """One chip of the recipients' field. `kind` says what `key` is.

    "person": a user id. "class": a class space, everybody of its families. "students", "guardians",
    "teachers": a class space, one role of it. "staff": the school space, all colleagues. "school": the school
    space, every family. "reports": the school space, its room for the bureau. "people": several named people
    together (`users`), e.g. who has not read something.
    """

    kind: str
    key: str
    name: str
    people: int = 0
    households: int = 0  # 0 where it is about single people
    detail: str = ""  # subject, class: what tells namesakes apart
    person: Person | None = None  # of a single person
    users: tuple[str, ...] = ()


class LocalFile(Struct, frozen=True):
    """A file chosen for an unsent DING or notice."""

    path: str
    name: str
    size: int
    mimetype: str = ""
    own: bool = False  # a copy in the profile's folder: removed with the draft
    voice: VoiceFacts | None = None  # a voice note, recorded here

    @property
    def attachment(self) -> Attachment:
        """The file as something that can be played."""
        return Attachment.note(self.name, self.mimetype, self.size, self.path, self.voice)
