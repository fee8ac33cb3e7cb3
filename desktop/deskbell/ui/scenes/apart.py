"""The scenes of tickets in windows of their own, and of the main window meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.store.queries import articles, views
from deskbell.store.queries.longest import longest
from deskbell.ui.apart.article_window import ArticleWindow
from deskbell.ui.apart.home import Home
from deskbell.ui.apart.ticket_window import TicketWindow
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.keys import Keys
from deskbell.ui.knowledge.visits import Visit
from deskbell.ui.main_window import MainWindow
from deskbell.ui.palette.entries import Entry
from deskbell.ui.palette.offered import offered
from deskbell.ui.palette.recent import Recent
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.scenes.knowledge import fill
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.settings_opener import SettingsOpener

Make = Callable[[Stage], QWidget]

_SIZE = (1040, 780)
_NARROW = (480, 560)


def apart(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("apart", _SIZE, _ticket_window, (partial(_begin, kind=ReplyKind.REPLY),))
    yield Scene("apart-narrow", _NARROW, _ticket_window)
    yield Scene("apart-palette", _SIZE, _ticket_window, (_find,))
    yield Scene("apart-palette-narrow", _NARROW, _ticket_window, (_find,))
    yield Scene("apart-article", (860, 760), _article_window)
    yield Scene("apart-article-narrow", _NARROW, _article_window)
    yield Scene("apart-elsewhere", size, window, (open_ticket, _open_apart))
    yield Scene("apart-elsewhere-narrow", (960, 560), window, (open_ticket, _open_apart))


def _ticket_window(stage: Stage) -> TicketWindow:
    keeper = DraftKeeper(stage.runner, stage.runner)
    around = (stage.theme, stage.runner, stage.feed, stage.desk, DialogPrompts, stage.settings)
    # A window whose ticket is not there closes.
    (ticket_id,) = stage.database.read(longest, 1)
    return TicketWindow(*around, keeper, _home(stage), ticket_id)


def _article_window(stage: Stage) -> ArticleWindow:
    if not stage.database.read(articles.categories, 1):
        fill(stage.database)
    around = (stage.theme, stage.runner, stage.feed, stage.desk, DialogPrompts, stage.settings, _home(stage))
    return ArticleWindow(*around, Visit(1, "en"))


def _home(stage: Stage) -> Home:
    return Home(
        deeds=stage.deeds,
        show=_nothing,
        open_ticket=_nothing,
        show_customer=_nothing,
        search=_nothing,
        open_address=_nothing,
        open_organisations=_nothing,
        make_article=_nothing,
        edit_article=_nothing,
        settle_article=_nothing,
        refuse=_nothing,
        offered=partial(_offered, stage),
        recent=Recent(stage.settings, stage.desk.me.id),
    )


def _begin(window: QWidget, kind: ReplyKind) -> None:
    assert isinstance(window, TicketWindow)
    window.pane.begin(kind)


def _find(window: QWidget) -> None:
    assert isinstance(window, TicketWindow)
    window.palette_box.open_over()


def _offered(stage: Stage, keys: Keys) -> list[Entry]:
    rows = stage.database.read(views.view_rows, stage.desk.me.id)
    host = QWidget()
    return offered(keys, rows, _nothing, SettingsOpener(None, host))


def _open_apart(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.open_apart(window.pane.ticket_id)


def _nothing(*_: object) -> None:
    """There is no main window on this picture."""
