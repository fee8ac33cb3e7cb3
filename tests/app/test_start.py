"""What the start of the window must not come to cost again."""

import os
import subprocess
import sys

from deskbell.store import tables


def run(code: str) -> str:
    """What a Python of its own prints."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_no_import_reads_sources() -> None:
    """As PySide6's hook does, for a feature that nobody here uses."""
    hook = "import PySide6.QtCore; print(__import__.__name__)"
    assert run(hook) == "__feature_import__", "the hook is called otherwise now: see ui.plain_import"
    assert run("import deskbell.app; print(__import__.__name__)") != "__feature_import__"


def test_the_window_needs_no_network() -> None:
    told = run("import sys, deskbell.app, deskbell.ui.main_window; print('PySide6.QtNetwork' in sys.modules)")
    assert told == "False"


def test_dialogs_come_with_the_first_question() -> None:
    """PySide6 makes a class when it is first touched, with all of its enums; what it has made stands in its module."""
    look = "import deskbell.app, deskbell.ui.main_window; from PySide6 import QtWidgets; print(*vars(QtWidgets))"
    made = run(look).split()
    assert "QLabel" in made
    assert not {"QFileDialog", "QMessageBox", "QWizard"} & set(made)


def test_painting_lists_needs_no_style() -> None:
    """`QStyle` has more enums than any other class; the conversation, which comes after the list, may want it."""
    painted = """
from PySide6 import QtWidgets
from PySide6.QtCore import QStringListModel
from deskbell.ui.application import make_application
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.item_state import is_hovered, is_selected
from deskbell.ui.widgets.label import ElidedLabel
import deskbell.ui.main_window, deskbell.ui.inbox.line_delegate

class Rows(QtWidgets.QStyledItemDelegate):
    def paint(self, painter, option, index):
        told.add((index.row(), is_selected(option, index), is_hovered(option)))

theme, told = ThemeSource(make_application()), set()
ElidedLabel("A subject").grab()
view = QtWidgets.QTableView()
view.setModel(QStringListModel(["first", "second"]))
view.setItemDelegate(Rows(view))
view.selectRow(1)
view.grab()
print(sorted(told), "QLabel" in vars(QtWidgets), "QStyle" in vars(QtWidgets))
"""
    assert run(painted) == "[(0, False, False), (1, True, False)] True False"


def test_tables_come_with_what_reads_them() -> None:
    look = "import sys, deskbell.store.for_window, deskbell.ui.main_window; print(*sys.modules)"
    made = set(run(look).split())
    assert "deskbell.store.tables.tickets" in made
    later = {f"deskbell.store.tables.{part}" for part in tables._LATER}
    assert not later & made
    whole = "from deskbell.store.tables import metadata; print(*metadata.tables)"
    assert {"canned_reply", "custom_field", "bounce", "viewer", "ticket"} <= set(run(whole).split())


def test_spelling_comes_with_the_first_word_that_is_written() -> None:
    """The dictionaries do not come into this process at all."""
    look = "import sys, deskbell.app, deskbell.ui.main_window, deskbell.ui.spelling.waiting; print(*sys.modules)"
    made = set(run(look).split())
    assert "deskbell.ui.spelling.waiting" in made
    assert not {"hunspell", "deskbell.rules.spelling", "deskbell.ui.spelling.marks", "deskbell.model.spelling"} & made
    assert "deskbell.ui.composer.editor" not in made
    assert "deskbell.model.routing" not in made
    writing = "import sys, deskbell.ui.spelling.editor_spelling; print('hunspell' in sys.modules)"
    assert run(writing) == "False"


def test_sqlalchemy_comes_without_what_others_need() -> None:
    loaded = set(run("import sys, deskbell.app, deskbell.ui.main_window; print(*sys.modules)").split())
    assert "sqlalchemy" in loaded
    assert not {"asyncio", "ssl", "importlib.metadata", "email.message"} & loaded


def test_sqlalchemy_still_finds_drivers_beside_it() -> None:
    found = (
        "import deskbell.store.plain_sqlalchemy, importlib.metadata; from sqlalchemy.util import compat; "
        "print(compat.importlib_metadata.version is importlib.metadata.version, compat.importlib_metadata_get('none'))"
    )
    assert run(found).startswith("True")


def test_whoever_wants_asyncio_has_all_of_it() -> None:
    """Also SQLAlchemy itself, and the driver of an office's database."""
    wanted = (
        "import deskbell.store.plain_sqlalchemy, asyncio, psycopg, sqlalchemy.dialects.postgresql.psycopg; "
        "from sqlalchemy.util import concurrency, queue; "
        "print(asyncio.run(asyncio.sleep(0, 'slept')), concurrency.asyncio.Queue is asyncio.Queue, queue.asyncio.Lock is asyncio.Lock)"
    )
    assert run(wanted) == "slept True True"


def test_sqlalchemy_may_come_after_qt() -> None:
    """Whose hook asks every module for its file."""
    late = "import PySide6.QtCore, deskbell.store.plain_sqlalchemy, sqlalchemy, asyncio; print(asyncio.Lock.__name__)"
    assert run(late) == "Lock"


def test_a_new_sqlalchemy_may_want_asyncio_at_once() -> None:
    wants = (
        "import sys; from deskbell.store.plain_sqlalchemy import _AsyncioLater; later = _AsyncioLater('asyncio'); "
        "sys.modules['asyncio'] = later; import asyncio; lock = asyncio.Lock; import asyncio; "
        "print(asyncio is later, lock is asyncio.Lock)"
    )
    assert run(wants) == "False True"
