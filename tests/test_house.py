"""The rules of the house that no linter knows: sizes, names, directions, and lock files that say what pyproject.toml says."""

import ast
import graphlib
import io
import os
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "desktop"
PACKAGE = sorted(SOURCE.rglob("*.py"))
PYTHON = [*PACKAGE, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "start.py", ROOT / "noxfile.py"]
MADE = {"build", "dist", "screens", "__pycache__"}  # made by tools, never committed; and all that begins with a dot
# Joined here, so that this file is not the one that holds them.
REGISTRIES = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("pkg", "dev"))]
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
GOES = re.compile(r"\b(destroyed|aboutToQuit)\b")
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


NAMES = {module_name(path) for path in PACKAGE}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path, node: ast.AST) -> Iterator[str]:
    """The full names that one import statement brings in: of modules of ours where they are ours, else what is written."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = module_name(path).split(".")
        package = parts if path.name == "__init__.py" else parts[:-1]
        base = [*package[: len(package) - node.level + 1]] if node.level else []
        stem = ".".join([*base, *([node.module] if node.module else [])])
        for alias in node.names:
            yield f"{stem}.{alias.name}" if f"{stem}.{alias.name}" in NAMES else stem


@cache
def imports(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """What is imported while the module loads (not inside functions, not for type checkers alone), and what at all. Each file is taken apart once."""

    def walk(parent: ast.AST, loads: bool) -> None:
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.expr):  # most of a file, and without an import
                continue
            names = frozenset(imported(path, node))
            anywhere.update(names)
            loaded.update(names if loads else ())
            late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            late = late or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
            walk(node, loads and not late)

    loaded: set[str] = set()
    anywhere: set[str] = set()
    walk(tree(path), loads=True)
    return frozenset(loaded), frozenset(anywhere)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {shown(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty = {"util", "utils", "helper", "helpers", "common", "misc", "mixed", "manager"}
    assert [shown(path) for path in PYTHON if empty & {path.stem, path.parent.name}] == []


def test_no_import_goes_in_a_circle() -> None:
    graph = {module_name(p): (imports(p)[0] & NAMES) - {module_name(p)} for p in PACKAGE}
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize(
    ("libraries", "layers"),
    [
        ({"PySide6", "shiboken6"}, {"ui", "app"}),
        ({"sqlalchemy", "alembic"}, {"store", "actions", "jobs", "app", "cli", "sample"}),
        ({"sqlcipher3", "psycopg"}, {"store"}),
        ({"imapclient", "smtplib", "imaplib"}, {"mail"}),
    ],
)
def test_a_library_stays_in_its_layers(libraries: set[str], layers: set[str]) -> None:
    astray = {}
    for path in PACKAGE:
        found = {name.split(".")[0] for name in imports(path)[1]} & libraries
        parts = module_name(path).split(".")
        if found and (len(parts) < 2 or parts[1] not in layers):
            astray[shown(path)] = found
    assert astray == {}


def test_values_are_structs() -> None:
    """A dataclass writes and compiles its methods anew at every start: more than a millisecond for each of a hundred classes."""
    assert [shown(path) for path in PACKAGE if "dataclasses" in imports(path)[1]] == []


def test_what_is_called_as_an_object_goes_is_held_till_then() -> None:
    """PySide does not hold what a method is of: it would be gone with the object, or be called in free memory where a thread lets go of it meanwhile."""
    loose = [
        f"{shown(path)}:{node.lineno}"
        for path in PACKAGE
        if GOES.search(path.read_text("utf-8"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
        if isinstance(signal := node.func.value, ast.Attribute) and signal.attr in {"destroyed", "aboutToQuit"}
        if isinstance(slot := node.args[0], ast.Attribute) and isinstance(slot.value, ast.Attribute)
    ]
    assert loose == []


def test_nothing_is_left_for_later() -> None:
    left = []
    for path in PYTHON:
        source = path.read_text("utf-8")
        if LATER.search(source):  # taking a file apart costs much more than a look
            tokens = tokenize.generate_tokens(io.StringIO(source).readline)
            comments = [(t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT]
            left += [f"{shown(path)}:{line}" for line, text in comments if LATER.search(text)]
        if "NotImplementedError" in source:
            names = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Name)]
            left += [f"{shown(path)}:{node.lineno}" for node in names if node.id == "NotImplementedError"]
    assert left == []


def test_what_others_must_say_is_abstract() -> None:
    """So mypy tells who does not say it, and nobody learns it from a window."""
    stand_ins = [
        f"{shown(path)}:{node.lineno}"
        for path in PACKAGE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        if isinstance(last := node.body[-1], ast.Raise) and "AssertionError" in ast.dump(last)
        if all(isinstance(one, ast.Expr | ast.Delete) for one in node.body[:-1])
    ]
    assert stand_ins == []


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    held = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and not name.startswith(".")]
        for name in names:
            content = (Path(folder) / name).read_bytes()
            held += [f"{name}: {host}" for host in REGISTRIES if host.encode() in content]
    assert held == []


def locked(name: str) -> dict[str, list[tuple[Requirement, Version, int]]]:
    """The entries of a lock file by package: requirement, version, number of hashes."""
    entries: dict[str, list[tuple[Requirement, Version, int]]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip()):
        lines = [line.strip().removesuffix("\\").strip() for line in entry.splitlines()]
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines[1:]), f"{name}: {lines[0]}"
        requirement = Requirement(lines[0])
        (pin,) = requirement.specifier
        assert pin.operator == "==", lines[0]
        entries.setdefault(canonicalize_name(requirement.name), []).append(
            (requirement, Version(pin.version), len(lines) - 1)
        )
    return entries


def declared(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for in this lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]

    def members(group: str) -> Iterator[str]:
        for member in groups[group]:
            if isinstance(member, str):
                yield member
            else:
                yield from members(member["include-group"])

    wanted = [*project["project"]["dependencies"], *(members("dev") if "dev" in lock else ())]
    return [Requirement(text) for text in wanted]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_pyproject_asks_for(lock: str) -> None:
    entries = locked(lock)
    for wanted in declared(lock):
        found = entries.get(canonicalize_name(wanted.name), [])
        assert any(wanted.specifier.contains(version, prereleases=True) for _, version, _ in found), (
            f"{lock} does not meet '{wanted}': make it anew with nox -s lock"
        )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_file_has_a_hash(lock: str) -> None:
    assert [str(requirement) for found in locked(lock).values() for requirement, _, hashes in found if not hashes] == []


def test_development_runs_on_the_versions_that_people_get() -> None:
    run, develop = (locked(lock) for lock in LOCKS)
    versions = {name: {version for _, version, _ in found} for name, found in develop.items()}
    assert {name: versions.get(name) for name in run} == {name: {v for _, v, _ in found} for name, found in run.items()}
