"""What the lists offer that drop down for a ticket's properties: the same in the header, in the bulk bar and for the keys."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Status, TicketType
from deskbell.model.rows import AgentRow
from deskbell.rules.due import EVENING
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.chip import TAG_TONES
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.words import priority_word, status_word, type_word

if TYPE_CHECKING:
    from deskbell.ui.working_times import Offer

_OFFERED = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED)
_MORNING = time(9)
ANOTHER_TIME: Final = "another time"
"""The choice that asks for a date and a time."""


def status_choices(current: Status | None = None) -> list[Choice]:
    """The statuses that a person gives; spam and trash have keys and places of their own."""
    return [Choice(status, status_word(status), Icon.STATUS, status is current) for status in _OFFERED]


def sending_choices() -> list[Choice]:
    """What can become of a ticket by an answer: the status that it has then."""
    translate = QCoreApplication.translate
    return [
        Choice(Status.SOLVED, translate("choices", "Send and solve"), Icon.SOLVED),
        Choice(Status.PENDING, translate("choices", "Send and wait for the customer"), Icon.CLOCK),
        Choice(Status.ON_HOLD, translate("choices", "Send and put on hold"), Icon.STATUS),
        Choice(Status.OPEN, translate("choices", "Send and leave open"), Icon.STATUS),
        Choice(Status.CLOSED, translate("choices", "Send and close"), Icon.ARCHIVE),
    ]


def priority_choices(current: Priority | None = None) -> list[Choice]:
    """The most urgent first."""
    return [
        Choice(priority, priority_word(priority), Icon.PRIORITY, priority is current)
        for priority in sorted(Priority, reverse=True)
    ]


def type_choices(current: TicketType | None = None, *, clears: bool) -> list[Choice]:
    """The types; None where there is one to be taken off (`clears`)."""
    choices = [Choice(kind, type_word(kind), Icon.TYPE, kind is current) for kind in TicketType]
    none = Choice(None, QCoreApplication.translate("choices", "No type"), Icon.CLOSE)
    return [*choices, none] if clears else choices


def agent_choices(desk: DeskNow, current: int | None = 0, team_id: int | None = None) -> list[Choice]:
    """Me, those of the ticket's team, the others, each by name and whether they are away, and nobody (None). `current` is 0 where several tickets differ."""
    me = desk.me
    mine = QCoreApplication.translate("choices", "%1 (me)").replace("%1", me.name)
    team = desk.team(team_id)
    members = team.members if team is not None else frozenset()
    others = sorted((agent for agent in desk.agents if agent.id != me.id), key=lambda agent: agent.id not in members)
    nobody = QCoreApplication.translate("choices", "Nobody")
    return [
        Choice(me.id, mine, Icon.PERSON, current == me.id),
        *(Choice(agent.id, _named(desk, agent), Icon.PERSON, current == agent.id) for agent in others),
        Choice(None, nobody, Icon.CLOSE, current is None),
    ]


def _named(desk: DeskNow, agent: AgentRow) -> str:
    away = QCoreApplication.translate("choices", "%1 · away")
    return away.replace("%1", agent.name) if desk.is_away(agent) else agent.name


def follower_choices(desk: DeskNow, followers: Collection[int] = ()) -> list[Choice]:
    """Me and the others, by name; who follows, ticked."""
    mine = QCoreApplication.translate("choices", "%1 (me)").replace("%1", desk.me.name)
    named = [(desk.me.id, mine), *((agent.id, agent.name) for agent in desk.agents if agent.id != desk.me.id)]
    return [Choice(agent_id, name, Icon.PERSON, agent_id in followers) for agent_id, name in named]


def team_choices(desk: DeskNow, current: int | None = 0) -> list[Choice]:
    """All teams, and none (None). `current` is 0 where several tickets differ."""
    none = QCoreApplication.translate("choices", "No team")
    return [
        *(Choice(team.id, team.name, Icon.TEAM, current == team.id) for team in desk.teams),
        Choice(None, none, Icon.CLOSE, current is None),
    ]


def mailbox_choices(desk: DeskNow, current: int = 0) -> list[Choice]:
    """All mailboxes."""
    return [Choice(box.id, box.name, Icon.MAIL, box.id == current) for box in desk.mailboxes]


def tag_choices(desk: DeskNow, current: Collection[str] = ()) -> list[Choice]:
    """Those that are on, ticked; then the others by groups, without those that are retired."""
    on = [Choice(tag.name, tag.name, Icon.TAG, checked=True) for tag in desk.tags if tag.name in current]
    off = sorted(
        (tag for tag in desk.tags if tag.name not in current and not tag.retired),
        # Those of no group where no head is needed.
        key=lambda tag: (tag.group.casefold(), tag.group),
    )
    return [
        *on,
        *(Choice(tag.name, tag.name, Icon.TAG, ink=TAG_TONES[tag.colour].ink, group=tag.group) for tag in off),
    ]


