"""What is kept of a mail whose message was erased."""

from typing import Final

from deskbell.model.kinds import RawState
from deskbell.store import blobs
from deskbell.store.erasing import Eraser

REASON: Final = "erased"
"""Why nothing is kept of a raw mail: its number stays, so that the mail does not come in from its server once more."""
STUB: Final = b"Erased.\r\n"
"""What stands where its content was."""


def let_go_of(eraser: Eraser, stub: int, raw_id: int) -> None:
    """Keep the number of a mail on its server and nothing else; `stub` is the id of the content `STUB`."""
    empty = {"blob_id": stub, "sha256": blobs.Content(STUB).digest, "message_id": None}
    eraser.write("raw_mail", raw_id, empty | {"state": RawState.IGNORED.value, "reason": REASON})
