"""Somebody administers every desk: roles hold from now on, so where nobody is an administrator, the first agent becomes one."""

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Give the role where nobody has it. All others keep the one they have, with which the window let them do the same before."""
    op.execute(
        """
        UPDATE agent SET role = 'admin', version = version + 1
        WHERE id = (SELECT min(id) FROM agent WHERE active)
        AND NOT EXISTS (SELECT 1 FROM agent WHERE active AND role = 'admin')
        """
    )
