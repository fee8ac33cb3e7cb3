"""Steps of the journal as people read them: "Ona assigned this to Tomas", "Status: Open → Solved"."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import DEEDS_IN_THREAD, UNTIL_ANSWERED, Deed, LinkKind, Priority, Status, TicketType
from deskbell.model.linking import INVERSE
from deskbell.model.rows import EventRow
from deskbell.rules.checklist import from_journal
from deskbell.ui.field_words import value_words as field_value
from deskbell.ui.sla_words import promise_step
from deskbell.ui.ticket.link_words import link_step
from deskbell.ui.ticket.moments import moment
from deskbell.ui.widgets.ages import until
from deskbell.ui.words import priority_word, status_word, type_word

# What overtakes nothing: a mail may have come on many ways.
_EACH: Final = frozenset({Deed.CAME, Deed.ALSO_CAME, Deed.ALSO_LISTED, Deed.CAME_AFTER_ALL})
_TOGETHER: Final = timedelta(minutes=10)
translate = QCoreApplication.translate


class EventGroup(Struct, frozen=True):
    """Steps that one person took in a row: one line. `at` is the last one's."""

    events: tuple[EventRow, ...]

    @property
    def at(self) -> datetime:
        """When the last step was taken."""
        return self.events[-1].at

    @property
    def id(self) -> int:
        """Of the first step: it stays while further steps join."""
        return self.events[0].id


def groups(events: Sequence[EventRow]) -> list[EventGroup]:
    """The events that are shown, in order; those of one person within ten minutes in one group."""
    made: list[list[EventRow]] = []
    for event in events:
        if event.kind not in DEEDS_IN_THREAD or event.undone:
            continue
        last = made[-1][-1] if made else None
        if last is not None and last.agent == event.agent and event.at - last.at <= _TOGETHER:
            made[-1].append(event)
        else:
            made.append([event])
    return [EventGroup(tuple(group)) for group in made]


def line(group: EventGroup, now: datetime) -> tuple[str, str]:
    """One group as one line: what was done, and when."""
    agent = group.events[0].agent
    settled = _settled(group.events)
    if len(settled) == 1:
        said = _sentence(settled[0], agent, now)
    else:
        said = _by(agent, " · ".join(step_words(event, now) for event in settled))
    return said, moment(group.at, now)


def _settled(events: tuple[EventRow, ...]) -> list[EventRow]:
    """The steps without those that a later one of the same kind overtook: from the first value to the last."""
    first: dict[tuple[Deed, str], EventRow] = {}
    last: dict[tuple[Deed, str], EventRow] = {}
    for event in events:
        kind = (Deed.SNOOZED if event.kind is Deed.WOKEN else event.kind, _which(event))
        first.setdefault(kind, event)
        last[kind] = event
    return [replace(end, before=first[kind].before) for kind, end in last.items()]


def _which(event: EventRow) -> str:
    """What tells steps of one kind apart that overtake each other only where they are about the same."""
    if event.field is not None:
        return str(event.field.id)
    # Of messages that went to the same ticket one after the other each step has its own.
    if event.kind in (Deed.FOLLOWED, Deed.LINKED, Deed.CHECKLIST, Deed.LEFT):
        return f"{event.before} {event.after}"
    if event.kind is Deed.WARNED:
        return event.before
    if event.kind in (Deed.PROMISED, Deed.BREACHED):
        return (event.after or event.before).partition(" ")[0]
    return event.after if event.kind in _EACH else ""


def _sentence(event: EventRow, agent: str, now: datetime) -> str:
    if event.kind is Deed.ASSIGNED and agent:
        if not event.after:
            return translate("events", "{agent} took this off {name}").format(agent=agent, name=event.before)
        if event.after == agent:
            return translate("events", "{agent} took this").format(agent=agent)
        return translate("events", "{agent} assigned this to {name}").format(agent=agent, name=event.after)
    if event.kind is Deed.FOLLOWED and agent in (event.after, event.before):
        return _follows(event)
    return _by(agent, step_words(event, now))


