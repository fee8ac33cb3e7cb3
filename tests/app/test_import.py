"""Mail from files in the whole program: beside a worker that files mail too, and ended with the window."""

from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.conftest import Office
from app.test_whole_road import customer_mail
from cli.test_import import fill_box
from deskbell.model.kinds import Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.importing.dialog import ImportDialog
from deskbell.ui.importing.imports import Imports, ImportState

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

SOON = 90_000


def begin(office: Office, qtbot: QtBot, box: Path) -> tuple[Imports, ImportDialog]:
    office.window.import_mail()
    (dialog,) = office.window.findChildren(ImportDialog)
    dialog.choose.take([box])
    qtbot.waitUntil(dialog.main_button.isEnabled, timeout=SOON)
    dialog.choose.status.set_value(Status.OPEN)
    dialog.main_button.click()
    imports = office.program.findChild(Imports)
    assert imports is not None
    assert imports.state is ImportState.RUNNING
    return imports, dialog


def test_beside_the_worker_and_with_news_in_between(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 300)
    imports, dialog = begin(office, qtbot, box)
    office.dovecot.append(office.user, customer_mail("news@mail.example", "hello"))
    qtbot.waitUntil(lambda: imports.state is ImportState.OVER, timeout=SOON)
    end = imports.end
    assert end is not None
    assert (end.seen, end.filed, end.refused, end.waiting) == (len(ids), len(ids), 0, 0)
    dialog.main_button.click()
    model = office.window.inbox.tickets.model
    assert office.window.inbox.view.kind is ViewKind.IMPORTED
    # The news stands among them where it came while they did.
    qtbot.waitUntil(lambda: model.rowCount() in (end.tickets, end.tickets + 1), timeout=SOON)
    office.window.inbox.go_to_view(View(ViewKind.MAILBOX, 1))
    qtbot.waitUntil(lambda: model.rowCount() == end.tickets + 1, timeout=SOON)


def test_it_ends_with_the_program(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    box, _ = fill_box(tmp_path, 300)
    imports, _ = begin(office, qtbot, box)
    # Noted at its beginning: on a busy machine it may be over when the first of it is heard.
    qtbot.waitUntil(lambda: imports.process.pid != 0, timeout=SOON)
    pid = imports.process.pid
    qtbot.waitUntil(lambda: imports.course.seen > 0, timeout=SOON)
    office.program.close()
    assert not psutil.pid_exists(pid)
