"""Up to which line of the journal of its ticket a clock was counted: one whose ticket has nothing newer is noted as late without counting it again.

A program that does not know of it leaves it as it was. Whatever such a program does stands in a newer line, and the clock is counted again as it always was.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. Of clocks that are there it is not known."""
    op.add_column("clock", sa.Column("counted_to", ID, nullable=True))
