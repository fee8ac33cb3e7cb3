"""What a desk that is at work has set up, for whoever looks at the demo: working hours, promises, whom tickets are for, a rule or two, a knowledge base, and
a webhook that is switched off: nothing leaves a sample."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from deskbell.actions.automation import save_rule
from deskbell.actions.calendars import save_calendar
from deskbell.actions.escalate import escalate
from deskbell.actions.policies import save_policy
from deskbell.actions.recount import go_on
from deskbell.actions.save_agent import save_agent
from deskbell.actions.teams import save_team
from deskbell.actions.webhook_settings import save_webhook
from deskbell.model.automation import Check, Condition, Event, Group, RuleActions, SaveRule, Since, Timer, What
from deskbell.model.calendars import OFFICE_WEEK, ClosedDays, SaveCalendar
from deskbell.model.commands import SaveAgent
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import Priority, Status
from deskbell.model.routing import AgentWork, Level, Match
from deskbell.model.rows import AgentRow
from deskbell.model.sla import Conditions, SavePolicy, Targets
from deskbell.model.sla_steps import Step
from deskbell.model.teams import SaveTeam, TeamRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.model.webhooks import SaveWebhook
from deskbell.sample.articles import add_articles
from deskbell.store.desk import Desk
from deskbell.store.queries import agents, tags, teams, ticket_list
from deskbell.store.session import Session

_HOUR: Final = 3600
_ZONE: Final = "Europe/Vilnius"
_CHRISTMAS: Final = ClosedDays(date(2026, 12, 24), date(2026, 12, 26), yearly=True, name="Christmas")
_LATE: Final = ((9 * 60, 21 * 60),) * 2
# Of urgent and high ones, and of all others.
_FAST: Final = (Targets(),) * 2 + (
    Targets(8 * _HOUR, 16 * _HOUR, 48 * _HOUR),
    Targets(2 * _HOUR, 4 * _HOUR, 16 * _HOUR),
)
_USUAL: Final = (Targets(24 * _HOUR), Targets(16 * _HOUR, 24 * _HOUR), Targets(8 * _HOUR), Targets(2 * _HOUR))
# What each knows, the languages they answer in, and how many tickets they take at a time.
_WORK: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...], int | None]]] = {
    "Tomas Berg": (("printer", "hardware", "network"), ("en", "lt"), 30),
    "Mei Lin": (("refund", "return"), ("zh", "zh-Hant", "en"), 25),
    "Irina Volkova": (("connect", "network"), ("ru", "en"), 30),
    "Rasa Jankauskienė": (("delivery", "order", "refund"), ("lt", "ru"), None),
    "Chen Yu-ting": (("connect", "hardware"), ("zh-Hant", "zh"), 20),
}
_TECHNICIANS: Final = "Technicians"
_LEVELS: Final = {"Irina Volkova": Level.SECOND, "Chen Yu-ting": Level.SPECIALIST}
_HANDED_UP: Final = (
    "The firmware is the newest one, and cables and ports are fine. It needs somebody who knows the radio part."
)


def set_up(desk: Desk) -> None:
    """Set up a demo desk that is filled; what is promised of its open tickets counts from when they began."""
    desk.transact(_set_up)
    while desk.transact(go_on):
        pass


def _set_up(session: Session) -> None:
    people = {row.name: row for row in agents.rows(session)}
    me = next(iter(people.values())).id
    named = {name: tag_id for tag_id, its in tags.names(session) for name in its}
    office = save_calendar(
        session,
        SaveCalendar(
            agent_id=me, id=0, name="Office", zone=_ZONE, week=OFFICE_WEEK, country="LT", closed=(_CHRISTMAS,)
        ),
    )
    late = (*OFFICE_WEEK[:3], *((one,) for one in _LATE), *OFFICE_WEEK[5:])
    save_calendar(session, SaveCalendar(agent_id=me, id=0, name="Late on Thursdays and Fridays", zone=_ZONE, week=late))
    for name, (skills, languages, capacity) in _WORK.items():
        known = frozenset(named[skill] for skill in skills if skill in named)
        _works(session, people[name], me, AgentWork(known, frozenset(languages), capacity, office))
    technicians = next(row for row in teams.rows(session) if row.name == _TECHNICIANS)
    _has_levels(session, technicians, people, me)
    hook = save_webhook(
        session,
        SaveWebhook(
            agent_id=me,
            id=0,
            name="Chat of the team",
            address="https://chat.amberline.example/hooks/desk",
            active=False,
        ),
    )
    _promise(session, me, hook)
    _rule(session, me, hook)
    _hand_up(session, technicians.id, people["Tomas Berg"].id)
    add_articles(session, me)


def _works(session: Session, one: AgentRow, me: int, work: AgentWork) -> None:
    """Say what can be given to somebody, who stays who they are."""
    save_agent(
        session,
        SaveAgent(
            agent_id=me,
            id=one.id,
            name=one.name,
            email=one.email,
            role=one.role,
            presence=one.presence,
            signature=one.signature,
            version=one.version,
            work=work,
        ),
    )


def _has_levels(session: Session, team: TeamRow, people: Mapping[str, AgentRow], me: int) -> None:
    save_team(
        session,
        SaveTeam(
            agent_id=me,
            id=team.id,
            name=team.name,
            members=team.members,
            version=team.version,
            lead_id=people["Irina Volkova"].id,
            skills=Match.PREFERRED.value,
            languages=Match.REQUIRED.value,
            levels=tuple((people[name].id, int(level)) for name, level in _LEVELS.items()),
        ),
    )


def _promise(session: Session, me: int, hook: int) -> None:
    """To urgent and high ones first: of several policies that fit, the first is taken."""
    soon = Step(percent=75, assignee=True)
    due = Step(percent=100, assignee=True, lead=True)
    too_late = Step(percent=100, late=2 * _HOUR, lead=True, priority=Priority.URGENT, webhook_id=hook)
    pressing = Conditions(priorities=(Priority.HIGH, Priority.URGENT))
    fast = SavePolicy(
        agent_id=me, id=0, name="Urgent and high", conditions=pressing, targets=_FAST, steps=(soon, due, too_late)
    )
    save_policy(session, fast)
    save_policy(session, SavePolicy(agent_id=me, id=0, name="Everybody", targets=_USUAL, steps=(due,)))


def _rule(session: Session, me: int, hook: int) -> None:
    """One that is at work, and two that wait to be switched on."""
    damaged = Group(parts=(Condition(What.SUBJECT, Check.CONTAINS, ("damaged", "broken", "sugad", "поврежд", "损坏")),))
    waiting = Group(parts=(Condition(What.STATUS, Check.IS, (str(int(Status.PENDING)),)),))
    does = RuleActions(priority=Priority.HIGH, add_tags=("damage",))
    save_rule(session, SaveRule(agent_id=me, id=0, name="Damaged goods first", conditions=damaged, actions=does))
    save_rule(
        session,
        SaveRule(
            agent_id=me,
            id=0,
            name="Solve after 5 silent days",
            active=False,
            events=frozenset({Event.TIME}),
            timer=Timer(120, Since.AGENT),
            conditions=waiting,
            actions=RuleActions(status=Status.SOLVED, add_tags=("silent",)),
        ),
    )
    told = RuleActions(webhook_id=hook)
    save_rule(session, SaveRule(agent_id=me, id=0, name="Tell the chat of new tickets", active=False, actions=told))


def _hand_up(session: Session, team_id: int, agent_id: int) -> None:
    """One ticket of the team is for its second level by now."""
    for newest in ticket_list.numbers(session, View(ViewKind.TEAM, team_id), Sort.LATEST, agent_id, limit=1):
        escalate(session, Escalate(agent_id=agent_id, ticket_id=newest, text=_HANDED_UP))
