"""Places that a program does not like to write to: a folder or file that may not be written to, and a disk that is full."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers.ordinary import UNPRIVILEGED

ROOT = os.name == "posix" and os.geteuid() == 0


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """A folder that every user of this computer may enter and write to; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-place-"))
    folder.chmod(0o777)
    yield folder
    _open_up(folder)
    shutil.rmtree(folder)


@contextmanager
def not_writable(*paths: Path) -> Iterator[None]:
    """Within this block nobody may write to these files and folders; root, whom nothing stops, is an ordinary user meanwhile."""
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if ROOT:
        import pwd

        os.seteuid(pwd.getpwnam(UNPRIVILEGED).pw_uid)
    try:
        yield
    finally:
        if ROOT:
            os.seteuid(0)
        for path, mode in before.items():
            path.chmod(mode)


def give_to_all(folder: Path) -> None:
    """Let every user read and write what is in a folder."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)


def may_mount() -> bool:
    """Whether these tests may make a disk of their own: root on Linux, outside of most containers."""
    if not ROOT or sys.platform != "linux":
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder), 100_000):
                return True
        except subprocess.CalledProcessError:
            return False


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Within this block `folder` is a disk of `size` bytes, empty at first."""
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    subprocess.run(["mount", *options], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_disk(folder: Path) -> Path:
    """Write a file that takes all the room that is left; remove it to give the room back."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


def _open_up(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o777)
