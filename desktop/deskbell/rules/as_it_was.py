"""A ticket as it was: led back along its lines of the journal from how it is, and on again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from deskbell.model.automation import Since, What
from deskbell.model.kinds import Deed, MessageKind, Status
from deskbell.model.routing import Level
from deskbell.rules.automation import Key
from deskbell.rules.fields import from_journal
from deskbell.rules.rule_events import CHANGES, Wrote
from deskbell.rules.shelf import status_after_answer, status_after_reply

_WRITING: Final = frozenset({Deed.RECEIVED, Deed.REPLIED, Deed.NOTED})
_SNOOZE: Final = frozenset({Deed.SNOOZED, Deed.WOKEN})
_NOTHING: Final = frozenset({""})
_AWAY: Final = frozenset({str(int(Status.SPAM)), str(int(Status.TRASH))})
_STATUS: Final = (What.STATUS, 0)
_TAG: Final = (What.TAG, 0)
_ASSIGNEE: Final = (What.ASSIGNEE, 0)


class Message(Struct, frozen=True):
    """A message as rules see it. `unproven`: it says of itself that it is from one of ours; `machine` is why no machine may answer it."""

    kind: MessageKind
    at: datetime
    auto: bool = False
    bounce: bool = False
    files: bool = False
    email: str = ""
    machine: str = ""
    unproven: bool = False


class Change(Struct, frozen=True):
    """A line of the journal. `several`: it is about a field of several choices. `wrote` is of the message that it is about, `agent_id` who did it."""

    kind: Deed
    before: str
    after: str
    at: datetime
    several: bool = False
    wrote: Wrote | None = None
    agent_id: int | None = None


class Ticket:
    """A ticket at a moment. `values` are what rules look at besides what was written; `status_at` is when its status was changed last, or it was made.

    `messages` are the ids of those that lie on it, `known` has what is known of any. It follows what really happened (`leads_on`), and what a rule would have
    done besides: then what somebody really changed afterwards holds, and what they did not stays as the rule would have left it.
    """

    def __init__(
        self,
        values: Mapping[Key, frozenset[str]],
        known: Mapping[int, Message],
        messages: Iterable[int],
        created_at: datetime,
        *,
        merged: bool = False,
        snoozed: bool = False,
        level: Level = Level.FIRST,
    ) -> None:
        self.values: dict[Key, frozenset[str]] = dict(values)
        self.known = known
        self.messages = set(messages)
        self.created_at = created_at
        self.status_at = created_at
        self.merged = merged
        self.snoozed = snoozed
        self.level = level
        self._really: dict[Key, frozenset[str]] = {}
        self._look()

    def back(self, changes: Iterable[Change], status_at: datetime | None) -> None:
        """As it was before these, which are all since then, newest first. `status_at` is when its status had been changed last by then, None for never."""
        for change in changes:
            self._put(change, forward=False)
        self.status_at = status_at or self.created_at
        self._look()

    def on(self, changes: Sequence[Change]) -> frozenset[Key]:
        """One deed's lines really happened; what follows from that as it did not then, for a rule would have made another ticket of it."""
        otherwise = [key for key, really in self._really.items() if (self.values.get(key) or _NOTHING) != really]
        for change in changes:
            key = self._about(change)
            if key in self._really:
                self._really[key] = self._after(key, change, change.after, change.before)
            if key in otherwise and self._followed(change, changes):
                continue
            self._put(change, forward=True)
            if change.kind is Deed.STATUS:
                self.status_at = change.at
        kinds = {change.kind for change in changes if not self._followed(change, changes)}
        followed: set[Key] = set()
        if _STATUS in otherwise and Deed.STATUS not in kinds and self._answered(changes):
            followed.add(_STATUS)
        if _ASSIGNEE in otherwise and Deed.ASSIGNED not in kinds and self._given(changes):
            followed.add(_ASSIGNEE)
        return frozenset(followed)

    def would_change(self, change: Change) -> bool:
        """Whether a line says something that is not so already: a rule may have done it before."""
        key = self._about(change)
        if change.kind is Deed.LEVEL:
            return _level(change.after) is not self.level
        if key is None:
            return True
        return self._after(key, change, change.after, change.before) != (self.values.get(key) or _NOTHING)

    @property
    def away(self) -> bool:
        """Whether rules leave it alone."""
        return self.merged or not _AWAY.isdisjoint(self.values.get(_STATUS, _NOTHING))

    def last(self) -> int:
        """The id of what the customer wrote last, 0 where they wrote nothing."""
        return max((one for one in self._of(MessageKind.IN)), default=0)

    def written(self, texts: Mapping[int, str]) -> dict[Key, frozenset[str]]:
        """What rules look at of what was written; `texts` are what is shown of messages, by their ids."""
        last = self.last()
        email = self.known[last].email if last else next(iter(self.values.get((What.SENDER, 0), _NOTHING)))
        answers = sum(not self.known[one].auto for one in self._of(MessageKind.IN))
        files = any(self.known[one].files for one in self.messages if one in self.known)
        return {
            (What.TEXT, 0): frozenset({texts.get(last, "")}),
            (What.SENDER, 0): frozenset({email}),
            (What.DOMAIN, 0): frozenset({email.rpartition("@")[2]}),
            (What.ANSWERS, 0): frozenset({str(max(answers - 1, 0))}),
            (What.ATTACHMENT, 0): frozenset({"1" if files else ""}),
        }

    def since(self, since: Since) -> datetime | None:
        """What time is counted from; None where there is no such time."""
        match since:
            case Since.CREATED:
                return self.created_at
            case Since.STATUS:
                return self.status_at
        kind = MessageKind.IN if since is Since.CUSTOMER else MessageKind.OUT
        return max((self.known[one].at for one in self._of(kind) if not self.known[one].auto), default=None)

    def _look(self) -> None:
        self._really = {key: self.values.get(key) or _NOTHING for key in (_STATUS, _ASSIGNEE)}

    def _of(self, kind: MessageKind) -> Iterable[int]:
        return (one for one in self.messages if one in self.known and self.known[one].kind is kind)

    def _put(self, change: Change, *, forward: bool) -> None:
        """Make it what the line says that it became, or that it was."""
        becomes, was = (change.after, change.before) if forward else (change.before, change.after)
        if change.kind in _WRITING:
            number = {int(change.after)} if change.after.isdigit() else set()
            self.messages = self.messages | number if forward else self.messages - number
        elif change.kind in (Deed.LEFT, Deed.CAME):
            moved = change.before if change.kind is Deed.LEFT else change.after
            ids = {int(one) for one in moved.split()}
            comes = (change.kind is Deed.CAME) is forward
            self.messages = self.messages | ids if comes else self.messages - ids
        elif change.kind is Deed.MERGED:
            self.merged = bool(becomes)
        elif change.kind in _SNOOZE:
            self.snoozed = bool(becomes)
        elif change.kind is Deed.LEVEL:
            self.level = _level(becomes)
        key = self._about(change)
        if key is not None:
            self.values[key] = self._after(key, change, becomes, was)

    def _after(self, key: Key, change: Change, becomes: str, was: str) -> frozenset[str]:
        if key == _TAG:
            names, before = frozenset(becomes.split("\n")), frozenset(was.split("\n"))
            # Those that came and those that went: others may be there besides.
            left = ((self.values.get(_TAG, _NOTHING) - (before - names)) | (names - before)) - _NOTHING
            return left or _NOTHING
        if change.kind is Deed.FIELD:
            held = from_journal(becomes)[1]
            return frozenset(held.split(" ") if change.several else (held,))
        return frozenset({becomes})

    def _about(self, change: Change) -> Key | None:
        if change.kind is Deed.FIELD:
            return (What.FIELD, from_journal(change.after or change.before)[0])
        what = CHANGES.get(change.kind)
        return None if what is None else (what, 0)

    def _followed(self, change: Change, changes: Iterable[Change]) -> bool:
        """Whether nobody chose that: it followed from an answer. It gives the ticket to whoever wrote it where nobody has it, and opens it."""
        kinds = {one.kind for one in changes}
        if change.kind is Deed.ASSIGNED:
            return Deed.REPLIED in kinds and not change.before
        if change.kind is not Deed.STATUS:
            return False
        begun = (change.before, change.after) == (str(int(Status.NEW)), str(int(Status.OPEN)))
        return Deed.RECEIVED in kinds or (Deed.REPLIED in kinds and begun)

    def _given(self, changes: Iterable[Change]) -> bool:
        """Whether an answer gives the ticket to whoever wrote it: nobody would have it."""
        if (self.values.get(_ASSIGNEE) or _NOTHING) != _NOTHING:
            return False
        by = next((one.agent_id for one in changes if one.kind is Deed.REPLIED and one.agent_id is not None), None)
        if by is not None:
            self.values[_ASSIGNEE] = frozenset({str(by)})
        return by is not None

    def _answered(self, changes: Iterable[Change]) -> bool:
        """Whether an answer makes something else of a status that a rule would have set, and the desk did not have."""
        status = after = Status(int(next(iter(self.values.get(_STATUS, _NOTHING)))))
        for change in changes:
            wrote = change.wrote
            if wrote is None or wrote.imported:
                continue
            if change.kind is Deed.RECEIVED and not wrote.first and (wrote.bounce or not wrote.auto):
                after = status_after_answer(after)
                self.snoozed = False
            elif change.kind is Deed.REPLIED and not wrote.auto:
                after = status_after_reply(after)
            if after is not status:
                self.values[_STATUS] = frozenset({str(int(after))})
                self.status_at = change.at
        return after is not status


def _level(text: str) -> Level:
    return Level(int(text)) if text else Level.FIRST
