"""What a ticket's own window leaves to the main one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.deeds import Deeds
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.ui.importing.importing import Importing
    from deskbell.ui.keys import Keys
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.palette.entries import Entry
    from deskbell.ui.palette.recent import Recent

_OF_THE_DESK: Final = frozenset(
    {"search", "mention", "play", "form", "save_view", "new_ticket", "new_from_template", "done"}
    | {"go_customers", "go_settings", "import_mail", "customer_data", "database"}
    | {"import_articles", "export_articles"}
)
"""What only the main window does, whichever ticket is open there."""


class Home(Struct, frozen=True):
    """`show` brings the main window to the front; `open_ticket` (id), `show_customer` (id), `search` (words), `open_address`, `open_organisations`, `make_article` (of a
    ticket, id), `edit_article` (id, the language it is read in, and the one to write in) and `settle_article` (id, language) do so and show it there. `refuse` says in these toasts why something was not done. `deeds` go on with what can be undone once the window is closed. `offered` is what the palette of a
    window with these keys offers, and `recent` what was chosen in any of them. `importing` takes in mail from files,
    None where nothing does.
    """

    deeds: Deeds
    show: Callable[[], None]
    open_ticket: Callable[[int], None]
    show_customer: Callable[[int], None]
    search: Callable[[str], None]
    open_address: Callable[[str], None]
    open_organisations: Callable[[], None]
    make_article: Callable[[int], None]
    edit_article: Callable[[int, str, str], None]
    settle_article: Callable[[int, str], None]
    refuse: Callable[[Exception, Toasts], None]
    offered: "Callable[[Keys], list[Entry]]"
    recent: "Recent"
    importing: "Callable[[], Importing] | None" = None


def home_of(window: "MainWindow") -> Home:
    """What the main window does for the others."""

    def first(do: Callable[..., None], *args: object) -> None:
        bring_forward(window)
        do(*args)

    def offered_there(keys: "Keys") -> "list[Entry]":
        from deskbell.ui.palette.entries import Part
        from deskbell.ui.palette.offered import done, offered

        entries = offered(keys, window.inbox.views.model.rows(), window.go_to, window.settings)
        own = {entry.id for entry, _ in keys.bound()}
        others = (pair for pair in window.keys.bound() if pair[0].id in _OF_THE_DESK - own)
        # Enter alone closes nothing.
        here = sorted((entry for entry in entries if entry.part is Part.DO), key=lambda one: one.key == "do:close")
        there = [*done(others, window.keys.mine), *(entry for entry in entries if entry.part is not Part.DO)]
        return [*here, *(replace(entry, do=partial(first, entry.do)) for entry in there)]

    return Home(
        deeds=window.deeds,
        show=partial(bring_forward, window),
        open_ticket=partial(first, window.open_ticket),
        show_customer=partial(first, window.places.show_customer),
        search=partial(first, window.search),
        open_address=partial(first, window.open_address),
        open_organisations=partial(first, window.settings.open_page, "organisations"),
        make_article=partial(first, window.places.make_article),
        edit_article=partial(first, window.places.edit_article),
        settle_article=partial(first, window.places.settle_article),
        refuse=window.notices.tell_refusal,
        offered=offered_there,
        recent=window.recent,
        importing=(lambda: window.importing) if window.make_imports is not None else None,
    )
