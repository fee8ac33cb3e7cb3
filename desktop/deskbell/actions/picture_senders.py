"""Whose pictures from the internet are shown to a person without asking."""

from sqlalchemy import delete, insert

from deskbell.actions.deeds import record
from deskbell.model.commands import SetPictureSenders
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.store.session import Session
from deskbell.store.tables import picture_sender


def set_picture_senders(session: Session, command: SetPictureSenders) -> None:
    """Put addresses on the list of the agent who asks, or take them off. Raises `Mistake` address.empty for none at all."""
    addresses = sorted({address.strip().casefold() for address in command.addresses} - {""})
    if not addresses or command.agent_id is None:
        raise Mistake("address.empty")
    session.connection.execute(
        delete(picture_sender).where(
            picture_sender.c.agent_id == command.agent_id, picture_sender.c.address.in_(addresses)
        )
    )
    if command.shown:
        rows = [{"agent_id": command.agent_id, "address": one, "since": session.now} for one in addresses]
        session.connection.execute(insert(picture_sender), rows)
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.SETTING, command.agent_id)
