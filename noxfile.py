"""The sessions of development: `python3 start.py nox -s NAME`, or plain `nox -s NAME`.

In an environment that already has everything (the one of start.py has) nothing is fetched again; from anywhere else
each session makes its own from requirements-dev.lock, by plain pip.
"""

import os
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
READY = Path(sys.prefix).resolve() == ROOT / ".venv"
PYTHONS = None if READY else ["3.11", "3.12", "3.13"]
FIRST = None if READY else "3.11"
if READY:  # sessions without an environment of their own look commands up on the path
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
# authres, plain Python, is published as source alone.
WHEELS = ("--only-binary=:all:", "--no-binary=authres")
LANGUAGES = ("lt", "ru", "zh_CN", "zh_TW")

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "none" if READY else "virtualenv"
nox.options.sessions = ["lint", "tests"]
nox.options.error_on_missing_interpreters = False


def prepare(session: nox.Session, **environment: str) -> None:
    """Install the lock where the session has an environment of its own, and put the source tree on the path.

    What Python has compiled it keeps: else each program that is started, and timed, compiles its source first.
    """
    if session.virtualenv.venv_backend != "none":
        session.install("--require-hashes", "--no-deps", *WHEELS, "-r", "requirements-dev.lock")
    session.env.update({"PYTHONPATH": str(ROOT / "desktop"), "PYTHONDONTWRITEBYTECODE": "", **environment})


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """All tests but the long ones; arguments after -- go to pytest."""
    prepare(session)
    session.run("python", "tests/every_check.py", "--only", "pytest", "--", *session.posargs)


@nox.session(python=FIRST)
def lint(session: nox.Session) -> None:
    """Style, types, the direction of imports, and the declared dependencies."""
    prepare(session)
    checks = ("ruff check", "ruff format", "mypy", "lint-imports", "deptry")
    session.run("python", "tests/every_check.py", *(word for name in checks for word in ("--only", name)))


@nox.session(python=FIRST)
def screens(session: nox.Session) -> None:
    """Draw every screen on sample data to a PNG under screens/, light and dark, at 100 and 200 %; -- NAME draws only these."""
    prepare(session, QT_QPA_PLATFORM="offscreen")
    session.run("python", "-m", "deskbell.ui.screens", "screens", *session.posargs)


@nox.session(python=FIRST)
def bench(session: nox.Session) -> None:
    """Measure; each figure stands beside a limit taken in the same run. A table here, and bench.json."""
    prepare(session, QT_QPA_PLATFORM="offscreen")
    session.run("python", "-m", "pytest", "tests/benchmarks", "-m", "", "-p", "no:xvfb", "-s", *session.posargs)


@nox.session(python=FIRST)
def faults(session: nox.Session) -> None:
    """Kill worker and window at many random moments, harm the lines to the servers, change UIDs, stop, cut off and end workers
    that share a PostgreSQL, and count what is left; show many hostile mails under strace; compose many mails.
    """
    many = {"DESKBELL_KILLS": "50", "DESKBELL_MAILS": "1000", "DESKBELL_CUTS": "200", "DESKBELL_HOSTILE": "300"}
    many |= {"DESKBELL_STOPPED": "60", "DESKBELL_TERMINATIONS": "500", "DESKBELL_QUITS": "100"}
    many |= {"DESKBELL_WIRE_KILLS": "500", "DESKBELL_WIRE_MAILS": "20000", "DESKBELL_RENUMBERINGS": "20"}
    many |= {
        "DESKBELL_WARNED": "10000",
        "DESKBELL_EDITS": "10000",
        "DESKBELL_UPGRADES": "20",
        "DESKBELL_COMPOSED": "5000",
    }
    prepare(session, QT_QPA_PLATFORM="offscreen", **{name: os.environ.get(name, count) for name, count in many.items()})
    tests = ("tests/faults", "tests/ui/ticket/test_hostile_mails.py", "tests/mail_wire/test_compose.py")
    session.run("python", "-m", "pytest", *tests, "-m", "", "-p", "no:xvfb", *session.posargs)


@nox.session(python=FIRST)
def hunt(session: nox.Session) -> None:
    """Try other examples than the tests try each time; -- NUMBER for each property (2000), and -- NUMBER FILE for those of a file."""
    number, *files = session.posargs or ["2000"]
    prepare(session, QT_QPA_PLATFORM="offscreen", DESKBELL_EXAMPLES=number)
    pytest = ("-m", "pytest", "-m", "hypothesis and not long", "-p", "no:xvfb", "--timeout", "0")
    session.run("python", *pytest, *(files or ["tests"]))


@nox.session(python="3.11", venv_backend="virtualenv")
def fuzz(session: nox.Session) -> None:
    """Let a coverage-guided fuzzer (Linux only) look for mail that breaks the reader; -- SECONDS for each promise (600), and -- SECONDS NAME for one."""
    session.install("--require-hashes", "--no-deps", *WHEELS, "-r", "requirements-dev.lock")
    session.install("atheris>=3,<4")
    session.env["PYTHONPATH"] = os.pathsep.join((str(ROOT / "desktop"), str(ROOT / "tests")))
    seconds, *names = session.posargs or ["600"]
    for name in names or ("parse", "visible", "sanitize"):
        session.run("python", "-m", "fuzz", name, seconds)


@nox.session(python=FIRST)
def translations(session: nox.Session) -> None:
    """Collect the texts of the source into resources/translations/*.ts, and compile those into *.qm."""
    prepare(session)
    sources = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("desktop/deskbell/**/*.py"))
    (ROOT / "resources/translations").mkdir(exist_ok=True)
    for language in LANGUAGES:
        name = f"resources/translations/deskbell_{language}.ts"
        session.run("pyside6-lupdate", "-no-obsolete", "-locations", "none", *sources, "-ts", name)
        session.run("pyside6-lrelease", "-silent", name, "-qm", str(Path(name).with_suffix(".qm")))


@nox.session(python=FIRST)
def build(session: nox.Session) -> None:
    """Build the onedir program under dist/Deskbell."""
    prepare(session)
    session.run("pyinstaller", "--noconfirm", "--clean", "--log-level", "WARN", "build.spec")


@nox.session(python="3.11", venv_backend="virtualenv")
def lock(session: nox.Session) -> None:
    """Make both lock files anew from pyproject.toml; arguments after -- go to uv, such as --upgrade."""
    session.install("uv>=0.13,<0.14")
    for name, groups in (("requirements.lock", []), ("requirements-dev.lock", ["--group", "dev"])):
        session.run(
            *("uv", "pip", "compile", "pyproject.toml", *groups, "--output-file", name, "--quiet", "--no-config"),
            *("--universal", "--python-version", "3.11", "--generate-hashes"),
            # No address of an index and no path of a machine in the file.
            *("--no-emit-index-url", "--no-header", "--no-annotate"),
            *session.posargs,
            # What this machine's pip or uv is told about other sources of packages is not for everyone.
            env={name: None for name in os.environ if name.startswith(("PIP_", "UV_"))},
        )
