"""Where the log goes: a rotating file in the data folder, and what matters to the terminal, or to the system's journal."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from deskbell.model.errors import Trouble
from deskbell.model.places import Places

FILE_BYTES = 2_000_000
FILES_KEPT = 5
# The levels of syslog(3), which the journal reads before each line; it knows the time by itself.
_OF_JOURNAL = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
_LINE = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"


class _ForJournal(logging.Formatter):
    """Lines as systemd's journal takes them from a standard error (sd-daemon(3)), a traceback's too."""

    def __init__(self) -> None:
        super().__init__("%(name)s [%(threadName)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        level = _OF_JOURNAL.get(record.levelno, 6)
        return "\n".join(f"<{level}>{line}" for line in super().format(record).splitlines())


def start_logging(places: Places, name: str, *, to_terminal: bool) -> None:
    """Log to `logs/NAME.log`; to the terminal too where somebody reads it. Raises `Trouble` where the folder cannot be written."""
    try:
        places.logs.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            places.logs / f"{name}.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise Trouble("folder.readonly", path=places.logs, detail=str(error)) from error
    handlers: list[logging.Handler] = [file]
    if to_terminal:
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setLevel(logging.INFO)
        terminal.setFormatter(_ForJournal() if _is_journal() else None)
        handlers.append(terminal)
    # A log that cannot be written (a full disk) must not fill the terminal, or the window's memory, with its own complaints.
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.INFO, format=_LINE, handlers=handlers, force=True)
    # Their INFO is a line for every run of every job, for every step of the schema, or for every address on the web that is asked, with the mail address
    # in it.
    for chatty in ("alembic", "apscheduler", "httpx2", "httpcore2", "oauthlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _is_journal() -> bool:
    """Whether the standard error is the journal's own, and not a pipe or a file that was put in its place."""
    try:
        at = os.fstat(sys.stderr.fileno())
    except (OSError, AttributeError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM", "") == f"{at.st_dev}:{at.st_ino}"
