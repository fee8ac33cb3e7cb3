"""How imported mail is told from news: by the name of the folder that it is kept under."""

from typing import Final

from deskbell.model.kinds import Status

_PREFIX: Final = "import:"


def import_folder(status: Status) -> str:
    """The folder of raw mails whose new tickets shall have `status`."""
    return _PREFIX + status.name.lower()


def imported_status(folder: str) -> Status | None:
    """The status that an imported mail's new ticket gets; None where `folder` is a real one and the mail is news."""
    if not folder.startswith(_PREFIX):
        return None
    return Status[folder.removeprefix(_PREFIX).upper()]
