"""The desk as rules need to know it besides the ticket, for whoever asks what they would do."""

from typing import Final

from sqlalchemy import select

from deskbell.model.calendars import ALWAYS
from deskbell.model.routing import Level
from deskbell.rules.calendars import hours
from deskbell.rules.left_to_do import Desk
from deskbell.rules.loops import Caps
from deskbell.rules.macros import among
from deskbell.store.queries import calendars, canned, fields, settings
from deskbell.store.queries.as_seen import several_choices
from deskbell.store.session import Session
from deskbell.store.tables import agent, mailbox, team, team_member, webhook

_EVERYBODY: Final = 0
_AGENTS: Final = select(agent.c.id).where(agent.c.active)
_TEAMS: Final = select(team.c.id, team.c.calendar_id, team.c.active)
_WEBHOOKS: Final = select(webhook.c.id).where(webhook.c.active)
_MEMBERS: Final = select(team_member.c.team_id, team_member.c.agent_id, team_member.c.level)


def read(session: Session) -> Desk:
    """As it is now."""
    run = session.connection.execute
    agents = frozenset(run(_AGENTS).scalars())
    teams = run(_TEAMS).all()
    members: dict[int, set[int]] = {row.id: set() for row in teams if row.active}
    levels: dict[int, set[Level]] = {row.id: set() for row in teams}
    for team_id, agent_id, level in run(_MEMBERS):
        # As who escalates finds them, at work or not.
        levels[team_id].add(Level(level))
        if team_id in members and agent_id in agents:
            members[team_id].add(agent_id)
    shared = canned.replies(session, _EVERYBODY)
    there = calendars.rows(session)
    by_id = {one.id: hours(one) for one in there}
    found = settings.read(session, _EVERYBODY)
    return Desk(
        macros={reply.id: among(reply.actions, agents) for reply in shared},
        replies=frozenset(reply.id for reply in shared),
        webhooks=frozenset(run(_WEBHOOKS).scalars()),
        several=several_choices(session),
        fields={field.id: field for field in fields.every(session)},
        teams={team_id: frozenset(its) for team_id, its in members.items()},
        levels={team_id: frozenset(its) for team_id, its in levels.items()},
        agents=agents,
        calendars={
            None: hours(there[0]) if there else hours(ALWAYS),
            **{row.id: by_id[row.calendar_id] for row in teams if row.calendar_id in by_id},
        },
        own=frozenset(one.casefold() for one in run(select(mailbox.c.address)).scalars()),
        caps=Caps(found.number("acknowledge.sender_day"), found.number("acknowledge.mailbox_day")),
    )
