"""What somebody does to a tag at another desktop is seen in this window: on cards, in the ticket, in the list of views, in what is offered."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import MergeTag, SaveTag
from deskbell.model.kinds import TagColour
from deskbell.model.views import ViewKind
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.drawing import put_up, settle
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.settings.tag_draft import TagDraft
from deskbell.ui.ticket_choices import tag_choices
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.chip_button import ChipButton

NAME = "refund"


@pytest.fixture
def window(stage: Stage, qtbot: QtBot) -> Iterator[MainWindow]:
    """With a ticket open that has the tag."""
    made = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=QWidget)
    put_up(made, QSize(1440, 900))
    made.begin()
    settle(stage.runner)
    made.inbox.tickets.view.go_to(0)
    settle(stage.runner)
    assert NAME in tags_of_first(made)
    yield made
    delete(made)


def tags_of_first(window: MainWindow) -> tuple[str, ...]:
    row = window.inbox.tickets.model.ticket(0)
    return row.tags if row is not None else ()


def chips(window: MainWindow) -> dict[str, Tone]:
    found = window.pane.header.findChildren(ChipButton)
    return {chip.text(): chip._chip.tone for chip in found if chip.isVisible() and chip.text() != "+ tag"}


def in_list(window: MainWindow) -> dict[str, TagColour | None]:
    return {row.name: row.colour for row in window.inbox.views.model.rows() if row.view.kind is ViewKind.TAG}


def test_another_colour(window: MainWindow, stage: Stage, qtbot: QtBot) -> None:
    assert chips(window)[NAME] is Tone.VIOLET
    perform(stage.database, replace(tag(stage), colour=TagColour.PINK))
    qtbot.waitUntil(lambda: chips(window)[NAME] is Tone.PINK)
    qtbot.waitUntil(lambda: in_list(window)[NAME] is TagColour.PINK)
    assert window.inbox.tickets.view.cards.colours[NAME] is TagColour.PINK
    perform(stage.database, replace(tag(stage), colour=TagColour.BLUE))
    qtbot.waitUntil(lambda: chips(window)[NAME] is Tone.ACCENT)
    assert NAME not in window.inbox.tickets.view.cards.colours


def tag(stage: Stage) -> SaveTag:
    """What changes nothing about it."""
    row = next(row for row in stage.desk.tags if row.name == NAME)
    return TagDraft.of(row).command(None)


def test_another_name(window: MainWindow, stage: Stage, qtbot: QtBot) -> None:
    perform(stage.database, replace(tag(stage), name="money back"))
    qtbot.waitUntil(lambda: "money back" in chips(window) and NAME not in chips(window))
    qtbot.waitUntil(lambda: "money back" in tags_of_first(window))
    qtbot.waitUntil(lambda: "money back" in in_list(window) and NAME not in in_list(window))


def test_retired(window: MainWindow, stage: Stage, qtbot: QtBot) -> None:
    perform(stage.database, replace(tag(stage), retired=True))
    qtbot.waitUntil(lambda: NAME not in in_list(window))
    qtbot.waitUntil(lambda: NAME not in [choice.value for choice in tag_choices(stage.desk)])
    assert NAME in chips(window), "it stays where it is"


def test_merged(window: MainWindow, stage: Stage, qtbot: QtBot) -> None:
    rows = {row.name: row for row in stage.desk.tags}
    perform(
        stage.database,
        MergeTag(agent_id=None, id=rows[NAME].id, into_id=rows["sales"].id, version=rows[NAME].version),
    )
    qtbot.waitUntil(lambda: "sales" in chips(window) and NAME not in chips(window))
    qtbot.waitUntil(lambda: NAME not in in_list(window))
