"""Where the files that come with the program lie: icons, style, translations, the sample desk."""

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    """Beside the frozen program, inside the installed package, or in the source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen, "resources")
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"
