"""A canned reply for one ticket: in which language, and with which values."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QDate, QLocale

from deskbell.model.canned import Actions, CannedReply, CannedText
from deskbell.model.rows import AgentRow, MailboxRow, TicketDetail
from deskbell.model.teams import TeamRow
from deskbell.rules.canned import text_for, words_of
from deskbell.rules.macros import Effect, effects, with_names
from deskbell.rules.placeholders import Facts, field_name, fill, fill_html
from deskbell.store.queries.canned import Asker
from deskbell.ui.field_words import value_words

_WEEKDAY: Final = re.compile(r"[\s,،]*dddd[,\s]*")


class Occasion(Struct, frozen=True):
    """What is answered, by whom, from where. `detail` is None, and `customer` who it goes to, where a ticket is only begun. `agents` and `teams` are the names of
    those of the desk."""

    me: AgentRow
    mailbox: MailboxRow | None
    detail: TicketDetail | None = None
    asker: Asker = field(default_factory=Asker)
    customer: tuple[str, str] = ("", "")
    agents: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)

    def text_of(self, reply: CannedReply) -> CannedText:
        """The reply in the customer's language, else the mailbox's."""
        return text_for(reply.texts, self.asker.language, self.mailbox.language if self.mailbox else "")

    def fill(self, text: CannedText) -> CannedText:
        """A text with the values of the ticket."""
        facts = self.facts(text.language or self.asker.language)
        html, words, subject = fill_html(text.html, facts), fill(text.text, facts), fill(text.subject, facts)
        return replace(text, html=html, text=words, subject=subject)

    def field_names(self) -> frozenset[str]:
        """The placeholders of custom fields."""
        return frozenset(field_name(one.field.owner, one.field.name) for one in self.asker.fields)

    def effects(self, actions: Actions) -> tuple[Effect, ...]:
        """What using a reply with these actions changes about the ticket, or does to one that is begun."""
        row = self.detail.row if self.detail is not None else None
        return with_names(effects(actions, row, self.me.id), self.agents, self.teams)

    def words(self) -> frozenset[str]:
        """What the ticket is about: its subject, its tags, and what was written to us last."""
        if self.detail is None:
            return frozenset()
        row, messages = self.detail.row, self.detail.messages
        last = next((message.visible for message in reversed(messages) if message.agent_id is None), "")
        return words_of(f"{row.subject} {' '.join(row.tags)} {last[:4000]}")

    def facts(self, language: str = "") -> Facts:
        """What placeholders are filled from, dates worded in this language ("" for the window's)."""
        row = self.detail.row if self.detail is not None else None
        name, email = (row.customer, row.customer_email) if row is not None else self.customer
        locale = QLocale(language.replace("-", "_")) if language else QLocale()
        today = QDate.currentDate()
        return Facts(
            customer=name,
            customer_email=email,
            organisation=self.asker.organisation,
            number=row.id if row is not None else 0,
            subject=row.subject if row is not None else "",
            agent=self.me.name,
            agent_email=self.me.email,
            mailbox=self.mailbox.name if self.mailbox is not None else "",
            mailbox_address=self.mailbox.address if self.mailbox is not None else "",
            team=row.team if row is not None else "",
            today=locale.toString(today, long_format(locale)),
            weekday=locale.dayName(today.dayOfWeek()),
            fields={
                field_name(one.field.owner, one.field.name): value_words(one.field, one.value, locale)
                for one in self.asker.fields
            },
        )


def names_by_id(rows: Iterable[AgentRow | TeamRow]) -> dict[int, str]:
    """What agents or teams are called."""
    return {row.id: row.name for row in rows}


def long_format(locale: QLocale) -> str:
    """A date as it stands in a letter: with the month's name, without the day's."""
    return _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat)).strip()
