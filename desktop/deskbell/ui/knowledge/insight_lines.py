"""What stands in the lists that say what the knowledge base lacks: words that nobody found."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from deskbell.model.gaps import Gap, GapState
from deskbell.ui.knowledge.lines import LinesModel
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.entry_list import EntryDelegate

translate = QCoreApplication.translate


def times_told(gap: Gap) -> str:
    """How often words were searched for, in words."""
    once, often = (
        translate("knowledge", "Searched for once"),
        translate("knowledge", "Searched for %n times", "", gap.times),
    )
    times = once if gap.times == 1 else often
    return f"{times} · {translate('knowledge', 'Put away')}" if gap.state is GapState.AWAY else times


class InsightModel(LinesModel):
    """The lines of such a list."""

    def sentence(self, entry: Any) -> str:
        return f"{entry.written}, {times_told(entry)}"

    def explained(self, entry: Any) -> str:
        return f"{entry.written}\n{exact(entry.asked_at)}"


class InsightDelegate(EntryDelegate):
    """The words above; below how often they were searched for, and when last."""

    def paint_entry(self, painter: QPainter, area: QRectF, entry: Any, *, selected: bool) -> None:
        del selected
        colours, px = self.theme.colours, self.theme.px
        upper, lower = self.halves(area, px(12))
        ink = colours.muted if entry.state is GapState.AWAY else colours.ink
        self.write(painter, upper, entry.written, TextRole.body, ink, weight=Weight.medium)
        when = age(entry.asked_at, datetime.now(UTC))
        taken = self.write(painter, lower, when, TextRole.small, colours.muted, right=True)
        self.write(painter, lower.adjusted(0, 0, -taken - px(8), 0), times_told(entry), TextRole.small, colours.muted)
