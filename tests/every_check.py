"""Every check and test of the tree, with one summary at the end: what `start.py test` and `.ci/run` run. The checks run one after the other beside the
tests, which often wait.

Usage: every_check.py [--only NAME ...] [-- PYTEST ARGUMENTS]
Exit code 0 when all of it passed, else 1. The last line is pytest's own.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (sys.executable, "-m")
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": (*PYTHON, "ruff", "check", "--quiet", "."),
    "ruff format": (*PYTHON, "ruff", "format", "--quiet", "--diff", "."),
    "mypy": (*PYTHON, "mypy", "--no-error-summary"),
    "lint-imports": (
        shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports",
        "--no-logo",
    ),
    "deptry": (*PYTHON, "deptry", "."),
}
# Two more than processors: many tests wait for a server, a child or a clock.
WORKERS = str(min(6, 2 + (os.cpu_count() or 1)))
# Where Linux keeps files in memory. A third of the run would be waiting for a disk to have written what nobody reads again.
IN_MEMORY = Path("/dev/shm")
# The tests' files take less than half of this.
ROOM_BYTES = 4 << 30
# A worker that crashed is the end: with another in its place pytest-xdist runs what crashed once more, and may wait for ever for the rest.
# Files go to workers in the order of spread.py.
SPREAD = ("-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart=0")
PYTEST = (*PYTHON, "pytest", *SPREAD, "--benchmark-disable", "--no-xvfb")
# So much is told of the stack of one that crashed; below is pytest's own.
FRAMES = 12


def left_out() -> tuple[str, list[str]]:
    """The marks that are not run here as a pytest expression, and a sentence about each for the summary."""
    marks, told = ["long"], []
    if not shutil.which("dovecot", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"):
        marks.append("servers")
        told.append("no Dovecot here: the tests marked 'servers' were not run")
    if not can_trace():
        marks.append("strace")
        told.append("no strace here, or it may watch nothing: the tests marked 'strace' were not run")
    return " and ".join(f"not {mark}" for mark in marks), told


def can_trace() -> bool:
    """Whether strace is there and the system lets it watch a program, which some containers do not."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """An environment in which no test finds this person's own desk, settings, display or Python path."""
    with tempfile.TemporaryDirectory(prefix="deskbell-", dir=_quick_place(), ignore_cleanup_errors=True) as folder:
        # The tests' servers may belong to nobody special, who has to come by.
        Path(folder).chmod(0o711)
        names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
        folders = {name: str(Path(folder, name.lower())) for name in names}
        for path in folders.values():
            Path(path).mkdir(mode=0o700)
        # Programs are started by the hundred: each would compile its source anew where Python may not keep what it compiled.
        left = {"DISPLAY", "WAYLAND_DISPLAY", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}
        plain = {name: value for name, value in os.environ.items() if name not in left}
        language = {} if {"LANG", "LC_ALL", "LC_CTYPE"} & plain.keys() or os.name == "nt" else {"LANG": "C.UTF-8"}
        source = {"PYTHONPATH": str(ROOT / "desktop"), "PYTHONUNBUFFERED": "1", "QT_QPA_PLATFORM": "offscreen"}
        place = {} if os.name == "nt" else {"TMPDIR": folder}
        yield {**plain, **folders, **language, **source, **place}


def _quick_place() -> Path | None:
    """Where temporary files cost least, None for where the system puts them."""
    try:
        room = shutil.disk_usage(IN_MEMORY).free >= ROOM_BYTES and os.access(IN_MEMORY, os.W_OK)
    except OSError:
        return None
    return IN_MEMORY if room else None


def check(name: str, environment: dict[str, str]) -> tuple[bool, float, bytes]:
    """Run one check: whether it passed, in how many seconds, and what it said if it did not."""
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode == 0, time.monotonic() - started, done.stdout if done.returncode else b""


def tests(arguments: list[str], environment: dict[str, str]) -> tuple[bool, str, bytes]:
    """Run pytest, passing on what it prints but for its closing line. Whether it passed, that line, and where a worker crashed, if one did: among the stacks
    of a hundred threads it is easily lost.
    """
    command = [*PYTEST, "-m", left_out()[0], *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        closing, stack, in_stack = b"", [], False
        for line in process.stdout:
            sys.stdout.buffer.write(closing)
            sys.stdout.flush()
            closing = line
            in_stack = line.startswith(b"Current thread") or (in_stack and line.startswith(b"  File"))
            stack += [line] if in_stack else []
    return process.returncode == 0, closing.decode(errors="replace").rstrip(), b"".join(stack[: FRAMES + 1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--only", action="append", choices=[*CHECKS, "pytest"], help="run this one; may be given again")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    wanted = parser.parse_args()
    names = [name for name in [*CHECKS, "pytest"] if not wanted.only or name in wanted.only]
    summary: list[str] = []
    good, closing, stack = True, "", b""

    def note(name: str, passed: bool, seconds: float) -> None:
        nonlocal good
        good = good and passed
        summary.append(f"{name:<14} {'passed' if passed else 'FAILED'} {seconds:6.1f} s")

    print(f"{', '.join(names)} ...", flush=True)
    with surroundings() as environment, ThreadPoolExecutor(1, "check") as beside:
        checks = {name: beside.submit(check, name, environment) for name in names if name in CHECKS}
        if "pytest" in names:
            started = time.monotonic()
            passed, closing, stack = tests(wanted.pytest, environment)
            note("pytest", passed, time.monotonic() - started)
        for name, running in checks.items():
            passed, seconds, said = running.result()
            sys.stdout.buffer.write(said)
            note(name, passed, seconds)
    sys.stdout.buffer.write(stack)
    sys.stdout.flush()
    if closing:
        summary += left_out()[1]
    print("\n" + "\n".join(summary))
    if closing:
        print(closing)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
