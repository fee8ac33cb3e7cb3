"""`deskbell measure`: how quick the real window is on this desk and this computer."""

import argparse
import json
import os
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from deskbell.cli.places import places_of
from deskbell.cli.screen import require_screen
from deskbell.cli.typed import whole_number
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.held_collector import held_collector
from deskbell.model.places import Places

_KINDS = (
    "start_first_paint",
    "start_usable",
    "view_switch",
    "ticket_open",
    "search",
    "search_typed",
    "longest_thread",
    "property_change",
    "frames",
    "frames_table",
    "loop_gap",
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "measure", help="measure the window: start, views, tickets, search, scrolling", parents=[shared]
    )
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument(
        "--starts", type=whole_number(0, 1000), default=5, metavar="N", help="how many starts to time (5)"
    )
    command.add_argument(
        "--change", action="store_true", help="change tickets, too, and change them back: for a desk to be tried out"
    )
    # One start as this agent, in a process of its own, which tells its moments on the standard output.
    command.add_argument("--only-start", type=int, default=0, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; exit code 1 where the desk does not open."""
    if arguments.only_start:
        with held_collector():
            require_screen()
            from deskbell.app import measure_window

            print(json.dumps(measure_window(places_of(arguments), arguments.only_start, only_start=True)))
            return 0
    require_screen()
    # Not above: a start that is measured would pay for it.
    import tempfile

    database = places_of(arguments).database
    agent_id = _somebody(database)
    # The window's own files lie in a folder of the run's, so that it begins like a first one and leaves nothing.
    with tempfile.TemporaryDirectory(prefix="deskbell-measure-", ignore_cleanup_errors=True) as folder:
        starts = [_start(folder, database, agent_id) for _ in range(arguments.starts)]
        return _measure(folder, database, agent_id, starts, arguments)


def _somebody(database: str) -> int:
    """An agent to open the window as. Raises what keeps the desk from opening, or from being more than a welcome."""
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import agents

    with closing(open_desk(database, make=False)) as desk:
        found = next((agent.id for agent in desk.read(agents.rows) if agent.active), None)
    if found is None:
        raise Mistake("measure.nobody")
    return found


def _start(folder: str, database: str, agent_id: int) -> dict[str, float]:
    """The milliseconds of one start, from the moment its process is asked for."""
    import subprocess

    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if frozen else [sys.executable, "-m", "deskbell"]
    began = time.time()
    done = subprocess.run(
        [*program, "measure", "--only-start", str(agent_id), "--data", folder, "--db", database],
        check=False,
        stdout=subprocess.PIPE,
        env=os.environ,
        encoding="utf-8",
    )
    if done.returncode:
        raise Trouble("measure.start")
    moments: dict[str, float] = json.loads(done.stdout)["start"]
    return {name: (at - began) * 1000 for name, at in moments.items()}


def _measure(
    folder: str, database: str, agent_id: int, starts: list[dict[str, float]], arguments: argparse.Namespace
) -> int:
    from deskbell.app import measure_window
    from deskbell.ui.measure.clocks import figures

    with held_collector():
        found: dict[str, Any] = measure_window(Places.at(Path(folder), database), agent_id, change=arguments.change)
    found.pop("start")
    if starts:
        found["start_first_paint"] = figures([start["first_paint"] for start in starts])
        found["start_usable"] = figures([start["usable"] for start in starts])
    if arguments.json:
        print(json.dumps(found))
    else:
        _print_table(found)
    return 0


def _print_table(found: dict[str, Any]) -> None:
    print(f"{found['tickets']} tickets in the view; resident memory {found['memory_mb']} MB")
    print(f"{'milliseconds':<18}{'p50':>9}{'p95':>9}{'max':>9}{'n':>7}")
    for kind in _KINDS:
        if kind in found:
            row = found[kind]
            print(f"{kind:<18}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['max']:>9.1f}{row['n']:>7}")
    print(f"The longest gap was during: {found['loop_gap']['longest_during']}")
