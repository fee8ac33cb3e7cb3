"""Typing as a person does: into the field that a screen reader would name so, and on to the next."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget


def field(form: QWidget, name: str) -> QLineEdit:
    """A field by the name that a screen reader says."""
    found = [edit for edit in form.findChildren(QLineEdit) if edit.accessibleName() == name]
    assert len(found) == 1, name
    return found[0]


def type_into(form: QWidget, name: str, text: str, *, leave: bool = True) -> None:
    edit = field(form, name)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text) if text else QTest.keyClick(edit, Qt.Key.Key_Delete)
    if leave:
        QTest.keyClick(edit, Qt.Key.Key_Tab)
