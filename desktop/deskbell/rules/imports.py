"""How imported mail is told from news: by the name of the folder that it is kept under."""

from typing import Final

from deskbell.model.kinds import Status

_PREFIX: Final = "import:"


def import_folder(status: Status, ticket_id: int = 0) -> str:
    """The folder of raw mails whose new tickets shall have `status`; or of those that somebody has added to this ticket."""
    return f"{_PREFIX}{status.name.lower()}" + (f":{ticket_id}" if ticket_id else "")


def imported_status(folder: str) -> Status | None:
    """The status that an imported mail's new ticket gets; None where `folder` is a real one and the mail is news."""
    if not folder.startswith(_PREFIX):
        return None
    return Status[folder.removeprefix(_PREFIX).partition(":")[0].upper()]


def imported_into(folder: str) -> int:
    """The ticket that an imported mail was added to, 0 for none."""
    _, _, number = folder.removeprefix(_PREFIX).partition(":")
    return int(number) if folder.startswith(_PREFIX) and number.isascii() and number.isdigit() else 0
