"""`python -m deskbell.ui.inbox`: views and tickets alone, on a sample desk."""

import sys

from PySide6.QtWidgets import QWidget

from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.scenes.stage import Stage, open_alone


def screen(stage: Stage) -> QWidget:
    """The inbox with nothing beside it."""
    inbox = Inbox(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
    inbox.recall(216, 368)
    inbox.begin()
    return inbox


if __name__ == "__main__":
    sys.exit(open_alone(screen, 584, 860))
