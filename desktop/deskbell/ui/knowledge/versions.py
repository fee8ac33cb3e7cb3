"""What an article said before: any two of its versions compared, and put back."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.model.sharing import DraftVersion
from deskbell.store.queries.articles import EarlierText
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.sharing.changes_popup import ChangesPopup, Shown
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import exact


def ask_versions(theme: ThemeSource, desk: DeskNow, found: Sequence[EarlierText], anchor: QWidget) -> ChangesPopup:
    """Show these versions, the oldest first, below `anchor`."""
    names = {agent.id: agent.name for agent in desk.state.agents}
    words = QCoreApplication.translate("knowledge", "{number}: {name}, {when}")
    versions = [
        Shown(
            words.format(number=one.number, name=names.get(one.agent_id or 0, "Deskbell"), when=exact(one.at)),
            DraftVersion(one.agent_id or 0, one.at, one.whole, ""),
        )
        for one in found
    ]
    popup = ChangesPopup(theme, versions, may_restore=True, parent=anchor)
    popup.open_below(anchor)
    return popup
