"""The small desk with its rules, for tests of what they do."""

from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.rules.run import run_rules
from deskbell.model import commands
from deskbell.model.automation import (
    Event,
    Rule,
    RuleActions,
    SaveRule,
)
from deskbell.model.canned import CannedText, SaveCannedReply
from deskbell.model.kinds import MessageKind
from deskbell.store.queries import automation
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.tables import message


class Desk:
    """The small desk with its rules."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        self.reader = JournalReader()

    def rule(
        self, name: str, actions: RuleActions, events: frozenset[Event] = frozenset({Event.CREATED}), **more: object
    ) -> int:
        command = SaveRule(agent_id=self.small.ona, id=0, name=name, events=events, actions=actions, **more)  # type: ignore[arg-type]
        return perform(self.small.desk, command) or 0

    def do(self, command: commands.Command) -> int:
        return perform(self.small.desk, command) or 0

    def run(self) -> int:
        """As the worker does, until there is nothing left."""
        done = 0
        while n := self.small.desk.transact(lambda session: run_rules(session, self.reader)):
            done += n
            assert done < 10_000
        return done

    def arrive(self, number: int = 1, **values: object) -> int:
        return self.small.arrive(mail(f"{number}@mail.example", **values))[0].ticket_id  # type: ignore[arg-type]

    def rules(self) -> dict[str, Rule]:
        return {rule.name: rule for rule in self.small.desk.read(automation.rows)}

    def sent(self, number: int) -> list[str]:
        with self.small.desk.reading() as session:
            out = (message.c.ticket_id == number, message.c.kind == int(MessageKind.OUT))
            return list(session.connection.execute(select(message.c.text).where(*out)).scalars())


def canned(desk: Desk, **more: object) -> int:
    texts = (
        CannedText(
            "",
            "<div>Thanks, {{customer.first_name}}, #{{ticket.number}}</div>",
            "Thanks, {{customer.first_name}}, #{{ticket.number}}",
        ),
        CannedText("lt", "<div>Ačiū</div>", "Ačiū"),
    )
    command = SaveCannedReply(agent_id=desk.small.ona, id=0, owner_id=None, name="Thanks", texts=texts, **more)  # type: ignore[arg-type]
    return desk.do(command)
