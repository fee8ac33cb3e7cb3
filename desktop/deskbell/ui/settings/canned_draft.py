"""A canned reply as it is being edited: plain values, and what they become."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from deskbell.model.canned import NO_ACTIONS, Actions, CannedFile, CannedReply, CannedText, SaveCannedReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.model.rows import AttachmentRow
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.markup import pictures_in
from deskbell.ui.settings.draft import Draft

_NOTHING: Final = CannedText("", "", "")


class CannedDraft(Draft, frozen=True):
    """Everything that the form of a reply holds. `kept` are files in the database, `files` new ones."""

    name: str = ""
    owner_id: int | None = None
    folder: str = ""
    shortcut: str = ""
    texts: tuple[CannedText, ...] = ()
    kept: tuple[CannedFile, ...] = ()
    files: tuple[OutboundAttachment, ...] = ()
    actions: Actions = NO_ACTIONS
    mailbox_id: int | None = None
    number: int = 0

    @classmethod
    def of(cls, row: CannedReply) -> "CannedDraft":
        """The draft that changes nothing about `row`."""
        return cls(
            row.name,
            row.owner_id,
            row.folder,
            row.shortcut,
            row.texts,
            row.files,
            id=row.id,
            version=row.version,
            actions=row.actions,
            mailbox_id=row.mailbox_id,
            number=row.number,
        )

    def copy(self, name: str, owner_id: int | None) -> "CannedDraft":
        """A new reply that says the same."""
        return replace(self, id=0, version=0, name=name, shortcut="", number=0, owner_id=owner_id)

    def text_in(self, language: str) -> CannedText:
        """What it says in a language; nothing where it was not written yet."""
        return next((text for text in self.texts if text.language == language), replace(_NOTHING, language=language))

    def with_text(self, text: CannedText) -> "CannedDraft":
        """With this in the place of what it said in the language."""
        others = tuple(one for one in self.texts if one.language != text.language)
        kept = (*others, text) if text.text.strip() or text.html else others
        return replace(self, texts=tuple(sorted(kept, key=lambda one: one.language)))

    def composed(self) -> Composed:
        """Its files, as they are listed below a text."""
        html = "".join(text.html for text in self.texts)
        rows = (
            AttachmentRow(one.id, 0, one.name, one.content_type, one.size, bool(one.content_id), one.content_id, False)
            for one in self.kept
        )
        return Composed(ReplyKind.NEW, html=html, files=self.files, kept=tuple(rows))

    def listed(self) -> tuple[CannedFile, ...]:
        """Its files, new ones too, which have no id yet."""
        new = (CannedFile(0, one.name, one.content_type, len(one.content), one.content_id) for one in self.files)
        return (*self.kept, *new)

    def without_file(self, place: int) -> "CannedDraft":
        """Without the file at this place: new ones come first."""
        new = len(self.files)
        if place < new:
            return replace(self, files=self.files[:place] + self.files[place + 1 :])
        return replace(self, kept=self.kept[: place - new] + self.kept[place - new + 1 :])

    def languages(self) -> Sequence[str]:
        """Those that it is written in."""
        return [text.language for text in self.texts]

    def command(self, agent_id: int) -> SaveCannedReply:
        """What writes it; a picture that was taken out of all its texts goes."""
        named = pictures_in("".join(text.html for text in self.texts))
        return SaveCannedReply(
            agent_id=agent_id,
            id=self.id,
            owner_id=self.owner_id,
            name=self.name,
            folder=self.folder,
            shortcut=self.shortcut,
            texts=self.texts,
            files=tuple(one for one in self.files if not one.content_id or one.content_id in named),
            files_from=tuple(one.id for one in self.kept if not one.content_id or one.content_id in named),
            version=self.version,
            actions=self.actions,
            mailbox_id=self.mailbox_id,
            number=self.number,
        )
