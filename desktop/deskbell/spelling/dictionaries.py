"""Where dictionaries for Hunspell lie, and which there are."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from deskbell.model.resources import resource


def folders(data: Path) -> tuple[Path, ...]:
    """Where they are looked for, the first coming first: the person's own (in the data folder, and of DICPATH), those that come with the program, the
    system's."""
    named = (Path(one) for one in os.environ.get("DICPATH", "").split(os.pathsep) if one)
    return (data / "dictionaries", *named, resource("dictionaries"), *_of_system())


def _of_system() -> Iterator[Path]:
    if sys.platform == "darwin":
        yield from (Path.home() / "Library/Spelling", Path("/Library/Spelling"))
        yield from (Path("/opt/homebrew/share/hunspell"), Path("/usr/local/share/hunspell"))
        return
    if sys.platform == "win32":
        yield from (Path(os.environ[name], "hunspell") for name in ("APPDATA", "PROGRAMDATA") if os.environ.get(name))
        return
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    for share in (home, *(os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")):
        yield from (Path(share, "hunspell"), Path(share, "myspell"), Path(share, "myspell/dicts"))


def find(places: Iterable[Path]) -> Mapping[str, Path]:
    """The folder of each language's dictionary, by the language's name ("lt_LT")."""
    found: dict[str, Path] = {}
    for place in places:
        try:
            names = {entry.name for entry in place.iterdir()}
        except OSError:
            continue
        for name in sorted(names):
            language = name.removesuffix(".dic")
            # hyph_lt_LT divides words, and is no list of them.
            if name.endswith(".dic") and f"{language}.aff" in names and not language.startswith("hyph"):
                found.setdefault(language.replace("-", "_"), place / name)
    return dict(sorted(found.items()))