def _by(agent: str, step: str) -> str:
    return f"{agent} · {step}" if agent else step


def step_words(event: EventRow, now: datetime) -> str:
    """What one step did, without who did it."""
    before, after = event.before, event.after
    if event.kind is Deed.STATUS:
        return translate("events", "Status: {before} → {after}").format(before=_status(before), after=_status(after))
    if event.kind is Deed.ASSIGNED and after and after == event.agent:
        return translate("events", "Took it")
    if event.kind is Deed.ASSIGNED and after:
        return translate("events", "Assigned to {name}").format(name=after)
    if event.kind is Deed.ASSIGNED:
        return translate("events", "Assigned to nobody")
    if event.kind is Deed.TEAM and after and before:
        return translate("events", "Team: {before} → {after}").format(before=before, after=after)
    if event.kind is Deed.TEAM and after:
        return translate("events", "Given to the team {name}").format(name=after)
    if event.kind is Deed.TEAM:
        return translate("events", "No longer with the team {name}").format(name=before)
    if event.kind is Deed.PRIORITY:
        before, after = _priority(before), _priority(after)
        return translate("events", "Priority: {before} → {after}").format(before=before, after=after)
    if event.kind is Deed.MOVED:
        return translate("events", "Moved to {name}").format(name=after)
    if event.kind is Deed.SUBJECT:
        return translate("events", "Subject changed from “{before}”").format(before=before)
    if event.kind is Deed.FOLLOWED:
        return _follows(event)
    if event.kind is Deed.CHECKLIST:
        return _listed(before, after)
    if event.kind is Deed.LINKED:
        kind, _, number = after.partition(" ")
        return link_step(LinkKind(kind) if kind in INVERSE else None, number)
    if event.kind is Deed.TYPE and after and before:
        return translate("events", "Type: {before} → {after}").format(before=_type(before), after=_type(after))
    if event.kind is Deed.TYPE and after:
        return translate("events", "Type: {after}").format(after=_type(after))
    if event.kind is Deed.TYPE:
        return translate("events", "Type taken off: {before}").format(before=_type(before))
    if event.kind is Deed.DUE:
        return _due(before, after, now)
    if event.kind is Deed.FIELD:
        return _filled(event)
    if event.kind is Deed.TAGGED:
        return _tags(event)
    if event.kind is Deed.READ_AGAIN:
        return translate("events", "Mail read again")
    if event.kind is Deed.ALSO_CAME:
        return translate("events", "Also came to {name}").format(name=after)
    if event.kind is Deed.ALSO_LISTED:
        return translate("events", "Also came through the list {name}").format(name=after)
    if event.kind is Deed.CAME_AFTER_ALL:
        return translate("events", "The mail came after all: #{number}").format(number=after)
    if event.kind is Deed.LEFT:
        many = len(before.split())
        several = translate("events", "%n messages moved to #{number}", "", many)
        words = several if many > 1 else translate("events", "Message moved to #{number}")
        return words.format(number=after)
    if event.kind is Deed.CAME:
        many = len(after.split())
        several = translate("events", "%n messages moved here from #{number}", "", many)
        words = several if many > 1 else translate("events", "Message moved here from #{number}")
        return words.format(number=before)
    if event.kind is Deed.MERGED and after:
        return translate("events", "Merged into #{number}").format(number=after)
    if event.kind is Deed.MERGED:
        return translate("events", "No longer merged into #{number}").format(number=before)
    if event.kind is Deed.BLOCKED:
        return translate("events", "{sender} blocked").format(sender=after)
    if event.kind in (Deed.PROMISED, Deed.BREACHED, Deed.WARNED):
        return promise_step(event.kind, before, after, now)
    if event.kind is Deed.RATED:
        from deskbell.ui.rating_words import step_words as rated

        return rated(before, after)
    if event.kind is Deed.CALLED:
        return translate("events", "Webhook “{name}” called").format(name=after)
    if event.kind in (Deed.LEVEL, Deed.HANDED, Deed.UNATTENDED):
        # Loaded where something is handed out.
        from deskbell.ui.routing_words import routing_step

        return routing_step(event.kind, before, after)
    if event.kind is Deed.UNBLOCKED:
        return translate("events", "{sender} no longer blocked").format(sender=after)
    until_when = _time(after)
    if until_when is None:
        return translate("events", "Woken")
    if until_when >= UNTIL_ANSWERED:
        return translate("events", "Snoozed until the customer answers")
    return translate("events", "Snoozed until {time}").format(time=until(until_when, now))


