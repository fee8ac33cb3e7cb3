"""Where the log goes: a rotating file in the data folder, and what matters to the terminal."""

import logging
import sys
from logging.handlers import RotatingFileHandler

from deskbell.model.errors import Trouble
from deskbell.model.places import Places

FILE_BYTES = 2_000_000
FILES_KEPT = 5
_LINE = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"


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
        handlers.append(terminal)
    # A log that cannot be written (a full disk) must not fill the terminal, or the window's memory, with its own complaints.
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.INFO, format=_LINE, handlers=handlers, force=True)
    # Their INFO is a line for every run of every job, or for every address on the web that is asked, with the mail address in it.
    for chatty in ("apscheduler", "httpx2", "httpcore2", "oauthlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
