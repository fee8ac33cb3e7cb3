"""What becomes of imported mail stands in the name of the folder that it is kept under."""

import pytest

from deskbell.model.kinds import Status
from deskbell.rules.imports import import_folder, imported_into, imported_status


@pytest.mark.parametrize("status", [Status.OPEN, Status.SOLVED, Status.CLOSED])
@pytest.mark.parametrize("ticket", [0, 1042])
def test_what_was_written_is_read(status: Status, ticket: int) -> None:
    folder = import_folder(status, ticket)
    assert (imported_status(folder), imported_into(folder)) == (status, ticket)


@pytest.mark.parametrize("folder", ["INBOX", "Archive:1042", "import", "important:open:7"])
def test_a_real_folder_is_none(folder: str) -> None:
    assert (imported_status(folder), imported_into(folder)) == (None, 0)


@pytest.mark.parametrize("folder", ["import:open", "import:open:", "import:open:x", "import:open:٣"])
def test_what_names_no_ticket_is_added_to_none(folder: str) -> None:
    assert (imported_status(folder), imported_into(folder)) == (Status.OPEN, 0)
