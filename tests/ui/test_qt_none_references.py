"""PySide6 6.12.0 on Python 3.11 drops a reference to None at nearly every void call and aborts after some thousands of them."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QStringListModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

CALLS = 10_000
BATCH = 500  # looked at this often, so that the test fails before the interpreter aborts
SLACK = 250  # what collecting garbage of other tests may take away; the fault takes one a call


def set_text() -> Callable[[], object]:
    label = QLabel()
    return lambda: label.setText("ticket")


def set_object_name() -> Callable[[], object]:
    thing = QObject()
    return lambda: thing.setObjectName("ticket")


def add_item() -> Callable[[], object]:
    box = QComboBox()
    return lambda: box.addItem("open")


def append_row() -> Callable[[], object]:
    model = QStandardItemModel()
    return lambda: model.appendRow(QStandardItem("ticket"))


def set_string_list() -> Callable[[], object]:
    model = QStringListModel()
    return lambda: model.setStringList(["a", "b"])


@pytest.mark.parametrize("make", [set_text, set_object_name, add_item, append_row, set_string_list])
def test_void_calls_keep_the_references_to_none(qapp: QApplication, make: Callable[[], Callable[[], object]]) -> None:
    call = make()
    call()
    before = sys.getrefcount(None)
    for done in range(1, CALLS + 1):
        call()
        if done % BATCH == 0:
            lost = before - sys.getrefcount(None)
            assert lost < SLACK, f"{lost} references to None lost in {done} calls"
