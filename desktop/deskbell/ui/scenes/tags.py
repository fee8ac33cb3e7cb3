"""The scenes of tags: offered at a ticket, and the page of the settings in the states that are worth looking at."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket_choices import new_tag, tag_choices
from deskbell.ui.widgets.choice_list import ChoiceList

if TYPE_CHECKING:
    from deskbell.ui.settings.tags import TagsPage

_POPUP = (220, 640)

Make = Callable[[Stage], QWidget]


def tags(page: Make, page_size: tuple[int, int]) -> Iterator[Scene]:
    """`page` makes the settings with the page of the tags."""
    yield Scene("tags-offered", _POPUP, _offered)
    yield Scene("settings-tag", page_size, page, (_open_form,))
    yield Scene("settings-tag-merging", page_size, page, (_open_form, _merging))
    yield Scene("settings-tag-undo", page_size, page, (_merged,))


def _offered(stage: Stage) -> QWidget:
    """What drops down for the tags of a ticket."""
    return ChoiceList(stage.theme, tag_choices(stage.desk, ("refund", "login")), new=new_tag)


def _open_form(window: QWidget) -> None:
    page = _page(window)
    page.open_one(next(tag_id for tag_id, entry in page.entries.items() if entry.text() == "return"))


def _merging(window: QWidget) -> None:
    _page(window).deeds.show_course(3_400, 12_615)


def _merged(window: QWidget) -> None:
    _page(window).tell_merged("exchange", "return", [])


def _page(window: QWidget) -> "TagsPage":
    from deskbell.ui.settings.tags import TagsPage

    page = window.findChild(TagsPage)
    assert page is not None
    return page
