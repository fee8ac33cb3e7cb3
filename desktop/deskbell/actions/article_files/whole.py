"""A folder that is there once all of it is written, and not before."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from deskbell.model.errors import Mistake, Trouble


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Where to write what is to be in the folder, which is made or empty. What ends early leaves nothing.

    Raises `Mistake` folder.not_empty where something is there already, `Trouble` file.unwritable.
    """
    folder = folder.resolve()
    made = folder.with_name(f".{folder.name}.{token_hex(4)}")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Mistake("folder.not_empty", path=str(folder))
        made.mkdir(parents=True)
        try:
            yield made
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> Trouble:
    """What is said where a file could not be written."""
    return Trouble("file.unwritable", path=str(error.filename or folder), reason=error.strerror or type(error).__name__)


def free_place(folder: Path, name: str) -> Path:
    """This folder where it is empty, else one of this name in it that is not there yet; also in a disk, whose top cannot be made anew."""
    try:
        if not os.path.ismount(folder) and not any(folder.iterdir()):
            return folder
        taken = {one.name.casefold() for one in folder.iterdir()}
    except OSError as error:
        raise unwritable(folder, error) from error
    number = 1
    while (chosen := name if number == 1 else f"{name} ({number})").casefold() in taken:
        number += 1
    return folder / chosen
