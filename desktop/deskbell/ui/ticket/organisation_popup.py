"""Asks for the organisation of the customer beside the ticket."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.customers import LONGEST
from deskbell.model.organisations import OrganisationTitle
from deskbell.rules.organisations import clean, key
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.widgets.buttons import LinkButton

_SHOWN_DOMAINS: Final = 2


class OrganisationPopup(FoundPopup):
    """Those that are likely, or whose name or domain begins as what is typed; or, unless only one that is there is asked for, a new one of that name, or none.
    `now` is not offered.

    Signals:
        chosen(str): the customer is of the organisation of this name, "" for none.
        all_wanted: all organisations are to be shown, to be changed.
    """

    chosen = Signal(str)
    all_wanted = Signal()

    def __init__(self, theme: ThemeSource, now: str, parent: QWidget | None = None, *, may_make: bool = True) -> None:
        super().__init__(theme, parent)
        self._now = now
        self._may_make = may_make
        words = self.tr("Name or domain")
        self.call(words, words, self.tr("Organisations"), self.tr("No organisation found."))
        self.field.setMaxLength(LONGEST)
        if may_make:
            everything = LinkButton(self.tr("Change organisations…"), self)
            everything.clicked.connect(self._show_all)
            self._layout.addWidget(everything, 0, Qt.AlignmentFlag.AlignLeft)

    def show_found(self, words: str, rows: Sequence[OrganisationTitle]) -> None:
        """Offer these, which `words` have found; others may have been typed since."""
        lines: list[tuple[object, str]] = [(row.name, called(row)) for row in rows if row.name != self._now]
        name = clean(words)
        is_new = bool(key(name)) and key(name) not in {key(row.name) for row in rows} | {key(self._now)}
        if is_new and self._may_make:
            lines.append((name, self.tr("New organisation “%1”").replace("%1", name)))
        if self._now and not name and self._may_make:
            lines.append(("", self.tr("No organisation")))
        self.show_lines(words, lines)

    def _show_all(self) -> None:
        self.close()
        self.all_wanted.emit()

    def _choose(self, value: object) -> None:
        self.close()
        self.chosen.emit(value)


def called(row: OrganisationTitle) -> str:
    """The name, and some of the domains."""
    more = ["…"] if len(row.domains) > _SHOWN_DOMAINS else []
    domains = ", ".join([*row.domains[:_SHOWN_DOMAINS], *more])
    return f"{row.name} · {domains}" if domains else row.name
