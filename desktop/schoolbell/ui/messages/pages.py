"""The pages of the details column, made when somebody first looks at them: none is seen at the start."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schoolbell.domain.chat.items import Person, ReadLists
from schoolbell.ui.messages.details import DetailsColumn, DetailsPage
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.ui.messages.members_page import MembersPage
    from schoolbell.ui.messages.outbox_page import OutboxPage, OutboxSource
    from schoolbell.ui.messages.reads_page import ReadsPage


class DetailsPages:
    """Makes "reads", "members" and "outbox" in `column`; `failed` is told what did not work."""

    def __init__(
        self,
        theme: Theme,
        column: DetailsColumn,
        now_ms: Callable[[], int],
        failed: Callable[[str, dict[str, object]], None],
    ) -> None:
        self._theme = theme
        self._column = column
        self._now_ms = now_ms
        self._failed = failed
        self._people: tuple[Person, ...] = ()
        self._source: OutboxSource | None = None
        self._waiting: dict[str, list[Callable[[Any], None]]] = {}
        self._more: set[str] = set()

    def when_made(self, name: str, call: Callable[[Any], None]) -> None:
        """Call `call` with the page `name` as soon as there is one: other features add to it."""
        if name in self.__dict__:
            call(self.__dict__[name])
        self._waiting.setdefault(name, []).append(call)

    def add(self, name: str, page: DetailsPage) -> None:
        """Take a page of another feature."""
        self._more.add(name)
        self._column.add_page(name, page)

    def _add(self, name: str, page: DetailsPage) -> None:
        self._column.add_page(name, page)
        for call in self._waiting.get(name, ()):
            call(page)

    def show(self, name: str) -> None:
        """Open the column at "reads", "members", "outbox" or a page that was added."""
        if name not in self._more:
            getattr(self, name)
        self._column.show_page(name)

    def set_people(self, people: Sequence[Person]) -> None:
        """Take who is in the open room."""
        self._people = tuple(people)
        if "members" in self.__dict__:
            self.members.show_people(self._people)

    def set_outbox(self, source: "OutboxSource") -> None:
        """Take where the outbox page gets its rows."""
        self._source = source

    def refresh_outbox(self) -> None:
        """Have the outbox page read again."""
        if self._source is not None:
            self._source.refresh()

    def show_reads(self, lists: ReadLists | None) -> None:
        """Fill the read lists; None keeps what is there."""
        if lists is not None:
            self.reads.show_lists(lists)

    @cached_property
    def reads(self) -> "ReadsPage":
        """The read and unread lists."""
        from schoolbell.ui.messages.reads_page import ReadsPage

        page = ReadsPage(self._theme, self._now_ms)
        page.export_failed.connect(lambda: self._failed("read_only", {}))
        self._add("reads", page)
        return page

    @cached_property
    def members(self) -> "MembersPage":
        """Who is in the open room."""
        from schoolbell.ui.messages.members_page import MembersPage

        page = MembersPage(self._theme, self._now_ms)
        page.show_people(self._people)
        self._add("members", page)
        return page

    @cached_property
    def outbox(self) -> "OutboxPage":
        """What is not sent yet, of all rooms."""
        from schoolbell.ui.messages.outbox_page import OutboxPage

        page = OutboxPage(self._theme, self._now_ms)
        if self._source is not None:
            self._source.changed.connect(page.show_items)
            page.retry.connect(self._source.retry)
            page.delete.connect(self._source.delete)
        self._add("outbox", page)
        return page
