from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt

from schoolbell.base.diffs import Insert, Move, Remove, Reset, Set, apply, between
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel


@dataclass(frozen=True)
class Item:
    key: str
    value: int = 0


class Mirror:
    """Rebuilds the list from the model's signals alone."""

    def __init__(self, model):
        self.model = model
        self.rows = [self.read(row) for row in range(model.rowCount())]
        self.signals = 0
        model.rowsInserted.connect(self.inserted)
        model.rowsRemoved.connect(self.removed)
        model.rowsMoved.connect(self.moved)
        model.dataChanged.connect(self.changed)
        model.modelReset.connect(self.reset)

    def read(self, row):
        return self.model.data(self.model.index(row), ITEM_ROLE)

    def inserted(self, parent, first, last):
        assert not parent.isValid()
        self.rows[first:first] = [self.read(row) for row in range(first, last + 1)]
        self.signals += 1

    def removed(self, parent, first, last):
        del self.rows[first : last + 1]
        self.signals += 1

    def moved(self, parent, first, last, to, before):
        moving = self.rows[first : last + 1]
        del self.rows[first : last + 1]
        at = before if before < first else before - len(moving)
        self.rows[at:at] = moving
        self.signals += 1

    def changed(self, top, bottom, roles=()):
        for row in range(top.row(), bottom.row() + 1):
            self.rows[row] = self.read(row)
        self.signals += 1

    def reset(self):
        self.rows = [self.read(row) for row in range(self.model.rowCount())]
        self.signals += 1


def make():
    return ItemListModel(lambda item: f"{item.key} {item.value}")


ITEMS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=25, unique_by=lambda pair: pair[0]
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ITEMS, min_size=1, max_size=6))
def test_the_signals_alone_tell_the_whole_story(qapp, states):
    model = make()
    mirror = Mirror(model)
    for state in states:
        wanted = [Item(str(key), value) for key, value in state]
        model.apply(between(model.items(), wanted, lambda item: item.key))
        assert list(model.items()) == wanted
        assert mirror.rows == wanted


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_sequence_of_diffs_is_mirrored(qapp, data):
    model = make()
    mirror = Mirror(model)
    plain = []
    for number in range(data.draw(st.integers(1, 12))):
        size = len(plain)
        diff = Insert(data.draw(st.integers(0, size)), (Item(f"a{number}"), Item(f"b{number}")))
        if size:
            row, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
            diff = data.draw(
                st.sampled_from(
                    [diff, Remove(row, data.draw(st.integers(1, size - row))), Move(row, other),
                     Set(row, Item(plain[row].key, number)), Reset((Item(f"r{number}"),))]
                )
            )  # fmt: skip
        apply(plain, diff)
        model.apply([diff])
        assert mirror.rows == plain == list(model.items())


def test_qt_finds_nothing_wrong(qtmodeltester):
    model = make()
    model.apply([Insert(0, tuple(Item(str(number)) for number in range(5)))])
    qtmodeltester.check(model, force_py=True)
    model.apply([Move(0, 4), Move(3, 1), Remove(1, 2), Set(0, Item("x")), Insert(1, (Item("y"),))])
    qtmodeltester.check(model, force_py=True)


def test_a_run_of_rows_is_one_signal(qapp):
    model = make()
    mirror = Mirror(model)
    model.apply([Insert(0, tuple(Item(str(number)) for number in range(300)))])
    model.apply([Remove(0, 200)])
    model.apply([Insert(0, ()), Remove(0, 0), Move(3, 3)])
    assert mirror.signals == 2


def test_a_row_has_its_item_and_a_line_of_text(qapp):
    model = make()
    model.apply([Insert(0, (Item("a", 7),))])
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == "a 7"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "a 7"
    assert index.data(ITEM_ROLE) is model.item(0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.row_of("a") == 0
    assert model.row_of("b") == -1
    assert isinstance(model, QAbstractItemModel)
    assert model.rowCount(index) == 0
    assert model.data(QModelIndex(), ITEM_ROLE) is None
