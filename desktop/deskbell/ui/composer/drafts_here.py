"""Drafts that the desk cannot take now, in files of this computer: raw, until it can. Whatever happens in between, they are there."""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec.structs import asdict

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment

log = logging.getLogger("deskbell.ui.drafts")

FOLDER: Final = "drafts"
"""Where they lie in the data folder; each desk and agent has a folder of its own there."""
Keeping = SaveDraft | DiscardDraft


def drafts_kept(data: Path) -> int:
    """How many drafts lie in the folder `data` that no desk has yet, of whichever desk and agent."""
    folder = data / FOLDER
    kept = [DraftsHere(one).waiting() for one in folder.iterdir()] if folder.is_dir() else []
    return sum(isinstance(command, SaveDraft) for commands in kept for command in commands)


class DraftsHere:
    """One file a ticket and kind, with the last that was written of it, and one for each attachment's content. For any thread, one at a time.

    `folder` is of one desk and agent; it is made when it is needed. `left` is what lies there since an earlier run, for the window to go on with, `given` what
    lay there and the desk has taken now.
    Errors are `OSError`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.left: list[Keeping] = []
        self.given: list[Keeping] = []

    def put(self, command: Keeping) -> None:
        """Keep this in place of what was kept of the same ticket and kind."""
        self._folder.mkdir(parents=True, exist_ok=True)
        values = asdict(command)
        if isinstance(command, SaveDraft):
            values["attachments"] = [self._told(file) for file in command.attachments]
        write_wholly(self._file(command.ticket_id, command.kind), json.dumps(values).encode())
        self._tidy()

    def drop(self, ticket_id: int, kind: ReplyKind) -> None:
        """The desk has it, or nobody wants it any more."""
        self._file(ticket_id, kind).unlink(missing_ok=True)
        if self._folder.is_dir():
            self._tidy()

    def waiting(self) -> list[Keeping]:
        """What is kept here and the desk does not have. A file that cannot be read is left where it is."""
        return list(self._read()) if self._folder.is_dir() else []

    def _read(self) -> Iterator[Keeping]:
        for file in sorted(self._folder.glob("*.json")):
            try:
                values = json.loads(file.read_bytes())
                values["kind"] = ReplyKind(values["kind"])
                if "mailbox_id" not in values:
                    yield DiscardDraft(**values)
                    continue
                values["attachments"] = tuple(self._taken(told) for told in values["attachments"])
                values["kept_attachments"], values["passed"] = (
                    tuple(values["kept_attachments"]),
                    tuple(values["passed"]),
                )
                yield SaveDraft(**values)
            except (OSError, ValueError, LookupError, TypeError) as error:
                log.error("A draft that was kept here cannot be read: %s", type(error).__name__)

    def _told(self, file: OutboundAttachment) -> dict[str, Any]:
        """An attachment without its content, which has a file of its own: it does not change as the text does."""
        name = hashlib.sha256(file.content).hexdigest()
        if not (self._folder / name).exists():
            write_wholly(self._folder / name, file.content)
        return {**asdict(file), "content": name}

    def _taken(self, told: dict[str, Any]) -> OutboundAttachment:
        return OutboundAttachment(**{**told, "content": (self._folder / told["content"]).read_bytes()})

    def _file(self, ticket_id: int, kind: ReplyKind) -> Path:
        return self._folder / f"{ticket_id}-{kind.value}.json"

    def _tidy(self) -> None:
        """Throw away the contents that no draft names any more; none where a draft cannot be read, for it may name them."""
        try:
            named = {
                told["content"]
                for file in self._folder.glob("*.json")
                for told in json.loads(file.read_bytes()).get("attachments", ())
            }
        except (ValueError, LookupError, TypeError, AttributeError):
            return
        for file in self._folder.iterdir():
            if not file.suffix and file.name not in named:
                file.unlink(missing_ok=True)


def write_wholly(path: Path, content: bytes) -> None:
    """Wholly or not at all, and for its owner only."""
    handle, temporary = tempfile.mkstemp(suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
