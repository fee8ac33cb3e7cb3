"""Hostile mails shown, copied, quoted, printed and opened as source, under strace: no connection, and no file but our own."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.ticket.hostile_mails import COUNT, VECTORS, Places, mails, targets
from ui.ticket.test_body_view import red_png

HERE = Path(__file__).resolve()
CALL = re.compile(r"\d+ +(\w+)\((.*)")
NETWORK = frozenset({"connect", "bind", "listen", "sendto", "sendmsg", "sendmmsg"})
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
# What Python and Qt look at by themselves: the time zone, and our own source and libraries when something is used for the first time.
OURS = (
    *("/etc/localtime", "/etc/timezone", "/etc/TZ", "/usr/share/zoneinfo", "/usr/share/fonts", "/proc/self"),
    *(str(HERE.parents[3] / part) for part in ("desktop", "resources", "tests")),
    *(sys.prefix, sys.base_prefix),
)


def between_marks(trace: Path) -> Iterator[tuple[str, str]]:
    """The system calls between the marks: name and the rest of the line."""
    inside = False
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if "/mark-end" in line:
                return
            if inside and (call := CALL.match(line)):
                yield call[1], call[2]
            inside = inside or "/mark-begin" in line
    pytest.fail("the program did not come to its end")


def is_ours(path: str, own: Path) -> bool:
    parents = tuple(str(parent) for ours in OURS for parent in Path(ours).parents)
    return not path or path in parents or path.startswith((*OURS, str(own)))


@pytest.mark.strace
@pytest.mark.timeout(600)
def test_hostile_mails_reach_nothing(tmp_path: Path) -> None:
    canaries, trace, own = tmp_path / "canaries", tmp_path / "trace", tmp_path / "printed.pdf"
    canaries.mkdir()
    for name in ("canary.png", "canary@2x.png", "canary.svg", "canary"):
        (canaries / name).write_bytes(red_png())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "300", "-e", "trace=%network,%file", "-o", str(trace)]
        program = [
            sys.executable,
            str(HERE.with_name("showing_hostile.py")),
            str(canaries),
            str(listener.getsockname()[1]),
        ]
        paths = os.pathsep.join(str(HERE.parents[3] / part) for part in ("desktop", "tests"))
        environment = {**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [*command, *program], env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stderr
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()
    calls = list(between_marks(trace))
    assert calls, "strace saw nothing at all"
    assert [call for call in calls if call[0] in NETWORK] == []
    foreign = [
        (name, path)
        for name, rest in calls
        if name not in NETWORK
        for path in PATH.findall(rest)[:1]
        if not is_ours(path, own)
    ]
    assert foreign == []
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["mails"] == COUNT
    print(report)


def test_the_mails_name_every_target_in_every_place() -> None:
    """The mails themselves: none is the same, and nothing that a sender can write is left out of them."""
    places = Places("/canaries", "file:///canaries", 7)
    made = list(mails(places, b"png"))
    whole = "".join(mail.html for mail in made)
    assert len({mail.raw for mail in made}) == COUNT
    assert [aim for aim in targets(places) if aim not in whole] == []
    assert [
        vector for vector in VECTORS if vector.partition("{t}")[0].replace("{{", "{").replace("}}", "}") not in whole
    ] == []
