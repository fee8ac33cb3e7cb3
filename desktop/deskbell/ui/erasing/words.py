"""How the erasure of a person is worded: what goes and what stays, and the report of what is gone."""

from PySide6.QtCore import QObject

from deskbell.model.erasing import Counts, Erasure
from deskbell.ui.time_left import number


class ErasureWords(QObject):
    """Sentences, each a line of its own."""

    def goes(self, counts: Counts) -> list[str]:
        """What an erasure takes."""
        lines = [self._customer(counts)]
        if counts.tickets:
            lines.append(_with(self.tr("Tickets, with all that is in them: %1"), counts.tickets))
        if counts.messages:
            inside = _with(self.tr("Messages, with the mails as they came and went: %1"), counts.messages)
            files = _with(self.tr("files: %1"), counts.files)
            lines.append(f"{inside} · {files}" if counts.files else inside)
        lines.append(self.tr("Drafts to them, and what the search and saved views know of them"))
        return lines

    def stays(self, counts: Counts, mailboxes: tuple[str, ...]) -> list[str]:
        """What an erasure leaves, and what it does not reach."""
        lines = []
        if counts.shared:
            lines.append(_with(self.tr("Tickets in which others wrote, too: %1"), counts.shared))
            lines.append(
                self.tr(
                    "In these their messages go, quotes and originals are taken out, their name and addresses blacked out"
                )
            )
            lines.append(self.tr("What others said of them there in other words, and files that others sent"))
        lines.append(self.tr("When something was done and by which colleague, without names and texts"))
        lines.append(
            self.tr(
                "Backups that were made before, and files that somebody saved or sent on: nothing here reaches them"
            )
        )
        if mailboxes:
            servers = self.tr("Mails that still lie on the servers of %1: delete them there")
            lines.append(servers.replace("%1", ", ".join(mailboxes)))
        return lines

    def report(self, erasure: Erasure, when: str) -> str:
        """All of it as a text that can be kept: nothing of the person is in it."""
        who = erasure.agent or self.tr("the desk itself")
        contents = _with(self.tr("Contents of mails and files that nothing else needs: %1"), erasure.contents)
        parts = [
            self.tr("A person was erased from this desk at their request (GDPR, Art. 17)."),
            self.tr("When: %1").replace("%1", when),
            self.tr("By: %1").replace("%1", who),
            "",
            self.tr("Erased"),
            *(f"- {line}" for line in (*self.goes(erasure.counts), contents)),
            "",
            self.tr("Left, or not reached"),
            *(f"- {line}" for line in self.stays(erasure.counts, erasure.mailboxes)),
        ]
        return "\n".join(parts) + "\n"

    def far(self, done: int, many: int) -> str:
        """How far it is."""
        return self.tr("%1 of %2 tickets").replace("%2", number(many)).replace("%1", number(min(done, many)))

    def _customer(self, counts: Counts) -> str:
        parts = [
            _with(self.tr("addresses: %1"), counts.addresses) if counts.addresses else "",
            _with(self.tr("phone numbers: %1"), counts.phones) if counts.phones else "",
            _with(self.tr("merged into them: %1"), counts.people - 1) if counts.people > 1 else "",
        ]
        known = " · ".join(part for part in parts if part)
        said = self.tr("The customer, with notes and history")
        return f"{said} ({known})" if known else said


def _with(words: str, many: int) -> str:
    return words.replace("%1", number(many))