def _follows(event: EventRow) -> str:
    if event.after:
        return translate("events", "{name} follows this").format(name=event.after)
    return translate("events", "{name} no longer follows this").format(name=event.before)


def _listed(before: str, after: str) -> str:
    then, now = from_journal(before), from_journal(after)
    if now is None:
        text = then[0].text if then is not None else ""
        return translate("events", "Off the checklist: “{item}”").format(item=text)
    item = now[0]
    if then is None:
        return translate("events", "On the checklist: “{item}”").format(item=item.text)
    if item.done and not then[0].done:
        return translate("events", "Done: “{item}”").format(item=item.text)
    if then[0].done and not item.done:
        return translate("events", "To be done again: “{item}”").format(item=item.text)
    if item.text != then[0].text:
        return translate("events", "“{before}” → “{item}”").format(before=then[0].text, item=item.text)
    return translate("events", "Moved in the checklist: “{item}”").format(item=item.text)


def _due(before: str, after: str, now: datetime) -> str:
    then, when = (until(at, now) if (at := _time(value)) is not None else "" for value in (before, after))
    if not when:
        return translate("events", "No longer due {time}").format(time=then)
    if not then:
        return translate("events", "Due {time}").format(time=when)
    return translate("events", "Due: {before} → {after}").format(before=then, after=when)


def _filled(event: EventRow) -> str:
    field = event.field
    if field is None:
        return translate("events", "A field was filled in that is no more")
    before, after = field_value(field, event.before), field_value(field, event.after)
    if not after:
        return translate("events", "{field}: {before} taken out").format(field=field.name, before=before)
    if not before:
        return translate("events", "{field}: {after}").format(field=field.name, after=after)
    return translate("events", "{field}: {before} → {after}").format(field=field.name, before=before, after=after)


def _tags(event: EventRow) -> str:
    before, after = (set(names.split("\n")) - {""} for names in (event.before, event.after))
    put, taken = ", ".join(sorted(after - before)), ", ".join(sorted(before - after))
    if put and taken:
        return translate("events", "Tagged {put}, tag {taken} removed").format(put=put, taken=taken)
    if put:
        return translate("events", "Tagged {put}").format(put=put)
    return translate("events", "Tag {taken} removed").format(taken=taken)


def value_words(kind: Deed, value: str, now: datetime) -> str:
    """A value of a property as the journal keeps it, its names in place of ids; "" for none."""
    match kind:
        case Deed.STATUS:
            return _status(value)
        case Deed.PRIORITY:
            return _priority(value)
        case Deed.TYPE:
            return _type(value)
        case Deed.SUBJECT:
            return f"“{value}”"
        case Deed.DUE | Deed.SNOOZED | Deed.WOKEN:
            when = _time(value)
            if when is not None and when >= UNTIL_ANSWERED:
                return translate("events", "the customer answers")
            return until(when, now) if when is not None else ""
    return value


def _status(value: str) -> str:
    return status_word(Status(int(value))) if value.isdecimal() and int(value) in set(Status) else value


def _priority(value: str) -> str:
    return priority_word(Priority(int(value))) if value.isdecimal() and int(value) in set(Priority) else value


def _type(value: str) -> str:
    return type_word(TicketType(int(value))) if value.isdecimal() and int(value) in set(TicketType) else value


def _time(value: str) -> datetime | None:
    """The journal keeps times as milliseconds since 1970, UTC."""
    return datetime.fromtimestamp(int(value) / 1000, UTC) if value.isdecimal() else None
