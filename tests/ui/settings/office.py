"""What the tests of the settings work with: a small real desk, and prompts that are answered before they are asked."""

from dataclasses import dataclass, field
from pathlib import Path

from deskbell.actions.dispatch import perform
from deskbell.jobs.mailbox_state import record_failure
from deskbell.mail.autoconfig import guesses
from deskbell.mail.discovery.found import Discovery, Source
from deskbell.model.commands import Command
from deskbell.model.places import Places
from deskbell.model.rows import AgentRow, DeskState, MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.queries import agents, desk_state, mailboxes
from deskbell.store.secrets import Secrets
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.computer import ComputerSettings


def nobody_knows(address: str) -> Discovery:
    """A search without a network that finds nothing."""
    return Discovery(address, guesses(address)[0], Source.GUESS)


@dataclass
class Answers:
    """Prompts that answer `yes`, and `file` where one is chosen; `asked` are the questions, `explained` what stood below them."""

    yes: bool = True
    asked: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    file: Path | None = None

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        self.asked.append(question)
        self.explained.append(explanation)
        return self.yes

    def files_to_attach(self) -> tuple[Path, ...]:
        return ()

    def picture_to_open(self) -> Path | None:
        return self.file

    def invitation_to_open(self) -> Path | None:
        return self.file

    def place_for_backup(self, name: str) -> Path | None:
        return self.file

    def place_to_save(self, name: str) -> Path | None:
        self.asked.append(name)
        return self.file

    def folder_to_save(self) -> Path | None:
        return None


@dataclass
class Office:
    """What the settings are handed, and what is behind them. `commands` are those that were carried out for the window."""

    database: Desk
    runner: Runner
    desk: DeskNow
    secrets: Secrets
    computer: ComputerSettings
    places: Places
    me: int
    commands: list[Command]

    def do(self, command: Command) -> int | None:
        """As a colleague would, on another computer."""
        return perform(self.database, command)

    def agents(self) -> dict[str, AgentRow]:
        """As the database has them, by address."""
        return {row.email: row for row in self.database.read(agents.rows)}

    def state(self) -> DeskState:
        """As the database has the desk."""
        return self.database.read(desk_state.desk_state, self.me)

    def mailboxes(self) -> dict[str, MailboxRow]:
        """As the database has them, by address."""
        return {row.address: row for row in self.database.read(mailboxes.rows)}

    def fail(self, mailbox_id: int, reason: str, values: dict[str, str]) -> None:
        """As the worker does when mail does not come in."""
        row = self.database.read(mailboxes.by_id, mailbox_id)
        assert row is not None
        record_failure(self.database, lambda _: None, row, reason, dict(values))
