"""What a policy would change, before it is applied: asked for with a button, for all open tickets are looked at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.sla import Moved, Policy
from deskbell.store.session import Session
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.words import count_word, error_detail, told_error


class PolicyPreview(QWidget):
    """A button, and beside it how many tickets the policy would move.

    Signals:
        wanted: somebody wants to know; call `look`.
        relaid: there are other words now.
    """

    wanted = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del theme
        self._runner = runner
        self._asked: object = None
        self.button = GhostButton(self.tr("How many tickets would change?"), self)
        self.button.clicked.connect(self.wanted)
        self.words = Label("", ink="muted", wrap=True, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.button)
        layout.addWidget(self.words, 1)

    def look(self, policy: Policy, after: int) -> None:
        """Find out what this policy would change, behind the one of the id `after`."""
        asked = self._asked = object()
        self._show(self.tr("Looking at all open tickets …"))

        def done(found: Moved) -> None:
            if self._asked is asked:
                self.tell(found)

        def failed(error: Exception) -> None:
            if self._asked is asked:
                self._show(" ".join(one for one in (told_error(error), error_detail(error)) if one))

        self._runner.ask(_moved, policy, after, done=done, failed=failed, topic=("moved", id(self)), owner=self)

    def tell(self, found: Moved) -> None:
        """Say what was found."""
        self._show(self._said(found))

    def forget(self) -> None:
        """What was found holds no longer."""
        self._asked = None
        self._show("")

    def _show(self, words: str) -> None:
        if words != self.words.text():
            self.words.setText(words)
            self.relaid.emit()

    def _said(self, found: Moved) -> str:
        if not found.moved and not found.lost:
            return self.tr("None of %1 open tickets.").replace("%1", count_word(found.of))
        said = self.tr("Of %1 open tickets %2 would be promised something else.")
        said = said.replace("%1", count_word(found.of)).replace("%2", count_word(found.moved))
        if found.lost:
            said += " " + self.tr("To %1 nothing would be promised any more.").replace("%1", count_word(found.lost))
        return said


def _moved(session: Session, policy: Policy, after: int) -> Moved:
    from deskbell.store.queries import policies
    from deskbell.store.queries.moved import in_order, moved

    return moved(session, in_order(policies.rows(session), policy, after))
