"""The scenes of views: a saved one that is shown, a search that could become one, what asks for its name, and going through one by urgency."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

_POPUP = (340, 356)


def views(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `size` is its size."""
    yield Scene("views-saved", size, window, (partial(_go, name="Older than a week"),))
    yield Scene("views-words", size, window, (partial(_go, name="Asks about an invoice"),))
    yield Scene("views-search", size, window, (partial(_search, words="tag:refund after:7d"),))
    yield Scene("views-completion", size, window, (partial(_complete, words="refund assignee:"),))
    yield Scene("views-empty", size, window, (_keep_nothing, partial(_go, name="Lost")))
    yield Scene("views-folded", size, window, (_fold, partial(_go, name="Damaged or wrong")))
    yield Scene("views-colleagues", size, window, (_unfold, partial(_go, name="Tomas Berg")))
    yield Scene("views-by-urgency", size, window, (_step, _step))
    yield Scene("views-by-urgency-narrow", (1024, 680), window, (_step,))
    fresh = SavedView(0, 1, None, "", "tag:refund after:7d")
    yield Scene("view-new", _POPUP, partial(_popup, saved=fresh))
    yield Scene(
        "view-change", _POPUP, partial(_popup, saved=SavedView(2, None, 1, "Damaged", "tag:damage", Sort.OLDEST, 1))
    )
    yield Scene("view-columns", (_POPUP[0], 390), partial(_popup, saved=fresh, columns="number:60 subject:0"))
    yield Scene("view-wrong", (340, 410), partial(_popup, saved=fresh), (_write_nothing, _refuse))


def _row(window: MainWindow, name: str) -> ViewRow:
    return next(row for row in window.inbox.views.model.rows() if row.name == name)


def _go(window: QWidget, name: str) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.go_to_view(_row(window, name).view)


def _search(window: QWidget, words: str) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.header.open_search()
    window.inbox.tickets.header.search.setText(words)
    window.inbox.go_to_view(View(ViewKind.SEARCH, query=words))


def _complete(window: QWidget, words: str) -> None:
    """What the search box offers behind these words."""
    _search(window, words)
    assert isinstance(window, MainWindow)
    window.inbox.tickets.completion.look()
    window.inbox.tickets.completion.list.setCurrentRow(2)


def _step(window: QWidget) -> None:
    """To the next ticket by urgency."""
    assert isinstance(window, MainWindow)
    window.playing.step()


def _keep_nothing(window: QWidget) -> None:
    """A view that finds nothing."""
    assert isinstance(window, MainWindow)
    shown = window.inbox.views.model.rows()
    lost = ViewRow(View(ViewKind.SAVED, 99), "Lost", 0, saved=SavedView(99, 1, None, "Lost", "tag:lost"))
    window.inbox.views.model.show_rows((*shown, lost))


def _fold(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.views.model.fold(frozenset({ViewKind.MAILBOX, ViewKind.TEAM}))


def _unfold(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.views.model.fold(frozenset())


def _popup(stage: Stage, saved: SavedView, columns: str = "") -> QWidget:
    from deskbell.ui.inbox.view_popup import ViewPopup

    return ViewPopup(stage.theme, stage.runner, saved, stage.desk.teams, me=1, may_share=True, columns=columns)


def _write_nothing(popup: QWidget) -> None:
    name, query = popup.findChildren(QLineEdit)[:2]
    name.setText("Refunds")
    query.setText("tag:")


def _refuse(popup: QWidget) -> None:
    from deskbell.ui.inbox.view_popup import ViewPopup
    from deskbell.ui.words import told

    assert isinstance(popup, ViewPopup)
    popup.refuse(told("view.changed", {"name": "Refunds"}))
