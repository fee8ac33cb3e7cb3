"""Making, changing and removing teams."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, literal, select, update

from deskbell.actions.count_all_anew import count_all_anew
from deskbell.actions.deeds import record
from deskbell.actions.field_definitions import hand_on
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.routing import HandingOut, Level, Match
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.rules import team_names
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, journal, mailbox, saved_view, team, team_member, ticket

_THERE = (
    select(team.c.id)
    .where(team.c.id.in_(bindparam("ids")), team.c.active)
    .order_by(team.c.id)
    .with_for_update(read=True)
)


def save_team(session: Session, command: SaveTeam) -> int:
    """Make a team (id 0) or change one; its id. Raises `Mistake` name.empty, team.exists, agent.missing and `Conflict` team.changed."""
    name = team_names.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    key = team_names.key(name)
    same = select(team.c.id).where(team.c.key == key, team.c.active, team.c.id != command.id)
    if session.connection.execute(same).first() is not None:
        raise Mistake("team.exists", name=name)
    _check_lead(session, command)
    values = {
        "name": name,
        "key": key,
        "calendar_id": command.calendar_id,
        "lead_id": command.lead_id,
        "handing": HandingOut(command.handing).value,
        "skills": Match(command.skills).value,
        "languages": Match(command.languages).value,
    }
    if command.id == 0:
        made = insert(team).values(**values, created_at=session.now).returning(team.c.id)
        team_id: int = session.connection.execute(made).scalar_one()
    else:
        team_id = command.id
        there = session.connection.execute(select(team.c.calendar_id).where(team.c.id == command.id)).scalar()
        _change(session, command.id, command.version, command.name, values)
        if there != command.calendar_id:
            count_all_anew(session)
    _set_members(session, team_id, command.members, dict(command.levels))
    record(session, command, Deed.SETTINGS, [], team_id)
    session.changed(Entity.TEAM, team_id)
    return team_id


def remove_team(session: Session, command: RemoveTeam) -> None:
    """Let a team be no more, and give what it has to the successor. Its row stays for the journal, its name is free again.

    Raises `Mistake` team.missing where there is no such successor, `Conflict` team.changed.
    """
    row = _named(session, command.id)
    if command.successor_id == command.id:
        raise Mistake("team.missing")
    if command.successor_id is not None:
        must_be_there(session, command.successor_id)
    _change(session, command.id, command.version, row.name, {"active": False})
    record(session, command, Deed.SETTINGS, [], command.id)
    _hand_tickets_on(session, command)
    boxes = session.connection.execute(
        update(mailbox)
        .where(mailbox.c.team_id == command.id)
        .values(team_id=command.successor_id, version=mailbox.c.version + 1)
        .returning(mailbox.c.id)
    ).scalars()
    for mailbox_id in boxes.all():
        session.changed(Entity.MAILBOX, mailbox_id)
    # Where nobody comes after the team its views are there for everybody.
    views = update(saved_view).where(saved_view.c.team_id == command.id)
    session.connection.execute(views.values(team_id=command.successor_id, version=saved_view.c.version + 1))
    hand_on(session, command.id, command.successor_id)
    _hand_articles_on(session, command)
    session.changed(Entity.TEAM, command.id)


def must_be_there(session: Session, team_id: int) -> None:
    """Raise `Mistake` team.missing where there is no such team, or no longer; it stays there while this transaction gives it something."""
    if team_id not in held(session, {team_id}):
        raise Mistake("team.missing")


def held(session: Session, ids: Collection[int | None]) -> frozenset[int]:
    """Those of these teams that are there. Who removes one waits until this transaction has ended, and so finds what it gave them."""
    wanted = {"ids": {team_id for team_id in ids if team_id is not None}}
    return frozenset(team_id for (team_id,) in plain.rows(session.connection, _THERE, wanted))


def if_there(session: Session, team_id: int | None) -> int | None:
    """The team that a new ticket gets by itself: none where that was removed meanwhile."""
    return team_id if team_id is not None and held(session, {team_id}) else None


def _named(session: Session, team_id: int) -> Row[Any]:
    row = session.connection.execute(select(team.c.name).where(team.c.id == team_id, team.c.active)).first()
    if row is None:
        raise Mistake("team.missing")
    return row


def _change(session: Session, team_id: int, version: int, name: str, values: dict[str, Any]) -> None:
    done = session.connection.execute(
        update(team)
        .where(team.c.id == team_id, team.c.version == version, team.c.active)
        .values(values | {"version": version + 1})
    )
    if done.rowcount == 0:
        raise Conflict("team.changed", name=name)


def _check_lead(session: Session, command: SaveTeam) -> None:
    """Raise `Mistake` agent.missing where nobody such can lead; who has left the desk stays the lead until another is named."""
    if command.lead_id is None:
        return
    already = select(team.c.id).where(team.c.id == command.id, team.c.lead_id == command.lead_id).exists()
    who = select(agent.c.id).where(agent.c.id == command.lead_id, agent.c.active | already)
    if session.connection.execute(who).first() is None:
        raise Mistake("agent.missing")


def _set_members(session: Session, team_id: int, members: frozenset[int], levels: Mapping[int, int]) -> None:
    there = set(session.connection.execute(select(agent.c.id).where(agent.c.id.in_(members))).scalars())
    if there != members:
        raise Mistake("agent.missing")
    session.connection.execute(delete(team_member).where(team_member.c.team_id == team_id))
    if members:
        rows = [
            {"team_id": team_id, "agent_id": agent_id, "level": Level(levels.get(agent_id, Level.FIRST)).value}
            for agent_id in sorted(members)
        ]
        session.connection.execute(insert(team_member), rows)


def _hand_articles_on(session: Session, command: RemoveTeam) -> None:
    """What only the team sees its successor sees. Where there is none it stays what it was: whoever was in the team sees it still, and nobody else does."""
    if command.successor_id is None:
        return
    values = {"team_id": command.successor_id, "version": article.c.version + 1}
    theirs = update(article).where(article.c.team_id == command.id).values(values).returning(article.c.id)
    for article_id in session.connection.execute(theirs).scalars().all():
        session.changed(Entity.ARTICLE, article_id)


def _hand_tickets_on(session: Session, command: RemoveTeam) -> None:
    """All tickets of the team in one statement, each with its line in the journal."""
    of_it = ticket.c.team_id == command.id
    # Locked, so that nobody takes one away between its line in the journal and its new team.
    theirs = select(ticket.c.id).where(of_it).order_by(ticket.c.id).with_for_update()
    ids = session.connection.execute(theirs).scalars().all()
    after = "" if command.successor_id is None else str(command.successor_id)
    line = {
        "deed_id": command.deed,
        "kind": Deed.TEAM.value,
        "agent_id": command.agent_id,
        "at": session.now,
        "before": str(command.id),
        "after": after,
    }
    values = [literal(value, journal.c[name].type) for name, value in line.items()]
    session.connection.execute(
        insert(journal).from_select(["ticket_id", *line], select(ticket.c.id, *values).where(of_it))
    )
    session.connection.execute(
        update(ticket).where(of_it).values(team_id=command.successor_id, version=ticket.c.version + 1)
    )
    for ticket_id in ids:
        session.changed(Entity.TICKET, ticket_id, ticket_id)
    count_all_anew(session)
