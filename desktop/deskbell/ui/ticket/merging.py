"""Merging tickets: one into another of its customer's, or several that were selected into one of them. All of it can be taken back."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import MergeTickets
from deskbell.model.errors import Mistake
from deskbell.model.rows import CustomerPanel, TicketRow, TicketTitle
from deskbell.store.queries import customer, ticket_list
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList

_SHOWN_SUBJECT: Final = 60
# Who selects more than that does not mean to make one of them.
_MOST: Final = 100

Show = Callable[[ChoiceList], None]


class Merging(QObject):
    """Asks for the ticket that stays, and merges the others into it.

    Signals:
        failed(Exception): what could not be read, or is not to be done.
    """

    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._host = host

    def ask(self, tickets: tuple[int, ...], show: Show) -> None:
        """Let `show` open a list: of several tickets these, of one those that are linked to it and those of its customer. A number can be typed as well."""
        if len(tickets) > _MOST:
            self.failed.emit(Mistake("merge.many", most=_MOST))
        elif tickets:
            done = partial(self._read, show)
            self._runner.ask(
                ticket_list.rows, tickets, self._desk.me.id, done=done, failed=self.failed.emit, owner=self
            )

    def _read(self, show: Show, rows: tuple[TicketRow, ...]) -> None:
        if len(rows) == 1:
            row = rows[0]
            done = partial(self._read_others, show, row.id)
            self._runner.ask(customer.panel, row.customer_id, row.id, done=done, failed=self.failed.emit, owner=self)
        elif rows:
            earliest_first = sorted(rows, key=lambda row: row.id)
            self._offer(show, tuple(row.id for row in earliest_first), [title_line(row) for row in earliest_first])

    def _read_others(self, show: Show, number: int, panel: CustomerPanel | None) -> None:
        near = (*panel.linked, *panel.others) if panel is not None else ()
        rows = {one.id: one for one in near if one.id != number}
        self._offer(show, (number,), [title_line(one) for one in rows.values()])

    def _offer(self, show: Show, tickets: tuple[int, ...], choices: list[Choice]) -> None:
        prompt = self.tr("Merge into: number of the ticket") if len(tickets) == 1 else self.tr("Merge all into")
        offered = ChoiceList(self._theme, choices, new=number_words, new_first=True, prompt=prompt, parent=self._host)
        offered.chosen.connect(lambda number: self._merge(tickets, number))
        offered.typed.connect(lambda text: self._merge(tickets, typed_number(text)))
        show(offered)

    def _merge(self, tickets: tuple[int, ...], into: int) -> None:
        away = tuple(number for number in tickets if number != into)
        if not away:
            self.failed.emit(Mistake("move.same", number=into))
            return
        if len(away) == 1:
            said = self.tr("#%1 is merged into #%2").replace("%1", str(away[0])).replace("%2", str(into))
        else:
            said = self.tr("%n tickets are merged into #%1", "", len(away)).replace("%1", str(into))
        command = MergeTickets(agent_id=self._desk.me.id, tickets=away, into=into)
        self._deeds.carry_out(command, tickets, said)


def title_line(row: TicketTitle | TicketRow) -> Choice:
    """A ticket in a list, by which one may search: number and subject."""
    return Choice(row.id, f"#{row.id} {' '.join(row.subject.split())[:_SHOWN_SUBJECT]}")


def number_words(text: str) -> str:
    """What stands for a number that is typed, "" for what is none."""
    number = typed_number(text)
    return QCoreApplication.translate("merging", "Ticket #%1").replace("%1", str(number)) if number else ""


def typed_number(text: str) -> int:
    """The number of a ticket that was typed ("702", "#702"); 0 for what is none."""
    number = text.strip().removeprefix("#")
    return int(number) if number.isdecimal() and 0 < len(number) < 19 else 0
