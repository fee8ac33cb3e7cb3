"""What is asked of the customers in the list: a chip for each, with a cross that takes it away."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.customer_list import CustomerFilter, TheirTickets
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.chip_button import ChipButton


class FilterChips(QWidget):
    """Hidden where nothing is asked. `organisation_name` is what the organisation is called that is asked for.

    Signals:
        wanted(CustomerFilter): one of them was taken away.
    """

    wanted = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.organisation_name = ""
        self._chips: list[ChipButton] = []
        self._flow = FlowLayout(4, 4, self)
        self.hide()

    def show_filter(self, wanted: CustomerFilter, tags: Mapping[int, str]) -> None:
        """Show what is asked, but for the words; `tags` are the names of all."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(words, left) for words, left in self._asked(wanted, tags)]
        self.setVisible(bool(self._chips))

    def _asked(self, wanted: CustomerFilter, tags: Mapping[int, str]) -> Iterator[tuple[str, CustomerFilter]]:
        if wanted.organisation:
            yield self.organisation_name, replace(wanted, organisation=0)
        if wanted.tag:
            yield tags.get(wanted.tag, self.tr("Tag")), replace(wanted, tag=0)
        if wanted.vip:
            yield self.tr("VIPs"), replace(wanted, vip=False)
        if wanted.blocked:
            yield self.tr("Blocked"), replace(wanted, blocked=False)
        if wanted.tickets is TheirTickets.OPEN:
            yield self.tr("With open tickets"), replace(wanted, tickets=TheirTickets.ANY)
        if wanted.tickets is TheirTickets.NONE:
            yield self.tr("Without tickets"), replace(wanted, tickets=TheirTickets.ANY)

    def _chip(self, words: str, left: CustomerFilter) -> ChipButton:
        chip = ChipButton(self._theme, words, removable=True, parent=self)
        chip.setAccessibleName(self.tr("{name}; Delete takes it off").format(name=words))
        chip.removed.connect(lambda: self.wanted.emit(left))
        self._flow.addWidget(chip)
        return chip
