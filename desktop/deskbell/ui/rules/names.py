"""What rules name by id, in words, and what there is to choose from."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.automation import What
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind, FieldOwner
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.ratings import Rating
from deskbell.rules.fields import MEASURED, YES, kept, one_line
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.field_words import read_typed, value_words
from deskbell.ui.rating_words import rating_word
from deskbell.ui.words import priority_word, status_word, type_word

translate = QCoreApplication.translate

FLAGS: Final = frozenset({What.VIP, What.ATTACHMENT, What.WORKING_HOURS})
"""What is so or not, and has no other value."""
_STATUSES: Final = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED)
_WHAT: Final = {
    What.STATUS: QT_TRANSLATE_NOOP("rules", "Status"),
    What.PRIORITY: QT_TRANSLATE_NOOP("rules", "Priority"),
    What.MAILBOX: QT_TRANSLATE_NOOP("rules", "Mailbox"),
    What.TEAM: QT_TRANSLATE_NOOP("rules", "Team"),
    What.ASSIGNEE: QT_TRANSLATE_NOOP("rules", "Assignee"),
    What.TYPE: QT_TRANSLATE_NOOP("rules", "Type"),
    What.TAG: QT_TRANSLATE_NOOP("rules", "Tags"),
    What.SUBJECT: QT_TRANSLATE_NOOP("rules", "Subject"),
    What.TEXT: QT_TRANSLATE_NOOP("rules", "Message text"),
    What.SENDER: QT_TRANSLATE_NOOP("rules", "Sender"),
    What.DOMAIN: QT_TRANSLATE_NOOP("rules", "Sender’s domain"),
    What.ORGANISATION: QT_TRANSLATE_NOOP("rules", "Organisation"),
    What.VIP: QT_TRANSLATE_NOOP("rules", "VIP"),
    What.LANGUAGE: QT_TRANSLATE_NOOP("rules", "Language"),
    What.ATTACHMENT: QT_TRANSLATE_NOOP("rules", "Attachment"),
    What.WORKING_HOURS: QT_TRANSLATE_NOOP("rules", "Working hours"),
    What.ANSWERS: QT_TRANSLATE_NOOP("rules", "Customer’s answers"),
    What.RATING: QT_TRANSLATE_NOOP("rules", "Rating"),
}


class RuleNames:
    """The desk's names of now; what is not there any more has a word that says so."""

    def __init__(self, desk: DeskNow, book: RuleBook) -> None:
        self._desk = desk
        self.book = book

    def whats(self) -> list[tuple[tuple[What, int], str]]:
        """What a condition may look at, with its word."""
        plain = [((what, 0), translate("rules", word)) for what, word in _WHAT.items()]
        return plain + [((What.FIELD, field.id), self.what_word(What.FIELD, field.id)) for field in self.book.fields]

    def what_word(self, what: What, field_id: int) -> str:
        """What is looked at."""
        if what is not What.FIELD:
            return translate("rules", _WHAT[what])
        field = self.field(field_id)
        if field is None:
            return translate("rules", "a field that was retired")
        match field.owner:
            case FieldOwner.CUSTOMER:
                return translate("rules", "Customer: {field}").format(field=field.name)
            case FieldOwner.ORGANISATION:
                return translate("rules", "Organisation: {field}").format(field=field.name)
        return field.name

    def field(self, field_id: int) -> CustomField | None:
        """A custom field in use."""
        return next((field for field in self.book.fields if field.id == field_id), None)

    def choices(self, what: What, field_id: int) -> Sequence[tuple[str, str]] | None:
        """The values that there are to choose from, with their words; None where one writes."""
        desk = self._desk
        match what:
            case What.STATUS:
                return [(str(int(one)), status_word(one)) for one in _STATUSES]
            case What.PRIORITY:
                return [(str(int(one)), priority_word(one)) for one in sorted(Priority, reverse=True)]
            case What.TYPE:
                return [(str(int(one)), type_word(one)) for one in TicketType]
            case What.MAILBOX:
                return [(str(box.id), box.name) for box in desk.mailboxes]
            case What.TEAM:
                return [(str(team.id), team.name) for team in desk.teams]
            case What.ASSIGNEE:
                return [(str(agent.id), agent.name) for agent in desk.agents]
            case What.TAG:
                return [(tag.name, tag.name) for tag in desk.tags if not tag.retired]
            case What.ORGANISATION:
                return [(str(number), name) for number, name in self.book.organisations]
            case What.RATING:
                return [(one.value, rating_word(one)) for one in Rating]
            case What.LANGUAGE:
                return [(code, language_name(code)) for code in CODES]
            case What.FIELD:
                field = self.field(field_id)
                if field is not None and field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
                    return [(str(choice.id), choice.name) for choice in field.choices if not choice.retired]
                if field is not None and field.kind is FieldKind.CHECK:
                    return [(YES, translate("rules", "Yes"))]
        return None

    def value_word(self, what: What, field_id: int, value: str) -> str:
        """One value."""
        known = self.choices(what, field_id)
        if known is None:
            return self._as_read(field_id, value)
        gone = value if what is What.TAG else translate("rules", "not there any more")
        return next((word for one, word in known if one == value), gone)

    def measured(self, field_id: int) -> bool:
        """Whether a field holds numbers or dates, which people write as their language has it, commas and all."""
        field = self.field(field_id)
        return field is not None and field.kind in MEASURED

    def kept(self, field_id: int, text: str) -> str:
        """What was typed as the field keeps it; as it is where that cannot be, which is said when it is saved."""
        field = self.field(field_id)
        try:
            return one_line(text) if field is None else read_typed(field, text)
        except Mistake:
            return one_line(text)

    def _as_read(self, field_id: int, value: str) -> str:
        field = self.field(field_id)
        try:
            return value if field is None else value_words(field, kept(field, value))
        except Mistake:
            return value

    def reply(self, reply_id: int) -> str:
        """A canned reply."""
        gone = translate("rules", "a reply that was removed")
        return next((reply.name for reply in self.book.replies if reply.id == reply_id), gone)

    def team(self, team_id: int) -> str:
        """A team."""
        team = self._desk.team(team_id)
        return team.name if team is not None else translate("rules", "a team that was removed")

    def webhook(self, webhook_id: int) -> str:
        """A webhook."""
        known = dict(self.book.webhooks)
        return known.get(webhook_id) or translate("rules", "a webhook that was removed")

    def agent(self, agent_id: int | None) -> str:
        """An agent."""
        agent = self._desk.agent(agent_id)
        return agent.name if agent is not None else translate("rules", "somebody")
