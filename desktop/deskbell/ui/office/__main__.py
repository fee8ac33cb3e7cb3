"""The set-up of an office alone: `python -m deskbell.ui.office [--dark]`. It looks at the server that is named, and stops before the desk is carried."""

import sys
import tempfile
from functools import partial
from pathlib import Path

from deskbell.model.places import Places
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.office.set_up_window import SetUpWindow
from deskbell.ui.scenes.stage import Stage, open_alone


def make(stage: Stage, folder: Path, here: Path | None = None, database: str = "") -> SetUpWindow:
    """The window over a stage; secrets lie in `folder`, and the desk, as it is told, in `here`, or in this `database`."""
    carrying = Carrying(lambda words: ("", list(words)))
    window = SetUpWindow(stage.theme, carrying, Secrets(folder), Places.at(here or folder, database), stage.desk.me)
    carrying.setParent(window)
    window.leave_wanted.connect(window.stay)
    return window


def main() -> int:
    """Open it until it is closed."""
    with tempfile.TemporaryDirectory(prefix="deskbell-office-") as folder:
        return open_alone(partial(make, folder=Path(folder)), 620, 700)


if __name__ == "__main__":
    sys.exit(main())
