"""Import of mixed mails, beside a bare floor that reads, parses, decodes and inserts the same files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks import corpus, floor
from benchmarks.conftest import Table
from deskbell.store.opening import open_desk
from deskbell.store.tables import message

MAILS = int(os.environ.get("DESKBELL_BENCH_MAILS", "10000"))

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


def test_import(table: Table, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    corpus.write_folder(folder, MAILS)
    bare = floor.run(folder, tmp_path / "floor.db")
    ours = _import(folder, tmp_path / "data")
    again = floor.run(folder, tmp_path / "floor2.db")
    limit = (bare + again) / 2
    table.add(
        "import of mixed mails",
        MAILS / ours,
        "mails/s",
        limit=MAILS / limit,
        ratio=limit / ours,
        goal="0.4 of the floor or more",
    )
    desk = open_desk(f"sqlite:///{tmp_path / 'data' / 'desk.db'}")
    with desk.reading() as session:
        query = select(func.count(), func.count(message.c.message_id.distinct())).select_from(message)
        counted, distinct = session.connection.execute(query).one()
    desk.close()
    assert (counted, distinct) == (MAILS, MAILS), "each mail exactly once"


def _import(folder: Path, data: Path) -> float:
    """Seconds that the import command says it took."""
    command = ["import", "eml", str(folder), "--mailbox", "Support", "--create", "support@desk.example"]
    done = subprocess.run(
        [sys.executable, "-m", "deskbell", *command, "--data", str(data), "--json"],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    seconds: float = json.loads(done.stdout)["seconds"]
    return seconds
