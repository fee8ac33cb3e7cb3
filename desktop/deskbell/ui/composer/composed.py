"""What is in the composer, as a value: what a draft keeps and what is sent."""

from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple, replace

from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.model.rows import AttachmentRow, DraftRow, MessageRow
from deskbell.rules.quoting import own_html
from deskbell.ui.composer.markup import pictures_in

AS_FILE: Final = -1
"""Instead of the message that is forwarded: it goes along as a file, and its text does not."""


class FileInRow(Struct, frozen=True):
    """A file as it is listed; `place` is its own among new files, those in the database and those passed on, in this order."""

    place: int
    name: str
    content_type: str
    size: int
    content_id: str


class Composed(Struct, frozen=True):
    """One text that is being written. `files` aren't in the database yet, `kept` are, `passed_on` belong to the message that is forwarded.

    Files with a content id are pictures of the text. `passed_from` is the message that is forwarded: 0 for the newest, `AS_FILE` where it goes
    along as a file. `macro_id` is the macro that waits for it. `passed_ids` are the files of it that a draft takes along; `with_original` finds them. Neither makes it another text.
    """

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
    macro_id: int = 0
    passed_from: int = 0
    passed_ids: tuple[int, ...] = ()

    def __eq__(self, other: object) -> bool:
        # All but the last two.
        return isinstance(other, Composed) and astuple(self)[:-2] == astuple(other)[:-2]

    __hash__ = None  # type: ignore[assignment]

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
            macro_id=draft.macro_id,
            passed_from=draft.original_id,
            passed_ids=draft.passed,
        )

    @classmethod
    def of_saving(cls, command: SaveDraft, stored: Sequence[AttachmentRow]) -> "Composed":
        """What a command keeps that the database has not taken yet; `stored` are the files that it has of the draft."""
        return cls(
            kind=command.kind,
            mailbox_id=command.mailbox_id,
            to=command.to,
            cc=command.cc,
            bcc=command.bcc,
            subject=command.subject,
            html=command.html,
            text=command.text,
            files=command.attachments,
            kept=tuple(row for row in stored if row.id in command.kept_attachments),
            macro_id=command.macro_id,
            passed_from=command.original_id,
            passed_ids=command.passed,
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
            original_id=self.passed_from,
            passed=tuple(row.id for row in self.passed_on),
            macro_id=self.macro_id,
        )

    def is_plain(self) -> bool:
        """Whether it is plain text: words without HTML. A note never is, which colleagues read here."""
        return self.kind is not ReplyKind.NOTE and not self.html and bool(self.text.strip())

    def size(self) -> int:
        """Bytes of all files and pictures that would go along."""
        return sum(file.size for file in self._going())

    def file_count(self) -> int:
        """How many files and pictures would go along."""
        return len(self._going())

    def listed(self) -> list["FileInRow"]:
        """The files that are listed below the text, which shows its pictures itself."""
        forwarded = len(self.files) + len(self.kept)
        return [one for one in self._going() if not one.content_id or one.place >= forwarded]

    def new_files(self, also: Collection[str] = ()) -> tuple[OutboundAttachment, ...]:
        """The files that aren't in the database, without pictures that were taken out of the text again. `also`: ids named below the text."""
        named = {*pictures_in(self.html), *also}
        return tuple(file for file in self.files if not file.content_id or file.content_id in named)

    def kept_files(self, also: Collection[str] = ()) -> tuple[AttachmentRow, ...]:
        """The same of those that are in the database."""
        named = {*pictures_in(self.html), *also}
        return tuple(row for row in self.kept if not row.content_id or row.content_id in named)

    def pictures(self) -> tuple[str, ...]:
        """The content ids of all pictures that the text may name."""
        new, old = (file.content_id for file in self.files), (row.content_id for row in self.kept)
        return tuple(name for name in (*new, *old) if name)

    def new_picture(self, content_id: str) -> OutboundAttachment | None:
        """A picture of the text that isn't in the database."""
        return next((file for file in self.files if file.content_id == content_id), None)

    def kept_picture(self, content_id: str) -> AttachmentRow | None:
        """A picture of the text that is in the database."""
        return next((row for row in self.kept if row.content_id == content_id), None)

    def as_file(self, content_id: str) -> "Composed":
        """With a new picture as a file beside the text."""
        files = tuple(replace(one, content_id="") if one.content_id == content_id else one for one in self.files)
        return replace(self, files=files)

    def with_original(self, messages: Sequence[MessageRow]) -> "Composed":
        """With the files of the forwarded message that the draft takes along."""
        original = next((message for message in messages if message.id == self.passed_from), None)
        rows = original.attachments if original is not None else ()
        return replace(self, passed_on=tuple(row for row in rows if row.id in self.passed_ids), passed_ids=())

    def _going(self) -> list["FileInRow"]:
        named = pictures_in(self.html)
        new = [
            FileInRow(place, file.name, file.content_type, len(file.content), file.content_id)
            for place, file in enumerate(self.files)
        ]
        old = [
            FileInRow(place, row.name, row.content_type, row.size, row.content_id)
            for place, row in enumerate((*self.kept, *self.passed_on), len(new))
        ]
        passed = len(self.files) + len(self.kept)
        return [one for one in new + old if not one.content_id or one.content_id in named or one.place >= passed]

    def with_files(self, files: tuple[OutboundAttachment, ...]) -> "Composed":
        """With these new files besides."""
        return replace(self, files=self.files + files)

    def with_other_files(self, made: Sequence[tuple[int, OutboundAttachment, OutboundAttachment]]) -> "Composed":
        """With others in place of some files: of each the id where it is in the database, else 0, the file as it is, and the one that takes its place."""
        content = self
        for number, before, after in made:
            if before in content.files:
                others = tuple(after if file == before else file for file in content.files)
                content = replace(content, files=others)
                continue
            # One that was exchanged a moment ago is in the database by now, under an id that nobody has heard of.
            known = (before.name, len(before.content))
            row = next((row for row in content.kept if row.id == number or (row.name, row.size) == known), None)
            if row is not None:
                kept = tuple(one for one in content.kept if one is not row)
                content = replace(content, files=(*content.files, after), kept=kept)
        return content

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
