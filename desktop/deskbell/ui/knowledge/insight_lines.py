"""What stands in the lists that say how articles are used, and what the knowledge base lacks: articles, and words that nobody found."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from deskbell.model.article_figures import UsedRow
from deskbell.model.gaps import Gap, GapState
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age
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


def use_told(entry: UsedRow) -> str:
    """How much an article is read and used; of one that is not, when it was changed."""
    if not entry.reads + entry.uses:
        when = age(entry.row.changed_at, datetime.now(UTC))
        return translate("knowledge", "Changed {when}").format(when=when)
    told = translate("knowledge", "Read: {reads} · Tickets: {uses}")
    return told.format(reads=entry.reads, uses=entry.uses)


class InsightDelegate(EntryDelegate):
    """The words or the title above; below how often they were searched for and when last, or how much it is used."""

    def paint_entry(self, painter: QPainter, area: QRectF, entry: Any, *, selected: bool) -> None:
        del selected
        colours, px = self.theme.colours, self.theme.px
        upper, lower = self.halves(area, px(12))
        if isinstance(entry, Gap):
            title, told, when = entry.written, times_told(entry), age(entry.asked_at, datetime.now(UTC))
        else:
            title, told, when = entry.row.title, use_told(entry), ""
        is_away = isinstance(entry, Gap) and entry.state is GapState.AWAY
        ink = colours.muted if is_away else colours.ink
        self.write(painter, upper, title, TextRole.body, ink, weight=Weight.medium)
        taken = self.write(painter, lower, when, TextRole.small, colours.muted, right=True)
        self.write(painter, lower.adjusted(0, 0, -taken - px(8), 0), told, TextRole.small, colours.muted)
