"""The desk that `deskbell demo` shows: some four hundred tickets in five languages, on a desk that is at work."""

from deskbell.actions.article_files.taking import take_in_starter_set
from deskbell.sample.at_work import set_up
from deskbell.sample.fill import fill
from deskbell.sample.generate import DEMO_TICKETS, generate
from deskbell.sample.library import load
from deskbell.store import migrations
from deskbell.store.desk import Desk

SEED = 1
# The agent at the window: the first of resources/sample/desk.toml.
ME = 1


def make_demo(address: str) -> None:
    """Make the demo desk in an empty database at `address`; its newest mail is some minutes old by the database's clock."""
    desk = Desk.open(address)
    try:
        migrations.upgrade(desk)
        now = desk.read(lambda session: session.now)
        fill(desk, generate(load(), tickets=DEMO_TICKETS, seed=SEED, now=now))
        set_up(desk)
        take_in_starter_set(desk, ME)
    finally:
        desk.close()
