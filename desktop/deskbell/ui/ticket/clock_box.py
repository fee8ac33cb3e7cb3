"""What is promised of a ticket, in the panel beside it: each clock with what is left."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.sla import ClockRow, Metric
from deskbell.ui.sla_words import clock_ink, clock_words, metric_word
from deskbell.ui.ticket.fact import Fact
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.label import SectionHead, plain_tooltip

_ROOM = 240


class ClockBox(QWidget):
    """A line for each thing that is promised; hidden where there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._clocks: tuple[ClockRow, ...] = ()
        self.facts: dict[Metric, Fact] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(SectionHead(self.tr("SLA"), parent=self))
        for metric in Metric:
            fact = self.facts[metric] = Fact(metric_word(metric), _ROOM, self)
            layout.addWidget(fact)
        self._ageing = QTimer(self, interval=15_000)
        self._ageing.timeout.connect(self._say)

    def show_clocks(self, clocks: Sequence[ClockRow]) -> None:
        """Show these."""
        self._clocks = tuple(clocks)
        self.setVisible(bool(clocks))
        self._say()
        if any(clock.stopped_at is None and clock.due_at is not None for clock in clocks):
            self._ageing.start()
        else:
            self._ageing.stop()

    def _say(self) -> None:
        now = datetime.now(UTC)
        # Of several of one kind the last one is the one that is waited for.
        last = {clock.metric: clock for clock in self._clocks}
        for metric, fact in self.facts.items():
            clock = last.get(metric)
            fact.say(clock_words(clock, now) if clock is not None else "")
            fact.setVisible(clock is not None)
            fact.show_ink(clock_ink(clock, now) if clock is not None else "")
            if clock is not None:
                due = self.tr("due %1").replace("%1", exact(clock.due_at)) if clock.due_at is not None else ""
                fact.setToolTip(plain_tooltip(", ".join(one for one in (clock.policy, due) if one)))
