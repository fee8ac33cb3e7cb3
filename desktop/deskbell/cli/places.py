"""From the command line's words to the places they mean."""

import argparse
import os
from pathlib import Path

from deskbell.model.places import Places


def places_of(arguments: argparse.Namespace) -> Places:
    """The data folder (--data, DESKBELL_DATA, or the system's own place for it) and the database (--db, DESKBELL_DB, or the folder's own)."""
    folder = getattr(arguments, "data", "") or os.environ.get("DESKBELL_DATA", "")
    database = getattr(arguments, "db", "") or os.environ.get("DESKBELL_DB", "")
    if folder:
        return Places.at(Path(folder).expanduser().absolute(), database)
    import platformdirs

    return Places.at(Path(platformdirs.user_data_dir("Deskbell", appauthor=False)), database)
