"""start.py: what it does again and what it doesn't, and how it ends."""

import importlib.util
import os
import runpy
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "start.py"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py on a tree of its own, with a log of what it would have installed in `start.done`."""
    spec = importlib.util.spec_from_file_location("start", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, lock in (("run", "requirements.lock"), ("develop", "requirements-dev.lock")):
        (tmp_path / lock).write_text(f"{name}==1\n", "utf-8")
        module.LOCKS[name] = tmp_path / lock
    vars(module).update(ROOT=tmp_path, VENV=tmp_path / ".venv", PYTHON=tmp_path / ".venv/bin/python", done=[])

    def command(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "venv" in words:
            module.done.append("clear")
            for path in module.VENV.glob("*.stamp"):
                path.unlink()
            module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            module.PYTHON.touch()
            packages(module).mkdir(parents=True, exist_ok=True)
        else:
            module.done.append(Path(words[-1]).name)
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(module.subprocess, "run", command)
    return module


def packages(start: ModuleType) -> Path:
    return Path(start.sysconfig.get_path("purelib", "venv", {"base": str(start.VENV), "platbase": str(start.VENV)}))


def test_what_is_done_is_not_done_again(start: ModuleType) -> None:
    start.make_environment("run")
    assert start.done == ["clear", "requirements.lock", "desktop"]
    start.make_environment("run")
    assert start.done[3:] == []
    start.make_environment("develop")
    assert start.done[3:] == ["requirements-dev.lock"]
    start.make_environment("develop")
    start.make_environment("run")
    assert start.done[4:] == []


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements.lock", ["clear", "requirements.lock", "desktop", "requirements-dev.lock"]),
        ("requirements-dev.lock", ["requirements-dev.lock"]),
    ],
)
def test_a_changed_lock_is_installed(start: ModuleType, changed: str, again: list[str]) -> None:
    start.make_environment("develop")
    start.done.clear()
    (start.ROOT / changed).write_text("other==2\n", "utf-8")
    start.make_environment("develop")
    assert start.done == again


def test_an_interrupted_installation_is_begun_again(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = start.subprocess.run

    def cut_off(words: list[str], **options: object) -> object:
        if "pip" in words:
            raise KeyboardInterrupt
        return whole(words, **options)

    with monkeypatch.context() as patch:
        patch.setattr(start.subprocess, "run", cut_off)
        with pytest.raises(KeyboardInterrupt):
            start.make_environment("run")
    assert not start.is_made("run")
    start.make_environment("run")
    assert start.done == ["clear", "clear", "requirements.lock", "desktop"]


def test_a_failed_installation_ends_with_a_sentence(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start.make_environment("run")

    def fail(words: list[str], **_: object) -> object:
        raise subprocess.CalledProcessError(1, words)

    monkeypatch.setattr(start.subprocess, "run", fail)
    with pytest.raises(SystemExit, match=r"pip could not install requirements-dev\.lock"):
        start.make_environment("develop")
    assert start.is_made("run")
    assert not start.is_made("develop")


def test_the_source_is_found_from_the_environment(start: ModuleType) -> None:
    start.make_environment("run")
    line = (packages(start) / "deskbell.pth").read_text("ascii").strip()
    assert not Path(line).is_absolute()
    assert (packages(start) / line).resolve() == (start.ROOT / "desktop").resolve()


@pytest.mark.parametrize("version", [(3, 9, 6), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_refused_in_a_sentence(version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"Deskbell runs on Python 3\.11, 3\.12 and 3\.13; this is"):
        runpy.run_path(str(SCRIPT))


def test_missing_packages_are_known_by_either_name(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "libegl1 installed\nlibglib2.0-0t64 installed\nxvfb config-files\n"
    monkeypatch.setattr(
        start.subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 1, answer, "no such package")
    )
    assert start.missing_packages(["libegl1", "libglib2.0-0", "xvfb", "libgl1"]) == ["xvfb", "libgl1"]


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_code_of_what_was_started_is_handed_on(start: ModuleType, code: int) -> None:
    assert start.run([sys.executable, "-c", f"raise SystemExit({code})"], os.environ) == code


def ready() -> subprocess.Popen[bytes]:
    """A process in which start.py runs another that waits for ever and takes no notice of Ctrl+C."""
    waits = "import signal; signal.signal(2, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
    script = f"import os, start, sys; sys.exit(start.run([sys.executable, '-c', {waits!r}], os.environ))"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=SCRIPT.parent, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


@pytest.mark.parametrize("name", [name for name in ("SIGTERM", "SIGHUP") if os.name == "posix"])
def test_a_polite_kill_reaches_what_was_started(name: str) -> None:
    with ready() as process:
        process.send_signal(getattr(signal, name))
        assert process.stdout is not None
        assert process.stdout.read() == b"", "it goes on and holds the pipe"
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize("name", [name for name in ("SIGINT",) if os.name == "posix"])
def test_a_second_ctrl_c_ends_what_did_not_end_at_the_first(name: str) -> None:
    with ready() as process:
        process.send_signal(getattr(signal, name))
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        # One that comes before the first was taken is the same one for the system.
        while process.poll() is None:
            process.send_signal(getattr(signal, name))
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.skipif(os.name != "posix", reason="there is no polite kill")
def test_a_polite_kill_while_it_starts_reaches_it(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = subprocess.Popen
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}

    def killed_meanwhile(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        process = whole(*words, **options)
        signal.raise_signal(signal.SIGHUP)
        return process

    monkeypatch.setattr(start.subprocess, "Popen", killed_meanwhile)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        code = start.run([sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert code == 128 + signal.SIGTERM
