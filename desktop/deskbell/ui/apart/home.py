"""What a ticket's own window leaves to the main one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.deeds import Deeds
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.ui.main_window import MainWindow


class Home(Struct, frozen=True):
    """`show` brings the main window to the front; `open_ticket` (id), `search` (words), `open_address` and `open_organisations` do so and show it there.
    `refuse` says in these toasts why something was not done. `deeds` go on with what can be undone once the window is closed.
    """

    deeds: Deeds
    show: Callable[[], None]
    open_ticket: Callable[[int], None]
    search: Callable[[str], None]
    open_address: Callable[[str], None]
    open_organisations: Callable[[], None]
    refuse: Callable[[Exception, Toasts], None]


def home_of(window: "MainWindow") -> Home:
    """What the main window does for the others."""

    def first(do: Callable[..., None], *args: object) -> None:
        bring_forward(window)
        do(*args)

    return Home(
        deeds=window.deeds,
        show=partial(bring_forward, window),
        open_ticket=partial(first, window.open_ticket),
        search=partial(first, window.search),
        open_address=partial(first, window.open_address),
        open_organisations=partial(first, window.settings.open_page, "organisations"),
        refuse=window.notices.tell_refusal,
    )
