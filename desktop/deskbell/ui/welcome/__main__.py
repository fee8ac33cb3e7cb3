"""The first start alone, on a desk with nobody in it: `python -m deskbell.ui.welcome [--dark]`. What is saved goes with the window."""

import sys
import tempfile
from functools import partial
from pathlib import Path

from deskbell.actions.dispatch import perform
from deskbell.model.places import Places
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.ui.application import make_application
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.window import WelcomeWindow


def main() -> int:
    """Open it until it is closed or finished."""
    application = make_application()
    theme = ThemeSource(application)
    theme.choose("dark" if "--dark" in sys.argv else "system")
    with tempfile.TemporaryDirectory(prefix="deskbell-welcome-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        desk = open_desk(Places.at(folder).database)
        runner = Runner(desk.read, partial(perform, desk))
        window = WelcomeWindow(runner, theme, Secrets(folder))
        window.finished.connect(window.close)
        window.show()
        try:
            return application.exec()
        finally:
            window.deleteLater()
            application.processEvents()
            runner.close()
            desk.close()


if __name__ == "__main__":
    sys.exit(main())
