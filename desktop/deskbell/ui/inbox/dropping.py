"""What it means to drop tickets on a view."""

from datetime import UTC, datetime

from deskbell.model.kinds import Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.ticket_choices import tomorrow


def drop_on(deeds: Deeds, desk: DeskNow, view: View, tickets: tuple[int, ...]) -> None:
    """Move tickets to where they were dropped: to me, to a colleague, to nobody, away, back, into a mailbox, to a team, under a tag, among those I follow; snoozed
    until tomorrow, or where that is closed until the next working day."""
    match view.kind:
        case ViewKind.MINE:
            deeds.assign(tickets, desk.me.id)
        case ViewKind.UNASSIGNED:
            deeds.assign(tickets, None)
        case ViewKind.COLLEAGUE:
            deeds.assign(tickets, view.of)
        case ViewKind.FOLLOWING:
            deeds.follow(tickets, (desk.me.id,))
        case ViewKind.OPEN:
            deeds.set_status(tickets, Status.OPEN)
        case ViewKind.DONE:
            deeds.set_status(tickets, Status.SOLVED)
        case ViewKind.SPAM:
            deeds.set_status(tickets, Status.SPAM)
        case ViewKind.TRASH:
            deeds.set_status(tickets, Status.TRASH)
        case ViewKind.MAILBOX:
            deeds.move(tickets, view.of)
        case ViewKind.TEAM:
            deeds.set_team(tickets, view.of)
        case ViewKind.TAG:
            names = tuple(tag.name for tag in desk.tags if tag.id == view.of)
            if names:
                deeds.change_tags(tickets, add=names)
        case ViewKind.SNOOZED:
            now = datetime.now(UTC)
            _, morning = tomorrow(now, desk.offer(None, now))
            deeds.snooze(tickets, morning.astimezone(UTC))
        case _:
            pass
