"""A day's work on the real program under an X server, by keyboard alone (`workday.py`): all of it is in the desk afterwards."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.keyboard import can_type, screen
from deskbell.model.kinds import Deed
from deskbell.sample.demo import ME, make_demo
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.tables import deed

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not can_type(), reason="no Xvfb, or no xdotool to press its keys"),
]


KINDS = {
    Deed.PRIORITY: (8, 0),
    Deed.TAGGED: (8, 0),
    Deed.ASSIGNED: (8, 0),
    Deed.REPLIED: (9, 1),
    Deed.NOTED: (3, 0),
    Deed.SNOOZED: (4, 0),
    Deed.MESSAGES_MOVED: (2, 1),
    Deed.CREATED: (1, 0),
    Deed.SEND_UNDONE: (1, 0),
    # Two searches solved, one of them not in the end; two put away and fetched back; three of the round.
    Deed.STATUS: (7, 3),
}


def deeds(desk: Desk) -> defaultdict[Deed, tuple[int, int]]:
    """How often the agent of the day did each, and how often it was taken back."""
    kinds = select(deed.c.kind, func.count(), func.count(deed.c.undone_by)).where(deed.c.agent_id == ME)
    with desk.reading() as session:
        rows = session.connection.execute(kinds.group_by(deed.c.kind)).all()
    return defaultdict(lambda: (0, 0), {Deed(kind): (many, undone) for kind, many, undone in rows})


def test_a_day_by_keyboard(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'desk.db'}"
    make_demo(address)
    desk = open_desk(address)
    before = deeds(desk)
    desk.close()
    script = str(Path(__file__).with_name("workday.py"))
    with screen() as display:
        environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        done = subprocess.run(
            [sys.executable, script, str(tmp_path), *os.environ.get("DESKBELL_PICTURES", "").split()],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["touched"]) >= 40, told
    desk = open_desk(address)
    assert desk.read(problems) == []
    after = deeds(desk)
    desk.close()
    done_today = {kind: (after[kind][0] - before[kind][0], after[kind][1] - before[kind][1]) for kind in after}
    assert {kind: done_today[kind] for kind in KINDS} == KINDS
