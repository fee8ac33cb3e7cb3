"""Where the files that come with the program lie: icons, style, translations, the sample desk."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`: beside the frozen program, inside the installed package, or in the source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen, "resources", *parts)
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources"
    root = installed if installed.is_dir() else package.parents[1] / "resources"
    return root.joinpath(*parts)
