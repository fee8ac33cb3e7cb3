"""Fixtures of the tests of the store."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import update

from building import BEGIN, Builder
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.routing import Level
from deskbell.rules.folding import fold
from deskbell.store.desk import Desk
from deskbell.store.tables import customer, organisation


@pytest.fixture
def build(desk: Desk) -> Builder:
    """Writes rows into `desk`."""
    return Builder(desk)


@pytest.fixture
def many(desk: Desk, build: Builder) -> list[int]:
    """Tickets that differ in everything by which they can be grouped."""
    random = Random(4)
    agents = [None, build.me, build.agent("ądam", "a@desk.example"), build.agent("Adam", "b@desk.example")]
    boxes = [build.support, build.mailbox("Billing", "billing@desk.example")]
    teams = [None, build.team("Orders"), build.team("Ärger")]
    who = [build.customer(name) for name in ("Žemyna", "zoe", "Ona", "ona")]
    who.append(build.customer("to be forgotten", "nameless@customer.example"))
    members = {who[0]: "Žirgas", who[1]: "Žirgas", who[2]: "acme"}
    known = {name: build.insert(organisation, name=name, key=name, sought=fold(name)) for name in ("Žirgas", "acme")}
    with desk.writing() as session:
        run = session.connection.execute
        run(update(customer).where(customer.c.id == who[-1]).values(name=""))
        for number, name in members.items():
            run(update(customer).where(customer.c.id == number).values(organisation=name, organisation_id=known[name]))
    made = []
    with build.together():
        for _ in range(30):
            made.append(
                build.ticket(
                    status=random.choice([Status.NEW, Status.OPEN, Status.PENDING]),
                    priority=random.choice(list(Priority)),
                    mailbox_id=random.choice(boxes),
                    assignee_id=random.choice(agents),
                    team_id=random.choice(teams),
                    customer_id=random.choice(who),
                    type=random.choice([None, *map(int, TicketType)]),
                    level=random.choice([None, *map(int, Level)]),
                    sla_due_at=BEGIN + timedelta(minutes=random.randrange(9)),
                    at=BEGIN + timedelta(minutes=random.randrange(12)),
                )
            )
            build.message(made[-1], "a needle")
    return made
