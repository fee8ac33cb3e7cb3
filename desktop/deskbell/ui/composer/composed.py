"""What is in the composer, as a value: what a draft keeps and what is sent."""

from dataclasses import dataclass, field, replace

from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.model.rows import AttachmentRow, DraftRow
from deskbell.rules.quoting import own_html


@dataclass(frozen=True, slots=True)
class Composed:
    """One text that is being written. `files` aren't in the database yet, `kept` are, `passed_on` belong to the message that is forwarded."""

    kind: ReplyKind
    mailbox_id: int = 0
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    html: str = ""
    text: str = ""
    files: tuple[OutboundAttachment, ...] = ()
    kept: tuple[AttachmentRow, ...] = ()
    passed_on: tuple[AttachmentRow, ...] = ()
    passed_from: int = field(default=0, compare=False)

    @classmethod
    def of_draft(cls, draft: DraftRow) -> "Composed":
        """What a draft keeps. A mail that was taken back comes with what it quoted; that is put below again when it is sent."""
        html = own_html(draft.html)
        return cls(
            kind=draft.kind,
            mailbox_id=draft.mailbox_id,
            to=draft.to,
            cc=draft.cc,
            bcc=draft.bcc,
            subject=draft.subject,
            html=html,
            text=draft.text if html == draft.html else "",
            kept=draft.attachments,
        )

    def save(self, agent_id: int, ticket_id: int) -> SaveDraft:
        """The command that keeps it."""
        return SaveDraft(
            agent_id=agent_id,
            ticket_id=ticket_id,
            kind=self.kind,
            mailbox_id=self.mailbox_id,
            to=self.to,
            cc=self.cc,
            bcc=self.bcc,
            subject=self.subject,
            html=self.html,
            text=self.text,
            attachments=self.files,
            kept_attachments=tuple(row.id for row in self.kept),
        )

    def size(self) -> int:
        """Bytes of all files together."""
        return sum(len(file.content) for file in self.files) + sum(row.size for row in (*self.kept, *self.passed_on))

    def file_count(self) -> int:
        """How many files would go along."""
        return len(self.files) + len(self.kept) + len(self.passed_on)

    def with_files(self, files: tuple[OutboundAttachment, ...]) -> "Composed":
        """With these new files besides."""
        return replace(self, files=self.files + files)

    def without_file(self, place: int) -> "Composed":
        """Without the file at this place: new ones come first, then those in the database, then those passed on."""
        new, kept = len(self.files), len(self.files) + len(self.kept)
        if place < new:
            return replace(self, files=self.files[:place] + self.files[place + 1 :])
        if place < kept:
            return replace(self, kept=self.kept[: place - new] + self.kept[place - new + 1 :])
        return replace(self, passed_on=self.passed_on[: place - kept] + self.passed_on[place - kept + 1 :])

    def once_kept(self, command: SaveDraft, stored: tuple[AttachmentRow, ...]) -> "Composed":
        """After `command` wrote its new files: they are among `stored` now and need not be written again with every key."""
        if not set(command.attachments) <= set(self.files):
            return self
        files = tuple(file for file in self.files if file not in command.attachments)
        before = {row.id for row in self.kept}
        fresh = {row.id for row in stored} - set(command.kept_attachments)
        return replace(self, files=files, kept=tuple(row for row in stored if row.id in before | fresh))
