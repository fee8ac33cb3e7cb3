"""One window a desk: who comes later gives way, and who was killed is in nobody's way."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskbell.ui import single_instance
from deskbell.ui.single_instance import SingleInstance

# Claims the desk that is named, says whether it could, and stays.
_OTHER = """
import sys
from PySide6.QtCore import QCoreApplication
from deskbell.ui import single_instance
single_instance.LISTEN_AFTER_MS = 0
application = QCoreApplication([])
instance = single_instance.SingleInstance(sys.argv[1])
mine = instance.claim(sys.argv[2])
instance._soon.timeout.connect(lambda: print("there", flush=True))
sys.exit(application.exec() if mine else 3)
"""


def other(desk: str, words: str = "") -> subprocess.Popen[str]:
    """Another start, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-c", _OTHER, desk, words], env=environment, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[SingleInstance]:
    monkeypatch.setattr(single_instance, "LISTEN_AFTER_MS", 0)
    made = SingleInstance(str(tmp_path / "desk.db"))
    yield made
    made.close()


def test_who_comes_later_hands_over_its_words(instance: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    assert instance.claim()
    with qtbot.waitSignal(instance.asked) as asked:
        later = other(str(tmp_path / "desk.db"), "deskbell://ticket/1042")
    assert asked.args == ["deskbell://ticket/1042"]
    assert later.wait(20) == 3
    assert later.stdout is not None
    later.stdout.close()


def test_who_comes_later_hands_over_the_right_to_come_forward(
    instance: SingleInstance, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Wayland the desktop gave it to the program that a click started, which goes away again."""
    assert instance.claim()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "from-the-click")
    with qtbot.waitSignal(instance.asked) as asked:
        later = other(str(tmp_path / "desk.db"), "deskbell://ticket/1042\x1fforged")
        monkeypatch.delenv("XDG_ACTIVATION_TOKEN")
    assert (asked.args, os.environ.get("XDG_ACTIVATION_TOKEN")) == (["deskbell://ticket/1042forged"], "from-the-click")
    assert later.wait(20) == 3
    assert later.stdout is not None
    later.stdout.close()


def test_a_long_address_comes_whole(instance: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    """Longer than what a socket takes at once."""
    words = "mailto:ona@example.lt?body=" + "退款%0D%0A" * 5_000
    assert instance.claim()
    with qtbot.waitSignal(instance.asked) as asked:
        later = other(str(tmp_path / "desk.db"), words)
    assert asked.args == [words]
    assert later.wait(20) == 3
    assert later.stdout is not None
    later.stdout.close()


def test_another_desk_is_another_window(instance: SingleInstance, tmp_path: Path) -> None:
    assert instance.claim()
    beside = SingleInstance(str(tmp_path / "other.db"))
    assert beside.claim()
    beside.close()


def test_who_was_killed_is_in_nobodys_way(instance: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    killed = other(str(tmp_path / "desk.db"))
    assert killed.stdout is not None
    assert killed.stdout.readline() == "there\n"
    killed.kill()
    killed.wait(20)
    killed.stdout.close()
    assert instance.claim()
    with qtbot.waitSignal(instance.asked):
        later = other(str(tmp_path / "desk.db"))
    assert later.wait(20) == 3
    assert later.stdout is not None
    later.stdout.close()


def test_who_holds_the_right_and_is_silent_is_not_waited_for_long(
    instance: SingleInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a window that hangs before it hears anybody: the person gets one all the same."""
    monkeypatch.setattr(single_instance, "PATIENCE_SECONDS", 0.0)
    assert instance.claim()
    # No turn of the event loop: it does not listen yet.
    again = SingleInstance(str(tmp_path / "desk.db"))
    assert again.claim()
    again.close()
