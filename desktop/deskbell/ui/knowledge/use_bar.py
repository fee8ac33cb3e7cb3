"""Below an article: whether it was of use, why not, and how much it is read and used."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.article_figures import Figures
from deskbell.rules.articles import LONGEST_WHY
from deskbell.ui.theme.spacing import S4, S8, S12, S16, S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.ages import age
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Line


class UseBar(QWidget):
    """Hidden until the figures of the article are known.

    Signals:
        said(bool, str): it was of use, or not, and why not ("" for nothing).
    """

    said = Signal(bool, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._article_id = 0
        self._complaints = Label("", TextRole.small, ink="warning", wrap=True, parent=self)
        self._asked = Label("", TextRole.small, ink="muted", parent=self)
        self.yes, self.no = GhostButton(self.tr("Yes"), self), GhostButton(self.tr("No"), self)
        self.yes.clicked.connect(self.say_yes)
        self.no.clicked.connect(self.say_no)
        self.figures = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        self.why = _Why(self.hide_why, self)
        self.why.setPlaceholderText(self.tr("What is wrong or missing? (Esc: I would rather not say)"))
        self.why.setAccessibleName(self.tr("What is wrong or missing?"))
        self.why.setMaxLength(LONGEST_WHY)
        self.why.returnPressed.connect(self._tell)
        self.tell = GhostButton(self.tr("Tell the owner"), self)
        self.tell.clicked.connect(self._tell)
        self._why_row = QWidget(self)
        self._lay()
        self._why_row.hide()
        self.hide()

    def show_figures(self, article_id: int, found: Figures, name_of: Callable[[int], str], *, owns: bool) -> None:
        """Show those of an article; `owns`: whoever looks is to hear why it was of no use to others."""
        if article_id != self._article_id:
            self._article_id = article_id
            self.why.clear()
            self._why_row.hide()
        told = {
            None: self.tr("Was it of use?"),
            True: self.tr("It was of use to you."),
            False: self.tr("It was of no use to you."),
        }
        self._asked.setText(told[found.mine])
        self.yes.setEnabled(found.mine is not True)
        self.no.setEnabled(found.mine is not False)
        self.figures.setText(self._told(found, name_of))
        said = self.tr("Of no use to {name}, {when}: “{why}”")
        now = datetime.now(UTC)
        lines = [
            said.format(name=name_of(one.agent_id), when=age(one.at, now), why=one.why) for one in found.complaints
        ]
        self._complaints.setText("\n".join(lines))
        self._complaints.setVisible(bool(lines) and owns)
        self.show()

    def say_yes(self) -> None:
        """It was of use."""
        if self.isVisible() and self.yes.isEnabled():
            self.hide_why()
            self.said.emit(True, "")

    def say_no(self) -> None:
        """It was not; why can be said afterwards."""
        if self.isVisible() and self.no.isEnabled():
            self.said.emit(False, "")
            self._why_row.show()
            self.why.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hide_why(self) -> None:
        """Nothing more is to be said."""
        self.why.clear()
        self._why_row.hide()

    def _tell(self) -> None:
        if self.why.text().strip():
            self.said.emit(False, self.why.text())
        self.hide_why()

    def _told(self, found: Figures, name_of: Callable[[int], str]) -> str:
        all_ = found.useful + found.useless
        parts = [self.tr("Of use to {some} of {all}").format(some=found.useful, all=all_)] if all_ else []
        parts.append(self.tr("Read: {week} in 7 days, {month} in 30").format(week=found.week, month=found.month))
        parts.append(self.tr("Tickets: {uses}").format(uses=found.uses))
        if found.readers:
            parts.append(self.tr("By {names}").format(names=", ".join(map(name_of, found.readers))))
        return " · ".join(parts)

    def _lay(self) -> None:
        asking = QWidget(self)
        row = QHBoxLayout(asking)
        row.setContentsMargins(0, 0, S12, 0)
        row.setSpacing(S8)
        for widget in (self._asked, self.yes, self.no):
            row.addWidget(widget)
        why = QHBoxLayout(self._why_row)
        why.setContentsMargins(S24, 0, S16, S8)
        why.setSpacing(S8)
        why.addWidget(self.why, 1)
        why.addWidget(self.tell)
        flow = FlowLayout(S8, S4)
        flow.setContentsMargins(S24, S8, S16, S8)
        flow.addWidget(asking)
        flow.addWidget(self.figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line(parent=self))
        self._complaints.setContentsMargins(S24, S8, S16, 0)
        column.addWidget(self._complaints)
        column.addLayout(flow)
        column.addWidget(self._why_row)


class _Why(QLineEdit):
    def __init__(self, leave: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._leave = leave

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
