"""kill -9 of the window at random moments while somebody types: what it said is saved, is there.

The number of kills comes from DESKBELL_KILLS: few in the ordinary run, many by `nox -s faults`.
"""

import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select as rows

from deskbell.sample.demo import make_demo
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.tables import draft

KILLS = int(os.environ.get("DESKBELL_KILLS", "3"))
SEED = int(os.environ.get("DESKBELL_SEED", "1"))
LONGEST_TYPING = 3.0

pytestmark = [pytest.mark.timeout(1800)]


def test_a_killed_window_loses_no_draft(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    make_demo(f"sqlite:///{tmp_path / 'desk.db'}")
    desk = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    confirmed = 0
    for _ in range(KILLS):
        ticket, text = _type_and_kill(tmp_path, chance.uniform(0.0, LONGEST_TYPING))
        if ticket:
            confirmed += 1
            assert _kept(desk, ticket).startswith(text), "what was said to be saved is there"
    assert confirmed > KILLS / 2
    assert desk.read(problems) == []
    desk.close()


def _type_and_kill(place: Path, seconds: float) -> tuple[int, str]:
    """Kill the window so long after its first saved draft; the ticket and the text that it confirmed last, (0, "") for none."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    script = str(Path(__file__).with_name("typist.py"))
    with subprocess.Popen([sys.executable, script, str(place)], stdout=subprocess.PIPE, env=environment) as window:
        assert window.stdout is not None
        select.select([window.stdout], [], [], 30)
        time.sleep(seconds)
        window.kill()
        said = window.stdout.read().decode().splitlines()
    if not said:
        return 0, ""
    ticket, _, text = said[-1].partition(" ")
    return int(ticket), text.rstrip()


def _kept(desk: Desk, ticket: int) -> str:
    with desk.reading() as session:
        query = rows(draft.c.text).where(draft.c.ticket_id == ticket, draft.c.kind == "reply")
        text: str = session.connection.execute(query).scalar_one()
    return text.replace("\n", " ")
