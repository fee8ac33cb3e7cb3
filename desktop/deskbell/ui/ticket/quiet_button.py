"""An icon button that is seen only while the mouse is near or the keyboard is on it; it can always be reached."""

from PySide6.QtGui import QPaintEvent

from deskbell.ui.widgets.icon_button import IconButton


class QuietButton(IconButton):
    """Painted while not quiet, focused or pressed. Whoever has it says when the mouse is near."""

    _quiet = True

    def set_quiet(self, quiet: bool) -> None:
        """Whether it hides while it is not used."""
        self._quiet = quiet
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._quiet or self.hasFocus() or self.isDown():
            super().paintEvent(event)
