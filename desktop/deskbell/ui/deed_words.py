"""The sentences of toasts: what was just done, and to which tickets."""

import re
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QObject

from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Status, TicketType
from deskbell.ui.widgets.ages import until
from deskbell.ui.words import priority_word, status_word, type_word

translate = QCoreApplication.translate


class DeedWords(QObject):
    """Words deeds in the person's language. One ticket is named by its number, several are counted: languages inflect these apart."""

    def status(self, tickets: tuple[int, ...], status: Status) -> str:
        """ "#1039 solved"."""
        n = len(tickets)
        match status:
            case Status.SOLVED:
                return _say(tickets, self.tr("#%1 solved"), self.tr("%n tickets solved", "", n))
            case Status.CLOSED:
                return _say(tickets, self.tr("#%1 closed"), self.tr("%n tickets closed", "", n))
            case Status.SPAM:
                return _say(tickets, self.tr("#%1 moved to Spam"), self.tr("%n tickets moved to Spam", "", n))
            case Status.TRASH:
                return _say(tickets, self.tr("#%1 moved to Trash"), self.tr("%n tickets moved to Trash", "", n))
            case _:
                one, several = self.tr("#%1 set to %2"), self.tr("%n tickets set to %2", "", n)
                return _say(tickets, one, several, status_word(status))

    def stopped(self) -> str:
        """What was begun was cancelled."""
        return self.tr("Cancelled: no ticket was changed.")

    def unchanged(self, tickets: tuple[int, ...]) -> str:
        """ "Nothing changed on #1039"."""
        n = len(tickets)
        return _say(tickets, self.tr("Nothing changed on #%1"), self.tr("Nothing changed on %n tickets", "", n))

    def subject(self, number: int) -> str:
        """ "Subject of #1039 changed"."""
        return self.tr("Subject of #%1 changed").replace("%1", str(number))

    def escalated(self, number: int) -> str:
        """ "#1039 escalated"."""
        return self.tr("#%1 escalated").replace("%1", str(number))

    def taken_back(self, number: int, many: int) -> str:
        """ "Taken back on #1039". Without a number it was of several tickets, or of none."""
        if number:
            return self.tr("Taken back on #%1").replace("%1", str(number))
        return self.tr("Taken back on %n tickets", "", many) if many > 1 else self.tr("Taken back")

    def assigned(self, tickets: tuple[int, ...], name: str, *, to_me: bool, away: bool = False) -> str:
        """ "#1039 assigned to Ona"; with a word where she is `away`."""
        n = len(tickets)
        if to_me:
            return _say(tickets, self.tr("#%1 assigned to you"), self.tr("%n tickets assigned to you", "", n))
        if not name:
            return _say(tickets, self.tr("#%1 assigned to nobody"), self.tr("%n tickets assigned to nobody", "", n))
        one, several = self.tr("#%1 assigned to %2"), self.tr("%n tickets assigned to %2", "", n)
        if away:
            one = self.tr("#%1 assigned to %2, who is away")
            several = self.tr("%n tickets assigned to %2, who is away", "", n)
        return _say(tickets, one, several, name)

    def given_to_team(self, tickets: tuple[int, ...], name: str) -> str:
        """ "#1039 given to the team Billing"."""
        n = len(tickets)
        if not name:
            return _say(tickets, self.tr("#%1 given to no team"), self.tr("%n tickets given to no team", "", n))
        one, several = self.tr("#%1 given to the team %2"), self.tr("%n tickets given to the team %2", "", n)
        return _say(tickets, one, several, name)

    def priority(self, tickets: tuple[int, ...], priority: Priority) -> str:
        """ "Priority of #1039: High"."""
        one, several = self.tr("Priority of #%1: %2"), self.tr("Priority of %n tickets: %2", "", len(tickets))
        return _say(tickets, one, several, priority_word(priority))

    def type_set(self, tickets: tuple[int, ...], kind: TicketType | None) -> str:
        """ "Type of #1039: Incident"."""
        n = len(tickets)
        if kind is None:
            return _say(tickets, self.tr("#%1 has no type now"), self.tr("%n tickets have no type now", "", n))
        one, several = self.tr("Type of #%1: %2"), self.tr("Type of %n tickets: %2", "", n)
        return _say(tickets, one, several, type_word(kind))

    def tagged(self, tickets: tuple[int, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> str:
        """ "#1039 tagged refund"."""
        n = len(tickets)
        if add:
            return _say(tickets, self.tr("#%1 tagged %2"), self.tr("%n tickets tagged %2", "", n), ", ".join(add))
        one, several = self.tr("Tag %2 taken off #%1"), self.tr("Tag %2 taken off %n tickets", "", n)
        return _say(tickets, one, several, ", ".join(remove))

    def moved(self, tickets: tuple[int, ...], mailbox: str) -> str:
        """ "#1039 moved to Billing"."""
        one, several = self.tr("#%1 moved to %2"), self.tr("%n tickets moved to %2", "", len(tickets))
        return _say(tickets, one, several, mailbox)

    def macro(self, tickets: tuple[int, ...], name: str) -> str:
        """ "Refund granted: #1039 changed"."""
        one, several = self.tr("%2: #%1 changed"), self.tr("%2: %n tickets changed", "", len(tickets))
        return _say(tickets, one, several, name)

    def snoozed(self, tickets: tuple[int, ...], when: datetime | None) -> str:
        """ "#1039 snoozed until Mon 09:00"."""
        n = len(tickets)
        if when is None:
            return _say(tickets, self.tr("#%1 is back"), self.tr("%n tickets are back", "", n))
        if when >= UNTIL_ANSWERED:
            one, several = self.tr("#%1 snoozed until answered"), self.tr("%n tickets snoozed until answered", "", n)
            return _say(tickets, one, several)
        one, several = self.tr("#%1 snoozed until %2"), self.tr("%n tickets snoozed until %2", "", n)
        return _say(tickets, one, several, until(when, datetime.now(UTC)))

    def due(self, tickets: tuple[int, ...], when: datetime | None) -> str:
        """ "#1039 due Mon 17:00"."""
        n = len(tickets)
        if when is None:
            return _say(tickets, self.tr("#%1 has no due date now"), self.tr("%n tickets have no due date now", "", n))
        one, several = self.tr("#%1 due %2"), self.tr("%n tickets due %2", "", n)
        return _say(tickets, one, several, until(when, datetime.now(UTC)))

    def followed(self, tickets: tuple[int, ...], names: str, *, added: bool, removed: bool) -> str:
        """ "You follow #1039". `names` are those of others, "" where it is about whoever reads this."""
        n = len(tickets)
        if added and removed:
            return _say(tickets, self.tr("Followers of #%1 changed"), self.tr("Followers of %n tickets changed", "", n))
        if not names and added:
            return _say(tickets, self.tr("You follow #%1"), self.tr("You follow %n tickets", "", n))
        if not names:
            one, several = self.tr("You no longer follow #%1"), self.tr("You no longer follow %n tickets", "", n)
            return _say(tickets, one, several)
        if added:
            return _say(tickets, self.tr("#%1 followed by %2"), self.tr("%n tickets followed by %2", "", n), names)
        one, several = self.tr("#%1 no longer followed by %2"), self.tr("%n tickets no longer followed by %2", "", n)
        return _say(tickets, one, several, names)


def _say(tickets: tuple[int, ...], one: str, several: str, value: str = "") -> str:
    template = one.replace("%1", str(tickets[0])) if len(tickets) == 1 else several
    # The value is a person's word and may hold a "%1" of its own, so it goes in last.
    return template.replace("%2", value)


def filled_words(tickets: tuple[int, ...], field: str, value: str) -> str:
    """ "Order number of #1039: A-17", for a custom field and what it holds now in words, "" for nothing."""
    n = len(tickets)
    if value:
        one, several = translate("fields", "%2 of #%1: %3"), translate("fields", "%2 of %n tickets: %3", "", n)
    else:
        one, several = translate("fields", "%2 of #%1 emptied"), translate("fields", "%2 of %n tickets emptied", "", n)
    filling = {"%1": str(tickets[0]), "%2": field, "%3": value}
    # In one pass: what a person wrote may hold a "%3" of its own.
    return re.sub("%[123]", lambda mark: filling[mark[0]], one if n == 1 else several)
