"""Leaving an office: this computer is given back to a desk of its own."""

from contextlib import suppress
from pathlib import Path

from deskbell.model.errors import Trouble
from deskbell.model.places import JOINED, Places
from deskbell.store.desk_secrets import forget_office
from deskbell.store.rights.join import AUTHORITY
from deskbell.store.secrets import Secrets


def leave_office(data: Path) -> str:
    """Forget the way into the office that was joined from the folder `data`, and every password that was kept for it; the address of the desk that this
    computer opens from now on. Nothing of the office changes. Nothing happens where none was joined.

    Raises as `Secrets.exchange` does, and `Trouble` file.unwritable; then it can be tried again.
    """
    file = data / JOINED
    if file.exists():
        forget_office(Secrets(data))
        with suppress(OSError):
            (data / AUTHORITY).unlink(missing_ok=True)
        try:
            file.unlink()
        except OSError as error:
            raise Trouble("file.unwritable", path=file, reason=error.strerror, detail=str(error)) from error
    return Places.at(data).database
