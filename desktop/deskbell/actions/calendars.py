"""Making, changing and removing calendars."""

from sqlalchemy import Row, delete, insert, select, update

from deskbell.actions.count_all_anew import count_all_anew
from deskbell.actions.deeds import record
from deskbell.model.calendars import Calendar, RemoveCalendar, SaveCalendar
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import saved_calendars, team_names
from deskbell.store.session import Session
from deskbell.store.tables import calendar, team


def save_calendar(session: Session, command: SaveCalendar) -> int:
    """Make a calendar (id 0) or change one; its id.

    Raises `Mistake` name.empty, calendar.exists, calendar.missing, those of `rules.saved_calendars.must_be_good`, and `Conflict` calendar.changed.
    """
    name = team_names.clean(command.name)
    if not name:
        raise Mistake("name.empty")
    wanted = Calendar(
        command.id,
        name,
        command.zone,
        command.week,
        command.closed,
        command.country,
        command.region,
        command.worked,
    )
    saved_calendars.must_be_good(wanted)
    key = team_names.key(name)
    if session.connection.execute(
        select(calendar.c.id).where(calendar.c.key == key, calendar.c.id != command.id)
    ).first():
        raise Mistake("calendar.exists", name=name)
    values = {
        "name": name,
        "key": key,
        "zone": wanted.zone,
        "week": wanted.week,
        "closed": [[one.first.isoformat(), one.last.isoformat(), one.yearly, one.name] for one in wanted.closed],
        "country": wanted.country,
        "region": wanted.region,
        "worked": sorted(wanted.worked),
    }
    if command.id == 0:
        made = insert(calendar).values(**values, created_at=session.now).returning(calendar.c.id)
        calendar_id: int = session.connection.execute(made).scalar_one()
    else:
        calendar_id = command.id
        there = _there(session, command.id)
        as_read = (calendar.c.id == command.id, calendar.c.version == command.version)
        change = update(calendar).where(*as_read).values(values | {"version": command.version + 1})
        if session.connection.execute(change).rowcount == 0:
            raise Conflict("calendar.changed", name=there.name)
    record(session, command, Deed.SETTINGS, [], calendar_id)
    _tell(session)
    return calendar_id


def remove_calendar(session: Session, command: RemoveCalendar) -> None:
    """Throw a calendar away; its teams have none of their own any more. Raises `Mistake` calendar.missing, `Conflict` calendar.changed."""
    there = _there(session, command.id)
    gone = delete(calendar).where(calendar.c.id == command.id, calendar.c.version == command.version)
    if session.connection.execute(gone).rowcount == 0:
        raise Conflict("calendar.changed", name=there.name)
    left = update(team).where(team.c.calendar_id == command.id)
    teams = session.connection.execute(
        left.values(calendar_id=None, version=team.c.version + 1).returning(team.c.id)
    ).scalars()
    for team_id in teams.all():
        session.changed(Entity.TEAM, team_id)
    record(session, command, Deed.SETTINGS, [])
    _tell(session)


def _there(session: Session, calendar_id: int) -> Row[str]:
    row = session.connection.execute(select(calendar.c.name).where(calendar.c.id == calendar_id)).first()
    if row is None:
        raise Mistake("calendar.missing")
    return row


def _tell(session: Session) -> None:
    count_all_anew(session)
    # As a setting, which they are to whoever does not know more of them.
    session.changed(Entity.SETTING, 0)
