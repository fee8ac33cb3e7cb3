"""The texts of a ticket, one for each kind, and what the database has of them."""

from collections.abc import Iterator, Sequence

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import DraftRow
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.drafts_here import Keeping


class Texts:
    """What was written and isn't on the screen; and the versions of drafts, by which a foreign one is told from our own."""

    def __init__(self) -> None:
        self.ticket_id = -1
        self._texts: dict[ReplyKind, Composed] = {}
        self._versions: dict[Key, int] = {}
        self._stored: set[Key] = set()

    def open(self, ticket_id: int, drafts: Sequence[DraftRow], unsaved: Sequence[Keeping] = ()) -> None:
        """Another ticket, with the drafts that the database has of it, and what was written since and is not there yet."""
        self.ticket_id = ticket_id
        self._texts = {draft.kind: Composed.of_draft(draft) for draft in drafts}
        for draft in drafts:
            self._know(draft)
        for command in unsaved:
            if isinstance(command, SaveDraft):
                stored = next((draft.attachments for draft in drafts if draft.kind is command.kind), ())
                self._texts[command.kind] = Composed.of_saving(command, stored)
                self._stored.add((ticket_id, command.kind))
            else:
                self._texts.pop(command.kind, None)

    def last(self) -> ReplyKind | None:
        """What was written on last, None where nothing was begun."""
        return next(iter(self._texts), None)

    def get(self, kind: ReplyKind) -> Composed | None:
        """The text of a kind, None where none was begun."""
        return self._texts.get(kind)

    def put(self, content: Composed) -> None:
        """Remember a text while another kind is on the screen."""
        self._texts[content.kind] = content

    def drop(self, kind: ReplyKind) -> None:
        """It was sent or thrown away."""
        self._texts.pop(kind, None)
        self._versions.pop((self.ticket_id, kind), None)
        self._stored.discard((self.ticket_id, kind))

    def stored(self, kind: ReplyKind) -> bool:
        """Whether the database has a draft of it, or was asked to keep one."""
        return (self.ticket_id, kind) in self._stored

    def saving(self, content: Composed, agent_id: int) -> SaveDraft:
        """The command that keeps this."""
        self._stored.add((self.ticket_id, content.kind))
        return content.save(agent_id, self.ticket_id)

    def discarding(self, kind: ReplyKind, agent_id: int) -> DiscardDraft:
        """The command that throws a draft away; what is written stays on the screen."""
        self._stored.discard((self.ticket_id, kind))
        self._versions.pop((self.ticket_id, kind), None)
        return DiscardDraft(agent_id=agent_id, ticket_id=self.ticket_id, kind=kind)

    def saved(self, command: SaveDraft) -> None:
        """Each saving makes a version of it."""
        key = (command.ticket_id, command.kind)
        self._versions[key] = self._versions.get(key, 0) + 1

    def foreign(self, drafts: Sequence[DraftRow]) -> Iterator[Composed]:
        """Those that somebody else kept since (another computer, or a mail that was taken back)."""
        for draft in drafts:
            if draft.version > self._versions.get((draft.ticket_id, draft.kind), 0):
                self._know(draft)
                yield Composed.of_draft(draft)

    def _know(self, draft: DraftRow) -> None:
        self._versions[draft.ticket_id, draft.kind] = draft.version
        self._stored.add((draft.ticket_id, draft.kind))
