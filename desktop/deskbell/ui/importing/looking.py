"""What a person chose to import: looked at on a thread, before anything is done with it."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deskbell.mail.mail_files import form_of
from deskbell.model.errors import DeskError
from deskbell.model.kinds import MailForm


class Looked(Struct, frozen=True):
    """A file or folder and what it is; `error` where it is nothing that can be taken in. `size` in bytes, 0 for a folder."""

    path: Path
    form: MailForm | None
    size: int = 0
    error: DeskError | None = None


def look(paths: Sequence[Path]) -> tuple[Looked, ...]:
    """Each of them, in their order."""
    return tuple(_look_at(path) for path in paths)


def _look_at(path: Path) -> Looked:
    try:
        form = form_of(path)
    except DeskError as error:
        return Looked(path, None, error=error)
    try:
        size = 0 if path.is_dir() else path.stat().st_size
    except OSError:
        size = 0
    return Looked(path, form, size)
