"""What the examples for the systems' services hold: files that these read, and command lines that this program takes."""

import configparser
import plistlib
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from deskbell.cli import parser, with_command
from deskbell.rules.asked_addresses import SCHEMES

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
UNIT = INSTALLER / "linux" / "deskbell-worker.service"
DAEMON = INSTALLER / "macos" / "deskbell.worker.plist"
TASK = INSTALLER / "windows" / "deskbell-worker.xml"


def of_unit() -> list[str]:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    assert unit["Service"]["Type"] == "notify"
    return shlex.split(unit["Service"]["ExecStart"])


def of_daemon() -> list[str]:
    daemon = plistlib.loads(DAEMON.read_bytes())
    assert daemon["Label"] == DAEMON.stem
    assert daemon["KeepAlive"] == {"SuccessfulExit": False}, "one that was told to end stays ended"
    return list(daemon["ProgramArguments"])


def of_task() -> list[str]:
    names = {"task": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ET.parse(TASK).getroot()
    assert task.findtext("task:Settings/task:ExecutionTimeLimit", None, names) == "PT0S", (
        "it is not ended after three days"
    )
    action = task.find("task:Actions/task:Exec", names)
    assert action is not None
    arguments = action.findtext("task:Arguments", "", names)
    return [action.findtext("task:Command", "", names), *arguments.split()]


@pytest.mark.parametrize("words", [of_unit, of_daemon, of_task])
def test_the_program_takes_their_command_line(words: Callable[[], list[str]]) -> None:
    program, *arguments = words()
    assert Path(program.replace("\\", "/")).stem == "Deskbell", "as build.spec names it"
    typed = parser().parse_args(arguments)
    assert typed.service
    assert typed.data


def test_the_entry_in_the_menu_takes_links_to_mail_and_tickets() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string((INSTALLER / "linux" / "deskbell.desktop").read_text("utf-8"))
    about = entry["Desktop Entry"]
    types = set(about["MimeType"].rstrip(";").split(";"))
    assert types == {f"x-scheme-handler/{scheme.rstrip(':')}" for scheme in SCHEMES}
    _, *words = shlex.split(about["Exec"])
    assert words == ["%u"], "one address, as an argument of its own"
    typed = parser().parse_args(with_command(["mailto:ona@example.lt"]))
    assert typed.address == "mailto:ona@example.lt"
    assert parser().parse_args([]).run is typed.run, "without one it is the window as ever"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    # The program is not there; whether it were is looked at too.
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/deskbell/Deskbell", shutil.which("true") or ""), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    about = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, about) == (0, [])
