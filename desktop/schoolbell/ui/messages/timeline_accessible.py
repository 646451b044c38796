"""Makes timeline rows, and what can be clicked in them, known to screen readers."""

from functools import lru_cache
from typing import Protocol, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLES = {
    "link": QAccessible.Role.Link,
    "quote": QAccessible.Role.Link,
    "file": QAccessible.Role.Button,
    "save": QAccessible.Role.Button,
    "cancel": QAccessible.Role.Button,
    "again": QAccessible.Role.Button,
    "reaction": QAccessible.Role.Button,
    "reads": QAccessible.Role.Button,
    "retry": QAccessible.Role.Button,
    "delete": QAccessible.Role.Button,
    "gap": QAccessible.Role.Button,
    "all": QAccessible.Role.Button,
    "play": QAccessible.Role.Button,
    "seek": QAccessible.Role.Slider,
    "rate": QAccessible.Role.Button,
}  # what a notice offers are buttons too
_TEXT = QAccessible.Text


class AccessibleTimeline(Protocol):
    """What the view tells about its rows. Rectangles are global; empty when out of view."""

    def accessible_count(self) -> int:
        """Return the number of rows."""
        ...

    def accessible_row(self, row: int) -> tuple[str, QRect, bool]:
        """Return (name, rectangle, focused) of a row."""
        ...

    def accessible_zones(self, row: int) -> list[tuple[str, str, QRect, bool]]:
        """Return (kind, name, rectangle, focused) of what can be clicked in a row that is in view."""
        ...

    def accessible_focus(self) -> int:
        """Return the row that has the keyboard, -1 for none."""
        ...


class _ZoneInterface(QAccessibleInterface):
    """A link or button inside a row. Kept by its row for as long as the view lives."""

    def __init__(self, row: "_RowInterface", at: int) -> None:
        super().__init__()
        self._row = row
        self._at = at

    def _facts(self) -> tuple[str, str, QRect, bool]:
        zones = self._row.zones()
        return zones[self._at] if self._at < len(zones) else ("", "", QRect(), False)

    def isValid(self) -> bool:
        return self._row.isValid() and self._at < len(self._row.zones())

    def object(self) -> QObject:
        return cast(QObject, None)

    def parent(self) -> QAccessibleInterface:
        return self._row

    def child(self, index: int) -> QAccessibleInterface:
        return cast(QAccessibleInterface, None)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return cast(QAccessibleInterface, None)

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        return self._facts()[2]

    def role(self) -> QAccessible.Role:
        return _ROLES.get(self._facts()[0], QAccessible.Role.Button)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        return

    def state(self) -> QAccessible.State:
        _, _, rect, focused = self._facts()
        result = QAccessible.State()
        result.invalid = not self.isValid()
        result.focusable = True
        result.focused = focused
        result.offscreen = rect.isEmpty()
        return result

    def text(self, kind: QAccessible.Text) -> str:
        return self._facts()[1] if kind == _TEXT.Name else ""

    def window(self) -> QWindow:
        return self._row.window()

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


class _RowInterface(QAccessibleInterface):
    """The row at a position. Made once per position and kept; it asks the view what stands there now."""

    def __init__(self, owner: "TimelineInterface", at: int) -> None:
        super().__init__()
        self._owner = owner
        self._at = at
        self._zones: list[_ZoneInterface] = []

    def zones(self) -> list[tuple[str, str, QRect, bool]]:
        """Return what can be clicked in the row now."""
        return self._owner.view().accessible_zones(self._at) if self.isValid() else []

    def isValid(self) -> bool:
        # A screen reader may hold on to a row longer than the view lives.
        alive = shiboken6.isValid(self._owner) and self._owner.isValid()
        return alive and self._at < self._owner.view().accessible_count()

    def object(self) -> QObject:
        return cast(QObject, None)

    def parent(self) -> QAccessibleInterface:
        return self._owner if self.isValid() else cast(QAccessibleInterface, None)

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < len(self.zones()):
            return cast(QAccessibleInterface, None)
        while len(self._zones) <= index:
            self._zones.append(_ZoneInterface(self, len(self._zones)))
        return self._zones[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        for at, zone in enumerate(self.zones()):
            if zone[2].contains(QPoint(x, y)):
                return self.child(at)
        return cast(QAccessibleInterface, None)

    def childCount(self) -> int:
        return len(self.zones())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((at for at, zone in enumerate(self._zones) if zone is child), -1)

    def rect(self) -> QRect:
        return self._owner.view().accessible_row(self._at)[1] if self.isValid() else QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        return

    def state(self) -> QAccessible.State:
        result = QAccessible.State()
        if not self.isValid():
            result.invalid = True
            return result
        _, rect, focused = self._owner.view().accessible_row(self._at)
        result.focusable = True
        result.focused = focused
        result.readOnly = True
        result.offscreen = rect.isEmpty()
        return result

    def text(self, kind: QAccessible.Text) -> str:
        if kind != _TEXT.Name or not self.isValid():
            return ""
        return self._owner.view().accessible_row(self._at)[0]

    def window(self) -> QWindow:
        return self._owner.window() if self.isValid() else cast(QWindow, None)

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


class TimelineInterface(QAccessibleWidget):
    """The timeline as a list whose children are its rows."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.List, widget.accessibleName())
        self._facts: AccessibleTimeline = widget.facts  # type: ignore[attr-defined]
        self._rows: list[_RowInterface] = []

    def view(self) -> AccessibleTimeline:
        """Return the view that knows the rows."""
        return self._facts

    def row(self, at: int) -> QAccessibleInterface:
        """Return the interface of row `at`."""
        while len(self._rows) <= at:
            self._rows.append(_RowInterface(self, len(self._rows)))
        return self._rows[at]

    def childCount(self) -> int:
        return self.view().accessible_count()

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return cast(QAccessibleInterface, None)
        return self.row(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((at for at, row in enumerate(self._rows) if row is child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        for at in range(self.childCount()):
            if self.view().accessible_row(at)[1].contains(QPoint(x, y)):
                return self.row(at)
        return cast(QAccessibleInterface, None)

    def focusChild(self) -> QAccessibleInterface:
        at = self.view().accessible_focus()
        return self.row(at) if at >= 0 else cast(QAccessibleInterface, None)


@lru_cache(maxsize=1)
def install(class_name: str) -> None:
    """Tell Qt, once per process, how to describe widgets of the class `class_name`."""

    def factory(name: str, target: QObject) -> QAccessibleInterface | None:
        if name == class_name and isinstance(target, QWidget):
            return TimelineInterface(target)
        return None

    QAccessible.installFactory(factory)
