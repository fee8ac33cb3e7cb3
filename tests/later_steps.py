"""Steps of the schema that this tree does not have: for programs of another age than its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskbell.store import migrations

KNOWN = migrations.steps()[-1].number
"""The last step that there is."""
GROWN, SHRUNK = KNOWN + 1, KNOWN + 2

# The schema grows by a column that nobody needs to know: whoever does not goes on.
GROW = f"""
import sqlalchemy as sa

OLDEST_WRITER = OLDEST_READER = {KNOWN}


def upgrade(op):
    op.add_column("message", sa.Column("mood", sa.Text(), nullable=True))
"""
# From now on each message has one: whoever does not know the column may read, and not write.
SHRINK = f"""
OLDEST_WRITER = {GROWN}
OLDEST_READER = {KNOWN}


def upgrade(op):
    op.execute("UPDATE message SET mood = 'calm'")
"""


def write_step(folder: Path, number: int, source: str) -> str:
    """Put a step there; the folder, as `knowing` and `client_of_age.py` take it."""
    folder.mkdir(exist_ok=True)
    (folder / f"m{number:04d}_later.py").write_text(source)
    return str(folder)


@contextmanager
def knowing(*folders: str) -> Iterator[None]:
    """Within this block this program knows the steps in these folders, too."""
    before = list(migrations.__path__)
    migrations.__path__[:] = [*before, *folders]
    migrations._steps_in.cache_clear()
    try:
        yield
    finally:
        migrations.__path__[:] = before
        for step in migrations.steps():
            assert not step.name.endswith("later")
        for name in [name for name in sys.modules if name.startswith(migrations.__name__) and name.endswith("_later")]:
            del sys.modules[name]
