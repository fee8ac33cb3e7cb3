"""The note that a rule puts on a ticket, and whom it tells."""

from deskbell.actions.deeds import Line
from deskbell.actions.mentions import note_mentions
from deskbell.actions.properties import load
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.model.automation import Rule
from deskbell.model.kinds import Deed, Entity, MessageKind
from deskbell.store.bulk import change_row, insert_numbered
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket


def write_note(session: Session, rule: Rule, ticket_id: int, desk: DeskNow) -> list[Line]:
    """Put a rule's note on a ticket under the rule's name, as no agent's; whoever it tells is mentioned in it. The line of the journal."""
    (row,) = load(session, (ticket_id,))
    text = rule.actions.note
    values = {
        "ticket_id": ticket_id,
        "kind": int(MessageKind.NOTE),
        "from_name": rule.name,
        "from_email": "",
        "to": [],
        "cc": [],
        "subject": "",
        "at": session.now,
        "message_id": "",
        "text": text,
        "is_auto": True,
    }
    (made,) = insert_numbered(session, message, [values])
    index.add(session, [index.Entry(made, "", text, rule.name)])
    told = set(rule.actions.notify) & desk.active
    for team_id in rule.actions.notify_teams:
        told |= desk.members(team_id)
    note_mentions(session, made, ticket_id, sorted(told))
    new = {"activity_at": session.now, "messages": row.messages + 1, "version": row.version + 1}
    change_row(session, ticket, ticket_id, new)
    session.changed(Entity.MESSAGE, made, ticket_id)
    session.changed(Entity.TICKET, ticket_id, ticket_id)
    return [(ticket_id, Deed.NOTED, "", str(made))]