def new_tag(text: str) -> str:
    """What stands for a tag that there is not yet."""
    return QCoreApplication.translate("choices", "New tag “%1”").replace("%1", " ".join(text.split()).lower())


def snooze_choices(now: datetime, *, snoozed: bool = False, offer: "Offer | None" = None) -> list[Choice]:
    """Times to come (aware, UTC), `UNTIL_ANSWERED`, `ANOTHER_TIME`; None brings a ticket back. `now` is aware."""
    choices = [
        *time_choices(now, offer),
        Choice(UNTIL_ANSWERED, QCoreApplication.translate("choices", "Until the customer answers"), Icon.MAIL),
        Choice(ANOTHER_TIME, QCoreApplication.translate("choices", "Another time…"), Icon.CLOCK),
    ]
    if snoozed:
        choices.append(Choice(None, QCoreApplication.translate("choices", "Bring back now"), Icon.UNDO))
    return choices


def due_choices(now: datetime, *, clears: bool, offer: "Offer | None" = None) -> list[Choice]:
    """Ends of working days to come (aware, UTC), `ANOTHER_TIME`; None where there is a due date to be taken off (`clears`). `now` is aware.

    Where working hours say (`offer`) that nobody works tomorrow, it is the end of the next working day.
    """
    here = now.astimezone()
    next_day = (QCoreApplication.translate("choices", "Tomorrow"), _at(here + timedelta(days=1), EVENING))
    if offer is not None and _is_closed_tomorrow(offer, here):
        next_day = (QCoreApplication.translate("choices", "Next working day"), offer.ends.astimezone())
    offered = [
        *([_soon(offer)] if offer is not None else []),
        (QCoreApplication.translate("choices", "Today"), _at(here, EVENING)),
        next_day,
        (QCoreApplication.translate("choices", "In three days"), _at(here + timedelta(days=3), EVENING)),
        (QCoreApplication.translate("choices", "In a week"), _at(here + timedelta(days=7), EVENING)),
        (QCoreApplication.translate("choices", "In two weeks"), _at(here + timedelta(days=14), EVENING)),
    ]
    choices = _each_once([(words, when) for words, when in offered if when > here], now, Icon.CALENDAR)
    choices.append(Choice(ANOTHER_TIME, QCoreApplication.translate("choices", "Another time…"), Icon.CLOCK))
    if clears:
        choices.append(Choice(None, QCoreApplication.translate("choices", "No due date"), Icon.CLOSE))
    return choices


def time_choices(now: datetime, offer: "Offer | None" = None) -> list[Choice]:
    """Times to come (aware, UTC), worded with the time they mean here. `now` is aware; `offer` is what working hours offer.

    No time is offered twice: on a Sunday next week begins tomorrow, on a Friday in three days.
    """
    here = now.astimezone()
    offered = [
        (QCoreApplication.translate("choices", "In an hour"), here + timedelta(hours=1)),
        (QCoreApplication.translate("choices", "In three hours"), here + timedelta(hours=3)),
        *([_soon(offer)] if offer is not None else []),
        tomorrow(now, offer),
        (QCoreApplication.translate("choices", "In three days"), _at(here + timedelta(days=3))),
        (QCoreApplication.translate("choices", "Next week"), _at(here + timedelta(days=7 - here.weekday()))),
    ]
    return _each_once(offered, now, Icon.SNOOZE)


def tomorrow(now: datetime, offer: "Offer | None" = None) -> tuple[str, datetime]:
    """Tomorrow morning in words and as a time (aware); where working hours say that nobody works then, the next working day as it begins."""
    here = now.astimezone()
    if offer is not None and _is_closed_tomorrow(offer, here):
        return QCoreApplication.translate("choices", "Next working day"), offer.begins.astimezone()
    return QCoreApplication.translate("choices", "Tomorrow"), _at(here + timedelta(days=1))


def _is_closed_tomorrow(offer: "Offer", here: datetime) -> bool:
    return offer.begins.astimezone().date() != (here + timedelta(days=1)).date()


def _soon(offer: "Offer") -> tuple[str, datetime]:
    return QCoreApplication.translate("choices", "In four working hours"), offer.soon.astimezone()


def _each_once(offered: Iterable[tuple[str, datetime]], now: datetime, icon: Icon) -> list[Choice]:
    """The soonest first, each time under the first of its names."""
    named: dict[datetime, str] = {}
    for words, when in offered:
        named.setdefault(when, words)
    return [
        Choice(when.astimezone(UTC), f"{words} · {until(when, now)}", icon) for when, words in sorted(named.items())
    ]


def _at(day: datetime, clock: time = _MORNING) -> datetime:
    """That day at this time, by the clock of this place."""
    return datetime.combine(day.date(), clock).astimezone()
