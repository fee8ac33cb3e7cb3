#!/usr/bin/env python3
"""Set Deskbell up from its source tree and start it, with nothing but Python 3.11 to 3.13.

    python3 start.py demo        Deskbell on a sample desk that is thrown away afterwards
    python3 start.py test        all checks and tests
    python3 start.py nox ...     one of the sessions of noxfile.py
    python3 start.py [...]       Deskbell itself; whatever follows goes to it

Everything is installed into `.venv`, from a lock file with the hash of each download. On Debian and Ubuntu the
libraries that Qt opens, and for `test` the servers that the tests talk to, are installed by apt-get when they are missing.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"Deskbell runs on Python 3.11, 3.12 and 3.13; this is {sys.version.split()[0]} ({sys.executable}). "
        "Start it with one of those, such as: python3.13 start.py (on Windows: py -3.13 start.py)"
    )

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ROOT / "requirements.lock", "develop": ROOT / "requirements-dev.lock"}
DEVELOPING = {"test", "nox"}  # the commands that need the second of them

# What Qt's window needs beyond a bare Debian; a desktop has nearly all of them.
QT_PACKAGES = [
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
]
SCREEN_PACKAGES = ["xvfb", "fonts-noto-core", "fonts-noto-cjk"]
SERVER_PACKAGES = ["dovecot-imapd", "postgresql", "dbus-daemon", "xdotool", "strace", "faketime"]

# Servers are installed without being started: the tests start their own, as nobody special, on free ports.
INSTALL = """
trap 'exit 130' HUP INT TERM
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install "$@" </dev/null; }
install "$@" >/dev/null 2>&1 && exit
words=$(apt-get -qq update 2>&1 && install "$@" 2>&1) || { echo "$words" >&2; exit 1; }
"""


def say(sentence: str) -> None:
    print(f"start.py: {sentence}", flush=True)


def missing_packages(names: list[str]) -> list[str]:
    """Those of `names` that are not installed; newer Debians and Ubuntus call some of them by the same name with t64 behind it."""
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n"]
    answer = subprocess.run([*query, *names, *(f"{n}t64" for n in names)], capture_output=True, text=True, check=False)
    rows = [line.split() for line in answer.stdout.splitlines()]
    installed = {name.removesuffix("t64") for name, state in rows if state == "installed"}
    return [name for name in names if name not in installed]


def install_packages(names: list[str]) -> None:
    """Install what is missing on Debian and Ubuntu, or, without the right to, say what is missing; and go on either way."""
    if sys.platform != "linux" or not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    missing = missing_packages(names)
    if not missing:
        return
    rights = [] if os.geteuid() == 0 else ["sudo"] if shutil.which("sudo") else None
    if rights is None:
        say(f"some packages are missing. As root, once: apt-get install -y --no-install-recommends {' '.join(missing)}")
        return
    say(f"installing by {' '.join([*rights, 'apt-get'])}: {' '.join(missing)}")
    if subprocess.run([*rights, "sh", "-c", INSTALL, "sh", *missing], check=False).returncode:
        say("apt-get could not install them (its own words are above); going on without")


def needed_packages(what: str, rest: list[str]) -> list[str]:
    """What a Debian needs for this command."""
    names = list(QT_PACKAGES)
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is None:
        names.append(f"{python}-venv")
    if what in DEVELOPING or (what == "demo" and not has_display()):
        names += SCREEN_PACKAGES
    if what in DEVELOPING:
        names += SERVER_PACKAGES
    if what == "nox" and "build" in rest:
        names += ["binutils", f"lib{python}"]
    return names


def lock_hash(kind: str) -> str:
    return f"{kind} {sys.implementation.cache_tag} {hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()}"


def stamp(kind: str) -> Path:
    return VENV / f"{kind}.stamp"


def is_made(kind: str) -> bool:
    """Whether `.venv` holds what the lock file says now: its stamp is written last, after everything went well."""
    return PYTHON.exists() and stamp(kind).exists() and stamp(kind).read_text("utf-8") == lock_hash(kind)


def make_environment(kind: str) -> None:
    """Bring `.venv` to the state of the lock file `kind`, doing only what is not done yet. Exits with a sentence when that fails."""
    with one_at_a_time():
        if not is_made("run"):
            create_venv()
        for lock in ("run", "develop")[: 1 if kind == "run" else 2]:
            if not is_made(lock):
                install_lock(lock)


def create_venv() -> None:
    say(f"making .venv with Python {sys.version.split()[0]}")
    # The base interpreter: this one may be the very .venv that is about to be cleared.
    base = getattr(sys, "_base_executable", None) or sys.executable
    try:
        subprocess.run([base, "-m", "venv", "--clear", str(VENV)], check=True)
    except subprocess.CalledProcessError:
        sys.exit(f"Python could not make {VENV} (see above). Is Deskbell still running from it, or the disk full?")


def install_lock(kind: str) -> None:
    stamp(kind).unlink(missing_ok=True)
    say(f"installing {LOCKS[kind].name} into it; the first time this fetches some 100 MB")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    # authres, plain Python, is published as source alone.
    exactly = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-binary=authres", "-r", str(LOCKS[kind])]
    try:
        subprocess.run([*pip, *exactly], check=True)
    except subprocess.CalledProcessError:
        sys.exit(
            f"pip could not install {LOCKS[kind].name} (see above). It needs the network; and Qt needs 64-bit Windows, "
            "macOS 13 or a Linux with glibc 2.34 (2.39 on ARM), or newer."
        )
    # A relative path: it holds when the tree is moved, and in every encoding.
    layout = {"base": str(VENV), "platbase": str(VENV)}
    packages = Path(sysconfig.get_path("purelib", "venv", layout))
    (packages / "deskbell.pth").write_text(os.path.relpath(ROOT / "desktop", packages) + "\n", "ascii")
    if kind == "run":
        # As pip does with what it installs: where Python may not write while it runs, each start would compile the program anew.
        subprocess.run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(ROOT / "desktop")], check=False)
    stamp(kind).write_text(lock_hash(kind), "utf-8")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a file lock, so that a second start.py waits for the first to finish the environment."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                with contextlib.suppress(OSError):  # LK_LOCK gives up after ten seconds
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment to show a window in; on a Linux without a display, that of a virtual screen which ends with the block."""
    environment = dict(os.environ)
    if sys.platform == "win32" or has_display():
        yield environment
        return
    if not shutil.which("Xvfb"):
        sys.exit("There is no display here and no Xvfb to make one: start this in a desktop session, or install xvfb.")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    # Its own session: Ctrl+C reaches Deskbell first, and the screen stays until Deskbell is gone.
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(write)
    try:
        with os.fdopen(read, encoding="ascii") as answer:
            number = answer.readline().strip()
        if not number:
            sys.exit("There is no display here and Xvfb did not start; run Xvfb by hand to see why.")
        say(f"no display here, so Deskbell opens on a virtual screen, DISPLAY=:{number}; Ctrl+C ends it")
        yield {**environment, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end and return its exit code; Ctrl+C and a polite kill are its to answer, a second Ctrl+C is not."""
    process: subprocess.Popen[bytes] | None = None
    told = False

    def hand_on(*_: object) -> None:
        nonlocal told
        told = True
        if process is not None:
            process.terminate()

    # Before it is started: a kill that comes in between would end this one alone.
    for polite in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, polite):
            signal.signal(getattr(signal, polite), hand_on)
    process = subprocess.Popen(command, env=environment)
    if told:
        process.terminate()
    asked = False
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            if asked:
                process.terminate()
            asked = True  # the first went to the whole group: it may be about to end
            continue
        return 128 - code if code < 0 else code


def main(arguments: list[str]) -> int:
    what, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    install_packages(needed_packages(what, rest))
    make_environment("develop" if what in DEVELOPING else "run")
    python = str(PYTHON)
    if what == "test":
        return run([python, str(ROOT / "tests/every_check.py"), *rest], os.environ)
    if what == "nox":
        return run([python, "-m", "nox", "--noxfile", str(ROOT / "noxfile.py"), *rest], os.environ)
    if what == "demo":
        with screen() as environment:
            return run([python, "-m", "deskbell", *arguments], environment)
    return run([python, "-m", "deskbell", *arguments], os.environ)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
