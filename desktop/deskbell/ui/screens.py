"""`python -m deskbell.ui.screens FOLDER [NAME…]`: every screen on a sample desk as PNG, light and dark, at 100 and 200 %; `--contrast`: in high contrast.

A scale holds for a whole process, so each is drawn by a process of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SCALES = (1, 2)


def main() -> int:
    """Draw; the exit code is 0 where all pictures were written."""
    parser = argparse.ArgumentParser(prog="deskbell.ui.screens", description="Draw all screens to PNG files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only the scenes whose name begins so")
    parser.add_argument("--scale", type=int, choices=SCALES, help="only this scale")
    parser.add_argument("--contrast", action="store_true", help="in high contrast")
    asked = parser.parse_args()
    if asked.scale is not None:
        return _draw(asked.folder, tuple(asked.names), asked.scale, "high" if asked.contrast else "normal")
    codes = [
        subprocess.run(
            [sys.executable, "-m", "deskbell.ui.screens", *sys.argv[1:], "--scale", str(scale)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
            check=False,
        ).returncode
        for scale in SCALES
    ]
    return max(codes)


def _draw(folder: Path, names: tuple[str, ...], scale: int, contrast: str) -> int:
    from PySide6.QtCore import QSize
    from shiboken6 import delete

    from deskbell.ui.application import make_application
    from deskbell.ui.garbage import CollectHere
    from deskbell.ui.scenes.drawing import put_up, save, settle
    from deskbell.ui.scenes.every import scenes
    from deskbell.ui.scenes.stage import Stage
    from deskbell.ui.theme.source import ThemeSource

    application = make_application()
    theme = ThemeSource(application)
    collector = CollectHere()
    stage = Stage(theme)
    with tempfile.TemporaryDirectory(prefix="deskbell-screens-") as written:
        for scheme in ("light", "dark"):
            for scene in scenes(Path(written)):
                if names and not scene.name.startswith(names):
                    continue
                stage.settings.clear()
                theme.choose(scheme, scene.text_size, contrast=contrast)
                screen = scene.make(stage)
                put_up(screen, QSize(*scene.size))
                settle(stage.runner)
                for step in scene.steps:
                    step(screen)
                    settle(stage.runner)
                shade = f"{scheme}-contrast" if contrast == "high" else scheme
                save(screen, folder / f"{scene.name}-{shade}-{scale * 100}.png")
                delete(screen)
    stage.close()
    collector.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
